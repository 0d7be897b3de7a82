//! The verdict as JSON, for machines: the same files, figures and notes as on the terminal.

use serde_json::{Value, json};

use crate::model::note::{Note, Notes};
use crate::model::reading::{Account, FileReading};
use crate::model::words::Words;
use crate::render::manifest;

use super::run::{Found, Stop};

/// The verdict of a run; `checks` are passed and all.
pub fn verdict(found: &Found, checks: (usize, usize)) -> String {
    let figures: Vec<Value> = found
        .plan
        .headlines
        .iter()
        .map(|h| {
            json!({"metric": h.metric, "unit": h.unit.id(), "plan": h.plan, "actual": h.actual.as_ref().ok(),
            "period": h.period.to_string()})
        })
        .collect();
    pretty(&json!({
        "version": env!("CARGO_PKG_VERSION"),
        "as_of": found.settings.as_of().to_string(),
        "currency": found.facts.currency.to_string(),
        "months": found.facts.months.map(|p| p.to_string()),
        "verdict": found.words.say(&found.plan.verdict),
        "figures": figures,
        "checks": {"passed": checks.0, "all": checks.1},
        "files": files(&found.readings),
        "rows": manifest::rows(&Account::total(found.readings.iter().map(|r| &r.account))),
        "notes": notes(&found.notes, &found.words),
    }))
}

/// Why nothing was written.
pub fn stop(stop: &Stop) -> String {
    pretty(&json!({
        "version": env!("CARGO_PKG_VERSION"),
        "exit": stop.exit.number(),
        "files": files(&stop.readings),
        "notes": notes(&stop.notes, &stop.words),
    }))
}

fn files(readings: &[FileReading]) -> Vec<Value> {
    let file = |r: &FileReading| {
        json!({"file": r.file, "sheet": r.sheet, "sha256": r.sha256, "source": r.source, "feeds": r.feeds,
            "rows": manifest::rows(&r.account), "money": manifest::money(&r.account), "exported_on": r.exported_on.map(|d| d.to_string()),
            "months": r.months().map(|p| p.to_string())})
    };
    readings.iter().map(file).collect()
}

fn notes(gathered: &Notes, words: &Words) -> Vec<Value> {
    let note = |n: &Note| {
        json!({"code": n.code.0, "says": words.say(&n.says()), "file": n.place.file, "sheet": n.place.sheet,
            "row": n.place.row, "column": n.place.column, "header": n.place.header, "found": n.place.excerpt,
            "effect": words.say(&n.touches()), "help": words.say(&n.help()), "count": n.count})
    };
    gathered.sorted().into_iter().map(note).collect()
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
