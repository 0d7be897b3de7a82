//! The text of one cell, without what vendors put around it.

use std::borrow::Cow;

use crate::ingest::table::{Cell, Row};

/// The text of one cell, trimmed; `None` for what vendors write where they have nothing.
pub(crate) fn cell_text<'a>(row: &Row<'a>, cell: usize) -> Option<Cow<'a, str>> {
    let cell = row.cells.get(cell)?;
    if is_blank(cell) {
        return None;
    }
    Some(match *cell {
        Cell::Text(text) => Cow::Borrowed(undressed(text.trim())),
        Cell::Number(value) => Cow::Owned(format!("{value}")),
        Cell::Moment(moment) if moment.time() == chrono::NaiveTime::MIN => Cow::Owned(moment.date().to_string()),
        Cell::Moment(moment) => Cow::Owned(moment.to_string()),
        Cell::Bool(truth) => Cow::Borrowed(if truth { "true" } else { "false" }),
        Cell::Empty | Cell::Error(_) => return None,
    })
}

/// An id without what vendors put around it, lest a spreadsheet take it for a number: `[829457]`, `zcrm_5100`.
fn undressed(text: &str) -> &str {
    let inner = match text.as_bytes() {
        [b'[', .., b']'] => &text[1..text.len() - 1],
        [b'z', b'c', b'r', b'm', b'_', ..] => &text[5..],
        _ => return text,
    };
    if !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit()) { inner } else { text }
}

/// Whether a cell says nothing: empty, `--`, `(not set)`, the null id of Salesforce …
pub(super) fn is_blank(cell: &Cell<'_>) -> bool {
    match *cell {
        Cell::Empty => true,
        Cell::Text(text) => {
            let text = text.trim();
            matches!(
                text,
                "" | "-"
                    | "--"
                    | "—"
                    | "N/A"
                    | "#N/A"
                    | "n/a"
                    | "na"
                    | "null"
                    | "NULL"
                    | "(not set)"
                    | "000000000000000AAA"
            )
        }
        Cell::Number(_) | Cell::Moment(_) | Cell::Bool(_) | Cell::Error(_) => false,
    }
}

/// `141 (8.1%)`: the count, without the share behind it.
pub(super) fn count_before_share<'a>(cell: &Cell<'a>) -> Cell<'a> {
    match *cell {
        Cell::Text(text) if text.trim_end().ends_with("%)") => {
            Cell::Text(text.split_once('(').map_or(text, |(count, _)| count))
        }
        other => other,
    }
}
