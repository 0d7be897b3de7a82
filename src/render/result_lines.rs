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
    let mut before: &[u8] = b"\n{";
    for MetricResults { metric, rows, .. } in &report.results.metrics {
        for results in rows.chunk_by(|a, b| a.scope.only == b.scope.only) {
            let Some(first) = results.first() else { continue };
            let alike = Alike::of(metric, first, report)?;
            for result in results {
                bytes.extend_from_slice(before);
                before = b",\n{";
                line(&mut bytes, (metric, result), &alike)?;
            }
            if bytes.len() > BLOCK {
                give(std::mem::replace(&mut bytes, Vec::with_capacity(BLOCK + BLOCK / 4)));
            }
        }
    }
    give(bytes);
    Ok(())
}

/// What the lines of one metric by one name have in common.
struct Alike {
    /// Fields before the denominator.
    start: Vec<u8>,
    /// Fields between the months and the reason why there is no value.
    middle: Vec<u8>,
    /// Fields between the numerator and the value.
    end: Vec<u8>,
}

impl Alike {
    fn of(id: &str, result: &ScopeResult, report: &Report<'_>) -> Result<Alike, String> {
        let metric = report.catalog.get(id);
        let currency = metric.filter(|m| m.unit.id().starts_with("money")).map(|_| report.facts.currency.code());
        let (axis, name) = result.scope.only.unzip();
        let start = [("axis", axis.map(Axis::id)), ("class", metric.map(|m| m.class.as_str())), ("currency", currency)];
        let middle = [("metric", Some(id)), ("name", name.map(|name| report.facts.names.text(name)))];
        let end = [("unit", metric.map(|m| m.unit.id()))];
        Ok(Alike { start: fields(&start)?, middle: fields(&middle)?, end: fields(&end)? })
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

fn line(bytes: &mut Vec<u8>, (metric, result): (&str, &ScopeResult), alike: &Alike) -> Result<(), String> {
    let (figure, period) = (&result.figure, result.scope.period);
    let number = |bytes: &mut Vec<u8>, key: &[u8], number: f64| {
        if !number.is_finite() {
            return Err(format!("{metric} {period}: {number}"));
        }
        bytes.extend_from_slice(key);
        value(bytes, &number)
    };
    bytes.extend_from_slice(&alike.start);
    if let Some(denominator) = figure.denominator {
        number(bytes, b"\"denominator\":", denominator)?;
        bytes.push(b',');
    }
    bytes.extend_from_slice(b"\"first\":\"");
    month(bytes, period.first);
    if let Some((low, high)) = figure.interval {
        number(bytes, b"\",\"interval\":[", low)?;
        number(bytes, b",", high)?;
        bytes.extend_from_slice(b"],\"last\":\"");
    } else {
        bytes.extend_from_slice(b"\",\"last\":\"");
    }
    month(bytes, period.last);
    bytes.extend_from_slice(b"\",");
    bytes.extend_from_slice(&alike.middle);
    if let Err(missing) = &figure.value {
        let (kind, which): (&[u8], _) = match missing {
            Missing::DividesByZero(formula) => (b"divides_by_zero", formula),
            Missing::NotGiven(measure) => (b"not_given", measure),
        };
        for part in [b"\"not_measurable\":{\"", kind, b"\":"] {
            bytes.extend_from_slice(part);
        }
        value(bytes, which)?;
        bytes.extend_from_slice(b"},");
    }
    if let Some(numerator) = figure.numerator {
        number(bytes, b"\"numerator\":", numerator)?;
        bytes.push(b',');
    }
    bytes.extend_from_slice(&alike.end);
    if let Ok(found) = figure.value {
        number(bytes, b"\"value\":", found)?;
    } else {
        // The comma of the field before it.
        bytes.pop();
    }
    bytes.push(b'}');
    Ok(())
}

fn value(bytes: &mut Vec<u8>, value: &impl serde::Serialize) -> Result<(), String> {
    serde_json::to_writer(bytes, value).map_err(|e| e.to_string())
}

/// `2026-03`, without the machinery of formats.
fn month(bytes: &mut Vec<u8>, month: Month) {
    match u32::try_from(month.year()) {
        Ok(year @ 0..=9999) => {
            let number = month.number();
            let digits = [year / 1000, year / 100, year / 10, year, number / 10, number].map(|n| b'0' + (n % 10) as u8);
            bytes.extend_from_slice(&digits[..4]);
            bytes.push(b'-');
            bytes.extend_from_slice(&digits[4..]);
        }
        _ => bytes.extend_from_slice(month.to_string().as_bytes()),
    }
}
