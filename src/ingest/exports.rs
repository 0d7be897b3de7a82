//! All of ingest in one step: files → tables → records and objectives.

use std::ops::ControlFlow;

use super::files::SourceFile;
use super::fingerprint::beside;
use super::header::KnownHeaders;
use super::ingested::{Ingested, Opened};
use super::objectives::{objective, unique};
use super::open::tables_in;
use super::records::records;
use super::shelter::Shelter;
use super::source::Source;
use super::source_file::sources;
use crate::model::catalog::Catalog;
use crate::model::in_order::all_in_order;
use crate::model::note::{Note, Notes};
use crate::model::phrase::Arg;
use crate::model::settings::Settings;
use crate::model::template::Templates;
use crate::model::writing::{fits, rule};

/// Reads `files` by the plan's settings, workbooks in `shelter`. Objectives of sheets are added to those of the plan.
/// `on_progress` hears the file and the rows read of it so far.
pub fn ingested(
    files: &[SourceFile],
    shelter: &Shelter,
    settings: &Settings,
    templates: &Templates,
    catalog: &Catalog,
    on_progress: &mut dyn FnMut(&str, u64),
) -> Ingested {
    let (sources, mut notes) = sources(templates);
    let headers = KnownHeaders::new(sources.iter().flat_map(Source::headers));
    let known = |header: &str| headers.contains(header);
    notes.extend(unmatched(files, settings));
    let mut opened = Vec::with_capacity(files.len());
    let open = |file| tables_in(file, &rule(&settings.files, &file.name), &known, shelter, settings.threads);
    let all_read = |opened: &mut Vec<Opened>, notes: &mut Notes, on_progress: &mut dyn FnMut(&str, u64)| loop {
        match records(opened, settings, &sources, templates, on_progress) {
            Ok(ingested) => break ingested,
            // Rows of it have joined those of others, and cannot be told apart any more.
            Err(note) => leave_out(note, opened, notes),
        }
    };
    let (mut ingested, fingerprints) = beside(files, settings.threads, || {
        all_in_order(settings.threads, files.iter(), &|file| (file, open(file)), &mut |(file, (tables, faults))| {
            on_progress(&file.name, 0);
            notes.extend(faults);
            opened.push(Opened { file: file.name.clone(), sha256: file.sha256.clone(), bytes: file.bytes, tables });
            ControlFlow::Continue(())
        });
        all_read(&mut opened, &mut notes, on_progress)
    });
    let is_read = |file: &String, opened: &[Opened]| opened.iter().any(|o| o.file == *file && !o.tables.is_empty());
    for (file, fingerprint) in fingerprints {
        match fingerprint {
            Err(note) if is_read(&file, &opened) => {
                leave_out(note, &mut opened, &mut notes);
                ingested = all_read(&mut opened, &mut notes, on_progress);
            }
            Err(_) => {}
            Ok(sha256) => opened.iter_mut().filter(|o| o.file == file).for_each(|o| o.sha256.clone_from(&sha256)),
        }
    }
    for reading in &mut ingested.readings {
        if let Some(file) = opened.iter().find(|o| o.file == reading.file) {
            reading.sha256.clone_from(&file.sha256);
        }
    }
    notes.extend(std::mem::take(&mut ingested.notes));
    let mut objectives = std::mem::take(&mut ingested.settings.objectives);
    for row in &ingested.objectives {
        match objective(&row.cells, &|field| row.at(field), catalog, &mut notes) {
            Ok(objective) => objectives.push(objective),
            Err(unclear) => ingested.settings.unclear.push(*unclear),
        }
    }
    ingested.settings.objectives = unique(objectives, &mut notes);
    ingested.notes = notes;
    ingested
}

/// Leaves out the file of a note.
fn leave_out(note: Note, opened: &mut Vec<Opened>, notes: &mut Notes) {
    let before = opened.len();
    opened.retain(|file| file.file != note.place.file);
    if opened.len() == before {
        opened.clear();
    }
    notes.push(note);
}

/// A warning (W230) of each entry under `[files]` in the plan that names no export.
fn unmatched(files: &[SourceFile], settings: &Settings) -> Notes {
    let mut notes = Notes::new();
    let named = |pattern: &str| files.iter().any(|f| fits(pattern, &f.name.to_lowercase()));
    for pattern in settings.files.keys().filter(|p| !named(p)) {
        notes.push(Note::new("W230").with("pattern", Arg::Text(pattern.clone())));
    }
    notes
}
