//! The lines of `results.json`: one for each figure, its fields in the order of their names, none for what does not apply.
//!
//! There are a hundred thousand of them, and what the metric and the name say is alike in every month: it is worked out once.

use std::io::Write as _;

use super::report::{Parts, Report};
use crate::model::fact::Axis;
use crate::model::formula::Missing;
use crate::model::month::Month;
use crate::model::result::{MetricResults, ScopeResult};

/// How many bytes are given at a time: they stay in the processor's cache until they are written.
const BLOCK: usize = 1 << 17;

/// Gives the lines of all results behind `bytes`, part by part.
///
/// # Errors
/// A sentence when a figure is not a finite number.
pub fn lines(mut bytes: Vec<u8>, report: &Report<'_>, give: &mut Parts) -> Result<(), String> {
    let mut left = report.results.count();
    bytes.extend_from_slice(if left > 0 { b"\n" } else { b"" });
    for MetricResults { metric, rows, .. } in &report.results.metrics {
        for results in rows.chunk_by(|a, b| a.scope.only == b.scope.only) {
            let Some(first) = results.first() else { continue };
            let alike = Alike::of(metric, first, report)?;
            for result in results {
                left -= 1;
                line(&mut bytes, (metric, result), &alike)?;
                bytes.extend_from_slice(if left > 0 { b"},\n" } else { b"}" });
            }
            if bytes.len() > BLOCK {
                give(std::mem::replace(&mut bytes, Vec::with_capacity(BLOCK + BLOCK / 4)));
            }
        }
    }
    give(bytes);
    Ok(())
}

/// What the lines of one metric by one name have in common, each piece up to what stands in every line by itself.
struct Alike {
    /// From the beginning to the denominator, and to the first month where there is none.
    start: [Vec<u8>; 2],
    /// Behind the last month, to the numerator, and to what follows where there is none.
    middle: [Vec<u8>; 2],
    /// Behind the numerator: to the value, and to the end where there is none.
    end: [Vec<u8>; 2],
}

impl Alike {
    fn of(id: &str, result: &ScopeResult, report: &Report<'_>) -> Result<Alike, String> {
        let metric = report.catalog.get(id);
        let currency = metric.filter(|m| m.unit.id().starts_with("money")).map(|_| report.facts.currency.code());
        let (axis, name) = result.scope.only.unzip();
        let start = [("axis", axis.map(Axis::id)), ("class", metric.map(|m| m.class.as_str())), ("currency", currency)];
        let middle = [("metric", Some(id)), ("name", name.map(|name| report.facts.names.text(name)))];
        let end = [("unit", metric.map(|m| m.unit.id()))];
        let (start, middle, end) = (fields(&start)?, fields(&middle)?, fields(&end)?);
        Ok(Alike {
            start: ["\"denominator\":", "\"first\":\""].map(|key| [b"{", start.as_slice(), key.as_bytes()].concat()),
            middle: ["\"numerator\":", ""].map(|key| [b"\",", middle.as_slice(), key.as_bytes()].concat()),
            // The comma of the field before the end.
            end: [[end.as_slice(), b"\"value\":"].concat(), end.strip_suffix(b",").unwrap_or(&end).to_vec()],
        })
    }
}

/// The texts that are there, each with a comma behind it.
fn fields(fields: &[(&str, Option<&str>)]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    for (key, text) in fields.iter().filter_map(|&(key, text)| Some((key, text?))) {
        let _ = write!(bytes, "\"{key}\":");
        value(&mut bytes, &text)?;
        bytes.push(b',');
    }
    Ok(bytes)
}

/// One line up to the bracket that closes it.
fn line(bytes: &mut Vec<u8>, (metric, result): (&str, &ScopeResult), alike: &Alike) -> Result<(), String> {
    let period = result.scope.period;
    let number = |bytes: &mut Vec<u8>, number: f64| {
        if number.is_finite() { value(bytes, &number) } else { Err(format!("{metric} {period}: {number}")) }
    };
    if let Some(denominator) = result.denominator() {
        bytes.extend_from_slice(&alike.start[0]);
        number(bytes, denominator)?;
        bytes.extend_from_slice(b",\"first\":\"");
    } else {
        bytes.extend_from_slice(&alike.start[1]);
    }
    month(bytes, period.first);
    if let Some((low, high)) = result.interval() {
        bytes.extend_from_slice(b"\",\"interval\":[");
        number(bytes, low)?;
        bytes.push(b',');
        number(bytes, high)?;
        bytes.extend_from_slice(b"],\"last\":\"");
    } else {
        bytes.extend_from_slice(b"\",\"last\":\"");
    }
    month(bytes, period.last);
    let found = result.value();
    let before = if found.is_ok() { result.numerator() } else { None };
    if let Some(numerator) = before {
        bytes.extend_from_slice(&alike.middle[0]);
        number(bytes, numerator)?;
        bytes.push(b',');
    } else {
        bytes.extend_from_slice(&alike.middle[1]);
    }
    match found {
        Ok(found) => {
            bytes.extend_from_slice(&alike.end[0]);
            number(bytes, found)
        }
        Err(missing) => {
            not_measurable(bytes, missing)?;
            if let Some(numerator) = result.numerator() {
                bytes.extend_from_slice(b"\"numerator\":");
                number(bytes, numerator)?;
                bytes.push(b',');
            }
            bytes.extend_from_slice(&alike.end[1]);
            Ok(())
        }
    }
}

/// Why a figure has no value.
fn not_measurable(bytes: &mut Vec<u8>, missing: &Missing) -> Result<(), String> {
    let (kind, which): (&[u8], _) = match missing {
        Missing::DividesByZero(formula) => (b"\"not_measurable\":{\"divides_by_zero\":", formula),
        Missing::NotGiven(measure) => (b"\"not_measurable\":{\"not_given\":", measure),
    };
    bytes.extend_from_slice(kind);
    value(bytes, which)?;
    bytes.extend_from_slice(b"},");
    Ok(())
}

fn value(bytes: &mut Vec<u8>, value: &impl serde::Serialize) -> Result<(), String> {
    serde_json::to_writer(bytes, value).map_err(|e| e.to_string())
}

/// `2026-03`, without the machinery of formats.
fn month(bytes: &mut Vec<u8>, month: Month) {
    match u32::try_from(month.year()) {
        Ok(year @ 0..=9999) => {
            let digit = |number: u32| b'0' + (number % 10) as u8;
            let (year, number) = ([1000, 100, 10, 1].map(|place| digit(year / place)), month.number());
            let [a, b, c, d] = year;
            bytes.extend_from_slice(&[a, b, c, d, b'-', digit(number / 10), digit(number)]);
        }
        _ => bytes.extend_from_slice(month.to_string().as_bytes()),
    }
}
