//! The evidence: what each objective takes from now on, against the best there has been, its budget and its hours.

use crate::model::annual_plan::{Scorecard, Status};
use crate::render::book::cell::Style;

use super::draft::{Draft, LEFT, Page};
use super::figure::in_points;
use super::objectives::{format_of, title};
use super::template::Block;

const HEADERS: [&str; 12] = [
    "column.objective",
    "column.kpi",
    "column.months_left",
    "column.needed_month",
    "column.needed_week",
    "column.best_month",
    "column.best_quarter",
    "column.best_year",
    "column.spend_needed",
    "column.spend_left",
    "column.hours_needed",
    "column.hours_left",
];

/// Draws it: objectives that are not over and can be measured.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    let all = &draft.report.plan.objectives;
    let open = |c: &&Scorecard| c.evidence.as_ref().is_some_and(|e| e.months_left > 0.0) && c.status != Status::Reached;
    let cards: Vec<&Scorecard> = all.iter().filter(open).collect();
    if cards.is_empty() {
        return;
    }
    draft.heading(page, block);
    draft.header_row(page, &HEADERS, 30.0, |place| match place {
        0 => "header_label",
        1 => "header_in",
        _ => "header",
    });
    for card in cards {
        row(draft, page, card);
        page.row += 1;
    }
    page.row += 1;
}

fn row(draft: &mut Draft<'_>, page: &Page, card: &Scorecard) {
    let Some(evidence) = &card.evidence else { return };
    let (name, kpi) = (title(draft, card), draft.label(&card.objective.metric));
    draft.put(page, LEFT, name, Style::text("label_strong"));
    draft.put(page, LEFT + 1, kpi, Style::text("label_in"));
    draft.put(page, LEFT + 2, evidence.months_left, Style::new("figure_muted", "months"));
    let format = format_of(draft, card);
    let [month, quarter, year] = evidence.best;
    let values = [evidence.needed, evidence.needed_per_week, month, quarter, year];
    for (column, value) in (LEFT + 3..).zip(values) {
        draft.put(page, column, in_points(card.unit, value), Style::new("figure", format));
    }
    let money = [evidence.spend_needed.filter(|_| evidence.spend_left.is_some()), evidence.spend_left];
    for (column, value) in (LEFT + 8..).zip(money) {
        draft.put(page, column, value, Style::new("figure", "money"));
    }
    let hours = [evidence.hours_needed, evidence.hours_left.filter(|_| evidence.hours_needed.is_some())];
    for (column, value) in (LEFT + 10..).zip(hours) {
        draft.put(page, column, value, Style::new("figure", "hours"));
    }
}
