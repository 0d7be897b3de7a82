//! Breaches that concern money and rows as a whole: too much of it on channels that nobody knows, too few against the run before.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::fact::Facts;
use crate::model::gate::{GateCheck, Previous};
use crate::model::money::Money;
use crate::model::name::Name;
use crate::model::note::Note;
use crate::model::phrase::{Arg, Phrase};
use crate::model::reading::{Fate, FileReading};
use crate::model::settings::Settings;
use crate::model::unmapped::{Named, Unmapped, first_lines, list};

/// One limit that is not kept.
pub(super) struct Breach {
    pub(super) check: GateCheck,
    /// Whose breach, as a waiver names it.
    pub(super) about: String,
    pub(super) note: Note,
}

/// A source that counted fewer rows than this is not judged by their number: so few come and go by themselves.
const FEW: u64 = 20;

/// Spend without a channel that some rule knows, and won revenue on channels that none knows: a deal may leave its channel
/// to touchpoints, money that was spent cannot. Without a plan nothing is unplanned.
pub(super) fn unmapped(facts: &Facts, unmapped: &[Unmapped], settings: &Settings) -> Vec<Breach> {
    if !settings.planned {
        return Vec::new();
    }
    let channels: Vec<Unmapped> = unmapped.iter().filter(|u| u.named == Named::Channel).cloned().collect();
    let words: BTreeSet<&str> = channels.iter().map(|u| u.word.as_str()).collect();
    let unknown = |channel: Name| words.contains(facts.names.text(channel));
    let spend = share(facts, "spend", &|channel| channel == Name::NONE || unknown(channel));
    let (nameless, _) = share(facts, "spend", &|channel| channel == Name::NONE);
    let revenue = share(facts, "won_revenue", &unknown);
    let breach = |(about, (part, whole)): (&'static str, (i128, i128))| {
        let limit = settings.gate.unmapped;
        if part as f64 <= limit * whole as f64 {
            return None;
        }
        let money = |minor| Money { minor, currency: facts.currency };
        let note = Note::new("E254").with("what", Arg::Word(format!("gate.{about}")));
        let note = note.with("share", Arg::Share(part as f64 / whole as f64)).with("limit", Arg::Share(limit));
        let mut listed = list(&channels, facts.currency);
        if let (Arg::List(words), "spend", 1..) = (&mut listed, about, nameless) {
            words.push(Phrase::new("gate.nameless").with("money", money(nameless)).into());
        }
        let lines = if channels.is_empty() { String::new() } else { first_lines(&channels) + "\n" };
        let note = note.with("money", money(part)).with("list", listed).with("lines", lines);
        Some(Breach { check: GateCheck::Unmapped, about: about.to_owned(), note })
    };
    [("spend", spend), ("revenue", revenue)].into_iter().filter_map(breach).collect()
}

/// How much of a measure stands on channels that `counts`, and how much there is, in stored units.
fn share(facts: &Facts, measure: &str, counts: &dyn Fn(Name) -> bool) -> (i128, i128) {
    let all = || facts.of_id(measure).iter();
    (all().filter(|f| counts(f.spot.channel)).map(|f| f.value).sum(), all().map(|f| f.value).sum())
}

/// Sources with far fewer rows than the run before had of them. That run counts when it was of the same company and of no
/// later day; a folder of outputs that another company's plan wrote into says nothing.
pub(super) fn fewest(readings: &[FileReading], settings: &Settings, previous: Option<&Previous>) -> Vec<Breach> {
    let Some(previous) = previous.filter(|p| comparable(p, settings)) else { return Vec::new() };
    let mut now: BTreeMap<&str, u64> = BTreeMap::new();
    for reading in readings {
        *now.entry(&reading.source).or_default() += reading.rows(Fate::Used);
    }
    let breach = |(source, &before): (&String, &u64)| {
        let rows = now.get(source.as_str()).copied().unwrap_or(0);
        let limit = settings.gate.fewest;
        if before < FEW || rows as f64 >= limit * before as f64 {
            return None;
        }
        let note = Note::new("E255").with("source", source.as_str()).with("rows", rows).with("before", before);
        let note = note.with("limit", Arg::Share(limit)).with("day", previous.as_of);
        Some(Breach { check: GateCheck::Fewest, about: source.clone(), note })
    };
    previous.rows.iter().filter_map(breach).collect()
}

/// Whether rows of that run can be held against those of this one.
pub(super) fn comparable(previous: &Previous, settings: &Settings) -> bool {
    settings.planned && previous.company == settings.company && previous.as_of <= settings.as_of()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reading::Account;
    use chrono::NaiveDate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(rows: u64) -> FileReading {
        let mut account = Account::default();
        account.read(rows, 0);
        account.meet(Fate::Used, rows, 0);
        FileReading { source: "planbook-deals".into(), account, ..FileReading::default() }
    }

    #[test]
    fn rows_are_held_against_the_run_before_of_the_same_company() {
        let settings =
            Settings { planned: true, company: "Acme".into(), as_of: Some(day("2026-03-31")), ..Settings::default() };
        let before = |company: &str, as_of: &str, rows: u64| Previous {
            company: company.into(),
            as_of: day(as_of),
            rows: [("planbook-deals".to_owned(), rows)].into(),
        };
        let breaches =
            |readings: &[FileReading], previous: &Previous| fewest(readings, &settings, Some(previous)).len();
        let february = before("Acme", "2026-02-28", 100);
        assert_eq!(breaches(&[of(49)], &february), 1);
        assert_eq!(breaches(&[of(20), of(30)], &february), 0);
        assert_eq!(breaches(&[], &february), 1);
        assert_eq!(breaches(&[], &before("Acme", "2026-02-28", 19)), 0);
        assert_eq!(breaches(&[], &before("Umbrella", "2026-02-28", 100)), 0);
        assert_eq!(breaches(&[], &before("Acme", "2026-04-30", 100)), 0);
        assert!(fewest(&[], &settings, None).is_empty());
    }
}
