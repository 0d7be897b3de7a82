//! What each kind of record adds to the facts, and which results come of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::catalog::Catalog;
use crate::model::fact::{Axis, Facts, Scope};
use crate::model::formula::Missing;
use crate::model::measure::Measures;
use crate::model::money::Currency;
use crate::model::month::{Month, Period};
use crate::model::name::Name;
use crate::model::note::Notes;
use crate::model::objective::{Objective, Target};
use crate::model::record::{Deal, DealKind, DealState, Minor, Records, Spend, SurveyAnswer, SurveyKind, Touchpoint};
use crate::model::result::Results;
use crate::model::settings::Settings;
use crate::model::stage::Stage;
use crate::model::template::Templates;
use crate::model::words::Words;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn settings(as_of: &str) -> Settings {
    Settings { as_of: Some(day(as_of)), ..Settings::default() }
}

fn no_records() -> Records {
    let mut records = Records::new(Currency::parse("USD").unwrap());
    records.contacts.row_of.push(0);
    records
}

fn spend(records: &mut Records, first: &str, last: &str, campaign: &str, cents: i64) {
    let row = Spend {
        day: day(first),
        last_day: day(last),
        channel: records.names.intern("Google Ads"),
        campaign: records.names.intern(campaign),
        market: Name::NONE,
        spend: cents,
        impressions: 0,
        clicks: 0,
        platform_conversions: 0,
        platform_revenue: 0,
    };
    records.spend.push(row);
}

fn deal(records: &mut Records, person: &str, created: &str, closed: &str, state: DealState, kind: DealKind) {
    let id = records.names.intern(&format!("D-{}", records.deals.len()));
    let none = Name::NONE;
    records.deals.push(Deal {
        id,
        state,
        stage: none,
        person: records.people.intern(person),
        account: none,
        owner: none,
        market: none,
        channel: none,
        campaign: none,
        kind,
        created_on: created.parse().ok(),
        proposal_on: None,
        closed_on: closed.parse().ok(),
        closed_at: None,
        amount: Some(10_000).into(),
        margin: Minor::BLANK,
    });
}

fn touch(records: &mut Records, person: &str, on: &str, channel: &str) {
    let source = (records.names.intern(channel), Name::NONE);
    records.touch_sources.push(source);
    let at = u32::try_from((day(on) - NaiveDate::default()).num_days() * 86_400).unwrap();
    let source = u32::try_from(records.touch_sources.len() - 1).unwrap();
    records.touchpoints.push(Touchpoint { person: records.people.intern(person), at, source });
}

fn sum(facts: &Facts, id: &str, months: &str, only: Option<(Axis, &str)>) -> i128 {
    let (first, last) = months.split_once('/').unwrap_or((months, months));
    let period = Period { first: Month::parse(first).unwrap(), last: Month::parse(last).unwrap() };
    let only = only.map(|(axis, text)| (axis, facts.names.find(text).unwrap_or(Name(u32::MAX))));
    facts.sum(facts.measures.find(id).unwrap(), &Scope { period, only })
}

/// The codes told, every one of which must have its words.
fn codes(notes: &Notes) -> Vec<&str> {
    let words = Words::load(&Templates::default(), "en").unwrap();
    for note in notes.iter() {
        for phrase in [note.says(), note.touches(), note.help()] {
            assert!(words.knows(&phrase.key), "{} is not in the words", phrase.key);
            assert!(!words.say(&phrase).contains(['{', '}']), "{}", words.say(&phrase));
        }
    }
    notes.iter().map(|n| n.code.0).collect()
}

#[test]
fn a_span_is_spread_over_its_days_and_cut_at_the_as_of_date() {
    let mut records = no_records();
    spend(&mut records, "2026-01-20", "2026-02-10", "Brand", 2_200);
    spend(&mut records, "2026-02-03", "2026-02-03", "Brand", 7);
    let (facts, notes) = super::facts(&records, &settings("2026-02-05"));
    assert_eq!(sum(&facts, "spend", "2026-01", None), 1_200);
    assert_eq!(sum(&facts, "spend", "2026-02", None), 500 + 7);
    assert_eq!(codes(&notes), ["W403"]);
    let (facts, notes) = super::facts(&records, &settings("2026-02-28"));
    assert_eq!(sum(&facts, "spend", "2026-01/2026-02", None), 2_207);
    assert_eq!(codes(&notes), ["W403"]);
}

fn objective(id: &str, pattern: &str, share: u64) -> Objective {
    Objective {
        campaigns: vec![(pattern.to_owned(), share)],
        ..Objective::new(id, "spend", Target::To(1.0), day("2026-12-31"))
    }
}

