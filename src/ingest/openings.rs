//! Files opened for one reading: with what was found in each, and what is done about one that stops the reading.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use super::checked::{Check, is_long};
use super::files::SourceFile;
use super::ingested::{Ingested, Opened};
use super::table::Table;
use crate::model::in_order::all_in_order;
use crate::model::note::{Note, Notes};

/// Opens a file, looking through its text as far as is said.
pub(super) type Open<'a> = dyn Fn(&SourceFile, Check) -> (Vec<Table>, Notes) + Sync + 'a;

/// Opened files.
pub(super) struct Openings<'a> {
    files: &'a [SourceFile],
    open: &'a Open<'a>,
    /// Those that are read.
    pub(super) opened: Vec<Opened>,
    /// What was found in opening each, by its name.
    faults: BTreeMap<String, Notes>,
    /// What stopped the reading.
    stops: Notes,
    /// Names of those that were looked through in part only.
    begun: BTreeSet<String>,
}

impl<'a> Openings<'a> {
    /// Opens all files on `threads`. `on_progress` hears the name of each.
    pub(super) fn of(
        files: &'a [SourceFile],
        threads: NonZeroUsize,
        open: &'a Open<'a>,
        on_progress: &mut dyn FnMut(&str, u64),
    ) -> Openings<'a> {
        let begun = files.iter().filter(|file| is_long(file)).map(|file| file.name.clone()).collect();
        let room = Vec::with_capacity(files.len());
        let (faults, stops) = (BTreeMap::new(), Notes::new());
        let mut openings = Openings { files, open, opened: room, faults, stops, begun };
        let opened = |file| (file, open(file, Check::Beginning));
        all_in_order(threads, files.iter(), &opened, &mut |(file, (tables, faults))| {
            on_progress(&file.name, 0);
            openings.faults.insert(file.name.clone(), faults);
            let (sha256, bytes) = (file.sha256.clone(), file.bytes);
            openings.opened.push(Opened { file: file.name.clone(), sha256, bytes, tables });
            ControlFlow::Continue(())
        });
        openings
    }

    /// What `read` makes of all of them, less those that stop it: rows of such a one have joined those of others, and cannot be
    /// told apart any more.
    pub(super) fn read(&mut self, read: &mut dyn FnMut(&[Opened]) -> Result<Ingested, Note>) -> Ingested {
        loop {
            match read(&self.opened) {
                Ok(ingested) => return ingested,
                Err(note) => self.stopped_by(note),
            }
        }
    }

    /// Opens the file of a note anew, where the whole of its text may tell what it is; else leaves it out.
    fn stopped_by(&mut self, note: Note) {
        let name = &note.place.file;
        let begun = self.files.iter().find(|file| file.name == *name).filter(|file| self.begun.remove(&file.name));
        let Some(file) = begun else { return self.leave_out(note) };
        let (tables, faults) = (self.open)(file, Check::Whole);
        self.faults.insert(file.name.clone(), faults);
        if let Some(opened) = self.opened.iter_mut().find(|opened| opened.file == file.name) {
            opened.tables = tables;
        }
    }

    /// Leaves out the file of a note.
    pub(super) fn leave_out(&mut self, note: Note) {
        let before = self.opened.len();
        self.opened.retain(|file| file.file != note.place.file);
        if self.opened.len() == before {
            self.opened.clear();
        }
        self.stops.push(note);
    }

    /// Whether something of the file of this name is read.
    pub(super) fn reads(&self, name: &str) -> bool {
        self.opened.iter().any(|opened| opened.file == name && !opened.tables.is_empty())
    }

    /// All that was found in opening files and in trying to read them.
    pub(super) fn notes(&mut self) -> Notes {
        let mut notes = Notes::new();
        for faults in std::mem::take(&mut self.faults).into_values() {
            notes.extend(faults);
        }
        notes.extend(std::mem::take(&mut self.stops));
        notes
    }
}
