//! What stands behind a figure: the rows that are listed add up to it, whatever is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::OnceLock;

use planbook::cli::behind::{Traced, behind};
use planbook::cli::behind_text;
use planbook::cli::progress::Progress;
use planbook::cli::run::{Request, with_records};
use planbook::ingest::shelter::Shelter;
use planbook::measure;
use planbook::model::fact::Axis;
use planbook::model::month::Month;

/// The sample, with its records and their rows.
pub(crate) fn sample() -> &'static Traced {
    static SAMPLE: OnceLock<Traced> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
        let traced = with_records(
            &Request { path, as_of: None, shelter: Shelter::Here, threads: NonZeroUsize::MIN },
            &Progress::new(false),
        );
        traced.unwrap_or_else(|_| unreachable!("the sample runs"))
    })
}

/// Every measure of the sample, by month and by name on every axis: what its records add is the fact, to the unit.
#[test]
fn contributions_add_up_to_every_fact() {
    let (found, records, origins) = sample();
    let wanted: BTreeSet<String> = found.facts.measures.iter().map(|(_, kind)| kind.id.clone()).collect();
    let (facts, contributions) = measure::traced(records, &found.settings, &wanted);
    assert_eq!(facts.rows, found.facts.rows);
    assert_eq!(facts.cuts, found.facts.cuts);
    let mut sums = BTreeMap::new();
    let mut cuts = BTreeMap::new();
    for c in &contributions {
        *sums.entry((c.measure, c.spot)).or_insert(0_i128) += c.value;
        for axis in [Axis::Industry, Axis::Team, Axis::Owner] {
            if let Some(name) = c.name(axis) {
                *cuts.entry((c.measure, axis, c.spot.month, name)).or_insert(0_i128) += c.value;
            }
        }
        assert!(!origins.rows(c.of).is_empty(), "{} of {:?}", facts.measures.id(c.measure), c.of);
        assert!(c.touches.iter().all(|&touch| !origins.rows(touch).is_empty()));
    }
    for fact in facts.rows.iter() {
        assert_eq!(sums.remove(&(fact.measure, fact.spot)), Some(fact.value), "{}", facts.measures.id(fact.measure));
    }
    assert!(sums.values().all(|&rest| rest == 0), "contributions without a fact");
    for cut in &facts.cuts {
        let key = (cut.measure, cut.axis, cut.month, cut.name);
        // What is shared among places was paid by nobody in particular.
        assert_eq!(cuts.remove(&key), Some(cut.value), "{}", facts.measures.id(cut.measure));
    }
    assert!(contributions.len() > 20_000, "only {} contributions", contributions.len());
}

/// The printed rows, added up as a reader would, give the printed value.
#[test]
fn printed_rows_add_up_by_hand() {
    let digits = |text: &str| -> i128 {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{part:0<9}").parse().unwrap()
    };
    let questions = [
        ("cac", "2026-05", Some((Axis::Channel, "Paid search"))),
        ("roi_loaded", "2026-03", Some((Axis::Market, "Thailand"))),
        ("mrr", "2026-06", None),
        ("attributed", "2025-11", Some((Axis::Channel, "Email"))),
        ("quota_attainment", "2026-02", None),
        ("calls", "2026-04", Some((Axis::Team, "Sales"))),
    ];
    for (metric, month, only) in questions {
        let found = behind(sample(), metric, Month::parse(month).unwrap(), only).unwrap();
        assert!(!found.measures.is_empty() && found.measures.iter().any(|m| !m.rows.is_empty()), "{metric}");
        for sum in &found.measures {
            let added: i128 = sum.rows.iter().map(|row| digits(&row.value)).sum();
            assert_eq!(added, digits(&sum.value), "{metric}: {}", sum.measure);
            assert!(sum.rows.iter().all(|row| !row.at.is_empty()), "{metric}: {}", sum.measure);
        }
        let text = behind_text::text(&found, &sample().0, true);
        assert!(text.lines().count() > 4, "{text}");
    }
    assert_eq!(
        behind(sample(), "cac", Month::parse("2026-05").unwrap(), Some((Axis::Market, "Mars"))),
        Err("Mars".into())
    );
}
