//! What a reader must know of a recognised table besides its rows: taxes, rates, what the vendor wrote above.

use std::ops::ControlFlow;

use super::header::normal;
use super::recognise::{Fit, position};
use super::strangers::place;
use super::table::Table;
use crate::model::note::{Note, Notes, Place};

/// Tells what `fit` means for `table` where its figures would otherwise be taken for more or something else.
pub(crate) fn remarks(table: &Table, fit: &Fit<'_>, notes: &mut Notes) {
    let (source, title) = (fit.source, fit.source.title.as_str());
    let header: Vec<String> = table.header.iter().map(|h| normal(h)).collect();
    let at = |cell: usize| Place {
        column: u32::try_from(cell + 1).unwrap_or(0),
        header: table.header.get(cell).cloned().unwrap_or_default(),
        ..place(table)
    };
    if source.format.vat_off > 0 {
        let percent = u64::from(source.format.vat_off);
        notes.push(Note::new("A213").with("title", title).with("percent", percent).at(place(table)));
    } else if source.format.vat_included {
        notes.push(Note::new("A211").with("title", title).with("source", source.id.as_str()).at(place(table)));
    }
    for (pattern, of) in &source.rates {
        if let Some((cell, _)) = position(pattern, &header) {
            let place = at(cell);
            let note = Note::new("W222").with("of", of.as_str()).with("title", title);
            notes.push(note.with("header", place.header.clone()).at(place));
        }
    }
    let above = table.preamble.iter().filter(|line| source.above.warn.contains(&normal(line)));
    for line in above {
        notes.push(Note::new("W221").with("line", line.as_str()).with("title", title).at(place(table)));
    }
    if let Some(note) = row_count(table, fit) {
        notes.push(note);
    }
}

/// W220 when the vendor says above the header that it wrote another number of rows than there are.
fn row_count(table: &Table, fit: &Fit<'_>) -> Option<Note> {
    let label = Some(fit.source.above.rows.as_str()).filter(|label| !label.is_empty())?;
    let said = table.preamble.iter().find_map(|line| {
        let line = normal(line);
        let number = line.strip_prefix(label)?.trim_matches([':', ',', ' ']).replace(',', "");
        number.parse::<u64>().ok()
    })?;
    let rows = table.body.pass(&mut |_| ControlFlow::Continue(())).ok()?.rows;
    let note = Note::new("W220").with("said", said).with("rows", rows).with("title", fit.source.title.as_str());
    (said != rows).then(|| note.at(place(table)))
}
