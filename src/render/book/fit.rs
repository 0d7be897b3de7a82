//! Column widths that fit what cells show.

use std::collections::BTreeMap;

use super::cell::{At, Cell, Content};
use super::evaluate::Values;
use super::sheet::Sheet;
use super::value::Value;
use super::width::{widest_word, width};
use crate::render::look::Look;

/// A sheet with many rows is measured by its first ones.
const MEASURED: u32 = 400;
const LEAST: f64 = 9.0;
const MOST: f64 = 58.0;

/// The width of each column that holds something, in digits of the look's font.
pub fn fit(sheet: &Sheet, values: &Values, look: &Look) -> BTreeMap<u16, f64> {
    let mut widths: BTreeMap<u16, f64> = BTreeMap::new();
    let merged: Vec<(u32, u16)> = sheet.merges.iter().map(|&(row, column, ..)| (row, column)).collect();
    for (&(row, column), cell) in sheet.cells.first_rows(MEASURED) {
        if merged.contains(&(row, column)) || sheet.widths.contains_key(&column) {
            continue;
        }
        let role = look.role.get(cell.style.role);
        let wraps = role.is_some_and(|r| r.wrap);
        let needed = needed(cell, At::new(sheet.number, row, column), wraps, values);
        let scale = look.size_of(cell.style.role) / look.size * if role.is_some_and(|r| r.bold) { 1.06 } else { 1.0 };
        let widest = widths.entry(column).or_insert(LEAST);
        *widest = widest.max((needed * scale + 2.0).min(MOST));
    }
    widths.extend(&sheet.widths);
    widths
}

/// Titles and captions run over their neighbours and need nothing.
fn needed(cell: &Cell, at: At, wraps: bool, values: &Values) -> f64 {
    if matches!(
        cell.style.role,
        "title" | "subtitle" | "heading" | "caption" | "hint" | "verdict" | "decision" | "finding" | "rule"
    ) {
        return 0.0;
    }
    match &cell.content {
        Content::Empty => 0.0,
        Content::Text(text) if wraps => widest_word(text).max((width(text) / 2.0).min(13.0)),
        Content::Text(text) => width(text),
        Content::Number(number) => digits(*number, cell.style.format),
        Content::Day(_) => 11.0,
        Content::Formula(_) => match values.get(&at) {
            Some(Value::Number(number)) => digits(*number, cell.style.format),
            Some(Value::Text(text)) => width(text),
            _ => 0.0,
        },
    }
}

fn digits(number: f64, format: &str) -> f64 {
    let decimals = match format {
        "money_fact" | "multiple" | "general" | "ratio2" => 3,
        "money_each" if number.abs() < 1000.0 => 3,
        "factor" => 4,
        "part" | "hours" | "ratio" | "months" | "days" => 2,
        "day" | "month" => return 11.0,
        _ => 0,
    };
    let shown = if matches!(format, "ratio" | "ratio2" | "share") { number * 100.0 } else { number };
    let whole = format!("{:.0}", shown.abs()).len();
    let signs = whole.saturating_sub(1) / 3 + usize::from(number < 0.0) + usize::from(format == "ratio");
    u32::try_from(whole + decimals).map_or(0.0, f64::from) + u32::try_from(signs).map_or(0.0, f64::from) * 0.7
}
