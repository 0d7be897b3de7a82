//! The text of what stands behind a figure, for a terminal.

use std::fmt::Write as _;

use crate::model::money::Money;
use crate::model::month::Month;
use crate::model::phrase::{Arg, Phrase};
use crate::model::unit::Unit;
use crate::model::words::Words;

use super::behind::{Behind, Line, Rows, Sum};
use super::notes::printable;
use super::run::Found;

/// The figure, its formula with values, and, when `rows` are asked for, every row.
pub fn text(behind: &Behind, found: &Found, rows: bool) -> String {
    let words = &found.words;
    let label = label(&behind.id, found);
    let month = Month::parse(&behind.month).map_or_else(String::new, |m| words.month(m));
    let mut out = match &behind.only {
        None => format!("{label} ({}), {month}\n", behind.id),
        Some((axis, name)) => {
            format!("{label} ({}), {month}, {}: {}\n", behind.id, words.word(&format!("axis.{axis}")), printable(name))
        }
    };
    if let Some(metric) = found.catalog.get(&behind.id) {
        let _ =
            writeln!(out, "{}\n\n  {label} = {}", metric.means, super::explain::reads(metric, &found.catalog, words));
    }
    let value = behind.value.map(|value| match found.catalog.get(&behind.id) {
        Some(metric) if metric.unit == Unit::Money => words.money(Money::of_major(value, found.facts.currency)),
        Some(metric) => words.figure(value, metric.unit, found.facts.currency),
        None => behind.measures.first().map_or_else(String::new, |sum| sum.value.clone()),
    });
    let _ = match (&value, &behind.wanting) {
        (Some(value), _) => writeln!(out, "  {label} = {value}\n"),
        (None, wanting) => {
            let name = wanting.as_deref().unwrap_or_default();
            writeln!(out, "  {}\n", words.say(&Phrase::new("behind.wanting").with("name", self::label(name, found))))
        }
    };
    for sum in &behind.measures {
        out += &sum_text(sum, found, rows);
    }
    out
}

fn label(id: &str, found: &Found) -> String {
    let words = &found.words;
    match found.catalog.get(id) {
        Some(metric) => words.word_or(&format!("metric.{id}"), &metric.label).to_owned(),
        None => words.word_or(&format!("measure.{id}"), id).to_owned(),
    }
}

fn sum_text(sum: &Sum, found: &Found, rows: bool) -> String {
    let words = &found.words;
    let count = Phrase::new("behind.sum")
        .with("measure", sum.measure.as_str())
        .with("label", label(&sum.measure, found))
        .with("value", sum.value.as_str())
        .with("rows", sum.rows.len());
    let mut out = format!("{}\n", words.say(&count));
    if rows {
        let width = sum.rows.iter().map(|r| r.value.len()).max().unwrap_or(0).max(sum.value.len());
        for line in &sum.rows {
            let _ = writeln!(out, "  {:>width$}  {}", line.value, line_text(line, words));
        }
        out.push('\n');
    }
    out
}

fn line_text(line: &Line, words: &Words) -> String {
    let mut parts = vec![places(&line.at, words)];
    if !line.name.is_empty() {
        parts.insert(0, printable(&line.name).clone());
    }
    if !line.touches.is_empty() {
        let phrase = Phrase::new("behind.touches")
            .with("rows", places(&line.touches, words))
            .with("share", Arg::Share(line.share.unwrap_or(0.0)));
        parts.push(words.say(&phrase));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

fn places(at: &[Rows], words: &Words) -> String {
    let place = |rows: &Rows| {
        let numbers = rows.rows.iter().map(|&row| Arg::Text(row.to_string())).collect();
        let key = if rows.sheet.is_empty() { "behind.file" } else { "behind.sheet" };
        let phrase = Phrase::new(key)
            .with("file", printable(&rows.file).clone())
            .with("sheet", printable(&rows.sheet).clone())
            .with("count", rows.rows.len())
            .with("rows", Arg::List(numbers));
        words.say(&phrase)
    };
    at.iter().map(place).collect::<Vec<_>>().join("; ")
}
