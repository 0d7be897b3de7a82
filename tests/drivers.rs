//! The parts of a change are Shapley values, and they add up to it to the cent: the sheet against all coalitions.

use planbook::model::fact::Scope;
use planbook::model::note::Note;
use planbook::model::statistic::StatisticCell;
use planbook::render::book::Book;
use planbook::render::book::cell::{At, Content};
use planbook::render::book::evaluate::Engine;
use planbook::render::book::value::Value;
use planbook::render::sheets;

use super::behind::sample;
use super::synthetic;
use super::workbook::Company;

/// Columns of a table of factors, from the left.
const LABEL: u16 = 1;
const BEFORE: u16 = 2;
const NOW: u16 = 3;
const EFFECT: u16 = 7;
const UPTO: u16 = 8;
const PART: u16 = 9;

fn text(book: &Book, sheet: u16, row: u32, column: u16) -> Option<&str> {
    match book.sheet(sheet)?.cell(row, column).map(|c| &c.content)? {
        Content::Text(text) => Some(text.as_str()),
        _ => None,
    }
}

/// The Shapley value of each factor in the change of a product, by all coalitions.
fn shapley(before: &[f64], now: &[f64]) -> Vec<f64> {
    let count = before.len();
    let factorial = |n: usize| (1..=n).map(|i| i as f64).product::<f64>();
    let value =
        |set: usize| -> f64 { (0..count).map(|i| if set >> i & 1 == 1 { now[i] } else { before[i] }).product() };
    let of = |i: usize| -> f64 {
        let without = (0..1_usize << count).filter(|set| set >> i & 1 == 0);
        let weight = |set: usize| {
            let size = set.count_ones() as usize;
            factorial(size) * factorial(count - size - 1) / factorial(count)
        };
        without.map(|set| weight(set) * (value(set | 1 << i) - value(set))).sum()
    };
    (0..count).map(of).collect()
}

#[test]
fn parts_of_a_change_are_shapley_values_and_close() {
    let (found, ..) = sample();
    let sorted: Vec<&Note> = found.notes.sorted();
    let book = sheets::book(&found.report(&sorted)).unwrap();
    let mut engine = Engine::new(&book);
    let sheet = book.sheets.iter().find(|s| s.name == "Changes").unwrap();
    let heads: Vec<u32> = sheet
        .cells
        .iter()
        .filter(|(_, c)| matches!(&c.content, Content::Text(t) if t == "Part of the change"))
        .map(|(&(row, _), _)| row)
        .collect();
    assert_eq!(heads.len(), 4);
    for head in heads {
        // Two rows of months stand between the heading and the factors.
        let first = head + 3;
        let total = (first..first + 8).find(|&r| sheet.cell(r, LABEL).is_some_and(|c| c.style.role == "total_label"));
        let total = total.unwrap();
        let mut number = |row: u32, column: u16| match engine.value(At::new(sheet.number, row, column)) {
            Value::Number(number) => number,
            other => panic!("{:?} {other:?}", text(&book, sheet.number, row, LABEL)),
        };
        let mut column = |column: u16| -> Vec<f64> { (first..total).map(|row| number(row, column)).collect() };
        let (before, now, effects, parts) = (column(BEFORE), column(NOW), column(EFFECT), column(PART));
        let change = number(total, UPTO);
        for (effect, expected) in effects.iter().zip(shapley(&before, &now)) {
            assert!((effect - expected).abs() <= 1e-9 * change.abs().max(1.0), "{effect} {expected}");
        }
        assert!((effects.iter().sum::<f64>() - change).abs() <= 1e-9 * change.abs().max(1.0));
        // To the cent, or the fourth digit of a multiple.
        let unit = if before[0] < 100.0 { 1e-4 } else { 0.01 };
        let rounded = (change / unit).round() * unit;
        assert!((parts.iter().sum::<f64>() - rounded).abs() < unit / 1_000.0, "{parts:?} {change}");
    }
}

/// The company of arithmetic in the middle of its plan's year, with a budget: the sheet's live parts and the statistic's
/// are the same, they add up to the miss to the cent, and a worse price is told as one.
#[test]
fn a_miss_against_the_plan_is_split_to_the_cent() {
    let mut settings = synthetic::settings();
    settings.plan_year = Some(synthetic::last_month() + -5);
    settings.objectives[0].starts_on = Some((synthetic::last_month() + -5).first_day());
    settings.objectives[0].budget = Some(900_000.0);
    let company = Company::of(synthetic::facts(), settings);
    company.with(|report| {
        let planned = report.plan.planned.as_ref().unwrap();
        assert!(planned.begun);
        assert_eq!(planned.months.months(), 6);
        // Half of a goal of ten million, and half of a budget of twelve months.
        assert_eq!(planned.measures.first().unwrap(), &("spend".to_owned(), 450_000.0));
        assert_eq!(planned.measures.last().unwrap(), &("new_revenue".to_owned(), 5e6));
        let statistic = report.plan.statistics.iter().find(|s| s.id == "plan_split").unwrap();
        let told: Vec<f64> = statistic
            .rows
            .iter()
            .map(|row| match row.last() {
                Some(StatisticCell::Figure(part)) => *part,
                other => panic!("{other:?}"),
            })
            .collect();
        let (miss, parts) = told.split_last().unwrap();
        let brought = report.facts.shown("new_revenue", &Scope::total(planned.months)).unwrap();
        assert!((miss - (brought - 5e6)).abs() < 1e-6, "{miss} {brought}");
        assert!((parts.iter().sum::<f64>() - miss).abs() < 1e-5);

        let book = sheets::book(report).unwrap();
        let mut engine = Engine::new(&book);
        let sheet = book.sheets.iter().find(|s| s.name == "Changes").unwrap();
        let (&(head, _), _) =
            sheet.cells.iter().find(|(_, c)| matches!(&c.content, Content::Text(t) if t == "Plan")).unwrap();
        // The same without the factor of spend: revenue for each unit of it.
        let heads = sheet.cells.iter().filter(|(_, c)| matches!(&c.content, Content::Text(t) if t == "Plan"));
        let per_unit = heads.map(|(&(row, _), _)| row).max().unwrap();
        assert!(per_unit > head);
        let first = per_unit + 3;
        let total = (first..first + 8).find(|&r| sheet.cell(r, LABEL).is_some_and(|c| c.style.role == "total_label"));
        let total = total.unwrap();
        let mut number = |row: u32, column: u16| match engine.value(At::new(sheet.number, row, column)) {
            Value::Number(number) => number,
            other => panic!("{row} {column} {other:?}"),
        };
        let spent = report.facts.shown("spend", &Scope::total(planned.months)).unwrap();
        assert!((number(total, BEFORE) - 5e6 / 450_000.0).abs() < 1e-9);
        assert!((number(total, NOW) - brought / spent).abs() < 1e-9);
        let sum: f64 = (first..total).map(|row| number(row, PART)).sum();
        assert!((sum - number(total, UPTO)).abs() <= 0.000_051, "{sum}");
        for (row, part) in (head + 3..).zip(parts) {
            match engine.value(At::new(sheet.number, row, PART)) {
                Value::Number(live) => assert!((live - part).abs() < 1e-6, "{row}: {live} {part}"),
                other => panic!("{other:?}"),
            }
        }
    });
}
