//! What one cell says as text, without what vendors put around it.

use std::borrow::Cow;

use crate::ingest::date_text;
use crate::ingest::table::{Cell, Row, calendar};
use crate::ingest::trim::{is_bare, trimmed};

/// The text of one cell of a row; see [`text`].
#[inline]
pub(crate) fn cell_text<'a>(row: &Row<'a>, cell: usize) -> Option<Cow<'a, str>> {
    text(row.cells.get(cell)?)
}

/// The text of a cell, trimmed; `None` for what vendors write where they have nothing.
pub(super) fn text<'a>(cell: &Cell<'a>) -> Option<Cow<'a, str>> {
    if is_blank(cell) {
        return None;
    }
    Some(match *cell {
        Cell::Text(text) => Cow::Borrowed(undressed(trimmed(text))),
        Cell::Number(value) if has_lost_digits(value) => Cow::Owned(format!("{value:E}").replace('E', "E+")),
        Cell::Number(value) => Cow::Owned(format!("{value}")),
        Cell::Moment(moment) if moment % 86_400 == 0 => Cow::Owned(calendar(moment).date().to_string()),
        Cell::Moment(moment) => Cow::Owned(calendar(moment).to_string()),
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

/// Whether a number of a workbook had more than the fifteen digits that a spreadsheet keeps: it shows `1.23457E+19`, and
/// the rest is lost.
fn has_lost_digits(value: f64) -> bool {
    value >= 9_007_199_254_740_992.0 || (value >= 1e15 && value % 10.0 == 0.0)
}

/// Whether a cell says nothing: empty, `--`, `(not set)`, the null id of Salesforce …
pub(super) fn is_blank(cell: &Cell<'_>) -> bool {
    match *cell {
        Cell::Empty => true,
        Cell::Text(text) => {
            // Nearly every cell is told by its first byte, or by being longer than all of these.
            if is_bare(text)
                && (text.len() > 18 || !matches!(text.as_bytes()[0], b'-' | b'N' | b'#' | b'n' | b'(' | b'0'))
            {
                return false;
            }
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

/// Whether a text is a date but for letters that stand for its time zone.
pub(super) fn names_zone(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Text(text) if date_text::abbreviation(text).is_some())
}

/// The texts of several cells, with a text between them.
pub(super) fn joined<'a>(row: &Row<'a>, cells: &[usize], with: &str) -> Option<Cow<'a, str>> {
    let texts: Vec<Cow<'_, str>> = cells.iter().filter_map(|&c| cell_text(row, c)).collect();
    (!texts.is_empty()).then(|| Cow::Owned(texts.join(with)))
}