#[test]
fn a_campaign_of_two_objectives_is_split_and_nothing_is_lost() {
    let mut records = no_records();
    for month in ["2026-01-05", "2026-02-05", "2026-03-05"] {
        spend(&mut records, month, month, "TH Brand", 101);
    }
    spend(&mut records, "2026-03-05", "2026-03-05", "Other", 50);
    deal(&mut records, "p", "2026-01-02", "", DealState::Open, DealKind::New);
    let whole = "2026-01/2026-03";
    for (shares, one, two, none, noted) in [
        ((600, 400), 181, 122, 50, vec![]),
        ((500, 250), 151, 76, 50 + 76, vec![]),
        ((1_000, 1_000), 151, 152, 50, vec!["A404"]),
        ((0, 0), 151, 152, 50, vec!["A404"]),
        ((0, 400), 181, 122, 50, vec![]),
        ((1_000, 0), 303, 0, 50, vec![]),
        ((1_000, 500), 202, 101, 50, vec!["W407"]),
    ] {
        let objectives = vec![objective("one", "th*", shares.0), objective("two", "*BRAND", shares.1)];
        let (facts, notes) = super::facts(&records, &Settings { objectives, ..settings("2026-03-31") });
        let served = ["one", "two", ""].map(|id| sum(&facts, "spend", whole, Some((Axis::Objective, id))));
        assert_eq!(served, [one, two, none], "{shares:?}");
        assert_eq!(facts.funnel.cycles.len(), 1, "what is counted by day is kept");
        let codes: Vec<&str> = codes(&notes).into_iter().filter(|&code| code != "A402").collect();
        assert_eq!(codes, noted);
    }
}

#[test]
fn a_slip_of_the_pen_stretches_nothing() {
    let mut records = no_records();
    spend(&mut records, "0202-01-05", "0202-01-05", "Brand", 1);
    spend(&mut records, "2026-01-01", "9999-12-31", "Brand", 10_000_000);
    touch(&mut records, "p", "1970-01-01", "Email");
    deal(&mut records, "p", "2026-01-10", "0026-01-20", DealState::Won, DealKind::New);
    let (facts, notes) = super::facts(&records, &settings("2026-01-31"));
    assert_eq!(facts.months.map(Period::months), Some(1));
    assert_eq!(sum(&facts, "spend", "2026-01", None), 10_000_000 * 31 / 2_912_443);
    assert_eq!(codes(&notes), ["A402", "W403", "W408", "W408", "W408"]);
}

#[test]
fn a_refund_takes_revenue_back_and_wins_nothing() {
    let mut records = no_records();
    deal(&mut records, "p", "2026-01-02", "2026-01-12", DealState::Won, DealKind::New);
    deal(&mut records, "p", "2026-01-20", "2026-01-30", DealState::Won, DealKind::Refund);
    records.deals[1].amount = Some(-4_000).into();
    let (facts, _) = super::facts(&records, &settings("2026-01-31"));
    let expected = [("won_revenue", 6_000), ("new_revenue", 10_000), ("refunds", 4_000), ("deals_won", 1)];
    for (id, value) in expected.into_iter().chain([("deals_created", 1), ("cycle_days", 10), ("customers", 1)]) {
        assert_eq!(sum(&facts, id, "2026-01", None), value, "{id}");
    }
}

#[test]
fn deals_tell_what_their_contacts_do_not() {
    let mut records = no_records();
    let person = records.people.intern("known");
    records.contacts.person.push(person);
    records.contacts.row_of.push(1);
    records.contacts.channel.push(records.names.intern("Email"));
    records.contacts.stages[Stage::Lead.index()].push(Some(day("2026-01-01")));
    deal(&mut records, "known", "2026-01-10", "2026-02-10", DealState::Won, DealKind::New);
    deal(&mut records, "stranger", "2026-01-11", "2026-02-11", DealState::Lost, DealKind::New);
    let (facts, notes) = super::facts(&records, &settings("2026-02-28"));
    assert_eq!(sum(&facts, "opportunities", "2026-01", None), 2);
    assert_eq!(sum(&facts, "customers", "2026-02", Some((Axis::Channel, "Email"))), 1);
    assert_eq!(sum(&facts, "won_revenue", "2026-02", Some((Axis::Channel, "Email"))), 10_000);
    assert_eq!(sum(&facts, "reached.lead.customer", "2026-01", None), 1);
    // Without any touchpoint export the CRM's own channel earns the credit, in every model, and it is said (A407).
    for id in ["credit_revenue.first", "credit_revenue.time_decay", "attributed_revenue"] {
        assert_eq!(sum(&facts, id, "2026-02", Some((Axis::Channel, "Email"))), 10_000, "{id}");
    }
    assert_eq!(codes(&notes), ["A401", "A402", "W401", "A407"]);
    let short = Settings { stages: vec![Stage::Lead, Stage::Customer], ..settings("2026-02-28") };
    let (facts, notes) = super::facts(&records, &short);
    assert_eq!(sum(&facts, "reached.lead.opportunity", "2026-01", None), 1, "a stage that the plan leaves out");
    assert_eq!(codes(&notes), ["A401", "A402", "A407"]);
}

