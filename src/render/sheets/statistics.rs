//! What cannot be a short formula: every statistic, and the cohort triangle, each with how it came.

use crate::model::month::Month;
use crate::render::book::cell::Style;

use super::draft::{Draft, LEFT, Page};
use super::statistic;
use super::template::Block;

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    for statistic in draft.report.statistics() {
        statistic::own(draft, page, statistic);
    }
    cohorts(draft, page);
}

fn cohorts(draft: &mut Draft<'_>, page: &mut Page) {
    let facts = draft.report.facts;
    if facts.cohorts.is_empty() {
        return;
    }
    let title = draft.word("block.cohort_counts");
    draft.title(page, &title);
    let text = draft.word("block.cohort_how");
    draft.paragraph(page, &text, "caption");
    let label = draft.word("column.started");
    draft.put(page, LEFT, label, Style::text("header_label"));
    let oldest = facts.cohorts.keys().map(|&(_, age)| age).max().unwrap_or(0);
    for age in 0..=oldest {
        draft.put(page, LEFT + 1 + column(age), f64::from(age), Style::new("header", "general"));
    }
    page.row += 1;
    for (i, month) in (0..).zip(starts(draft)) {
        let first = draft.put(page, LEFT, month.first_day(), Style::new("label", "month"));
        if i == 0 {
            draft.cohorts = Some(first);
        }
        for age in 0..=oldest {
            if let Some(cell) = facts.cohorts.get(&(month, age)) {
                draft.put(page, LEFT + 1 + column(age), cell.customers as f64, Style::new("figure", "count"));
            }
        }
        page.row += 1;
    }
    page.row += 1;
}

/// The start months of all cohorts, in order.
pub fn starts(draft: &Draft<'_>) -> Vec<Month> {
    let mut months: Vec<Month> = draft.report.facts.cohorts.keys().map(|&(month, _)| month).collect();
    months.dedup();
    months
}

/// An age as a column.
pub fn column(age: u32) -> u16 {
    u16::try_from(age).unwrap_or(0)
}
