//! Differences: each figure over the last months, the months before and the same months a year ago, and how far it moved.

use crate::model::fact::Scope;
use crate::model::month::Period;
use crate::model::objective::Better;
use crate::model::unit::Unit;
use crate::render::book::cell::{At, Style};
use crate::render::book::expression::Expression;

use super::draft::{Draft, LEFT, Page};
use super::figure::{Chosen, Span};
use super::template::Block;

const HEADERS: [&str; 7] = [
    "column.figure",
    "column.now",
    "column.before",
    "column.change",
    "column.year_before",
    "column.change",
    "column.better",
];

/// Draws it: `columns` are measures and metrics, one row each; `months` is the length of the spans.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let ids = draft.fillable(&block.columns);
    if ids.is_empty() {
        draft.unfilled(page, &block.columns);
        return;
    }
    let length = if block.months == 0 { 3 } else { block.months };
    let now = Period::trailing(draft.report.settings.as_of_month(), length);
    let periods = [now, now.moved(-length), now.moved(-12)];
    draft.header_row(page, &HEADERS, 24.0, |place| if place == 0 { "header_label" } else { "header" });
    let columns = [LEFT + 1, LEFT + 2, LEFT + 4];
    let first = page.row;
    for (key, pick) in [("column.from_month", 0), ("column.to_month", 1)] {
        let text = draft.word(key);
        draft.put(page, LEFT, text, Style::text("figure_muted"));
        for (column, period) in columns.into_iter().zip(periods) {
            let month = if pick == 0 { period.first } else { period.last };
            draft.put(page, column, month.first_day(), Style::new("figure_muted", "month"));
        }
        page.row += 1;
    }
    for id in &ids {
        row(draft, page, id, columns, periods, first);
        page.row += 1;
    }
    page.row += 1;
}

fn row(draft: &mut Draft<'_>, page: &Page, id: &str, columns: [u16; 3], periods: [Period; 3], first: u32) {
    let label = draft.label(id);
    draft.put(page, LEFT, label, Style::text("label"));
    let known = draft.report.facts.months;
    let mut cells: Vec<Option<At>> = Vec::new();
    for (column, period) in columns.into_iter().zip(periods) {
        let (from, to) = (At::new(page.sheet, first, column), At::new(page.sheet, first + 1, column));
        let chosen = Chosen { span: Span::Between(from, to), only: None, and: None };
        // Months before the first fact are no months of nothing.
        let reached = known.is_some_and(|m| m.first <= period.first);
        let some = reached && draft.number(id, &Scope::total(period)).is_some();
        let figure: Option<Expression> = some.then(|| draft.told(id, &chosen, &|_| None));
        let style = Style::new("figure", draft.format(id));
        cells.push(figure.map(|figure| draft.put(page, column, figure, style)));
    }
    let unit = draft.report.catalog.get(id).map(|m| m.unit);
    // A share differs by points; a share of a share would be read as points anyway.
    let format = match unit {
        Some(Unit::Ratio) => "points_signed",
        Some(Unit::Score) => "score_signed",
        _ => "ratio_signed",
    };
    let points = format != "ratio_signed";
    for (column, base) in [(LEFT + 3, cells.get(1)), (LEFT + 5, cells.get(2))] {
        if let (Some(&Some(now)), Some(&Some(base))) = (cells.first(), base) {
            let difference = now.moving() - base.moving();
            let change = if points { difference } else { difference / base.moving() };
            draft.put(page, column, change.or_empty(), Style::new("figure", format));
        }
    }
    let better = draft.report.catalog.get(id).map(|m| m.better);
    if let Some(better) = better {
        let word = draft.word(if better == Better::Higher { "better.higher" } else { "better.lower" });
        draft.put(page, LEFT + 6, word, Style::text("figure_muted"));
    }
}
