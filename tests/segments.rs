//! Segments: what is told by industry, and what is said instead where no export names it.

use std::collections::BTreeMap;

use planbook::measure::{facts, results};
use planbook::model::attribution::MODELS;
use planbook::model::catalog::Catalog;
use planbook::model::fact::{Axis, Facts, Scope};
use planbook::model::measure::Measures;
use planbook::model::month::{Month, Period};
use planbook::model::name::Name;
use planbook::model::record::{Records, Spend, SubscriptionChange};
use planbook::model::settings::Settings;
use planbook::model::statistic::StatisticCell;
use planbook::model::template::Templates;

use super::oracles::exports::{add_deal, add_touch, day, end_of, no_records, stored};

/// A contact with a company and an industry.
fn contact(records: &mut Records, id: &str, company: &str, industry: &str) {
    let person = records.people.intern(id);
    let [company, industry] = [company, industry].map(|text| records.names.intern(text));
    let contacts = &mut records.contacts;
    contacts.person.push(person);
    contacts.row_of.resize(records.people.len(), 0);
    contacts.row_of[person.index()] = u32::try_from(contacts.person.len()).unwrap();
    contacts.company.push(company);
    contacts.industry.push(industry);
}

/// Three deals: one of a person in logistics, one of an account whose people are in retail, one that no touch earned.
fn sold() -> Records {
    let mut records = no_records();
    records.people.intern("");
    contact(&mut records, "driver", "Fleet", "Logistics");
    contact(&mut records, "buyer", "Initech", "Retail");
    contact(&mut records, "seller", "Initech", "Retail");
    contact(&mut records, "guest", "Initech", "Logistics");
    for (person, amount) in [("driver", 10_000), ("nobody", 30_000), ("driver", 5_000)] {
        add_deal(&mut records, person, day("2026-02-10"), amount);
    }
    records.deals[1].person = Name::NONE;
    records.deals[1].account = records.names.intern("Initech");
    // The third closed before the first touch.
    records.deals[2].closed_on = Some(day("2026-01-05"));
    records.deals[2].created_on = Some(day("2026-01-02"));
    add_touch(&mut records, "driver", end_of(day("2026-02-01")), "Email");
    add_touch(&mut records, "driver", end_of(day("2026-02-02")), "Ads");
    add_touch(&mut records, "buyer", end_of(day("2026-02-03")), "Ads");
    let ads = records.names.intern("Ads");
    let on = day("2026-02-01");
    records.spend.push(Spend {
        day: on,
        last_day: on,
        channel: ads,
        campaign: Name::NONE,
        market: Name::NONE,
        spend: 9_000,
        impressions: 0,
        clicks: 0,
        platform_conversions: 0,
        platform_revenue: 0,
    });
    records
}

fn settings() -> Settings {
    Settings { as_of: Some(day("2026-03-31")), ..Settings::default() }
}

fn of(facts: &Facts, id: &str, industry: &str) -> i128 {
    let period = facts.months.unwrap();
    let only = Some((Axis::Industry, facts.names.find(industry).unwrap()));
    facts.sum(facts.measures.find(id).unwrap(), &Scope { period, only })
}

#[test]
fn credit_of_a_deal_belongs_to_the_industry_of_its_buyer() {
    for model in MODELS {
        let settings = Settings { model: model.to_owned(), ..settings() };
        let (facts, _) = facts(&sold(), &settings);
        assert_eq!([of(&facts, "won_revenue", "Logistics"), of(&facts, "won_revenue", "Retail")], [15_000, 30_000]);
        let earned = ["Logistics", "Retail"].map(|industry| of(&facts, "attributed_revenue", industry));
        assert_eq!(earned, [10_000, 30_000], "{model}: the deal before the first touch is nobody's merit");
        assert_eq!(earned.iter().sum::<i128>(), stored(&facts, "attributed_revenue", None), "{model}");
        assert_eq!(of(&facts, "influenced_revenue", "Retail"), 30_000);
    }
}

#[test]
fn what_no_export_tells_by_industry_has_no_figure_there() {
    let (facts, _) = facts(&sold(), &settings());
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    let results = results(&facts, &catalog, &settings());
    let by_industry =
        |id: &str| results.of(id).iter().any(|r| r.scope.only.is_some_and(|(axis, _)| axis == Axis::Industry));
    assert!(by_industry("attributed") && by_industry("won_deals"));
    for metric in ["media_spend", "roi", "roas", "cac", "cpl"] {
        assert!(!by_industry(metric), "{metric}: spend names no industry");
    }
}

/// Two markets, of which one loses a customer: what daily sums give each, and everybody.
#[test]
fn daily_sums_of_churn_stand_by_market_and_are_recomputed_for_all() {
    let mut records = no_records();
    let [small, large] = ["Small", "Large"].map(|market| records.names.intern(market));
    for (market, number) in [(small, 2), (large, 8)] {
        for at in 0..number {
            let customer = records.names.intern(&format!("{} {at}", market.0));
            let mut change = |on: &str, mrr| {
                let (changed_on, person) = (day(on), Name::NONE);
                records.subscriptions.push(SubscriptionChange { customer, changed_on, mrr, market, person });
            };
            change("2026-01-10", 1_000);
            if at == 0 && market == small {
                change("2026-02-15", 0);
            }
        }
    }
    let chosen = [("customers.churn".to_owned(), "daily_sum".to_owned())];
    let settings = Settings { as_of: Some(day("2026-02-28")), choices: chosen.into(), ..Settings::default() };
    let (facts, _) = facts(&records, &settings);
    let (mut catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    catalog.choose(&settings.choices);
    let results = results(&facts, &catalog, &settings);
    let statistic = results.statistics.iter().find(|s| s.id == "daily_churn").unwrap();
    let rate = |row: &[StatisticCell]| match (&row[0], &row[2]) {
        (StatisticCell::Text(market) | StatisticCell::Word(market), StatisticCell::Figure(rate)) => {
            (market.clone(), *rate)
        }
        other => panic!("{other:?}"),
    };
    let found: Vec<(String, f64)> = statistic.rows.iter().map(|row| rate(row)).collect();
    let named = |name: &str, rate: f64| (name.to_owned(), rate);
    assert_eq!(found, [named("Large", 0.0), named("Small", 0.5), named("column.total", 0.1)]);
    // The total is that of the metric, not a sum or a mean of the markets'.
    let month = Month::new(2026, 2).unwrap();
    let scope = Scope::total(Period { first: month, last: month });
    assert_eq!(results.get("logo_churn", &scope).unwrap().value, Ok(0.1));
    // Where no plan asks for it, nothing is shown.
    let plain = planbook::measure::results(&facts, &catalog, &Settings { choices: BTreeMap::new(), ..settings });
    assert!(plain.statistics.iter().all(|s| s.id != "daily_churn"));
}
