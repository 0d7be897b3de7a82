//! What cannot be a short formula: medians of days from stage to stage, and the cohort triangle, each with how it came.

use std::collections::BTreeMap;

use crate::model::month::Month;
use crate::model::stage::Stage;
use crate::render::book::cell::Style;

use super::draft::{Draft, LEFT, Page};
use super::template::Block;

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    lags(draft, page);
    cohorts(draft, page);
}

fn header(draft: &mut Draft<'_>, page: &mut Page, keys: &[&str]) {
    draft.header_row(page, keys, 30.0, |place| if place < 2 { "header_label" } else { "header" });
}

fn lags(draft: &mut Draft<'_>, page: &mut Page) {
    let facts = draft.report.facts;
    let title = draft.word("block.lags");
    draft.title(page, &title);
    let none = facts.lags.values().all(BTreeMap::is_empty);
    let text = draft.word(if none { "block.no_lags" } else { "block.lags_how" });
    draft.paragraph(page, &text, "caption");
    if none {
        page.row += 1;
        return;
    }
    header(draft, page, &["column.from", "column.to", "column.cases", "column.median_days", "column.p90_days"]);
    for (&(from, to), days) in facts.lags.iter().filter(|(_, days)| !days.is_empty()) {
        let cases: u64 = days.values().sum();
        let (from_word, to_word) = (stage(draft, from), stage(draft, to));
        draft.put(page, LEFT, from_word, Style::text("label"));
        draft.put(page, LEFT + 1, to_word, Style::text("label"));
        draft.put(page, LEFT + 2, cases as f64, Style::new("figure", "count"));
        let median = median(days);
        let at = draft.put(page, LEFT + 3, median, Style::new("figure", "days"));
        draft.put(page, LEFT + 4, rank(days, (cases * 9).div_ceil(10)), Style::new("figure", "days"));
        draft.medians.insert((from, to), at);
        page.row += 1;
    }
    page.row += 1;
}

fn stage(draft: &Draft<'_>, stage: Stage) -> String {
    draft.word(&format!("stage.{}", stage.id()))
}

/// The median: for an even number of cases the mean of the two in the middle.
fn median(days: &BTreeMap<i32, u64>) -> Option<f64> {
    let cases: u64 = days.values().sum();
    Some(f64::midpoint(rank(days, cases.div_ceil(2))?, rank(days, cases / 2 + 1)?))
}

/// The days of the case at that rank, counted from 1.
fn rank(days: &BTreeMap<i32, u64>, rank: u64) -> Option<f64> {
    let mut seen = 0;
    days.iter().find_map(|(&day, &count)| {
        seen += count;
        (seen >= rank.max(1)).then(|| f64::from(day))
    })
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
