//! Definition clashes: two exports that mean different things by one word are never put in one figure.

use std::collections::{BTreeMap, BTreeSet};

use super::header::normal;
use super::known::Known;
use super::recognise::position;
use super::strangers::place;
use crate::model::note::{Note, Notes, Place};
use crate::model::reading::FileReading;

/// What tables mean by a column of planbook's: (records, column) → position of the table → what it counts, and in which
/// cell; `None`: what the column's name says.
type Meanings<'a> = BTreeMap<(&'static str, &'a str), BTreeMap<usize, Option<(String, usize)>>>;

/// Takes a column away from the tables that mean something else by it than others do, and says so (W224). What the
/// column's name says is kept before any other meaning. Where all tables mean the same other thing, figures stand by
/// that definition, which is told (A212).
pub(super) fn set_apart(known: &mut [Known<'_>], readings: &mut [FileReading], notes: &mut Notes) {
    let mut apart: Vec<(usize, String)> = Vec::new();
    for ((_, column), tables) in meanings(known) {
        let kept = tables.values().map(|m| m.as_ref().map(|(text, _)| text)).min().flatten();
        let distinct: BTreeSet<_> = tables.values().map(|m| m.as_ref().map(|(text, _)| text)).collect();
        for (&number, meaning) in &tables {
            let Some((means, cell)) = meaning else { continue };
            let table = &known[number];
            let header = table.table.header.get(*cell).cloned().unwrap_or_default();
            let column_number = u32::try_from(cell + 1).unwrap_or(0);
            let place = Place { column: column_number, header: header.clone(), ..place(&table.table) };
            let code = if distinct.len() > 1 && Some(means) != kept { "W224" } else { "A212" };
            let note = Note::new(code).with("means", means.as_str()).with("title", table.fit.source.title.as_str());
            notes.push(note.with("header", header).with("column", column).at(place));
            if code == "W224" {
                apart.push((number, column.to_owned()));
            }
        }
    }
    for (number, column) in apart {
        let table = &mut known[number];
        table.mapping.leave_out(&column);
        let reading = &mut readings[table.reading];
        let (left, used) = std::mem::take(&mut reading.columns).into_iter().partition(|(name, _)| *name == column);
        reading.columns = used;
        let left: Vec<(String, String)> = left;
        reading.ignored.extend(left.into_iter().map(|(_, header)| header));
    }
}

/// Columns that some table means otherwise, with what every table that has them means.
fn meanings<'a>(known: &[Known<'a>]) -> Meanings<'a> {
    let mut meanings = Meanings::new();
    for (number, table) in known.iter().enumerate() {
        let header: Vec<String> = table.table.header.iter().map(|h| normal(h)).collect();
        let cells: Vec<(usize, &String)> = table
            .fit
            .source
            .means
            .iter()
            .filter_map(|(pattern, means)| Some((position(pattern, &header)?.0, means)))
            .collect();
        for kind in &table.fit.source.feeds {
            for (&column, taken) in &table.fit.columns {
                let other = cells.iter().find(|(cell, _)| taken.cells.contains(cell));
                let other = other.map(|&(cell, means)| (means.clone(), cell));
                meanings.entry((kind.id(), column)).or_default().insert(number, other);
            }
        }
    }
    meanings.retain(|_, tables| tables.values().any(Option::is_some));
    meanings
}
