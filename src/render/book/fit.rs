//! Column widths that fit what cells show.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{At, Cell, Content};
use super::grid::{Entries, Grid, Numbers};
use super::sheet::Sheet;
use super::shown::Values;
use super::value::Value;
use super::width::{widest_word, width};
use crate::model::name::Name;
use crate::render::look::Look;

/// A sheet with many rows is measured by its first ones.
const MEASURED: u32 = 400;
const LEAST: f64 = 9.0;
const MOST: f64 = 58.0;
const DAY: f64 = 11.0;

/// The width of each column that holds something, in digits of the look's font.
pub fn fit(sheet: &Sheet, values: &Values, look: &Look) -> BTreeMap<u16, f64> {
    let mut widths: BTreeMap<u16, f64> = BTreeMap::new();
    let merged: Vec<(u32, u16)> = sheet.merges.iter().map(|&(row, column, ..)| (row, column)).collect();
    for (&(row, column), cell) in sheet.cells.first_rows(MEASURED) {
        if merged.contains(&(row, column)) || sheet.widths.contains_key(&column) {
            continue;
        }
        let wraps = look.role.get(cell.style.role).is_some_and(|r| r.wrap);
        let needed = needed(cell, At::new(sheet.number, row, column), wraps, values);
        let scale = scale(cell.style.role, look);
        let widest = widths.entry(column).or_insert(LEAST);
        *widest = widest.max((needed * scale + 2.0).min(MOST));
    }
    if let Some(grid) = &sheet.rows {
        fit_grid(grid, sheet, look, &mut widths);
    }
    widths.extend(&sheet.widths);
    widths
}

/// The same for rows that are no cells of their own, which wrap nothing.
fn fit_grid(grid: &Grid, sheet: &Sheet, look: &Look, widths: &mut BTreeMap<u16, f64>) {
    let measured = MEASURED.saturating_sub(grid.first);
    let first = measured as usize;
    for (number, column) in (0..).zip(&grid.columns).filter(|(number, _)| !sheet.widths.contains_key(number)) {
        let needed = match &column.entries {
            Entries::Days(days) => days.iter().take(first).flatten().next().map(|_| DAY),
            Entries::Texts(names) => {
                let names: BTreeSet<Name> = names.iter().take(first).copied().filter(|name| name.is_some()).collect();
                names.into_iter().map(|name| width(grid.texts.text(name))).reduce(f64::max)
            }
            Entries::Numbers(Numbers { rows, values }) => {
                let count = rows.partition_point(|&row| row < measured);
                values[..count].iter().map(|&number| digits(number, column.style.format)).reduce(f64::max)
            }
        };
        if let Some(needed) = needed {
            let widest = widths.entry(number).or_insert(LEAST);
            *widest = widest.max((needed * scale(column.style.role, look) + 2.0).min(MOST));
        }
    }
}

/// How much wider than the look's own its text is.
fn scale(role: &str, look: &Look) -> f64 {
    let bold = look.role.get(role).is_some_and(|role| role.bold);
    look.size_of(role) / look.size * if bold { 1.06 } else { 1.0 }
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
        Content::Day(_) => DAY,
        Content::Formula(_) => match values.get(at) {
            Some(Value::Number(number)) => digits(*number, cell.style.format),
            Some(Value::Text(text)) => width(text),
            _ => 0.0,
        },
    }
}

/// How many digits the whole number nearest to `number` has; `format!` takes ten times as long.
fn whole_digits(number: f64) -> usize {
    if number >= 1e15 {
        return format!("{number:.0}").len();
    }
    let nearest = number.round_ties_even();
    let mut digits = 1;
    let mut next = 10.0;
    while next <= nearest {
        next *= 10.0;
        digits += 1;
    }
    digits
}

fn digits(number: f64, format: &str) -> f64 {
    let decimals = match format {
        "money_fact" | "multiple" | "general" | "ratio2" => 3,
        "money_each" if number.abs() < 1000.0 => 3,
        "factor" => 4,
        "part" | "hours" | "ratio" | "months" | "days" => 2,
        "day" | "month" => return DAY,
        _ => 0,
    };
    let shown = if matches!(format, "ratio" | "ratio2" | "share") { number * 100.0 } else { number };
    let whole = whole_digits(shown.abs());
    let signs = whole.saturating_sub(1) / 3 + usize::from(number < 0.0) + usize::from(format == "ratio");
    u32::try_from(whole + decimals).map_or(0.0, f64::from) + u32::try_from(signs).map_or(0.0, f64::from) * 0.7
}
