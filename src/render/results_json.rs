//! `results.json`: every metric by period and dimension, one row a line; what does not apply is left out of a row.

use serde_json::{Value, json};

use super::report::{Output, Report};
use crate::model::formula::Missing;
use crate::model::result::MetricResult;

/// The file: what the figures are, then one line for each.
///
/// # Errors
/// A sentence when a figure is not a finite number.
pub fn output(report: &Report<'_>) -> Result<Output, String> {
    let head = json!({
        "as_of": report.settings.as_of().to_string(),
        "company": report.settings.company,
        "currency": report.facts.currency.code(),
        "model": report.settings.model,
    });
    let mut lines = Vec::with_capacity(report.results.rows.len());
    for result in &report.results.rows {
        lines.push(line(result, report)?);
    }
    let mut text = head.to_string();
    text.truncate(text.len() - 1);
    text.push_str(",\"results\":[\n");
    text.push_str(&lines.join(",\n"));
    text.push_str("\n]}\n");
    Ok(Output { name: "results.json".to_owned(), bytes: text.into_bytes() })
}

fn line(result: &MetricResult, report: &Report<'_>) -> Result<String, String> {
    let metric = report.catalog.get(&result.metric);
    let money = metric.is_some_and(|m| m.unit.id().starts_with("money"));
    let figure = &result.figure;
    let finite = |value: Option<f64>| match value {
        Some(v) if !v.is_finite() => Err(format!("{} {}: {v}", result.metric, result.scope.period)),
        other => Ok(other),
    };
    let (axis, name) = match result.scope.only {
        Some((axis, name)) => (Value::from(axis.id()), Value::from(report.facts.names.text(name))),
        None => (Value::Null, Value::Null),
    };
    let interval = match figure.interval {
        Some((low, high)) => json!([finite(Some(low))?, finite(Some(high))?]),
        None => Value::Null,
    };
    let mut row = json!({
        "metric": result.metric,
        "class": metric.map(|m| m.class.as_str()),
        "first": result.scope.period.first.to_string(),
        "last": result.scope.period.last.to_string(),
        "axis": axis,
        "name": name,
        "value": finite(figure.value.as_ref().ok().copied())?,
        "numerator": finite(figure.numerator)?,
        "denominator": finite(figure.denominator)?,
        "interval": interval,
        "unit": metric.map(|m| m.unit.id()),
        "currency": money.then(|| report.facts.currency.code()),
        "not_measurable": figure.value.as_ref().err().map(why),
    });
    if let Value::Object(fields) = &mut row {
        fields.retain(|_, value| !value.is_null());
    }
    Ok(row.to_string())
}

/// Why there is no value, for machines: the kind and the formula or measure.
fn why(missing: &Missing) -> Value {
    match missing {
        Missing::DividesByZero(formula) => json!({"divides_by_zero": formula}),
        Missing::NotGiven(measure) => json!({"not_given": measure}),
    }
}