#[test]
fn sourced_asks_for_the_first_touch_and_influenced_for_any() {
    let mut records = no_records();
    for (person, channels) in [("a", ["Email", "Direct"]), ("b", ["Direct", "Email"]), ("c", ["Direct", "Sales"])] {
        deal(&mut records, person, "2026-01-10", "2026-02-10", DealState::Won, DealKind::New);
        touch(&mut records, person, "2026-01-01", channels[0]);
        touch(&mut records, person, "2026-01-02", channels[1]);
    }
    deal(&mut records, "a", "2026-01-10", "2026-02-11", DealState::Lost, DealKind::New);
    let (facts, _) = super::facts(&records, &settings("2026-02-28"));
    let expected = [("sourced_revenue", 10_000), ("influenced_revenue", 20_000), ("sourced_deals_closed", 2)];
    for (id, value) in expected.into_iter().chain([("sourced_deals_won", 1), ("attributed_revenue", 30_000)]) {
        assert_eq!(sum(&facts, id, "2026-02", None), value, "{id}");
    }
    assert_eq!(sum(&facts, "touchpoints", "2026-01", None), 6);
}

fn results(records: &Records, settings: &Settings) -> (Facts, Results) {
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    let (facts, _) = super::facts(records, settings);
    let results = super::results(&facts, &catalog, settings);
    (facts, results)
}

#[test]
fn a_figure_says_how_it_came_about_or_why_there_is_none() {
    let mut records = no_records();
    for (number, state) in [DealState::Won, DealState::Won, DealState::Won, DealState::Lost].into_iter().enumerate() {
        deal(&mut records, &format!("p{number}"), "2026-01-10", "2026-02-10", state, DealKind::New);
    }
    for score in [10_000, 9_000, 3_000] {
        let (answered_on, market) = (day("2026-02-01"), Name::NONE);
        records.surveys.push(SurveyAnswer { answered_on, kind: SurveyKind::Nps, score, market, person: Name::NONE });
    }
    let settings = settings("2026-02-28");
    let (_, results) = results(&records, &settings);
    let total = Scope::total(settings.baseline());
    let nps = results.get("nps", &total).unwrap();
    assert!(nps.value.is_ok() && nps.interval.is_none(), "a difference of counts is no part of a whole: {nps:?}");
    let win_rate = results.get("win_rate", &total).unwrap();
    assert_eq!(win_rate.value, Ok(0.75));
    assert_eq!((win_rate.numerator, win_rate.denominator), (Some(3.0), Some(4.0)));
    assert!(win_rate.interval.is_some_and(|(low, high)| low > 0.3 && high < 0.96));
    assert_eq!(results.get("average_deal", &total).unwrap().interval, None);
    let missing = |metric: &str, scope: &Scope| results.get(metric, scope).unwrap().value.clone().unwrap_err();
    assert_eq!(missing("cpl", &total), Missing::NotGiven("spend".to_owned()));
    assert_eq!(missing("mql_to_sal", &total), Missing::NotGiven("mqls".to_owned()));
    assert_eq!(missing("roi", &total), Missing::NotGiven("attributed_revenue".to_owned()));
    let january = Scope::total(Period::trailing(Month::parse("2026-01").unwrap(), 1));
    assert_eq!(missing("win_rate", &january), Missing::DividesByZero("deals_won + deals_lost".to_owned()));
    let of_cpl = results.metrics.iter().filter(|own| own.metric == "cpl").map(|own| own.rows.len());
    assert_eq!(of_cpl.collect::<Vec<_>>(), [1]);
}

#[test]
fn a_name_gets_a_figure_only_where_every_part_has_names() {
    let mut records = no_records();
    spend(&mut records, "2026-01-05", "2026-01-05", "Brand", 10_000);
    deal(&mut records, "p", "2026-01-10", "2026-01-20", DealState::Won, DealKind::New);
    let settings = settings("2026-01-31");
    let (facts, results) = results(&records, &settings);
    let channel = (Axis::Channel, facts.names.find("Google Ads").unwrap());
    let named = |metric: &str| results.get(metric, &Scope { period: settings.baseline(), only: Some(channel) });
    assert_eq!(named("media_spend").map(|f| f.value.clone()), Some(Ok(100.0)));
    assert_eq!(named("cac"), None, "no customer has a channel, so no channel has an acquisition cost");
    assert!(results.metrics.is_sorted_by(|a, b| a.metric < b.metric));
    assert!(results.metrics.iter().all(|own| own.rows.is_sorted_by_key(|r| r.scope.only.map(|o| o.0))));
}
