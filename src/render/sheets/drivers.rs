//! Why a figure changed: a chain of measures (spend → clicks → leads → deals → revenue) as factors, and each factor's
//! part of the change. The parts are Shapley values, so they add up to the change whatever the order of the factors.

use std::collections::BTreeMap;

use crate::model::fact::Scope;
use crate::model::month::{Month, Period};
use crate::model::phrase::Phrase;
use crate::model::planned::Planned;
use crate::model::stage::Stage;
use crate::model::statistics::product::{MOST, WAY};
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::Expression;
use crate::render::book::function::Function;

use super::draft::{Draft, LEFT, Page, Table};
use super::figure::{Chosen, Span, months_between};
use super::table::remember;
use super::template::Block;

/// The table of revenue against the plan, which holds the budget.
const PLANNED: &str = "drivers_plan";

const BEFORE: u16 = LEFT + 1;
const NOW: u16 = LEFT + 2;
const FIRST_POINT: u16 = LEFT + 3;
const EFFECT: u16 = LEFT + 6;
const UPTO: u16 = LEFT + 7;
const PART: u16 = LEFT + 8;

/// What the figures of a column are.
enum Side {
    /// Those of the facts.
    Facts(Chosen),
    /// What the plan asks of the months from one cell to another.
    Plan(At, At),
}

/// Draws it: `columns` is the chain. With `rows = "return"` the first measure is what the last is divided by, and only the
/// steps between them are factors. `months` long spans are compared: the last one up to as-of and the one before it, or,
/// with `of = "year"`, the same months a year earlier. With `of = "plan"`, the chain and the months are those of the plan,
/// and what was is held against what it asks.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    let plan = draft.report.plan;
    // A plan without budgets plans no return.
    if block.of == "plan" && block.rows == "return" && !plan.planned.as_ref().is_some_and(Planned::has_budget) {
        return;
    }
    draft.heading(page, block);
    if block.of == "plan" {
        let Some(planned) = &plan.planned else {
            let text = draft.word("block.no_plan_split");
            draft.paragraph(page, &text, "caption");
            page.row += 1;
            return;
        };
        let key = if planned.begun { "block.drivers_plan_begun" } else { "block.drivers_plan_ahead" };
        let text = draft.say(&Phrase::new(key).with("months", planned.months).with("year", plan.year));
        draft.paragraph(page, &text, "caption");
        let chain: Vec<String> = planned.measures.iter().map(|(id, _)| id.clone()).collect();
        return table(draft, page, block, &chain, [planned.months; 2]);
    }
    let chain = draft.fillable(&block.columns);
    let whole = (chain.first(), chain.last()) == (block.columns.first(), block.columns.last());
    let spans = spans(draft, block).filter(|spans| {
        // A factor without a beginning has no part in a change.
        let some = |period| chain.iter().all(|id| draft.number(id, &Scope::total(period)).is_some_and(|n| n > 0.0));
        spans.iter().copied().all(some)
    });
    match (spans, whole, chain.len()) {
        (Some(spans), true, 3..=MOST) => table(draft, page, block, &chain, spans),
        _ if chain.len() < block.columns.len() => draft.unfilled(page, &block.columns),
        _ => {
            let text = draft.word("block.no_drivers");
            draft.paragraph(page, &text, "caption");
            page.row += 1;
        }
    }
}

fn table(draft: &mut Draft<'_>, page: &mut Page, block: &Block, chain: &[String], [before, now]: [Period; 2]) {
    let per_unit = block.rows == "return";
    let planned = block.of == "plan";
    let corner = header(draft, page, if planned { "column.planned" } else { "column.before" });
    let (before, now) = (months(draft, page, BEFORE, before), months(draft, page, NOW, now));
    let before = if planned { Side::Plan(before.0, before.1) } else { Side::facts(before) };
    let now = Side::facts(now);
    // The months take two rows; then come the points and their weights beside them.
    let points: Vec<(At, At)> = (FIRST_POINT..).zip(WAY).map(|(column, way)| point(draft, page, column, way)).collect();
    page.row += 2;
    let first = page.row;
    let steps: Vec<(Option<&String>, &String)> = {
        let later = chain.iter().zip(chain.iter().skip(1)).map(|(from, to)| (Some(from), to));
        let start = (!per_unit).then(|| chain.first().map(|id| (None, id))).flatten();
        start.into_iter().chain(later).collect()
    };
    let last = first + u32::try_from(steps.len()).unwrap_or(1) - 1;
    for (place, &(from, to)) in steps.iter().enumerate() {
        let label = match &draft.report.plan.planned {
            Some(plan) if planned => draft.say(&plan.factor(place + usize::from(per_unit))),
            _ => label(draft, from, to),
        };
        draft.put(page, LEFT, label, Style::text("label"));
        factor(draft, page, (from, to), [&before, &now]);
        for (column, (share, _)) in (FIRST_POINT..).zip(&points) {
            let here = |column| At::new(page.sheet, page.row, column).moving();
            let between = here(BEFORE) + share.in_row() * (here(NOW) - here(BEFORE));
            draft.put(page, column, between, Style::new("figure_muted", "factor"));
        }
        parts(draft, page, (first, last), &points, per_unit);
        page.row += 1;
    }
    products(draft, page, (first, last), chain.last(), per_unit);
    let format = if per_unit { "multiple" } else { draft.format(chain.last().map_or("", String::as_str)) };
    let columns = BTreeMap::from([("effect".to_owned(), (PART, format))]);
    remember(draft, block, Table { corner, first, last, total: None, complete: true, columns });
    page.row += 2;
}

