//! Scenarios on the plan's sheet: one switch, and a table from which every rate and amount in use is chosen.

use std::collections::BTreeMap;

use crate::model::annual_plan::ReverseFunnel;
use crate::model::existing::ExistingInput;
use crate::model::stage::Stage;
use crate::render::book::cell::{At, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::named::{Named, Scenarios, Takes};

use super::draft::{Draft, LEFT, Page};
use super::existing::{self, Figure};
use super::reverse::{Rate, header, line};

/// The cells in which a reader types.
pub(super) struct Inputs {
    switch: At,
    revenue: At,
    average: At,
    /// Months in the plan year.
    pub months: At,
}

/// The cells that hold what the chosen scenario says.
pub(super) struct Used {
    /// Revenue.
    pub revenue: At,
    /// Average deal.
    pub average: At,
    /// Rates.
    pub rates: BTreeMap<(Stage, Stage), At>,
    /// Figures of existing customers.
    pub existing: BTreeMap<ExistingInput, At>,
}

/// The switch and the amounts of the base scenario.
pub(super) fn inputs(draft: &mut Draft<'_>, page: &mut Page, funnel: &ReverseFunnel) -> Inputs {
    let base = draft.word("scenario.base");
    let switch = line(draft, page, "scenario", base.into(), Style::text("input"));
    let revenue = line(draft, page, "revenue", funnel.revenue.into(), Style::new("input", "money"));
    let average = line(draft, page, "average_deal", funnel.average_deal.into(), Style::new("input", "money"));
    let months = f64::from(draft.report.plan.year.months());
    let months = line(draft, page, "months", months.into(), Style::new("input", "count"));
    page.row += 1;
    Inputs { switch, revenue, average, months }
}

/// The table: a row for each amount and rate, a column for each scenario, and the one in use.
pub(super) fn table(
    draft: &mut Draft<'_>,
    page: &mut Page,
    funnel: &ReverseFunnel,
    inputs: &Inputs,
    (rates, existing): (&BTreeMap<(Stage, Stage), Rate>, Option<&existing::Inputs>),
) -> Used {
    draft.section(page, "scenarios");
    let keys = ["column.assumption", "column.in_use", "scenario.conservative", "scenario.base", "scenario.stretch"];
    let corner = header(draft, page, &keys, 1);
    let mut columns: Vec<(String, At)> = [("conservative", 2), ("base", 3), ("stretch", 4)]
        .map(|(id, right)| (id.to_owned(), corner.right(right)))
        .to_vec();
    for (name, right) in draft.report.settings.scenarios.keys().zip(5..) {
        draft.sheet(corner.sheet).put(corner.row, corner.right(right).column, name.clone(), Style::text("header"));
        columns.push((name.clone(), corner.right(right)));
    }
    if let (Some(&(_, first)), Some(&(_, last))) = (columns.first(), columns.last()) {
        let switch = inputs.switch;
        draft.sheet(page.sheet).choices.push((switch.row, switch.column, first, last));
    }
    let table = Table { switch: inputs.switch, columns: columns.clone() };
    let first = page.row;
    let amount = |draft: &mut Draft<'_>, page: &mut Page, id: &str, base: At| {
        let label = draft.word(&format!("plan_input.{id}.label"));
        table.row(
            draft,
            page,
            Row { id, label, format: "money", takes: Takes::Amount, input: base, base, bounds: None },
        )
    };
    let revenue = amount(draft, page, "revenue", inputs.revenue);
    let average = amount(draft, page, "average_deal", inputs.average);
    let mut used = BTreeMap::new();
    for step in funnel.steps.iter().rev() {
        let Some(next) = step.next else { continue };
        let Some(rate) = rates.get(&(step.stage, next)) else { continue };
        let [from, to] = [step.stage, next].map(|s| draft.word(&format!("stage.{}", s.id())));
        let (id, label) = (format!("{}_to_{}", step.stage.id(), next.id()), format!("{from} → {to}"));
        let (input, base, bounds) = (rate.own, rate.base, rate.likely);
        let row = Row { id: &id, label, format: "ratio", takes: Takes::Rate, input, base, bounds };
        used.insert((step.stage, next), table.row(draft, page, row));
    }
    let mut kept = BTreeMap::new();
    for &Figure { input, own, base } in existing.iter().flat_map(|e| &e.figures) {
        let label = draft.word(&format!("plan_input.{}.label", input.id()));
        let takes = if input.is_money() { Takes::Money } else { Takes::Share };
        let format = existing::format(input);
        let row = Row { id: input.id(), label, format, takes, input: own, base, bounds: None };
        kept.insert(input, table.row(draft, page, row));
    }
    let rows = first..=page.row.max(first + 1) - 1;
    draft.book.scenarios = Some(Scenarios { switch: inputs.switch, columns, rows });
    let label = draft.word("plan_input.months.label");
    let at = inputs.months;
    draft.book.named.push(Named::input("months", label, at, (at, Takes::Amount)));
    page.row += 1;
    Used { revenue, average, rates: used, existing: kept }
}

struct Table {
    switch: At,
    columns: Vec<(String, At)>,
}

struct Row<'a> {
    id: &'a str,
    label: String,
    format: &'static str,
    takes: Takes,
    /// Where a reader types it.
    input: At,
    /// What the base scenario says.
    base: At,
    /// What history could be, when nothing else is typed.
    bounds: Option<(At, At)>,
}

impl Table {
    fn row(&self, draft: &mut Draft<'_>, page: &mut Page, row: Row<'_>) -> At {
        let here = At::new(page.sheet, page.row, LEFT);
        draft.put(page, LEFT, row.label.clone(), Style::text("label"));
        let mut used = here.right(3).moving();
        for (id, heading) in &self.columns {
            let cell = At::new(page.sheet, page.row, heading.column);
            value(draft, page, &row, id, cell);
            // What the reader's own scenario leaves open is as in the base.
            let own = match id.as_str() {
                "base" => continue,
                "conservative" | "stretch" => cell.moving(),
                _ => {
                    let open = cell.moving().join(Sign::Equal, Expression::text(""));
                    Function::If.of([open, here.right(3).moving(), cell.moving()])
                }
            };
            let chosen = self.switch.fixed().join(Sign::Equal, heading.in_row());
            used = Function::If.of([chosen, own, used]);
        }
        let at = draft.put(page, LEFT + 1, used, Style::new("total", row.format));
        draft.book.named.push(Named::input(row.id, row.label, at, (row.input, row.takes)));
        page.row += 1;
        at
    }
}

/// Puts what one scenario says of a row.
fn value(draft: &mut Draft<'_>, page: &Page, row: &Row<'_>, id: &str, cell: At) {
    let bound = match id {
        "conservative" => row.bounds.map(|(low, _)| low),
        "stretch" => row.bounds.map(|(_, high)| high),
        "base" => None,
        own => {
            let given = draft.report.settings.scenarios.get(own).and_then(|s| s.get(row.id)).copied();
            draft.put(page, cell.column, given, Style::new("input", row.format));
            return;
        }
    };
    // The bound is one of history: a rate that is typed over history has none.
    let content = bound.map_or_else(
        || row.base.moving(),
        |bound| {
            let open = row.input.moving().join(Sign::Equal, Expression::text(""));
            Function::If.of([open, bound.moving(), row.base.moving()])
        },
    );
    draft.put(page, cell.column, content, Style::new("figure", row.format));
}
