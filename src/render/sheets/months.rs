//! Months in rows, measures and metrics in columns.

use crate::model::fact::{Facts, Scope};
use crate::model::month::Period;
use crate::render::book::cell::Style;

use super::draft::{Draft, LEFT, Page, Table};
use super::export::leaves;
use super::figure::{Chosen, Span};
use super::table::{columns_of, figures, header, remember};
use super::template::Block;

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let columns = draft.fillable(&block.columns);
    let Some(period) = period(draft, &columns, block.months).filter(|_| !columns.is_empty()) else {
        draft.unfilled(page, &block.columns);
        return;
    };
    let label = draft.word("column.month");
    let corner = header(draft, page, &label, &columns);
    let first = page.row;
    for month in period.first.through(period.last) {
        let at = draft.put(page, LEFT, month.first_day(), Style::new("label", "month"));
        let chosen = Chosen { span: Span::Row(at), only: None, and: None };
        figures(draft, page, &columns, &chosen, "figure");
        page.row += 1;
    }
    let last = page.row - 1;
    remember(
        draft,
        block,
        Table { corner, first, last, total: None, complete: true, columns: columns_of(draft, &columns) },
    );
    page.row += 1;
}

/// The last months up to as-of, not before the first month with any of the facts needed.
fn period(draft: &Draft<'_>, columns: &[String], months: i32) -> Option<Period> {
    let facts: &Facts = draft.report.facts;
    let wanted = Period::trailing(draft.report.settings.as_of_month(), if months == 0 { 12 } else { months });
    let needed = columns.iter().flat_map(|id| leaves(id, draft.report.catalog, facts));
    let measures: Vec<_> = needed.filter_map(|id| facts.measures.find(&id)).collect();
    let filled = |&month: &crate::model::month::Month| {
        let scope = Scope::total(Period { first: month, last: month });
        measures.iter().any(|&m| facts.sum(m, &scope) != 0)
    };
    let first = wanted.first.through(wanted.last).find(filled)?;
    Some(Period { first, last: wanted.last })
}
