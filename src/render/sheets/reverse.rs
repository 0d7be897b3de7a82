//! The reverse funnel: revenue walked back to what every stage needs, live from inputs that the reader may change.

use std::collections::BTreeMap;

use crate::model::annual_plan::{FunnelStep, ReverseFunnel};
use crate::model::stage::Stage;
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::named::Named;

use super::draft::{Draft, LEFT, Page, Table};
use super::mix::PlanCells;
use super::template::Block;
use super::{chances, existing, scenario};

/// The cells that the walk starts from.
pub(super) struct Start {
    /// Customers as a fraction.
    pub customers: At,
    /// Whole customers.
    pub whole: At,
    /// Revenue that they bring.
    pub brings: At,
    /// Months in the plan year.
    pub months: At,
}

/// The cells of one rate.
pub(super) struct Rate {
    /// The reader's own.
    pub own: At,
    /// That of history, where there is one.
    pub history: Option<At>,
    /// The reader's own, else that of history.
    pub base: At,
    /// Bounds of history's 80 % interval.
    pub likely: Option<(At, At)>,
}

/// What one stage needs a month for whole customers, and what the baseline brought a month, if that is known.
pub(super) struct Need {
    /// The stage.
    pub stage: Stage,
    /// Needed a month.
    pub month: At,
    /// Brought a month.
    pub baseline: Option<At>,
}

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let Some(funnel) = draft.report.plan.funnel.clone() else {
        let text = draft.word("block.no_plan");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    };
    let inputs = scenario::inputs(draft, page, &funnel);
    let existing = funnel.existing.as_ref().map(|e| existing::inputs(draft, page, e));
    let rates = rates(draft, page, &funnel);
    let used = scenario::table(draft, page, &funnel, &inputs, (&rates, existing.as_ref()));
    let title = draft.word("block.plan_needs");
    draft.title(page, &title);
    let goal = match &existing {
        Some(existing) => existing::left(draft, page, existing, (used.revenue, inputs.months), &used.existing),
        None => used.revenue,
    };
    let start = start(draft, page, goal, &used, inputs.months);
    let history = rates.iter().filter_map(|(&step, rate)| Some((step, rate.history?))).collect();
    let (brings, whole, average) = (start.brings, start.whole, used.average);
    draft.plan_cells = Some(PlanCells { brings, whole, average, used: used.rates.clone(), history });
    let brought = needs(draft, page, block, &funnel, &start, &used.rates);
    chances::draw(draft, page, &start, &brought);
}

fn start(draft: &mut Draft<'_>, page: &mut Page, goal: At, used: &scenario::Used, months: At) -> Start {
    let customers = (goal.moving() / used.average.moving()).or_empty();
    let customers = line(draft, page, "customers", customers.into(), Style::new("figure", "part2"));
    let whole = Function::RoundUp.of([customers.moving(), Expression::Number(0.0)]).or_empty();
    let whole = line(draft, page, "whole_customers", whole.into(), Style::new("figure_strong", "count"));
    let brought = (whole.moving() * used.average.moving()).or_empty();
    let brings = line(draft, page, "brings", brought.into(), Style::new("figure", "money"));
    for (id, at) in [("customers", customers), ("whole_customers", whole), ("brings", brings)] {
        let label = draft.word(&format!("plan_input.{id}.label"));
        draft.book.named.push(Named::figure(id, label, at));
    }
    page.row += 1;
    Start { customers, whole, brings, months }
}

/// A figure on a line of its own, with its label and what it means.
pub(super) fn line(draft: &mut Draft<'_>, page: &mut Page, key: &str, content: Content, style: Style) -> At {
    let (label, means) =
        (draft.word(&format!("plan_input.{key}.label")), draft.word(&format!("plan_input.{key}.means")));
    draft.put(page, LEFT, label, Style::text("label_strong"));
    let at = draft.put(page, LEFT + 1, content, style);
    draft.put(page, LEFT + 2, means, Style::text("hint"));
    page.row += 1;
    at
}

/// A row of headings, the first of them for labels; gives its first cell.
pub(super) fn header(draft: &mut Draft<'_>, page: &mut Page, keys: &[&str], labels: usize) -> At {
    for (i, key) in keys.iter().enumerate() {
        let text = draft.word(key);
        let role = if i < labels { "header_label" } else { "header" };
        draft.put(page, LEFT + u16::try_from(i).unwrap_or(0), text, Style::text(role));
    }
    draft.sheet(page.sheet).heights.insert(page.row, 30.0);
    page.row += 1;
    At::new(page.sheet, page.row - 1, LEFT)
}

/// The rates from first stage to last: history, the reader's own, and the one of the base scenario.
fn rates(draft: &mut Draft<'_>, page: &mut Page, funnel: &ReverseFunnel) -> BTreeMap<(Stage, Stage), Rate> {
    draft.section(page, "plan_rates");
    let keys = [
        "column.step",
        "column.history",
        "column.own_rate",
        "column.rate_used",
        "column.reached",
        "column.entered",
        "column.low",
        "column.high",
        "column.likely_low",
        "column.likely_high",
    ];
    header(draft, page, &keys, 1);
    let mut used = BTreeMap::new();
    for step in funnel.steps.iter().rev() {
        let Some(next) = step.next else { continue };
        used.insert((step.stage, next), rate(draft, page, step, next));
        page.row += 1;
    }
    page.row += 1;
    used
}

