//! The sample company is known from the inside: what planbook counts in its exports is what happened.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use planbook::cli::progress::Progress;
use planbook::cli::run::{Found, Request, found};
use planbook::model::fact::Axis;
use serde_json::Value;

type ByMonth = BTreeMap<String, i128>;

fn sample() -> &'static Found {
    static SAMPLE: OnceLock<Found> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
        let found = found(&Request { path, as_of: None }, &Progress::new(false));
        found.unwrap_or_else(|_| unreachable!("the sample runs"))
    })
}

fn truth() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample_truth.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn months(truth: &Value) -> ByMonth {
    let months = truth.as_object().unwrap().iter();
    months.map(|(month, value)| (month.clone(), value.as_i64().unwrap().into())).filter(|(_, v)| *v != 0).collect()
}

/// The sums of a measure by month, of those facts that have `name` on `axis`.
fn counted(found: &Found, id: &str, only: Option<(Axis, &str)>) -> ByMonth {
    let facts = &found.facts;
    let mut sums = ByMonth::new();
    for fact in facts.of(facts.measures.find(id).unwrap()) {
        if only.is_none_or(|(axis, name)| facts.names.text(axis.of(&fact.spot)) == name) {
            *sums.entry(fact.spot.month.to_string()).or_default() += fact.value;
        }
    }
    sums.retain(|_, value| *value != 0);
    sums
}

#[test]
fn every_measure_of_every_month_is_what_happened() {
    let (found, truth) = (sample(), truth());
    let mut compared = 0;
    for (id, happened) in truth["months"].as_object().unwrap() {
        if found.facts.measures.find(id).is_none() {
            assert_eq!(id, "orphan_touchpoints", "the truth knows a measure that planbook does not");
            continue;
        }
        assert_eq!(counted(found, id, None), months(happened), "{id}");
        compared += 1;
    }
    assert!(compared >= 38, "only {compared} measures were compared");
}

#[test]
fn the_parts_are_what_happened_too() {
    let (found, truth) = (sample(), truth());
    let parts = [
        ("spend", "spend_by_channel", Axis::Channel),
        ("leads", "leads_by_channel", Axis::Channel),
        ("leads", "leads_by_market", Axis::Market),
        ("sessions", "sessions_by_market", Axis::Market),
        ("won_revenue", "won_revenue_by_market", Axis::Market),
    ];
    for (id, key, axis) in parts {
        let happened = truth[key].as_object().unwrap();
        let measure = found.facts.measures.find(id).unwrap();
        let names: BTreeSet<&str> =
            found.facts.of(measure).iter().map(|f| found.facts.names.text(axis.of(&f.spot))).collect();
        assert_eq!(names, happened.keys().map(String::as_str).collect(), "{key}");
        let of = |name: &str| counted(found, id, Some((axis, name))).values().sum::<i128>();
        for (name, by_month) in happened {
            assert_eq!(of(name), months(by_month).values().sum::<i128>(), "{key} {name}");
        }
    }
}

#[test]
fn every_row_of_every_file_is_accounted_for() {
    let (found, truth) = (sample(), truth());
    let mut sums: BTreeMap<&str, [u64; 5]> = BTreeMap::new();
    for r in &found.readings {
        assert!(r.adds_up(), "{} {}", r.file, r.sheet);
        let sum = sums.entry(&r.file).or_default();
        for (sum, part) in sum.iter_mut().zip([r.read, r.used, r.refused, r.merged, r.set_aside]) {
            *sum += part;
        }
    }
    for (file, happened) in truth["files"].as_object().unwrap() {
        let keys = ["read", "used", "refused", "merged", "set_aside"];
        let happened = keys.map(|key| happened[key].as_u64().unwrap());
        assert_eq!(sums.get(file.as_str()), Some(&happened), "{file}");
    }
}
