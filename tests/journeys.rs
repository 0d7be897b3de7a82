//! Which touches make a journey, by every policy of `[attribution]`, and whom the credit reaches.

use planbook::measure::facts;
use planbook::model::attribution::{Attribution, DealContacts, Direct, Repeats, Sourced, Ties};
use planbook::model::fact::{Axis, Facts, Scope};
use planbook::model::name::Name;
use planbook::model::record::Records;
use planbook::model::settings::Settings;

use super::oracles::exports::{add_deal, add_touch, day, end_of, no_records, stored};

/// A person's touches, one a day up to the day before the close, and a deal worth 600.00 closed on 2026-02-20.
fn records(person: &str, channels: &[&str]) -> Records {
    let mut records = no_records();
    add_deal(&mut records, person, day("2026-02-20"), 60_000);
    touches(&mut records, person, channels);
    records
}

fn touches(records: &mut Records, person: &str, channels: &[&str]) {
    for (before, channel) in (1..).zip(channels.iter().rev()) {
        add_touch(records, person, end_of(day("2026-02-20")) - before * 86_400, channel);
    }
}

fn settings(attribution: Attribution) -> Settings {
    Settings { as_of: Some(day("2026-02-28")), attribution, ..Settings::default() }
}

/// Cents by channel.
fn credit<const N: usize>(facts: &Facts, measure: &str, channels: [&str; N]) -> [i128; N] {
    channels.map(|channel| stored(facts, measure, Some(channel)))
}

fn counted(records: &Records, attribution: Attribution) -> Facts {
    facts(records, &settings(attribution)).0
}

#[test]
fn repeats_are_kept_collapsed_or_unique() {
    let records = records("p", &["Email", "Email", "Ads", "Email"]);
    let of = |repeats| {
        let facts = counted(&records, Attribution { repeats, ..Attribution::default() });
        credit(&facts, "credit_revenue.linear", ["Email", "Ads"])
    };
    assert_eq!(of(Repeats::Keep), [45_000, 15_000]);
    assert_eq!(of(Repeats::Collapse), [40_000, 20_000]);
    assert_eq!(of(Repeats::Unique), [30_000, 30_000]);
}

#[test]
fn direct_is_a_channel_or_ignored_unless_there_is_no_other() {
    let ignored = || Attribution { direct: Direct::Ignored, ..Attribution::default() };
    let mixed = records("p", &["Direct", "Ads", "(direct)"]);
    let last = |facts: &Facts| credit(facts, "credit_revenue.last", ["Direct", "Ads"]);
    assert_eq!(last(&counted(&records("p", &["Ads", "Direct"]), Attribution::default())), [60_000, 0]);
    assert_eq!(last(&counted(&records("p", &["Ads", "Direct"]), ignored())), [0, 60_000]);
    assert_eq!(last(&counted(&records("p", &["Direct", "Direct"]), ignored())), [60_000, 0]);
    assert_eq!(
        credit(&counted(&mixed, ignored()), "credit_revenue.first", ["Direct", "Ads"]).iter().sum::<i128>(),
        60_000
    );
}

#[test]
fn a_journey_starts_anew_after_a_conversion_when_the_plan_says_so() {
    let mut records = records("p", &["Ads", "Email", "Email"]);
    add_deal(&mut records, "p", day("2026-02-17"), 10_000);
    let of = |reset| {
        let facts = counted(&records, Attribution { reset, ..Attribution::default() });
        credit(&facts, "credit_revenue.linear", ["Ads", "Email"])
    };
    // The first deal is all of Ads; the second looks back on all three touches, or on the two after the first deal.
    assert_eq!(of(false), [10_000 + 20_000, 40_000]);
    assert_eq!(of(true), [10_000, 60_000]);
}