impl Side {
    fn facts((first, last): (At, At)) -> Side {
        Side::Facts(Chosen { span: Span::Between(first, last), only: None, and: None })
    }

    /// What a measure is on this side. A budget stands where the first factor does, in the row above its price.
    fn figure(&self, draft: &Draft<'_>, page: &Page, id: &str) -> Content {
        let (first, last) = match self {
            Side::Facts(chosen) => return draft.figure(id, chosen, &|_| None).into(),
            Side::Plan(first, last) => (first, last),
        };
        let stage = Stage::ALL.into_iter().find(|s| s.measure() == id);
        let name = match (id, stage) {
            ("spend", _) => return budget(draft, page),
            (_, Some(stage)) => format!("{}.year", stage.id()),
            (_, None) => "revenue".to_owned(),
        };
        let cell = |id: &str| draft.book.named.iter().find(|n| n.id == id).map(|n| n.at.fixed());
        let (Some(year), Some(months)) = (cell(&name), cell("months")) else { return Content::Empty };
        (year * months_between(&first.fixed(), &last.fixed()) / months).into()
    }
}

/// The span before and the span now, if facts reach back as far.
fn spans(draft: &Draft<'_>, block: &Block) -> Option<[Period; 2]> {
    let settings = draft.report.settings;
    let now = Period::trailing(settings.as_of_month(), if block.months == 0 { 12 } else { block.months });
    let before = now.moved(if block.of == "year" { -12 } else { -now.months() });
    let known = draft.report.facts.months.is_some_and(|m| m.first <= before.first);
    known.then_some([before, now])
}

fn header(draft: &mut Draft<'_>, page: &mut Page, before: &str) -> At {
    let keys = ["column.driver", before, "column.now", "column.way", "column.way", "column.way"];
    let keys: Vec<&str> =
        keys.into_iter().chain(["column.exact_part", "column.upto", "column.share_of_change"]).collect();
    let corner = At::new(page.sheet, page.row, LEFT);
    draft.header_row(page, &keys, 30.0, |place| if place == 0 { "header_label" } else { "header" });
    corner
}

/// The first and last month of a span, one below the other.
fn months(draft: &mut Draft<'_>, page: &Page, column: u16, period: Period) -> (At, At) {
    let below = Page { row: page.row + 1, ..*page };
    for (page, key) in [(page, "column.from_month"), (&below, "column.to_month")] {
        let text = draft.word(key);
        draft.put(page, LEFT, text, Style::text("figure_muted"));
    }
    let mut put =
        |page: &Page, month: Month| draft.put(page, column, month.first_day(), Style::new("figure_muted", "month"));
    (put(page, period.first), put(&below, period.last))
}

/// A point of the way, and its weight below it.
fn point(draft: &mut Draft<'_>, page: &Page, column: u16, (share, weight): (f64, f64)) -> (At, At) {
    let below = Page { row: page.row + 1, ..*page };
    let style = Style::new("figure_muted", "ratio");
    (draft.put(page, column, share, style), draft.put(&below, column, weight, style))
}

