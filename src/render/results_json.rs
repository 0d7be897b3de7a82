//! `results.json`: every metric by period and dimension, one row a line, then the findings and the statistics; what does not apply is left out of a row.

use serde_json::json;

use super::report::{Parts, Report};
use super::result_lines::lines;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;
use crate::model::words::Words;

/// The name of the file.
pub const NAME: &str = "results.json";

/// Gives the file up to its last figure: what the figures are, then one line for each.
///
/// # Errors
/// A sentence when a figure is not a finite number.
pub fn figures(report: &Report<'_>, give: &mut Parts) -> Result<(), String> {
    let head = json!({
        "as_of": report.settings.as_of().to_string(),
        "company": report.settings.company,
        "currency": report.facts.currency.code(),
        "model": report.settings.model,
    });
    let mut bytes = head.to_string().into_bytes();
    bytes.pop();
    bytes.extend_from_slice(b",\"results\":[");
    lines(bytes, report, give)
}

/// Gives the rest: the findings with their `cells` in the workbook, then the statistics.
///
/// # Errors
/// A sentence when something of it cannot be written as JSON.
pub fn rest(report: &Report<'_>, cells: &[String], give: &mut Parts) -> Result<(), String> {
    let mut bytes = b"\n],\"findings\":[".to_vec();
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
    give(bytes);
    Ok(())
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
