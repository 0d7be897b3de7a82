//! Definitions are settings; whatever the ledgers, what is kept and what is lost add up.

#![expect(clippy::unwrap_used, reason = "a plan or ledger that cannot be built must fail its test")]

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use planbook::ingest::plan_toml::settings;
use planbook::measure::{facts, results};
use planbook::model::catalog::Catalog;
use planbook::model::fact::Scope;
use planbook::model::measure::Measures;
use planbook::model::money::Currency;
use planbook::model::month::{Month, Period};
use planbook::model::name::Name;
use planbook::model::record::{Records, SubscriptionChange};
use planbook::model::settings::{RepeatPurchases, Settings};
use planbook::model::statistics::proportion::Method;
use planbook::model::statistics::survival;
use planbook::model::template::Templates;
use planbook::model::words::Words;
use proptest::prelude::*;

fn catalog() -> Catalog {
    Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default()).0
}

#[test]
fn a_plan_chooses_definitions() {
    let text = "[customers]\nchurn = \"daily_sum\"\ncsat = \"mean\"\nrepeat_purchases = \"never\"\n\
                [funnel]\nconversion = \"skips_filled\"\nmatured_days = 30\n[statistics]\ninterval = \"jeffreys\"\n";
    let (read, notes) = settings("plan.toml", text, &catalog());
    assert_eq!(notes.iter().count(), 0);
    let mut chosen = catalog();
    chosen.choose(&read.choices);
    assert_eq!(chosen.get("logo_churn").unwrap().formula.to_string(), "daily_churn_customers / daily_churn_months");
    assert_eq!(chosen.get("csat").unwrap().formula.to_string(), "csat_points / csat_answers");
    let lead_to_sql = chosen.get("lead_to_sql").unwrap();
    assert_eq!(lead_to_sql.formula.to_string(), "reached_or_later.sql / reached_or_later.lead");
    assert!(lead_to_sql.means.contains("or later"), "the meaning follows the formula");
    assert_eq!((read.matured_days, read.interval), (Some(30), Method::Jeffreys));
    assert_eq!(read.repeat_purchases, RepeatPurchases::Never);
}

#[test]
fn what_no_metric_knows_is_refused_with_what_is_known() {
    let text = "[customers]\nchurn = \"weekly\"\nchrun = \"start\"\n[statistics]\ninterval = \"wald\"\n";
    let (read, notes) = settings("plan.toml", text, &catalog());
    assert!(read.choices.is_empty());
    let words = Words::load(&Templates::default(), "en").unwrap();
    let told: Vec<String> =
        notes.iter().map(|n| format!("{} {}", words.say(&n.says()), words.say(&n.help()))).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told.iter().any(|t| t.contains("\"daily_sum\"") && t.contains("weekly")), "{told:#?}");
    assert!(told.iter().any(|t| t.contains("churn") && t.contains("chrun")), "{told:#?}");
    assert!(told.iter().any(|t| t.contains("\"clopper_pearson\"")), "{told:#?}");
}

/// One ledger: days from the first to the next change, and the revenue after it.
type Changes = Vec<(u64, i64)>;

fn records(ledgers: &[Changes]) -> Records {
    let mut records = Records::new(Currency::parse("USD").unwrap());
    for (number, changes) in ledgers.iter().enumerate() {
        let customer = records.names.intern(&format!("c{number}"));
        let mut day: NaiveDate = "2025-01-01".parse().unwrap();
        for &(days, mrr) in changes {
            day = day + Days::new(days);
            let change = SubscriptionChange { customer, changed_on: day, mrr, market: Name::NONE, person: Name::NONE };
            records.subscriptions.push(change);
        }
    }
    records
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_kept_and_what_is_lost_add_up(
        ledgers in prop::collection::vec(prop::collection::vec((1..80_u64, prop_oneof![Just(0), 1..500_i64]), 1..6), 1..12),
    ) {
        let settings = Settings { as_of: "2026-03-31".parse().ok(), ..Settings::default() };
        let (facts, _) = facts(&records(&ledgers), &settings);
        let mut cohort = catalog();
        cohort.choose(&BTreeMap::from([("customers.churn".to_owned(), "start_cohort".to_owned())]));
        let results = results(&facts, &cohort, &settings);
        let first = Month::parse("2025-01").unwrap();
        for month in first.through(settings.as_of_month()) {
            let scope = Scope::total(Period { first: month, last: month });
            let of = |id: &str| facts.sum(facts.measures.find(id).unwrap(), &scope);
            let next = Scope::total(Period { first: month + 1, last: month + 1 });
            let gained = of("customers_new") + of("customers_reactivated") - of("customers_churned");
            let end: u64 = facts.cohorts.iter()
                .filter(|((start, age), _)| month.since(*start) == i32::try_from(*age).unwrap())
                .map(|(_, cell)| cell.customers).sum();
            prop_assert_eq!(of("customers_start") + gained, i128::from(end), "{:?}", month);
            if month < settings.as_of_month() {
                prop_assert_eq!(facts.sum(facts.measures.find("customers_start").unwrap(), &next), i128::from(end));
            }
            let kept = [of("mrr_kept"), of("mrr_kept_and_grown"), of("mrr_months")];
            prop_assert!(kept[0] <= kept[1] && kept[0] <= kept[2], "{:?}", kept);
            let value = |metric: &str| results.get(metric, &scope).and_then(|f| f.value.clone().ok());
            if let (Some(churn), Some(retention)) = (value("logo_churn"), value("retention")) {
                prop_assert!((churn + retention - 1.0).abs() < 1e-12, "{} {}", churn, retention);
            }
        }
        let lives: u64 = facts.customers.lives.values().map(|e| e.ended + e.going).sum();
        let paying = ledgers.iter().filter(|l| l.iter().any(|c| c.1 > 0)).count();
        prop_assert_eq!(usize::try_from(lives).unwrap(), paying);
        let steps = survival::curve(&facts.customers.lives);
        prop_assert!(steps.windows(2).all(|s| s[1].lasting <= s[0].lasting));
    }
}
