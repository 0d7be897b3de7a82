//! Whether what was read is fit for figures, by the limits of `[gate]`; a breach can be waived by somebody, for a reason,
//! until a day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::breach::{Breach, comparable, fewest, unmapped};
use crate::model::fact::Facts;
use crate::model::gate::{GateCheck, Previous, Waiver};
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::{Arg, Phrase};
use crate::model::reading::{Fate, FileReading};
use crate::model::settings::Settings;
use crate::model::unmapped::{Unmapped, quoted};
use crate::model::writing::fits;

/// How long a waiver holds that is offered for pasting: until the exports of the next month are in.
const OFFERED_DAYS: u64 = 31;

/// What the gate looks at.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// What became of each file.
    pub readings: &'a [FileReading],
    /// Words that no rule knows.
    pub unmapped: &'a [Unmapped],
    /// The waist, for what stands on them.
    pub facts: &'a Facts,
    /// The plan.
    pub settings: &'a Settings,
    /// The run before, where there is one.
    pub previous: Option<&'a Previous>,
}

impl Judged<'_> {
    /// Whether rows are held against the run before.
    pub fn is_compared(&self) -> bool {
        self.previous.is_some_and(|previous| comparable(previous, self.settings))
    }
}

/// Whether the gate is open, and what it says: an error for each breach that nobody waives (E250 rows refused, E251 age,
/// E252 required, E254 unmapped, E255 fewer rows), a warning for each waived one (W250), and one for each waiver that has
/// expired before its breach (W251).
pub fn judged(look: &Judged<'_>) -> (bool, Notes) {
    let Judged { readings, settings, .. } = *look;
    let (mut notes, mut open) = (Notes::new(), true);
    let as_of = settings.as_of();
    let breaches = [
        refused(readings, settings),
        unmapped(look.facts, look.unmapped, settings),
        fewest(readings, settings, look.previous),
        age(readings, settings),
        required(readings, settings),
    ];
    for breach in breaches.into_iter().flatten() {
        let last = settings.waivers.iter().filter(|w| w.check == breach.check && w.file == breach.about);
        match last.max_by_key(|w| w.until) {
            Some(waiver) if waiver.until >= as_of => notes.push(waived(&breach, waiver)),
            waiver => {
                if let Some(waiver) = waiver {
                    notes.push(expired(&breach, waiver));
                }
                let offer = offered(breach.check, &breach.about, as_of);
                notes.push(breach.note.with("waiver", offer));
                open = false;
            }
        }
    }
    (open, notes)
}

fn waived(breach: &Breach, waiver: &Waiver) -> Note {
    let note = Note::new("W250").with("breach", breach.note.says()).with("about", breach.about.as_str());
    let note = note.with("by", waiver.by.as_str()).with("reason", waiver.reason.as_str());
    note.with("until", waiver.until).at(breach.note.place.clone())
}

fn expired(breach: &Breach, waiver: &Waiver) -> Note {
    let place = Place { row: waiver.row, ..Place::file("plan.toml") };
    let note = Note::new("W251").with("check", breach.check.id()).with("about", breach.about.as_str());
    note.with("by", waiver.by.as_str()).with("until", waiver.until).at(place)
}

/// The waiver that would let the breach pass, as TOML.
fn offered(check: GateCheck, about: &str, as_of: NaiveDate) -> Phrase {
    let until = as_of.checked_add_days(Days::new(OFFERED_DAYS)).unwrap_or(as_of);
    let phrase = Phrase::new("gate.waiver").with("check", check.id()).with("file", quoted(about));
    phrase.with("until", until.to_string())
}

/// Rows that only say who belongs to a deal often reach beyond the deals that were exported: W223 tells those, and no
/// figure lacks them.
fn refused(readings: &[FileReading], settings: &Settings) -> Vec<Breach> {
    let gate = &settings.gate;
    let breach = |reading: &FileReading| {
        let rows = reading.rows(Fate::Refused);
        let records = reading.account.read - reading.rows(Fate::SetAside);
        if reading.source.is_empty()
            || reading.feeds == "links"
            || rows <= gate.refused_rows
            || rows as f64 <= gate.refused * records as f64
        {
            return None;
        }
        let place = Place { sheet: reading.sheet.clone(), ..Place::file(reading.file.as_str()) };
        let note = Note::new("E250").with("rows", rows).with("records", records);
        let note = note.with("limit", Arg::Share(gate.refused)).at(place);
        Some(Breach { check: GateCheck::Refused, about: reading.file.clone(), note })
    };
    readings.iter().filter_map(breach).collect()
}

/// By source and not by file: last year's export is old for good when this year's lies beside it.
fn age(readings: &[FileReading], settings: &Settings) -> Vec<Breach> {
    let Some(limit) = settings.gate.age_days else { return Vec::new() };
    let mut newest: BTreeMap<&str, (NaiveDate, &FileReading)> = BTreeMap::new();
    for reading in readings.iter().filter(|r| !r.source.is_empty()) {
        let Some((_, day)) = reading.coverage.span() else { continue };
        let known = newest.entry(&reading.source).or_insert((day, reading));
        if day > known.0 {
            *known = (day, reading);
        }
    }
    let breach = |(day, reading): (NaiveDate, &FileReading)| {
        let days = (settings.as_of() - day).num_days();
        if days <= limit {
            return None;
        }
        let note = Note::new("E251").with("title", reading.title.as_str()).with("day", day);
        let note = note.with("days", Arg::Count(days.into())).with("limit", Arg::Count(limit.into()));
        let note = note.at(Place::file(reading.file.as_str()));
        Some(Breach { check: GateCheck::Age, about: reading.file.clone(), note })
    };
    newest.into_values().filter_map(breach).collect()
}

