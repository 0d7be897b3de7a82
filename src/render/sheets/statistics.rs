//! What cannot be a short formula: every statistic, and the cohort triangle, each with how it came.

use crate::model::money::Money;
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

/// What the cells of a triangle hold, by the name that a block of cohorts gives.
const TRIANGLES: [(&str, &str, &str, &str); 2] = [
    ("customers", "block.cohort_counts", "block.cohort_how", "count"),
    ("mrr", "block.cohort_money", "block.cohort_money_how", "money"),
];

fn cohorts(draft: &mut Draft<'_>, page: &mut Page) {
    if !draft.report.facts.cohorts.is_empty() {
        for triangle in TRIANGLES {
            self::triangle(draft, page, triangle);
        }
    }
}

fn triangle(
    draft: &mut Draft<'_>,
    page: &mut Page,
    (id, title, how, format): (&'static str, &str, &str, &'static str),
) {
    let facts = draft.report.facts;
    let title = draft.word(title);
    draft.title(page, &title);
    let text = draft.word(how);
    draft.paragraph(page, &text, "caption");
    let label = draft.word("column.started");
    draft.put(page, LEFT, label, Style::text("header_label"));
    let oldest = facts.cohorts.keys().map(|&(_, age)| age).max().unwrap_or(0);
    for age in 0..=oldest {
        draft.put(page, LEFT + 1 + column(age), f64::from(age), Style::new("header", "general"));
    }
    page.row += 1;
    for month in starts(draft) {
        let first = draft.put(page, LEFT, month.first_day(), Style::new("label", "month"));
        draft.cohorts.entry(id).or_insert(first);
        for age in 0..=oldest {
            if let Some(cell) = facts.cohorts.get(&(month, age)) {
                let money = Money { minor: cell.mrr, currency: facts.currency }.major();
                let shown = if format == "money" { money } else { cell.customers as f64 };
                draft.put(page, LEFT + 1 + column(age), shown, Style::new("figure", format));
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
