//! Why a figure changed: a chain of measures (spend → clicks → leads → deals → revenue) as factors, and each factor's
//! part of the change. The parts are Shapley values, so they add up to the change whatever the order of the factors.
//!
//! The Shapley value of a factor in a product is the integral of its own slope along the straight way from before to
//! now, when all factors move together (Owen 1972, the multilinear extension). The slope is a polynomial of a degree below
//! six for up to six factors, and three Gauss–Legendre points integrate that exactly: three columns in place of sixty-four
//! coalitions.

use std::collections::BTreeMap;

use crate::model::fact::Scope;
use crate::model::month::{Month, Period};
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::Expression;
use crate::render::book::function::Function;

use super::draft::{Draft, LEFT, Page, Table};
use super::figure::{Chosen, Span};
use super::table::remember;
use super::template::Block;

/// Points of the way and their weights: Gauss–Legendre of order 3 on 0 to 1.
const WAY: [(f64, f64); 3] =
    [(0.112_701_665_379_258_31, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.887_298_334_620_741_7, 5.0 / 18.0)];

/// More factors than three points can integrate exactly.
const MOST: usize = 6;

const BEFORE: u16 = LEFT + 1;
const NOW: u16 = LEFT + 2;
const FIRST_POINT: u16 = LEFT + 3;
const EFFECT: u16 = LEFT + 6;
const UPTO: u16 = LEFT + 7;
const PART: u16 = LEFT + 8;

/// Draws it: `columns` is the chain. With `rows = "return"` the first measure is what the last is divided by, and only the
/// steps between them are factors. `months` long spans are compared: the last one up to as-of and the one before it, or,
/// with `of = "year"`, the same months a year earlier.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let chain = draft.fillable(&block.columns);
    let whole = (chain.first(), chain.last()) == (block.columns.first(), block.columns.last());
    let per_unit = block.rows == "return";
    let spans = spans(draft, block).filter(|spans| {
        // A factor without a beginning has no part in a change.
        let some = |period| chain.iter().all(|id| draft.number(id, &Scope::total(period)).is_some_and(|n| n > 0.0));
        spans.iter().copied().all(some)
    });
    let (Some([before, now]), true, 3..=MOST) = (spans, whole, chain.len()) else {
        if chain.len() < block.columns.len() {
            draft.unfilled(page, &block.columns);
        } else {
            let text = draft.word("block.no_drivers");
            draft.paragraph(page, &text, "caption");
            page.row += 1;
        }
        return;
    };
    let corner = header(draft, page);
    let (before, now) = (months(draft, page, BEFORE, before), months(draft, page, NOW, now));
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
    for &(from, to) in &steps {
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

/// The span before and the span now, if facts reach back as far.
fn spans(draft: &Draft<'_>, block: &Block) -> Option<[Period; 2]> {
    let settings = draft.report.settings;
    let now = Period::trailing(settings.as_of_month(), if block.months == 0 { 12 } else { block.months });
    let before = now.moved(if block.of == "year" { -12 } else { -now.months() });
    let known = draft.report.facts.months.is_some_and(|m| m.first <= before.first);
    known.then_some([before, now])
}

fn header(draft: &mut Draft<'_>, page: &mut Page) -> At {
    let keys = ["column.driver", "column.before", "column.now", "column.way", "column.way", "column.way"];
    let keys: Vec<&str> =
        keys.into_iter().chain(["column.exact_part", "column.upto", "column.share_of_change"]).collect();
    let corner = At::new(page.sheet, page.row, LEFT);
    draft.header_row(page, &keys, 30.0, |place| if place == 0 { "header_label" } else { "header" });
    corner
}

/// The first and last month of a span, one below the other.
fn months(draft: &mut Draft<'_>, page: &Page, column: u16, period: Period) -> Chosen {
    let below = Page { row: page.row + 1, ..*page };
    for (page, key) in [(page, "column.from_month"), (&below, "column.to_month")] {
        let text = draft.word(key);
        draft.put(page, LEFT, text, Style::text("figure_muted"));
    }
    let mut put =
        |page: &Page, month: Month| draft.put(page, column, month.first_day(), Style::new("figure_muted", "month"));
    let (first, last) = (put(page, period.first), put(&below, period.last));
    Chosen { span: Span::Between(first, last), only: None }
}

/// A point of the way, and its weight below it.
fn point(draft: &mut Draft<'_>, page: &Page, column: u16, (share, weight): (f64, f64)) -> (At, At) {
    let below = Page { row: page.row + 1, ..*page };
    let style = Style::new("figure_muted", "ratio");
    (draft.put(page, column, share, style), draft.put(&below, column, weight, style))
}

/// A factor before and now: a measure, or one measure for each unit of another.
fn factor(draft: &mut Draft<'_>, page: &Page, (from, to): (Option<&String>, &String), spans: [&Chosen; 2]) {
    let label = match from {
        None => draft.label(to),
        Some(from) => {
            let key = format!("driver.{from}.{to}");
            if draft.report.words.knows(&key) {
                draft.word(&key)
            } else {
                format!("{} ÷ {}", draft.label(to), draft.label(from))
            }
        }
    };
    draft.put(page, LEFT, label, Style::text("label"));
    let format = from.map_or_else(|| draft.format(to), |_| "factor");
    for (column, chosen) in (BEFORE..).zip(spans) {
        let figure = |id: &str| draft.figure(id, chosen, &|_| None);
        let value = from.map_or_else(|| figure(to), |from| figure(to) / figure(from));
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
