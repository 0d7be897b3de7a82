//! The notes: every complaint with its place, its effect on the numbers and what to do, as the terminal prints them.

use crate::model::note::{Note, Place, Severity};
use crate::model::phrase::{Arg, Phrase};
use crate::render::book::cell::Style;
use crate::render::book::width::lines;

use super::draft::{Draft, LEFT, Page};
use super::template::Block;

const HEADERS: [&str; 7] =
    ["column.severity", "column.code", "column.says", "column.place", "column.effect", "column.help", "column.times"];
const WIDTHS: [f64; 6] = [13.0, 9.0, 44.0, 30.0, 30.0, 44.0];

/// Draws them.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let notes = draft.report.notes;
    if notes.is_empty() {
        let text = draft.word("block.no_notes");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    }
    for (column, key) in (LEFT..).zip(HEADERS) {
        let text = draft.word(key);
        draft.put(page, column, text, Style::text(if column == LEFT + 6 { "header" } else { "header_label" }));
    }
    for (column, width) in (LEFT..).zip(WIDTHS) {
        draft.sheet(page.sheet).widths.insert(column, width);
    }
    draft.sheet(page.sheet).heights.insert(page.row, 24.0);
    page.row += 1;
    for note in notes {
        row(draft, page, note);
        page.row += 1;
    }
    page.row += 1;
}

fn row(draft: &mut Draft<'_>, page: &Page, note: &Note) {
    let (key, role) = match note.code.severity() {
        Severity::Error => ("severity.error", "bad"),
        Severity::Warning => ("severity.warning", "warn"),
        Severity::Assumption => ("severity.assumption", "quiet"),
    };
    let severity = draft.word(key);
    draft.put(page, LEFT, severity, Style::text(role));
    let effect = draft.say(&note.touches());
    let texts =
        [note.code.0.to_owned(), draft.say(&note.says()), located(draft, &note.place), effect, draft.say(&note.help())];
    let mut height = 1;
    for (i, text) in texts.into_iter().enumerate() {
        height = height.max(lines(&text, (WIDTHS[i + 1] - 2.0) * 1.05));
        draft.put(page, LEFT + 1 + u16::try_from(i).unwrap_or(0), text, Style::text("text"));
    }
    draft.put(page, LEFT + 6, note.count as f64, Style::new("figure", "count"));
    draft.sheet(page.sheet).heights.insert(page.row, f64::from(height) * 13.0 + 5.0);
}

/// A place in words: file, sheet, row, column.
pub(super) fn located(draft: &Draft<'_>, place: &Place) -> String {
    let mut parts = Vec::new();
    if !place.file.is_empty() {
        parts.push(place.file.clone());
    }
    if !place.sheet.is_empty() {
        parts.push(draft.say(&Phrase::new("block.place_sheet").with("sheet", place.sheet.as_str())));
    }
    if place.row > 0 {
        parts.push(draft.say(&Phrase::new("block.place_row").with("row", Arg::Text(place.row.to_string()))));
    }
    if place.column > 0 {
        let key = if place.header.is_empty() { "block.place_column_only" } else { "block.place_column" };
        let column = Phrase::new(key).with("column", place.column_letters());
        parts.push(draft.say(&column.with("header", place.header.as_str())));
    }
    parts.join(", ")
}
