//! Checks: the same total reached by two ways, compared by a live formula.

use crate::model::fact::Scope;
use crate::model::phrase::{Arg, Phrase};
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::sheet::{Shade, ShadeKind};

use super::draft::{Draft, LEFT, Page, Table};
use super::files::ACCOUNT;
use super::template::Block;

/// One check: what, one way, another way, number format.
#[derive(Clone, Debug)]
pub struct Check {
    /// What is compared.
    pub what: String,
    /// One way to it.
    pub one: Content,
    /// The other.
    pub other: Content,
    /// Number format of both.
    pub format: &'static str,
}

/// Draws them: `columns` are the measures whose fact columns are compared with the totals of the run.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let mut checks = of_facts(draft, &block.columns);
    checks.extend(of_tables(draft));
    checks.extend(of_models(draft));
    checks.extend(of_files(draft));
    checks.append(&mut draft.checks);
    let keys = ["column.check", "column.one_way", "column.other_way", "column.difference", "column.result"];
    draft.header_row(page, &keys, 24.0, |place| match place {
        0 => "header_label",
        4 => "header_centre",
        _ => "header",
    });
    let first = page.row;
    let [fine, wrong] = ["check.fine", "check.wrong"].map(|key| draft.word(key));
    for check in checks {
        draft.put(page, LEFT, check.what, Style::text("label"));
        let style = Style::new("figure", check.format);
        let one = draft.put(page, LEFT + 1, check.one, style);
        let other = draft.put(page, LEFT + 2, check.other, style);
        let difference =
            draft.put(page, LEFT + 3, one.moving() - other.moving(), Style::new("figure_muted", "difference"));
        let tolerance = draft.assumptions.tolerance.fixed();
        let agrees = Function::Abs.of([difference.moving()]).join(Sign::LessOrEqual, tolerance);
        let result = Function::If.of([agrees, Expression::text(&fine), Expression::text(&wrong)]);
        draft.put(page, LEFT + 4, result, Style::text("state"));
        page.row += 1;
    }
    for (word, role) in [(fine, "good"), (wrong, "bad")] {
        let cells = (first, LEFT + 4, page.row.max(first + 1) - 1, LEFT + 4);
        draft.sheet(page.sheet).shades.push(Shade { cells, kind: ShadeKind::Word(word, role) });
    }
    page.row += 1;
    waivers(draft, page);
}

/// Limits that were not kept, and who answers for the figures standing nevertheless.
fn waivers(draft: &mut Draft<'_>, page: &mut Page) {
    let notes = draft.report.notes.iter().filter(|n| n.code.0 == "W250");
    let said: Vec<String> = notes.map(|n| draft.say(&n.says())).collect();
    let title = draft.word("block.waivers");
    draft.title(page, &title);
    if said.is_empty() {
        let none = draft.word("block.no_waivers");
        draft.paragraph(page, &none, "caption");
    }
    for text in said {
        draft.paragraph(page, &text, "caption");
    }
    page.row += 1;
}

/// The fact column's sum against the total of the run, kept as a number.
fn of_facts(draft: &Draft<'_>, ids: &[String]) -> Vec<Check> {
    let facts = draft.report.facts;
    let Some(period) = facts.months else { return Vec::new() };
    let check = |id: &String| {
        let total = facts.shown(id, &Scope::total(period))?;
        let phrase = Phrase::new("check.facts").with("measure", draft.label(id));
        let one = draft.facts.column(id, None)?.sum().into();
        Some(Check { what: draft.say(&phrase), one, other: Content::Number(total), format: draft.format(id) })
    };
    ids.iter().filter_map(check).collect()
}

/// The rows of a table against its total, which never adds them up.
fn of_tables(draft: &Draft<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    for table in draft.tables.values() {
        let Some(total) = table.total else { continue };
        for (id, &(column, format)) in &table.columns {
            let flow = draft.report.facts.measures.find(id).is_some();
            let sheet = table.corner.sheet;
            let cell = |row| At::new(sheet, row, column);
            if !flow || !table.complete {
                continue;
            }
            let tab = draft.book.sheet(sheet).map_or("", |s| s.name.as_str());
            let axis = draft.book.sheet(sheet).and_then(|s| s.cell(table.corner.row, table.corner.column));
            let axis = match axis.map(|c| &c.content) {
                Some(Content::Text(text)) => text.to_lowercase(),
                _ => String::new(),
            };
            let phrase = Phrase::new("check.table")
                .with("sheet", tab)
                .with("axis", axis)
                .with("measure", Arg::Text(draft.label(id)));
            let one = Expression::range(cell(table.first), cell(table.last)).sum();
            checks.push(Check {
                what: draft.say(&phrase),
                one: one.into(),
                other: cell(total).moving().into(),
                format,
            });
        }
    }
    checks
}

/// Every attribution model shares out the same amount.
fn of_models(draft: &Draft<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    for (credit, model) in [("credit_revenue", "check.models"), ("credit_conversions", "check.model_conversions")] {
        let ids = crate::model::attribution::MODELS.map(|m| format!("{credit}.{m}"));
        let Some((first, others)) = ids.split_first() else { continue };
        let Some(base) = draft.facts.column(first, None) else { continue };
        for id in others {
            let Some(column) = draft.facts.column(id, None) else { continue };
            let phrase = Phrase::new(model).with("one", draft.label(first)).with("other", draft.label(id));
            let (one, other) = (base.clone().sum().into(), column.sum().into());
            checks.push(Check { what: draft.say(&phrase), one, other, format: draft.format(id) });
        }
    }
    checks
}

/// Rows read, and the money in them, are what was used, refused, merged, superseded or set aside.
fn of_files(draft: &Draft<'_>) -> Vec<Check> {
    [("files", "check.files", "count"), ("files_money", "check.files_money", "money")]
        .into_iter()
        .filter_map(|(table, what, format)| of_accounts(draft, draft.tables.get(table)?, what, format))
        .collect()
}

fn of_accounts(draft: &Draft<'_>, table: &Table, what: &str, format: &'static str) -> Option<Check> {
    let sum = |id: &str| {
        let column = table.columns.get(id).map_or(LEFT, |&(column, _)| column);
        let cell = |row| At::new(table.corner.sheet, row, column);
        Expression::range(cell(table.first), cell(table.last)).sum()
    };
    let other = ACCOUNT[1..].iter().map(|id| sum(id)).reduce(|all, one| all + one)?.into();
    Some(Check { what: draft.word(what), one: sum("read").into(), other, format })
}
