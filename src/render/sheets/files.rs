//! The files: what each was taken for, and what became of its rows.

use std::collections::BTreeMap;

use crate::model::phrase::Phrase;
use crate::render::book::cell::{At, Style};

use super::draft::{Draft, LEFT, Page, Table};
use super::template::Block;

const HEADERS: [&str; 11] = [
    "column.file",
    "column.sheet",
    "column.taken_for",
    "column.feeds",
    "column.read",
    "column.used",
    "column.refused",
    "column.merged",
    "column.set_aside",
    "column.covers",
    "column.written_as",
];

/// Draws them.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let readings = draft.report.readings;
    if readings.is_empty() {
        let text = draft.word("block.no_files");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    }
    let corner = At::new(page.sheet, page.row, LEFT);
    draft.header_row(page, &HEADERS, 30.0, |place| match place {
        4..=8 => "header",
        9 => "header_in",
        _ => "header_label",
    });
    let first = page.row;
    for reading in readings {
        let unknown = draft.word("block.not_recognised");
        let title = if reading.title.is_empty() { unknown } else { reading.title.clone() };
        let covers = reading.months.map(|months| draft.say(&Phrase::new("block.period").with("months", months)));
        let feeds = draft.report.words.word_or(&format!("records.{}", reading.feeds), &reading.feeds).to_owned();
        let texts = [(0, reading.file.clone()), (1, reading.sheet.clone()), (2, title), (3, feeds)];
        for (column, text) in texts.into_iter().chain([(9, covers.unwrap_or_default()), (10, reading.text.clone())]) {
            draft.put(page, LEFT + column, text, Style::text(if column == 9 { "label_in" } else { "label" }));
        }
        let counts = [reading.read, reading.used, reading.refused, reading.merged, reading.set_aside];
        for (column, count) in (LEFT + 4..).zip(counts) {
            draft.put(page, column, count as f64, Style::new("figure", "count"));
        }
        page.row += 1;
    }
    let ids = ["read", "used", "refused", "merged"];
    let columns: BTreeMap<_, _> =
        ids.into_iter().zip(LEFT + 4..).map(|(id, c)| (id.to_owned(), (c, "count"))).collect();
    draft
        .tables
        .insert("files".to_owned(), Table { corner, first, last: page.row - 1, total: None, complete: true, columns });
    page.row += 1;
}
