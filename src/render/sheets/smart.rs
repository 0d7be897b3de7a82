//! The SMART check and the conflicts: what has to be answered before the plan can rest on its objectives.

use crate::model::smart::{Criterion, Finding, SmartCheck};
use crate::render::book::cell::Style;
use crate::render::book::width::lines;

use super::draft::{Draft, LEFT, Page};
use super::template::Block;

/// Objective, five letters, what to answer, how it should read.
const WIDTHS: [f64; 8] = [38.0, 12.0, 12.0, 12.0, 12.0, 12.0, 62.0, 62.0];
/// The column after the letters.
const ANSWER: u16 = LEFT + 6;
/// The last column.
const LAST: u16 = LEFT + 7;

/// Draws the check of each objective, those with most to answer as the plan has them.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let checks: &[SmartCheck] = &draft.report.plan.smart;
    if checks.is_empty() {
        let text = draft.word("block.no_objectives");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    }
    for (column, width) in (LEFT..).zip(WIDTHS) {
        draft.sheet(page.sheet).widths.insert(column, width);
    }
    let letters = Criterion::ALL.map(|c| format!("smart.{}", c.id()));
    let mut keys = vec!["column.objective"];
    keys.extend(letters.iter().map(String::as_str));
    keys.extend(["column.answer", "column.reads"]);
    draft.header_row(page, &keys, 24.0, |place| match place {
        1..6 => "header_centre",
        6 => "header_in",
        _ => "header_label",
    });
    for check in checks {
        row(draft, page, check);
        page.row += 1;
    }
    page.row += 1;
}

fn row(draft: &mut Draft<'_>, page: &Page, check: &SmartCheck) {
    draft.put(page, LEFT, check.written.as_str(), Style::text("text"));
    for (column, criterion) in (LEFT + 1..).zip(Criterion::ALL) {
        let (key, role) = if check.passes(criterion) { ("mark.yes", "good") } else { ("mark.open", "warn") };
        let mark = draft.word(key);
        draft.put(page, column, mark, Style::text(role));
    }
    let said: Vec<String> = check.findings.iter().map(|f| draft.say(&Finding::phrase(f))).collect();
    let answer = if said.is_empty() { draft.word("smart.fine") } else { said.join("\n") };
    let reads = draft.say(&check.reads);
    let texts = [(&check.written, WIDTHS[0]), (&answer, WIDTHS[6]), (&reads, WIDTHS[7])];
    let height = texts.iter().map(|(text, width)| lines(text, (width - 2.0) * 1.05)).max().unwrap_or(1);
    draft.put(page, ANSWER, answer, Style::text("text"));
    draft.put(page, LAST, reads, Style::text("text"));
    draft.sheet(page.sheet).heights.insert(page.row, f64::from(height) * 13.0 + 7.0);
}

/// Draws the conflicts, each with its kind and its sentence.
pub fn conflicts(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let plan = draft.report.plan;
    if plan.conflicts.is_empty() {
        let text = draft.word("block.no_conflicts");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    }
    for conflict in &plan.conflicts {
        let kind = draft.word(&format!("conflict_kind.{}", conflict.kind.id()));
        let says = draft.say(&conflict.says);
        let columns: f64 = WIDTHS[1..].iter().sum();
        let height = lines(&says, columns * 1.05);
        draft.put(page, LEFT, kind, Style::text("label_strong"));
        draft.put(page, LEFT + 1, says, Style::text("text"));
        let row = page.row;
        let sheet = draft.sheet(page.sheet);
        sheet.merges.push((row, LEFT + 1, row, LAST));
        sheet.heights.insert(row, f64::from(height) * 13.0 + 7.0);
        page.row += 1;
    }
    page.row += 1;
}
