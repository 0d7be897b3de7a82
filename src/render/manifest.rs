//! `manifest.json`: what a run was made from, so that it can be made again. It holds no clock time.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::report::{Output, Report};
use crate::model::note::Severity;
use crate::model::reading::{Account, Fate, FileReading};

/// The name of the file.
pub const NAME: &str = "manifest.json";
/// The version of the layout of the outputs, raised when a reader of them would have to change.
const FORMAT: u32 = 1;

/// The file, keys sorted.
///
/// # Errors
/// A sentence when it cannot be written as JSON.
pub fn output(report: &Report<'_>) -> Result<Output, String> {
    let severity = |wanted: Severity| report.notes.iter().filter(|n| n.code.severity() == wanted).count();
    let total = Account::total(report.readings.iter().map(|r| &r.account));
    let page = json!({
        "planbook": env!("CARGO_PKG_VERSION"),
        "format": FORMAT,
        "as_of": report.settings.as_of().to_string(),
        "months": report.facts.months.map(|p| [p.first.to_string(), p.last.to_string()]),
        "facts": report.facts.rows.len(),
        "results": report.results.count(),
        "notes": {
            "errors": severity(Severity::Error),
            "warnings": severity(Severity::Warning),
            "assumptions": severity(Severity::Assumption),
        },
        "plan": plan(report),
        "rows": rows(&total),
        "money": money(&total),
        "merges": report.merges.len(),
        "inputs": report.readings.iter().map(input).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&page).map_err(|e| e.to_string())?;
    text.push('\n');
    Ok(Output { name: NAME.to_owned(), bytes: text.into_bytes() })
}

/// The settings that change figures.
fn plan(report: &Report<'_>) -> Value {
    let s = report.settings;
    json!({
        "company": s.company,
        "language": s.language,
        "currency": report.facts.currency.code(),
        "time_zone": s.time_zone,
        "fiscal_year_start": s.fiscal_year_start,
        "plan_year": [s.plan_period().first.to_string(), s.plan_period().last.to_string()],
        "baseline": [s.baseline().first.to_string(), s.baseline().last.to_string()],
        "stages": s.stages.iter().map(|stage| stage.id()).collect::<Vec<_>>(),
        "conversion": format!("{:?}", s.conversion).to_lowercase(),
        "model": s.model,
        "lookback_days": s.lookback_days,
        "half_life_days": s.half_life_days,
        "models": s.attribution.computed().collect::<Vec<_>>(),
        "attribution": s.attribution.choices().into_iter().collect::<BTreeMap<_, _>>(),
        "custom": s.attribution.custom,
        "channels": s.attribution.channels,
        "robust": s.attribution.robust,
        "gross_margin": s.gross_margin,
        "spread_periods": s.spread_periods,
        "goals": s.goals.len(),
        "objectives": s.objectives.iter().map(|o| o.id.as_str()).collect::<Vec<_>>(),
        "assumed": s.assumed,
    })
}

/// The rows of an account by what became of them; they add up to `read`.
pub fn rows(account: &Account) -> Value {
    let met = Fate::ALL.iter().map(|&fate| (fate.id().to_owned(), json!(account.rows(fate))));
    std::iter::once(("read".to_owned(), json!(account.read))).chain(met).collect::<Map<_, _>>().into()
}

/// The money in them, minor units as text, since it may be larger than a JSON number holds exactly.
pub fn money(account: &Account) -> Value {
    let met = Fate::ALL.iter().map(|&fate| (fate.id().to_owned(), json!(account.minor(fate).to_string())));
    std::iter::once(("read".to_owned(), json!(account.money.to_string()))).chain(met).collect::<Map<_, _>>().into()
}

fn input(reading: &FileReading) -> Value {
    json!({
        "file": reading.file,
        "sheet": reading.sheet,
        "sha256": reading.sha256,
        "bytes": reading.bytes,
        "source": reading.source,
        "feeds": reading.feeds,
        "text": reading.text,
        "exported_on": reading.exported_on.map(|day| day.to_string()),
        "rows": rows(&reading.account),
        "money": money(&reading.account),
        "months": reading.months().map(|p| [p.first.to_string(), p.last.to_string()]),
    })
}