fn required(readings: &[FileReading], settings: &Settings) -> Vec<Breach> {
    let gate = &settings.gate;
    let used = || readings.iter().filter(|r| r.rows(Fate::Used) > 0);
    let files: BTreeSet<String> = used().map(|r| r.file.to_lowercase()).collect();
    let there = |pattern: &String| files.iter().any(|file| fits(&pattern.to_lowercase(), file));
    let no_file = gate.files.iter().filter(|&wanted| !there(wanted));
    let no_source = gate.sources.iter().filter(|&wanted| !used().any(|r| r.source == *wanted));
    let breach = |wanted: &String| Breach {
        check: GateCheck::Required,
        about: wanted.clone(),
        note: Note::new("E252").with("wanted", wanted.as_str()),
    };
    no_file.chain(no_source).map(breach).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::money::Currency;
    use crate::model::reading::Account;

    fn reading(used: u64, refused: u64, set_aside: u64) -> FileReading {
        let mut account = Account::default();
        account.read(used + refused + set_aside, 0);
        for (fate, rows) in [(Fate::Used, used), (Fate::Refused, refused), (Fate::SetAside, set_aside)] {
            account.meet(fate, rows, 0);
        }
        FileReading { file: "deals.csv".into(), source: "planbook-deals".into(), account, ..FileReading::default() }
    }

    fn codes(readings: &[FileReading], settings: &Settings) -> (bool, Vec<&'static str>) {
        let facts = Facts::new(Currency::USD);
        let look = Judged { readings, unmapped: &[], facts: &facts, settings, previous: None };
        let (open, notes) = judged(&look);
        (open, notes.iter().map(|n| n.code.0).collect())
    }

    #[test]
    fn a_fifth_of_the_records_may_be_refused_and_titles_are_no_records() {
        let settings = Settings::default();
        assert_eq!(codes(&[reading(80, 20, 0)], &settings), (true, vec![]));
        assert_eq!(codes(&[reading(79, 21, 0)], &settings), (false, vec!["E250"]));
        assert_eq!(codes(&[reading(79, 21, 500)], &settings), (false, vec!["E250"]));
        assert_eq!(codes(&[reading(1, 5, 0)], &settings), (true, vec![]));
        assert_eq!(codes(&[reading(0, 6, 0)], &settings), (false, vec!["E250"]));
        let links = FileReading { feeds: "links".into(), ..reading(0, 50, 0) };
        assert_eq!(codes(&[links], &settings), (true, vec![]));
    }

    #[test]
    fn the_newest_file_of_a_source_tells_its_age() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let of = |text: &str| {
            let mut reading = reading(1, 0, 0);
            reading.coverage.mark(day(text));
            reading
        };
        let mut settings = Settings { as_of: Some(day("2026-03-31")), ..Settings::default() };
        assert_eq!(codes(&[of("2020-01-01")], &settings), (true, vec![]));
        settings.gate.age_days = Some(31);
        assert_eq!(codes(&[of("2020-01-01"), of("2026-02-28")], &settings), (true, vec![]));
        assert_eq!(codes(&[of("2026-02-27"), of("2020-01-01")], &settings), (false, vec!["E251"]));
    }

    #[test]
    fn a_waiver_holds_up_to_its_day_for_its_own_breach() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let waiver = |check, until| Waiver {
            check,
            file: "deals.csv".into(),
            reason: "known".into(),
            by: "Ann Lee".into(),
            until: day(until),
            row: 4,
        };
        let mut settings = Settings { as_of: Some(day("2026-03-31")), ..Settings::default() };
        let bad = [reading(1, 9, 0)];
        for (check, until, is) in [
            (GateCheck::Refused, "2026-03-31", (true, vec!["W250"])),
            (GateCheck::Refused, "2026-03-30", (false, vec!["W251", "E250"])),
            (GateCheck::Age, "2026-12-31", (false, vec!["E250"])),
        ] {
            settings.waivers = vec![waiver(check, until)];
            assert_eq!(codes(&bad, &settings), is);
        }
        settings.waivers = ["2026-04-30", "2026-01-31"].map(|until| waiver(GateCheck::Refused, until)).into();
        assert_eq!(codes(&bad, &settings), (true, vec!["W250"]));
    }

    #[test]
    fn what_is_required_must_give_rows() {
        let mut settings = Settings::default();
        settings.gate.files = vec!["Deal*.csv".into()];
        settings.gate.sources = vec!["planbook-deals".into()];
        assert_eq!(codes(&[reading(1, 0, 0)], &settings), (true, vec![]));
        assert_eq!(codes(&[reading(0, 0, 3)], &settings), (false, vec!["E252", "E252"]));
    }
}
