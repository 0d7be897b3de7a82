//! The parts of a change are Shapley values, and they add up to it to the cent: the sheet against all coalitions.

use planbook::model::note::Note;
use planbook::render::book::Book;
use planbook::render::book::cell::{At, Content};
use planbook::render::book::evaluate::Engine;
use planbook::render::book::value::Value;
use planbook::render::sheets;

use super::behind::sample;

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
    assert_eq!(heads.len(), 3);
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
