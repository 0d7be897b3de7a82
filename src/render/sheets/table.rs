//! A table: one row per market, channel, campaign or objective, measures and metrics in columns, over the baseline.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::fact::{Axis, Scope};
use crate::model::name::Name;
use crate::model::phrase::{Arg, Phrase};
use crate::render::book::cell::{At, Style};
use crate::render::book::expression::Expression;
use crate::render::book::sheet::{Shade, ShadeKind};

use super::draft::{Draft, LEFT, Page, Table};
use super::export::leaves;
use super::figure::Chosen;
use super::others::others;
use super::template::Block;

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let axis = Axis::parse(&block.rows).unwrap_or(Axis::Channel);
    let fillable = draft.fillable(&block.columns);
    let (columns, absent): (Vec<String>, Vec<String>) = fillable.into_iter().partition(|id| draft.stands_on(id, axis));
    if draft.report.facts.names_on(axis).is_empty() && axis >= Axis::Industry {
        let axis = Arg::Word(format!("axis_plural.{}", axis.id()));
        let text = draft.say(&Phrase::new("block.unnamed").with("axis", axis));
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    }
    let names = rows(draft, axis, &columns, block);
    if columns.is_empty() || names.is_empty() {
        draft.unfilled(page, &block.columns);
        return;
    }
    let corner = header(draft, page, &draft.axis(axis), &columns);
    let first = page.row;
    let shown = if block.limit == 0 { names.len() } else { block.limit.min(names.len()) };
    for &name in names.iter().take(shown) {
        let label = draft.labels.text(axis, name).to_owned();
        let at = draft.put(page, LEFT, label, Style::text("label"));
        let chosen = Chosen { only: Some((axis, at)), ..draft.baseline() };
        figures(draft, page, &columns, &chosen, "figure");
        page.row += 1;
    }
    let last = page.row - 1;
    let mut total = None;
    if block.total && shown < names.len() {
        others(draft, page, &columns, first, names.len() - shown);
    }
    if block.total {
        total = Some(page.row);
        let text = draft.word("column.total");
        draft.put(page, LEFT, text, Style::text("total_label"));
        figures(draft, page, &columns, &draft.baseline(), "total");
        page.row += 1;
    }
    if shown < names.len() {
        let more = Phrase::new("block.more").with("n", names.len() - shown).with("total", names.len());
        let text = draft.say(&more);
        draft.paragraph(page, &text, "caption");
    }
    if !absent.is_empty() {
        let text = draft.say(&not_told(draft, axis, &absent));
        draft.paragraph(page, &text, "caption");
    }
    remember(
        draft,
        block,
        Table { corner, first, last, total, complete: shown == names.len(), columns: columns_of(draft, &columns) },
    );
    page.row += 1;
}

/// Why columns do not stand on an axis: the measures below them that no export names it for.
fn not_told(draft: &Draft<'_>, axis: Axis, absent: &[String]) -> Phrase {
    let facts = draft.report.facts;
    let below = absent.iter().flat_map(|id| leaves(id, draft.report.catalog, facts));
    let missing: BTreeSet<String> = below.filter(|id| !draft.stands_on(id, axis)).collect();
    let list = |ids: &mut dyn Iterator<Item = &String>| Arg::List(ids.map(|id| draft.label(id).into()).collect());
    Phrase::new("block.not_told")
        .with("figures", list(&mut absent.iter()))
        .with("axis", Arg::Word(format!("axis_plural.{}", axis.id())))
        .with("measures", list(&mut missing.iter()))
}

/// The header row of a table; each figure's definition is a comment on its header.
pub fn header(draft: &mut Draft<'_>, page: &mut Page, label: &str, columns: &[String]) -> At {
    let corner = draft.put(page, LEFT, label, Style::text("header_label"));
    for (column, id) in (LEFT + 1..).zip(columns) {
        let text = draft.label(id);
        let at = draft.put(page, column, text, Style::text("header"));
        if let Some(metric) = draft.report.catalog.get(id) {
            let phrase = Phrase::new("block.definition")
                .with("formula", metric.formula.to_string())
                .with("means", metric.means.as_str());
            let note = draft.say(&phrase);
            draft.sheet(page.sheet).annotate(at, note);
        }
    }
    draft.sheet(page.sheet).heights.insert(page.row, 30.0);
    page.row += 1;
    corner
}

/// One row of figures; a metric uses the cells beside it where they show what it needs.
pub fn figures(draft: &mut Draft<'_>, page: &Page, columns: &[String], chosen: &Chosen, role: &'static str) {
    let places: BTreeMap<&str, u16> = columns.iter().map(String::as_str).zip(LEFT + 1..).collect();
    let at = At::new(page.sheet, page.row, 0);
    for (id, &column) in &places {
        let near = |name: &str| {
            places.get(name).filter(|_| name != *id && draft.holds_value(name)).map(|&c| at.right(c).moving())
        };
        let expression: Expression = draft.told(id, chosen, &near);
        let style = Style::new(role, draft.format(id));
        draft.put(page, column, expression, style);
    }
}

/// The columns of a table with their formats.
pub fn columns_of(draft: &Draft<'_>, columns: &[String]) -> BTreeMap<String, (u16, &'static str)> {
    (LEFT + 1..).zip(columns).map(|(column, id)| (id.clone(), (column, draft.format(id)))).collect()
}

/// Remembers a table by its block's name and shades its columns.
pub fn remember(draft: &mut Draft<'_>, block: &Block, table: Table) {
    let shade = |ids: &[String], kind: &ShadeKind| -> Vec<Shade> {
        let columns = ids.iter().filter_map(|id| table.columns.get(id));
        columns.map(|&(c, _)| Shade { cells: (table.first, c, table.last, c), kind: kind.clone() }).collect()
    };
    let sheet = draft.sheet(table.corner.sheet);
    sheet.shades.extend(shade(&block.scale, &ShadeKind::Scale));
    sheet.shades.extend(shade(&block.bars, &ShadeKind::Bar));
    if !block.name.is_empty() {
        draft.tables.insert(block.name.clone(), table);
    }
}

/// The names that have any fact in the baseline, sorted as the block says, those without the figure last.
fn rows(draft: &Draft<'_>, axis: Axis, columns: &[String], block: &Block) -> Vec<Name> {
    let facts = draft.report.facts;
    let period = draft.report.settings.baseline();
    let scope = |name| Scope { period, only: Some((axis, name)) };
    let needed: Vec<_> = columns
        .iter()
        .flat_map(|id| leaves(id, draft.report.catalog, facts))
        .filter_map(|id| facts.measures.find(&id))
        .collect();
    let occurs = |name: &Name| needed.iter().any(|&m| draft.sums.sum(m, &scope(*name)) != 0);
    let mut names: Vec<Name> = facts.names_on(axis).iter().copied().filter(occurs).collect();
    let (id, sign) = block.sort.strip_prefix('-').map_or((block.sort.as_str(), 1.0), |id| (id, -1.0));
    // What the exports do not give ranks nothing; then the largest of the first column come first.
    let (id, sign) = match columns.first() {
        Some(first) if draft.fillable(&[id.to_owned()]).is_empty() => (first.as_str(), -1.0),
        _ => (id, sign),
    };
    let key = |name: Name| draft.number(id, &scope(name)).map_or(f64::INFINITY, |n| n * sign);
    let mut keyed: Vec<(f64, Name)> = names.drain(..).map(|name| (key(name), name)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    keyed.into_iter().map(|(_, name)| name).collect()
}
