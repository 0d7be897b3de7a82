//! `results.json`: every metric by period and dimension, one row a line, then the findings and the statistics; what does not apply is left out of a row.

use std::fmt::Display;

use serde::{Serialize, Serializer};
use serde_json::json;

use super::report::{Output, Report};
use crate::model::formula::Missing;
use crate::model::month::Month;
use crate::model::result::MetricResult;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;
use crate::model::words::Words;

/// The name of the file.
pub const NAME: &str = "results.json";

/// One figure; its fields stand in the order of their names.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    axis: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    denominator: Option<f64>,
    #[serde(serialize_with = "shown")]
    first: Month,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<(f64, f64)>,
    #[serde(serialize_with = "shown")]
    last: Month,
    metric: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_measurable: Option<Why<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    numerator: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
}

/// Why there is no value, for machines: the kind and the formula or measure.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Why<'a> {
    DividesByZero(&'a str),
    NotGiven(&'a str),
}

/// The file: what the figures are, then one line for each, then the findings with their `cells` in the workbook.
///
/// # Errors
/// A sentence when a figure is not a finite number.
pub fn output(report: &Report<'_>, cells: &[String]) -> Result<Output, String> {
    let head = json!({
        "as_of": report.settings.as_of().to_string(),
        "company": report.settings.company,
        "currency": report.facts.currency.code(),
        "model": report.settings.model,
    });
    let mut bytes = head.to_string().into_bytes();
    bytes.pop();
    bytes.extend_from_slice(b",\"results\":[");
    let mut before: &[u8] = b"\n";
    for result in &report.results.rows {
        bytes.extend_from_slice(before);
        serde_json::to_writer(&mut bytes, &line(result, report)?).map_err(|e| e.to_string())?;
        before = b",\n";
    }
    bytes.extend_from_slice(b"\n],\"findings\":[");
    let mut before: &[u8] = b"\n";
    for (number, finding) in report.plan.findings.iter().enumerate() {
        bytes.extend_from_slice(before);
        let cell = cells.get(number).filter(|c| !c.is_empty());
        let line = json!({
            "kind": finding.kind,
            "says": report.words.say(&finding.says),
            "money": finding.money,
            "cell": cell,
        });
        serde_json::to_writer(&mut bytes, &line).map_err(|e| e.to_string())?;
        before = b",\n";
    }
    bytes.extend_from_slice(b"\n],\"statistics\":[");
    let mut before: &[u8] = b"\n";
    for statistic in report.statistics() {
        bytes.extend_from_slice(before);
        serde_json::to_writer(&mut bytes, &table(statistic, report.words)).map_err(|e| e.to_string())?;
        before = b",\n";
    }
    bytes.extend_from_slice(b"\n]}\n");
    Ok(Output { name: NAME.to_owned(), bytes })
}

/// A statistic: its id, its columns with their units, its rows.
fn table(statistic: &Statistic, words: &Words) -> serde_json::Value {
    let cell = |cell: &StatisticCell| match cell {
        StatisticCell::Text(text) | StatisticCell::Word(text) => json!(text),
        StatisticCell::Said(phrase) => json!(words.say(phrase)),
        StatisticCell::Month(month) => json!(month.to_string()),
        StatisticCell::Figure(figure) => json!(figure),
        StatisticCell::Empty => json!(null),
    };
    let columns: Vec<_> = statistic.columns.iter().map(|c| json!({"id": c.id, "unit": c.unit.map(Unit::id)})).collect();
    let rows: Vec<Vec<_>> = statistic.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    json!({"id": statistic.id, "columns": columns, "rows": rows})
}

fn line<'a>(result: &'a MetricResult, report: &'a Report<'_>) -> Result<Line<'a>, String> {
    let metric = report.catalog.get(&result.metric);
    let money = metric.is_some_and(|m| m.unit.id().starts_with("money"));
    let figure = &result.figure;
    let value = figure.value.as_ref().ok().copied();
    let numbers =
        [value, figure.numerator, figure.denominator, figure.interval.map(|i| i.0), figure.interval.map(|i| i.1)];
    if let Some(wrong) = numbers.into_iter().flatten().find(|v| !v.is_finite()) {
        return Err(format!("{} {}: {wrong}", result.metric, result.scope.period));
    }
    Ok(Line {
        axis: result.scope.only.map(|(axis, _)| axis.id()),
        class: metric.map(|m| m.class.as_str()),
        currency: money.then(|| report.facts.currency.code()),
        denominator: figure.denominator,
        first: result.scope.period.first,
        interval: figure.interval,
        last: result.scope.period.last,
        metric: &result.metric,
        name: result.scope.only.map(|(_, name)| report.facts.names.text(name)),
        not_measurable: figure.value.as_ref().err().map(why),
        numerator: figure.numerator,
        unit: metric.map(|m| m.unit.id()),
        value,
    })
}

fn why(missing: &Missing) -> Why<'_> {
    match missing {
        Missing::DividesByZero(formula) => Why::DividesByZero(formula),
        Missing::NotGiven(measure) => Why::NotGiven(measure),
    }
}

fn shown<S: Serializer>(value: &impl Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}