fn rate(draft: &mut Draft<'_>, page: &Page, step: &FunnelStep, next: Stage) -> Rate {
    let [from, to] = [step.stage, next].map(|s| draft.word(&format!("stage.{}", s.id())));
    draft.put(page, LEFT, format!("{from} → {to}"), Style::text("label"));
    let history = draft.rates.get(&(step.stage, next)).copied();
    let given = draft.report.settings.plan_rates.get(&(step.stage, next)).copied();
    let share = |(reached, entered): (At, At)| Content::Formula((reached.moving() / entered.moving()).or_empty());
    let shown: Content = history.map_or(Content::Text(String::new()), share);
    let shown = draft.put(page, LEFT + 1, shown, Style::new("figure", "ratio"));
    let own = given.or(if history.is_none() { step.rate } else { None });
    let own = draft.put(page, LEFT + 2, own, Style::new("input", "ratio"));
    let empty = own.moving().join(Sign::Equal, Expression::text(""));
    let used = Function::If.of([empty, shown.moving(), own.moving()]);
    let used = draft.put(page, LEFT + 3, used, Style::new("figure", "ratio"));
    let (reached, entered) = step.counts.unzip();
    let (low, high) = step.interval.unzip();
    for (column, number, format) in
        [(4, reached, "count"), (5, entered, "count"), (6, low, "ratio"), (7, high, "ratio")]
    {
        draft.put(page, LEFT + column, number, Style::new("figure_muted", format));
    }
    let likely = step.likely.map(|(low, high)| {
        let mut bound = |right, number| draft.put(page, LEFT + right, number, Style::new("figure_muted", "ratio"));
        (bound(8, Content::Number(low)), bound(9, Content::Number(high)))
    });
    Rate { own, history: history.map(|_| shown), base: used, likely }
}

/// What each stage needs, a year and a month, against what the baseline brought.
fn needs(
    draft: &mut Draft<'_>,
    page: &mut Page,
    block: &Block,
    funnel: &ReverseFunnel,
    inputs: &Start,
    rates: &BTreeMap<(Stage, Stage), At>,
) -> Vec<Need> {
    let keys = [
        "column.stage",
        "column.rate_to_next",
        "column.per_year",
        "column.per_month",
        "column.whole_year",
        "column.whole_month",
        "column.baseline_month",
        "column.gap_month",
        "column.gap_share",
    ];
    let corner = header(draft, page, &keys, 1);
    let count = u32::try_from(funnel.steps.len()).unwrap_or(0);
    let first = page.row;
    // The first stage stands on top; each row divides the row below it by the rate to it.
    let mut found = Vec::new();
    for (i, step) in (0_u32..).zip(funnel.steps.iter().rev()) {
        let below = (i + 1 < count).then_some(page.row + 1);
        found.push(need(draft, page, step, below, inputs, rates));
        page.row += 1;
    }
    let columns = [("needed_month", LEFT + 5), ("baseline_month", LEFT + 6)];
    let columns = columns.iter().map(|&(id, column)| (id.to_owned(), (column, "count"))).collect();
    if !block.name.is_empty() {
        let table = Table { corner, first, last: page.row - 1, total: None, complete: true, columns };
        draft.tables.insert(block.name.clone(), table);
    }
    let text = draft.word("block.plan_needs_how");
    draft.paragraph(page, &text, "caption");
    page.row += 1;
    found
}

fn need(
    draft: &mut Draft<'_>,
    page: &Page,
    step: &FunnelStep,
    below: Option<u32>,
    inputs: &Start,
    rates: &BTreeMap<(Stage, Stage), At>,
) -> Need {
    let here = At::new(page.sheet, page.row, LEFT);
    let word = draft.word(&format!("stage.{}", step.stage.id()));
    draft.put(page, LEFT, word, Style::text("label_strong"));
    let used = step.next.and_then(|next| rates.get(&(step.stage, next))).copied();
    let rate: Content = used.map_or(Content::Text(String::new()), |at| Content::Formula(at.moving()));
    let rate = draft.put(page, LEFT + 1, rate, Style::new("figure_muted", "ratio"));
    for (column, start) in [(2, inputs.customers), (4, inputs.whole)] {
        let year = match below {
            Some(row) => (At::new(page.sheet, row, LEFT + column).moving() / rate.in_column()).or_empty(),
            None => start.moving(),
        };
        let year = draft.put(page, LEFT + column, year, Style::new("figure", "part2"));
        let month = (year.moving() / inputs.months.fixed()).or_empty();
        draft.put(page, LEFT + column + 1, month, Style::new("figure", "part2"));
    }
    let (needed, baseline) = (here.right(5), here.right(6));
    let known = draft.given.measure(step.stage.measure(), draft.report.facts);
    let chosen = draft.baseline();
    let content: Content = if known {
        let figure = draft.figure(step.stage.measure(), &chosen, &|_| None);
        (figure / draft.assumptions.months.fixed()).or_empty().into()
    } else {
        Content::Empty
    };
    draft.put(page, LEFT + 6, content, Style::new("figure", "part2"));
    let gap = |content: Expression| if known { Content::Formula(content.or_empty()) } else { Content::Empty };
    draft.put(page, LEFT + 7, gap(baseline.moving() - needed.moving()), Style::new("figure", "gap"));
    let share = (baseline.moving() - needed.moving()) / needed.moving();
    draft.put(page, LEFT + 8, gap(share), Style::new("figure", "ratio_signed"));
    for (id, key, at) in [
        ("year", "per_year", here.right(2)),
        ("month", "per_month", here.right(3)),
        ("whole_year", "whole_year", here.right(4)),
        ("whole_month", "whole_month", needed),
    ] {
        let label =
            format!("{}: {}", draft.word(&format!("stage.{}", step.stage.id())), draft.word(&format!("column.{key}")));
        let id = format!("{}.{id}", step.stage.id());
        draft.book.named.push(Named::figure(id, label, at));
    }
    draft.needs.insert(step.stage, here.right(4));
    Need { stage: step.stage, month: needed, baseline: known.then_some(baseline) }
}
