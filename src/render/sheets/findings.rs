//! The findings: each a sentence, the money that it is about, and a link to the cell where its figure stands.

use crate::model::finding::{Finding, Place};
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::width::lines;

use super::draft::{Draft, LEFT, Page};
use super::template::Block;

/// Columns that the sentence runs over.
const SENTENCE: u16 = 7;
/// How many characters of it stand on a line.
const WIDTH: f64 = 120.0;

/// Draws them, those about the most money first; `limit` says how many at most.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    let findings: Vec<Finding> = draft.report.plan.findings.clone();
    if findings.is_empty() {
        return;
    }
    draft.heading(page, block);
    for column in LEFT..=LEFT + SENTENCE + 1 {
        draft.put(page, column, Content::Empty, Style::text("header_label"));
    }
    let headers =
        [(0, "finding", "header_label"), (SENTENCE, "money_at_stake", "header"), (SENTENCE + 1, "cell", "header_in")];
    for (right, key, role) in headers {
        let text = draft.word(&format!("column.{key}"));
        draft.put(page, LEFT + right, text, Style::text(role));
    }
    page.row += 1;
    let shown = if block.limit == 0 { findings.len() } else { block.limit };
    for (number, finding) in findings.iter().enumerate().take(shown) {
        let text = draft.say(&finding.says);
        let height = f64::from(lines(&text, WIDTH)) * 13.5 + 7.0;
        draft.put(page, LEFT, text, Style::text("finding"));
        draft.put(page, LEFT + SENTENCE, finding.money, Style::new("figure", "money"));
        let link = At::new(page.sheet, page.row, LEFT + SENTENCE + 1);
        draft.findings.push((number, link));
        let row = page.row;
        let sheet = draft.sheet(page.sheet);
        sheet.merges.push((row, LEFT, row, LEFT + SENTENCE - 1));
        sheet.heights.insert(row, height);
        page.row += 1;
    }
    if shown < findings.len() {
        let more = findings.len() - shown;
        let text = draft.say(&crate::model::phrase::Phrase::new("block.more_findings").with("n", more));
        draft.paragraph(page, &text, "caption");
    }
    page.row += 1;
}

/// Links every finding to its cell, once all cells stand, and keeps where they are for the other outputs.
pub fn link_all(draft: &mut Draft<'_>) {
    let findings: Vec<Finding> = draft.report.plan.findings.clone();
    let places: Vec<Option<At>> = findings.iter().map(|f| draft.place(&f.place)).collect();
    for (number, from) in std::mem::take(&mut draft.findings) {
        let Some(to) = places.get(number).copied().flatten() else { continue };
        let text = draft.book.address(to);
        let sheet = draft.sheet(from.sheet);
        sheet.put(from.row, from.column, text, Style::text("label_in"));
        sheet.links.insert((from.row, from.column), to);
    }
    draft.book.places = places;
}

impl Draft<'_> {
    /// The cell of a place, if this book shows it.
    fn place(&self, place: &Place) -> Option<At> {
        let named = |fits: &dyn Fn(&str) -> bool| self.book.named.iter().find(|n| fits(&n.id)).map(|n| n.at);
        match place {
            Place::Row { table, axis, name, column } => {
                let table = self.tables.get(*table)?;
                let label = self.labels.text(*axis, *name);
                let sheet = self.book.sheet(table.corner.sheet)?;
                let is = |row: &u32| {
                    let cell = sheet.cell(*row, table.corner.column);
                    matches!(cell.map(|c| &c.content), Some(Content::Text(text)) if text == label)
                };
                let row = (table.first..=table.last).find(is)?;
                Some(At::new(table.corner.sheet, row, table.columns.get(column)?.0))
            }
            Place::Total { table, column } => {
                let table = self.tables.get(*table)?;
                Some(At::new(table.corner.sheet, table.total?, table.columns.get(column)?.0))
            }
            Place::Step(from, to) => self.rates.get(&(*from, *to)).map(|&(reached, _)| reached),
            Place::Objective(id) => self.objectives.get(id).copied(),
            Place::Statistic { id, row, column } => {
                let origin = *self.statistics.get(id)?;
                let statistic = self.report.statistics().find(|s| s.id == *id)?;
                let right = statistic.columns.iter().position(|c| c.id == *column)?;
                Some(origin.down(u32::try_from(*row).ok()?).right(u16::try_from(right).ok()?))
            }
            Place::Named(id) => named(&|other| other == *id),
            Place::First(end) => named(&|other| other.split_once('.').is_some_and(|(_, last)| last == *end)),
        }
    }
}
