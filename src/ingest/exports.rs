//! All of ingest in one step: files → tables → records and objectives.

use super::files::SourceFile;
use super::fingerprint::beside;
use super::header::KnownHeaders;
use super::ingested::Ingested;
use super::objectives::{objective, unique};
use super::open::{Means, tables_in};
use super::openings::Openings;
use super::records::records;
use super::shelter::Shelter;
use super::source::Source;
use super::source_file::sources;
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
    let open = |file: &SourceFile, check| {
        let means = Means { shelter, threads: settings.threads, check };
        tables_in(file, &rule(&settings.files, &file.name), &known, means)
    };
    let all_read = |openings: &mut Openings<'_>, on_progress: &mut dyn FnMut(&str, u64)| {
        openings.read(&mut |opened| records(opened, settings, &sources, templates, on_progress))
    };
    let ((mut openings, mut ingested), fingerprints) = beside(files, settings.threads, || {
        let mut openings = Openings::of(files, settings.threads, &open, on_progress);
        let ingested = all_read(&mut openings, on_progress);
        (openings, ingested)
    });
    for (file, fingerprint) in fingerprints {
        match fingerprint {
            Err(note) if openings.reads(&file) => {
                openings.leave_out(note);
                ingested = all_read(&mut openings, on_progress);
            }
            Err(_) => {}
            Ok(sha256) => {
                openings.opened.iter_mut().filter(|o| o.file == file).for_each(|o| o.sha256.clone_from(&sha256));
            }
        }
    }
    for reading in &mut ingested.readings {
        if let Some(file) = openings.opened.iter().find(|o| o.file == reading.file) {
            reading.sha256.clone_from(&file.sha256);
        }
    }
    notes.extend(openings.notes());
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
