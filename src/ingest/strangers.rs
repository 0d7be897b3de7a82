//! Tables whose rows are no records: those that no source knows, and those that a source knows and leaves aside.

use std::collections::BTreeMap;

use super::recognise::{Fit, Rival};
use super::table::Table;
use crate::model::note::{Note, Place};
use crate::model::phrase::{Arg, Phrase};

/// How many tables are named, and how many reasons are told; the rest is told by number.
const NAMED: usize = 8;
/// How many files are named with a reason that they share.
const SHARING: usize = 3;

/// Tables that were met so far.
#[derive(Default)]
pub(crate) struct Strangers {
    unknown: Vec<(Place, Phrase)>,
    aside: BTreeMap<(String, String), Vec<Place>>,
}

/// Where a table stands.
pub(crate) fn place(table: &Table) -> Place {
    Place { file: table.file.clone(), sheet: table.sheet.clone(), ..Place::default() }
}

impl Strangers {
    /// A table that no source knows.
    pub(crate) fn push(&mut self, table: &Table, nearest: Option<&Fit<'_>>) {
        self.unknown.push((place(table), stranger(table, nearest)));
    }

    /// A table that its source leaves aside.
    pub(crate) fn leave_aside(&mut self, table: &Table, fit: &Fit<'_>) {
        let key = (fit.source.title.clone(), fit.source.aside.clone());
        self.aside.entry(key).or_default().push(place(table));
    }

    /// One warning (W201) for all tables that are no known export, and one assumption (A210) for all left aside.
    pub(crate) fn notes(self) -> impl Iterator<Item = Note> {
        let aside = left_aside(self.aside);
        unknown(self.unknown).into_iter().chain(aside)
    }
}

/// The source that the plan names for a file does not fit it (E213), or is none (E216).
pub(crate) fn misnamed(table: &Table, source: Option<&Fit<'_>>, id: &str) -> Note {
    let note = match source {
        Some(fit) => Note::new("E213").with("title", fit.source.title.as_str()).with("missing", missing(fit)),
        None => Note::new("E216"),
    };
    note.with("source", id).at(place(table))
}

/// A table that may be of several sources (E212).
pub(crate) fn several(table: &Table, rivals: &[Rival<'_>]) -> Note {
    let ids = rivals.iter().map(|r| Arg::Text(r.source.id.clone())).collect();
    let settling = rivals.iter().filter_map(|r| {
        let header = r.settles.as_deref()?;
        Some(Phrase::new("stranger.settles").with("header", header).with("title", r.source.title.as_str()).into())
    });
    let settling: Vec<Arg> = settling.take(3).collect();
    let more = if settling.is_empty() {
        Arg::Text(String::new())
    } else {
        Phrase::new("stranger.settling").with("list", Arg::List(settling)).into()
    };
    Note::new("E212").with("sources", Arg::List(ids)).with("settling", more).at(place(table))
}

fn name(place: &Place) -> Phrase {
    let key = if place.sheet.is_empty() { "stranger.file" } else { "stranger.sheet" };
    Phrase::new(key).with("file", place.file.as_str()).with("sheet", place.sheet.as_str())
}

/// A table that is no known export: its name, and the nearest source or, where none is near, its headers.
fn stranger(table: &Table, nearest: Option<&Fit<'_>>) -> Phrase {
    let phrase = match nearest {
        Some(fit) => Phrase::new("stranger.near")
            .with("title", fit.source.title.as_str())
            .with("source", fit.source.id.as_str())
            .with("missing", missing(fit)),
        None => {
            let headers = table.header.iter().filter(|h| !h.is_empty()).take(6);
            Phrase::new("stranger.far")
                .with("headers", Arg::List(headers.map(|h| Arg::Text(format!("\"{h}\""))).collect()))
        }
    };
    phrase.with("name", name(&place(table)))
}

fn missing(fit: &Fit<'_>) -> Arg {
    Arg::List(fit.missing.iter().take(6).map(|m| Arg::Text(m.clone())).collect())
}

fn unknown(strangers: Vec<(Place, Phrase)>) -> Option<Note> {
    let tables = strangers.len();
    let first = strangers.first()?.0.clone();
    let mut list: Vec<Arg> = strangers.into_iter().take(NAMED).map(|(_, phrase)| phrase.into()).collect();
    if tables > NAMED {
        list.push(Phrase::new("stranger.more").with("tables", tables - NAMED).into());
    }
    let note = Note::new("W201").with("tables", tables).with("file", first.file.as_str());
    Some(note.with("list", Arg::List(list)).at(if tables == 1 { first } else { Place::default() }))
}

fn left_aside(aside: BTreeMap<(String, String), Vec<Place>>) -> Option<Note> {
    let tables: usize = aside.values().map(Vec::len).sum();
    let reasons = aside.len();
    let first = aside.values().next()?.first()?.clone();
    let mut list: Vec<Arg> = Vec::new();
    for ((title, reason), places) in aside.into_iter().take(NAMED) {
        let mut files: Vec<Arg> = places.iter().take(SHARING).map(|p| name(p).into()).collect();
        if places.len() > SHARING {
            files.push(Phrase::new("stranger.more").with("tables", places.len() - SHARING).into());
        }
        let told = Phrase::new("stranger.aside").with("files", Arg::List(files));
        list.push(told.with("title", title).with("reason", reason).into());
    }
    if reasons > NAMED {
        list.push(Phrase::new("stranger.more_reasons").with("reasons", reasons - NAMED).into());
    }
    let note = Note::new("A210").with("tables", tables).with("list", Arg::List(list));
    Some(note.at(if tables == 1 { first } else { Place::default() }))
}
