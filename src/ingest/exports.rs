//! All of ingest in one step: files → tables → records and objectives.

use std::convert::Infallible;
use std::ops::ControlFlow;

use super::files::SourceFile;
use super::header::KnownHeaders;
use super::in_order::in_order;
use super::ingested::{Ingested, Opened};
use super::objectives::{objective, unique};
use super::open::tables_in;
use super::records::records;
use super::shelter::Shelter;
use super::source::Source;
use super::source_file::sources;
use super::table::Table;
use crate::model::catalog::Catalog;
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
    let mut left = files.iter();
    let open = |file| tables_in(file, &rule(&settings.files, &file.name), &known, shelter, settings.threads);
    let in_turn =
        in_order(settings.threads, &mut || Ok(left.next()), &|file| (file, open(file)), &mut |(file, read)| {
            let (file, (tables, faults)): (&SourceFile, (Vec<Table>, Notes)) = (file, read);
            on_progress(&file.name, 0);
            notes.extend(faults);
            opened.push(Opened { file: file.name.clone(), sha256: file.sha256.clone(), bytes: file.bytes, tables });
            ControlFlow::Continue(())
        });
    in_turn.unwrap_or_else(|never: Infallible| match never {});
    let mut ingested = loop {
        match records(&opened, settings, &sources, templates, on_progress) {
            Ok(ingested) => break ingested,
            Err(note) => {
                // Rows of it have joined those of others, and cannot be told apart any more.
                let before = opened.len();
                opened.retain(|file| file.file != note.place.file);
                if opened.len() == before {
                    opened.clear();
                }
                notes.push(note);
            }
        }
    };
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

/// A warning (W230) of each entry under `[files]` in the plan that names no export.
fn unmatched(files: &[SourceFile], settings: &Settings) -> Notes {
    let mut notes = Notes::new();
    let named = |pattern: &str| files.iter().any(|f| fits(pattern, &f.name.to_lowercase()));
    for pattern in settings.files.keys().filter(|p| !named(p)) {
        notes.push(Note::new("W230").with("pattern", Arg::Text(pattern.clone())));
    }
    notes
}
