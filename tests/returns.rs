//! Return: costs that no campaign names are borne by those who worked, and nothing is lost on the way.

use chrono::NaiveDate;
use planbook::measure;
use planbook::model::fact::{Axis, Facts, Scope};
use planbook::model::money::Currency;
use planbook::model::month::{Month, Period};
use planbook::model::name::Name;
use planbook::model::objective::{Objective, Target};
use planbook::model::record::{Cost, CostKind, Records, Spend};
use planbook::model::settings::{CostKey, Settings};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn spend(records: &mut Records, campaign: &str, cents: i64) {
    let row = Spend {
        day: day("2026-01-05"),
        last_day: day("2026-01-05"),
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

/// What an objective bears in January, or all bear together, in cents.
fn team_cost(facts: &Facts, objective: Option<&str>) -> i128 {
    let month = Month::new(2026, 1).unwrap();
    let only = objective.map(|id| (Axis::Objective, facts.names.find(id).unwrap_or(Name(u32::MAX))));
    let scope = Scope { period: Period { first: month, last: month }, only };
    facts.sum(facts.measures.find("team_cost").unwrap(), &scope)
}

#[test]
fn team_costs_are_shared_by_the_key_and_lose_no_cent() {
    let mut records = Records::new(Currency::parse("USD").unwrap());
    for (campaign, cents) in [("Brand", 10_000), ("Search", 20_000), ("Loose", 30_000)] {
        spend(&mut records, campaign, cents);
    }
    let month = Month::new(2026, 1).unwrap();
    let none = Name::NONE;
    let cost = |amount| Cost { month, kind: CostKind::People, amount, market: none, channel: none, campaign: none };
    records.costs = vec![cost(7_001), cost(3_000)];
    let objective = |id: &str, campaign: &str| Objective {
        owner: "Ann".to_owned(),
        campaigns: vec![(campaign.to_owned(), 1_000)],
        ..Objective::new(id, "revenue", Target::To(1.0), day("2026-12-31"))
    };
    let mut settings = Settings { as_of: Some(day("2026-01-31")), ..Settings::default() };
    settings.objectives = vec![objective("one", "Brand"), objective("two", "Search")];
    let mut shares = |key: CostKey| {
        settings.cost_key = key;
        let (facts, _) = measure::facts(&records, &settings);
        assert_eq!(team_cost(&facts, None), 10_001);
        ["one", "two", ""].map(|id| team_cost(&facts, Some(id)))
    };
    // 10,001 by 1 : 2 : 3, and half and half.
    assert_eq!(shares(CostKey::Spend).map(|s| s / 10), [166, 333, 500]);
    assert_eq!(shares(CostKey::Evenly).map(|s| s / 10), [500, 500, 0]);
    // Nobody recorded hours: what nobody can be charged with stays without an objective.
    assert_eq!(shares(CostKey::Hours), [0, 0, 10_001]);
}
