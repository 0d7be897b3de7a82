//! The sample company is known from the inside: what planbook counts in its exports is what happened.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use calamine::{Reader as _, Xlsx};
use planbook::cli::progress::Progress;
use planbook::cli::run::{Found, Request, found};
use planbook::ingest::shelter::Shelter;
use planbook::model::fact::Axis;
use planbook::model::reading::Fate;
use planbook::model::stage::Stage;
use planbook::model::work::Contacted;
use planbook::render;
use planbook::render::report::Parts;
use serde_json::Value;

type ByMonth = BTreeMap<String, i128>;

fn sample() -> &'static Found {
    static SAMPLE: OnceLock<Found> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
        let found = found(
            &Request { path, as_of: None, shelter: Shelter::Here, threads: NonZeroUsize::MIN },
            &Progress::new(false),
        );
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
        if only.is_none_or(|(axis, name)| facts.names.text(axis.of(&fact.spot).unwrap()) == name) {
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
            found.facts.of(measure).iter().map(|f| found.facts.names.text(axis.of(&f.spot).unwrap())).collect();
        assert_eq!(names, happened.keys().map(String::as_str).collect(), "{key}");
        let of = |name: &str| counted(found, id, Some((axis, name))).values().sum::<i128>();
        for (name, by_month) in happened {
            assert_eq!(of(name), months(by_month).values().sum::<i128>(), "{key} {name}");
        }
    }
}

#[test]
fn sales_spoke_with_mqls_when_it_did() {
    let (found, truth) = (sample(), truth());
    let of = |key: &str| months(&truth["mqls_spoken_with"][key]);
    let counted = |number: &dyn Fn(&Contacted) -> u64| -> ByMonth {
        let mqls = found.facts.work.contacts.iter().filter(|((stage, _), _)| *stage == Stage::Mql);
        mqls.map(|((_, month), c)| (month.to_string(), number(c).into())).filter(|(_, n)| *n != 0).collect()
    };
    assert_eq!(counted(&|c| c.entered), of("entered"));
    assert_eq!(counted(&|c| c.within(2)), of("within_two_days"));
    let sum = |months: ByMonth| months.values().sum::<i128>();
    let (entered, in_time) = (sum(of("entered")), sum(of("within_two_days")));
    assert!(entered > 1_000 && in_time > entered / 2 && in_time < entered, "{in_time} of {entered}");
}

#[test]
fn every_row_of_every_file_is_accounted_for() {
    let (found, truth) = (sample(), truth());
    let mut sums: BTreeMap<&str, [u64; 5]> = BTreeMap::new();
    for r in &found.readings {
        assert!(r.account.closes(), "{} {}", r.file, r.sheet);
        let sum = sums.entry(&r.file).or_default();
        for (sum, part) in sum.iter_mut().zip([
            r.rows(Fate::Used),
            r.rows(Fate::Refused),
            r.rows(Fate::Merged),
            r.rows(Fate::Superseded),
            r.rows(Fate::SetAside),
        ]) {
            *sum += part;
        }
    }
    for (file, happened) in truth["files"].as_object().unwrap() {
        let keys = ["used", "refused", "merged", "superseded", "set_aside"];
        let happened = keys.map(|key| happened.get(key).map_or(0, |n| n.as_u64().unwrap()));
        assert_eq!(sums.get(file.as_str()), Some(&happened), "{file}");
    }
}

#[test]
fn no_reader_sees_the_key_of_a_missing_word() {
    let found = sample();
    let sorted = found.notes.sorted();
    let outputs = Arc::new(Mutex::new(BTreeMap::<String, Vec<u8>>::new()));
    let outlet = |name: &str| -> Parts {
        let (outputs, name) = (Arc::clone(&outputs), name.to_owned());
        Box::new(move |part| outputs.lock().unwrap().entry(name.clone()).or_default().extend(part))
    };
    render::outputs(&found.report(&sorted), &outlet).unwrap();
    let is_key = |text: &str| {
        let mut parts = text.split('.');
        let plain = |p: &str| p.len() > 1 && p.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let named = found.facts.measures.find(text).is_some() || found.readings.iter().any(|r| r.file == text);
        text.contains('.') && parts.all(plain) && !named
    };
    let mut seen = 0;
    for (name, bytes) in outputs.lock().unwrap().iter() {
        let texts: Vec<String> = match name.as_str() {
            "annual-plan.xlsx" => {
                let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
                let sheets = book.worksheets();
                let cells = sheets.iter().flat_map(|(_, range)| range.cells().map(|(.., cell)| cell.to_string()));
                cells.collect()
            }
            "summary.html" | "summary.txt" => {
                let text = String::from_utf8_lossy(bytes).into_owned();
                let text = text.rsplit("</style>").next().unwrap_or_default();
                text.split(|c: char| c.is_whitespace() || "<>()\u{201c}\u{201d}".contains(c))
                    .map(ToOwned::to_owned)
                    .collect()
            }
            _ => Vec::new(),
        };
        seen += texts.len();
        let keys: Vec<&String> = texts.iter().filter(|t| is_key(t)).collect();
        assert!(keys.is_empty(), "{name}: {keys:?}");
    }
    assert!(seen > 10_000, "only {seen} texts were seen");
}
