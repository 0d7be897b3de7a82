//! Small exports as records, and oracle tables as rows, for the tests beside it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use planbook::model::fact::{Axis, Facts, Scope};
use planbook::model::money::Currency;
use planbook::model::month::{Month, Period};
use planbook::model::name::Name;
use planbook::model::record::{Deal, DealKind, DealState, Records, Touchpoint};

/// The rows of a CSV oracle by header.
pub(crate) fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.unwrap()).collect()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text} is no day"))
}

pub(crate) fn month(text: &str) -> Month {
    Month::parse(text).unwrap_or_else(|| panic!("{text} is no month"))
}

pub(crate) fn no_records() -> Records {
    Records::new(Currency::parse("USD").unwrap())
}

/// The last second of `day`, since 1970.
pub(crate) fn end_of(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days() * 86_400 + 86_399
}

/// Adds a won deal of a person with nothing but touches.
pub(crate) fn add_deal(records: &mut Records, person: &str, closed_on: NaiveDate, amount: i64) {
    let id = records.names.intern(&format!("deal of {person} {}", records.deals.len()));
    records.deals.push(Deal {
        id,
        state: DealState::Won,
        stage: Name::NONE,
        person: records.people.intern(person),
        account: Name::NONE,
        owner: Name::NONE,
        market: Name::NONE,
        channel: Name::NONE,
        campaign: Name::NONE,
        kind: DealKind::New,
        created_on: Some(closed_on),
        proposal_on: None,
        closed_on: Some(closed_on),
        closed_at: None,
        amount: Some(amount).into(),
        margin: None.into(),
    });
}

/// Adds a touch at a second since 1970.
pub(crate) fn add_touch(records: &mut Records, person: &str, at: i64, channel: &str) {
    let named = (records.names.intern(channel), Name::NONE);
    let known = records.touch_sources.iter().position(|s| *s == named);
    let source = known.unwrap_or_else(|| {
        records.touch_sources.push(named);
        records.touch_sources.len() - 1
    });
    let person = records.people.intern(person);
    let at = u32::try_from(at).unwrap();
    records.touchpoints.push(Touchpoint { person, at, source: u32::try_from(source).unwrap() });
}

/// The sum of a measure over all months, in stored units, for one channel or all.
pub(crate) fn stored(facts: &Facts, id: &str, channel: Option<&str>) -> i128 {
    let period = facts.months.unwrap_or(Period { first: month("2000-01"), last: month("2000-01") });
    let only = channel.map(|c| (Axis::Channel, facts.names.find(c).unwrap_or(Name(u32::MAX))));
    facts.measures.find(id).map_or(0, |m| facts.sum(m, &Scope { period, only }))
}
