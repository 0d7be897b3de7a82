//! The lines of `results.json`: one for each figure, its fields in the order of their names, none for what does not apply.
//!
//! There are a hundred thousand of them, and what the metric and the name say is alike in every month: it is worked out once.

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
    let mut alike = Alike::default();
    for MetricResults { metric, rows, .. } in &report.results.metrics {
        for of_axis in rows.chunk_by(|a, b| axis(a) == axis(b)) {
            alike.is_by(metric, of_axis.first().and_then(axis), report)?;
            for results in of_axis.chunk_by(|a, b| a.scope.only == b.scope.only) {
                let name = results.first().and_then(|first| first.scope.only).map(|(_, name)| name);
                alike.is_of(metric, name.map(|name| report.facts.names.text(name)))?;
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
    }
    give(bytes);
    Ok(())
}

fn axis(result: &ScopeResult) -> Option<Axis> {
    result.scope.only.map(|(axis, _)| axis)
}

/// What the lines of one metric by one name have in common, each piece up to what stands in every line by itself.
#[derive(Default)]
struct Alike {
    /// From the beginning to the denominator, and to the first month where there is none.
    start: [Vec<u8>; 2],
    /// Behind the last month, to the numerator, and to what follows where there is none.
    middle: [Vec<u8>; 2],
    /// Behind the numerator: to the value, and to the end where there is none.
    end: [Vec<u8>; 2],
}

impl Alike {
    /// Lines of the metric `id` by `axis` follow.
    fn is_by(&mut self, id: &str, axis: Option<Axis>, report: &Report<'_>) -> Result<(), String> {
        let metric = report.catalog.get(id);
        let currency = metric.filter(|m| m.unit.id().starts_with("money")).map(|_| report.facts.currency.code());
        let start = [("axis", axis.map(Axis::id)), ("class", metric.map(|m| m.class.as_str())), ("currency", currency)];
        let end = [("unit", metric.map(|m| m.unit.id()))];
        put(&mut self.start, b"{", &start, [b"\"denominator\":", b"\"first\":\""])?;
        put(&mut self.end, b"", &end, [b"\"value\":", b""])?;
        // The comma of the field before the end.
        self.end[1].pop();
        Ok(())
    }

    /// Lines of that metric by `name` follow.
    fn is_of(&mut self, id: &str, name: Option<&str>) -> Result<(), String> {
        put(&mut self.middle, b"\",", &[("metric", Some(id)), ("name", name)], [b"\"numerator\":", b""])
    }
}

/// Writes `before`, the texts that are there, each with a comma behind it, and one of `keys` into each of `pieces`.
fn put(
    pieces: &mut [Vec<u8>; 2],
    before: &[u8],
    fields: &[(&str, Option<&str>)],
    keys: [&[u8]; 2],
) -> Result<(), String> {
    for (piece, after) in pieces.iter_mut().zip(keys) {
        piece.clear();
        piece.extend_from_slice(before);
        for (key, text) in fields.iter().filter_map(|&(key, text)| Some((key, text?))) {
            piece.push(b'"');
            piece.extend_from_slice(key.as_bytes());
            piece.extend_from_slice(b"\":");
            value(piece, &text)?;
            piece.push(b',');
        }
        piece.extend_from_slice(after);
    }
    Ok(())
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
