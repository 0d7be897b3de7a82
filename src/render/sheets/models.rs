//! Attribution models side by side: one row per channel, Unattributed among them, and how far the models differ.

use std::collections::BTreeMap;

use crate::model::attribution::MODELS;
use crate::model::fact::{Axis, Facts, Scope};
use crate::model::name::Name;
use crate::render::book::cell::{At, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::sheet::{Shade, ShadeKind};

use super::draft::{Draft, LEFT, Page, Table};
use super::figure::Chosen;
use super::table::{columns_of, figures, header, remember};
use super::template::Block;

/// Draws it; `columns` names the credit: `credit_revenue` or `credit_conversions`.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let credit = block.columns.first().map_or("credit_revenue", String::as_str);
    let wanted: Vec<String> = MODELS.iter().map(|model| format!("{credit}.{model}")).collect();
    let columns: Vec<String> = wanted.iter().filter(|id| draft.report.facts.knows(id)).cloned().collect();
    if columns.is_empty() {
        draft.unfilled(page, &["credit_revenue".to_owned()]);
        return;
    }
    let axis = Axis::Channel;
    let corner = header(draft, page, &draft.axis(axis), &columns);
    let width = u16::try_from(columns.len()).unwrap_or(0);
    let after = LEFT + 1 + width;
    for (column, key, role) in [(after, "column.spread", "header"), (after + 1, "column.reading", "header_centre")] {
        let text = draft.word(key);
        draft.sheet(page.sheet).put(corner.row, column, text, Style::text(role));
    }
    let first = page.row;
    for name in channels(draft, &columns) {
        let label = draft.labels.text(axis, name).to_owned();
        let at = draft.put(page, LEFT, label, Style::text("label"));
        figures(draft, page, &columns, &Chosen { only: Some((axis, at)), ..draft.baseline() }, "figure");
        spread(draft, page, width);
        page.row += 1;
    }
    let last = page.row - 1;
    let text = draft.word("column.total");
    draft.put(page, LEFT, text, Style::text("total_label"));
    figures(draft, page, &columns, &draft.baseline(), "total");
    for column in [after, after + 1] {
        draft.put(page, column, "", Style::text("total"));
    }
    let words = [(draft.word("reading.robust"), "good"), (draft.word("reading.depends"), "warn")];
    for (word, role) in words {
        let cells = (first, after + 1, last, after + 1);
        draft.sheet(page.sheet).shades.push(Shade { cells, kind: ShadeKind::Word(word, role) });
    }
    let columns: BTreeMap<String, (u16, &'static str)> = columns_of(draft, &columns);
    remember(draft, block, Table { corner, first, last, total: Some(page.row), complete: true, columns });
    page.row += 2;
}

/// The difference of the highest and lowest credit as a share of the highest, and its reading.
fn spread(draft: &mut Draft<'_>, page: &Page, width: u16) {
    let (from, to) = (At::new(page.sheet, page.row, LEFT + 1), At::new(page.sheet, page.row, LEFT + width));
    let range = || [Expression::range(from, to)];
    let top = || Function::Max.of(range());
    let spread = ((top() - Function::Min.of(range())) / top()).or_empty();
    let spread = draft.put(page, LEFT + 1 + width, spread, Style::new("figure_muted", "ratio"));
    let agrees = spread.moving().join(Sign::LessOrEqual, draft.assumptions.robust.fixed());
    let words = [draft.word("reading.robust"), draft.word("reading.depends")];
    let [robust, depends] = words.map(|w| Expression::text(&w));
    let reading = Function::If.of([agrees, robust, depends]).or_empty();
    draft.put(page, LEFT + 2 + width, reading, Style::text("state"));
}

/// Channels with any credit in the baseline, the largest first, Unattributed last.
fn channels(draft: &Draft<'_>, columns: &[String]) -> Vec<Name> {
    let facts = draft.report.facts;
    let period = draft.report.settings.baseline();
    let credit = |name: Name| -> f64 {
        let scope = Scope { period, only: Some((Axis::Channel, name)) };
        columns.iter().filter_map(|id| draft.sums.shown(id, &scope)).sum()
    };
    let mut names: Vec<Name> = facts.names_on(Axis::Channel).iter().copied().filter(|&n| credit(n) != 0.0).collect();
    let last = |name: Name| facts.names.text(name) == Facts::UNATTRIBUTED;
    names.sort_by(|&a, &b| last(a).cmp(&last(b)).then(credit(b).total_cmp(&credit(a))));
    names
}