/// The budget of the compared months: a number in its own row, that cell everywhere else.
fn budget(draft: &Draft<'_>, page: &Page) -> Content {
    let measures = draft.report.plan.planned.iter().flat_map(|p| &p.measures);
    let number = measures.into_iter().find(|(id, _)| id == "spend").map(|(_, budget)| *budget);
    let holds = |at: &At| {
        let cell = draft.book.sheet(at.sheet).and_then(|s| s.cell(at.row, at.column));
        cell.is_some_and(|cell| matches!(&cell.content, Content::Number(stands) if Some(*stands) == number))
    };
    let above = At::new(page.sheet, page.row - 1, BEFORE);
    let first = draft.tables.get(PLANNED).map(|table| At::new(table.corner.sheet, table.first, BEFORE));
    match (Some(above).filter(holds), first.filter(holds)) {
        (Some(above), _) => Content::Formula(above.moving()),
        (None, Some(first)) => Content::Formula(first.fixed()),
        (None, None) => number.into(),
    }
}

/// What a factor is called: a measure, or one measure for each unit of another.
fn label(draft: &Draft<'_>, from: Option<&String>, to: &String) -> String {
    let Some(from) = from else { return draft.label(to) };
    let key = format!("driver.{from}.{to}");
    if draft.report.words.knows(&key) {
        return draft.word(&key);
    }
    format!("{} ÷ {}", draft.label(to), draft.label(from))
}

/// A factor before and now.
fn factor(draft: &mut Draft<'_>, page: &Page, (from, to): (Option<&String>, &String), sides: [&Side; 2]) {
    let format = from.map_or_else(|| draft.format(to), |_| "factor");
    for (column, side) in (BEFORE..).zip(sides) {
        let figure = |id: &str| side.figure(draft, page, id);
        let value = match (figure(to), from.map(|from| figure(from))) {
            (Content::Formula(to), Some(Content::Formula(from))) => Content::Formula(to / from),
            (content, _) => content,
        };
        draft.put(page, column, value, Style::new("figure", format));
    }
}

/// The factor's part: exact, with those above it, and rounded along the sum so that the rounded parts add up.
fn parts(draft: &mut Draft<'_>, page: &Page, (first, last): (u32, u32), points: &[(At, At)], per_unit: bool) {
    let here = |column| At::new(page.sheet, page.row, column).moving();
    let slope = (FIRST_POINT..).zip(points).map(|(column, (_, weight))| {
        let product = At::new(page.sheet, last + 1, column).in_row();
        weight.in_row() * (product / here(column))
    });
    let slope = slope.reduce(|a, b| a + b).unwrap_or(Expression::Number(0.0));
    let effect = Function::IfError.of([(here(NOW) - here(BEFORE)) * slope, Expression::Number(0.0)]);
    let digits = if per_unit { 4 } else { draft.currency().digits() };
    let format = if per_unit { "multiple" } else { "money" };
    draft.put(page, EFFECT, effect, Style::new("figure_muted", format));
    let above = At::new(page.sheet, page.row - 1, UPTO);
    let upto = |draft: &mut Draft<'_>| {
        let own = here(EFFECT);
        let sum = if page.row == first { own } else { above.moving() + own };
        draft.put(page, UPTO, sum, Style::new("figure_muted", format))
    };
    let sum = upto(draft);
    let rounded = |e: Expression| Function::Round.of([e, Expression::Number(f64::from(digits))]);
    let part = rounded(sum.moving());
    let part = if page.row == first { part } else { part - rounded(above.moving()) };
    draft.put(page, PART, part, Style::new("figure", format));
}

/// The last row: the products of all factors, and the sum of the parts.
fn products(draft: &mut Draft<'_>, page: &mut Page, (first, last): (u32, u32), id: Option<&String>, per_unit: bool) {
    let label = match id {
        Some(_) if per_unit => draft.word("driver.return"),
        Some(id) => draft.label(id),
        None => String::new(),
    };
    draft.put(page, LEFT, label, Style::text("total_label"));
    let format = if per_unit { "multiple" } else { "money" };
    for column in [BEFORE, NOW].into_iter().chain(FIRST_POINT..EFFECT) {
        let cells = (first..=last).map(|row| At::new(page.sheet, row, column).moving());
        let product = cells.reduce(|a, b| a * b).map_or(Content::Empty, Content::Formula);
        draft.put(page, column, product, Style::new("total", format));
    }
    for column in [EFFECT, PART] {
        let sum = Expression::range(At::new(page.sheet, first, column), At::new(page.sheet, last, column)).sum();
        draft.put(page, column, sum, Style::new("total", format));
    }
    let change = At::new(page.sheet, page.row, NOW).moving() - At::new(page.sheet, page.row, BEFORE).moving();
    draft.put(page, UPTO, change, Style::new("total", format));
    page.row += 1;
}