#[test]
fn a_deal_has_the_touches_of_its_account_and_of_its_roles() {
    let mut records = records("buyer", &["Email"]);
    for person in ["colleague", "adviser", "stranger"] {
        touches(&mut records, person, &["Ads"]);
    }
    add_deal(&mut records, "colleague", day("2026-02-25"), 0);
    let account = records.names.intern("Initech");
    for deal in &mut records.deals {
        deal.account = account;
    }
    let adviser = records.people.intern("adviser");
    records.deal_contacts.push((records.deals[0].id, adviser));
    let of = |contacts| {
        let facts = counted(&records, Attribution { contacts, ..Attribution::default() });
        credit(&facts, "credit_revenue.linear", ["Email", "Ads"])
    };
    assert_eq!(of(DealContacts::All), [20_000, 40_000]);
    assert_eq!(of(DealContacts::Primary), [60_000, 0]);
}

#[test]
fn ties_follow_names_or_the_plan() {
    let mut records = no_records();
    add_deal(&mut records, "p", day("2026-02-20"), 60_000);
    for channel in ["Webinar", "Ads"] {
        add_touch(&mut records, "p", end_of(day("2026-02-10")), channel);
    }
    let of = |ties| {
        let channels = vec!["Webinar".to_owned(), "Ads".to_owned()];
        let facts = counted(&records, Attribution { ties, channels, ..Attribution::default() });
        credit(&facts, "credit_revenue.first", ["Ads", "Webinar"])
    };
    assert_eq!(of(Ties::Name), [60_000, 0]);
    assert_eq!(of(Ties::Plan), [0, 60_000]);
}

#[test]
fn sourced_follows_the_plan_and_influenced_does_not() {
    let mut records = records("p", &["Sales", "Email"]);
    let lead_source = records.names.intern("Referral");
    records.deals[0].channel = lead_source;
    records.deals[0].created_on = Some(day("2026-02-01"));
    let of = |sourced| {
        let facts = counted(&records, Attribution { sourced, ..Attribution::default() });
        assert_eq!(credit(&facts, "influenced_revenue", ["Email"]), [60_000]);
        credit(&facts, "sourced_revenue", ["Email", "Referral"])
    };
    assert_eq!(of(Sourced::FirstTouch), [0, 0]);
    assert_eq!(of(Sourced::LeadSource), [0, 60_000]);
    // The deal was created before the first marketing touch.
    assert_eq!(of(Sourced::BeforeSales), [0, 0]);
    records.deals[0].created_on = Some(day("2026-02-19"));
    let facts = counted(&records, Attribution { sourced: Sourced::BeforeSales, ..Attribution::default() });
    assert_eq!(credit(&facts, "sourced_revenue", ["Email"]), [60_000]);
}

#[test]
fn a_learned_model_reaches_campaigns_as_linear_shares_them() {
    let mut records = no_records();
    add_deal(&mut records, "p", day("2026-02-20"), 60_000);
    touches(&mut records, "p", &["Ads", "Ads", "Ads", "Email"]);
    touches(&mut records, "q", &["Email"]);
    // The first two touches on Ads belong to the spring campaign.
    let spring = records.names.intern("Spring");
    let ads = records.touch_sources.iter().position(|s| records.names.text(s.0) == "Ads").unwrap();
    records.touch_sources.push((records.touch_sources[ads].0, spring));
    let source = u32::try_from(records.touch_sources.len() - 1).unwrap();
    let mut early: Vec<usize> =
        (0..records.touchpoints.len()).filter(|&t| records.touchpoints[t].source as usize == ads).collect();
    early.sort_by_key(|&t| records.touchpoints[t].at);
    for touch in &early[..2] {
        records.touchpoints[*touch].source = source;
    }
    let settings = Settings { model: "shapley".to_owned(), ..settings(Attribution::default()) };
    let (facts, _) = facts(&records, &settings);
    let [ads, email] = credit(&facts, "credit_revenue.shapley", ["Ads", "Email"]);
    assert_eq!(ads + email, 60_000);
    let period = facts.months.unwrap();
    let of = |name: Name| {
        let scope = Scope { period, only: Some((Axis::Campaign, name)) };
        facts.sum(facts.measures.find("attributed_revenue").unwrap(), &scope)
    };
    let spring = of(facts.names.find("Spring").unwrap());
    assert_eq!(spring, ads * 2 / 3);
    assert_eq!(of(Name::NONE), 60_000 - spring);
}
