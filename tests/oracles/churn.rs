//! The ledger of twelve customers under every definition of churn.

use std::collections::BTreeMap;

use planbook::measure::{facts, results};
use planbook::model::catalog::Catalog;
use planbook::model::fact::{Facts, Scope};
use planbook::model::measure::Measures;
use planbook::model::month::Period;
use planbook::model::name::Name;
use planbook::model::record::{Records, SubscriptionChange};
use planbook::model::settings::Settings;
use planbook::model::template::Templates;

use super::exports::{day, month, no_records, rows};

fn records() -> Records {
    let mut records = no_records();
    for row in rows(include_str!("churn/input_mrr_events.csv")) {
        records.subscriptions.push(SubscriptionChange {
            customer: records.names.intern(&row["customer"]),
            changed_on: day(&row["date"]),
            mrr: row["mrr_after"].parse::<i64>().unwrap() * 100,
            market: Name::NONE,
            person: Name::NONE,
        });
    }
    records
}

fn settings() -> Settings {
    Settings { as_of: Some(day("2024-03-31")), gross_margin: 0.8, ..Settings::default() }
}

fn near(found: f64, expected: &str, what: &str) {
    let expected: f64 = expected.parse().unwrap();
    assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{what}: {found} {expected}");
}

/// A column of the oracle that is a measure.
const MEASURES: [(&str, &str); 10] = [
    ("mrr_start", "mrr_start"),
    ("new", "mrr_new"),
    ("expansion", "mrr_expansion"),
    ("contraction", "mrr_contraction"),
    ("churn", "mrr_churned"),
    ("reactivation", "mrr_reactivated"),
    ("customers_start", "customers_start"),
    ("customers_new", "customers_new"),
    ("customers_churned", "customers_churned"),
    ("customers_reactivated", "customers_reactivated"),
];

/// A column of the oracle that is a metric of the catalogue.
const METRICS: [(&str, &str); 9] = [
    ("mrr_end", "mrr"),
    ("customers_end", "customers_end"),
    ("chartmogul_std_customer_churn", "logo_churn"),
    ("logo_retention_start_cohort", "retention"),
    ("gross_mrr_churn_chartmogul_std", "gross_mrr_churn"),
    ("net_mrr_churn_chartmogul_std", "net_mrr_churn"),
    ("quick_ratio_with_reactivation", "quick_ratio"),
    ("arpa_end", "arpa"),
    ("ltv_with_gm80", "clv"),
];

#[test]
fn measures_and_metrics_follow_the_standard_definition() {
    let (facts, _) = facts(&records(), &settings());
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    let results = results(&facts, &catalog, &settings());
    for row in rows(include_str!("churn/expected_by_definition.csv")) {
        let scope = scope(&row);
        for (column, measure) in MEASURES {
            near(facts.shown(measure, &scope).unwrap(), &row[column], column);
        }
        for (column, metric) in METRICS {
            let figure = results.get(metric, &scope).unwrap_or_else(|| panic!("no {metric}"));
            near(figure.value.clone().unwrap(), &row[column], column);
        }
    }
}

/// A column of the oracle, the metric that it is, and the setting of the plan that asks for it.
const CHOICES: [(&str, &str, &str, &str); 13] = [
    ("start_cohort_only_customer_churn", "logo_churn", "customers.churn", "start_cohort"),
    ("stripe_subscriber_churn", "logo_churn", "customers.churn", "start_plus_new"),
    ("naive_net_customer_loss", "logo_churn", "customers.churn", "net_loss"),
    ("avg_customers_churn", "logo_churn", "customers.churn", "average"),
    ("shopify_daily_sum_customer_churn", "logo_churn", "customers.churn", "daily_sum"),
    ("net_mrr_churn_without_reactivation", "net_mrr_churn", "customers.net_mrr_churn", "without_reactivation"),
    ("gross_mrr_churn_daily_sum", "gross_mrr_churn", "customers.gross_mrr_churn", "daily_sum"),
    ("net_mrr_churn_daily_sum", "net_mrr_churn", "customers.net_mrr_churn", "daily_sum"),
    ("grr_start_cohort", "grr", "", ""),
    ("nrr_start_cohort", "nrr", "", ""),
    ("quick_ratio_baremetrics", "quick_ratio", "customers.quick_ratio", "without_reactivation"),
    ("arpa_start", "arpa", "customers.arpa", "start"),
    ("ltv_arpa_end_over_std_churn", "clv", "gross_margin", "1"),
];

#[test]
fn every_other_definition_is_a_setting() {
    let (facts, _) = facts(&records(), &settings());
    for (column, metric, setting, name) in CHOICES {
        let (mut catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
        catalog.choose(&BTreeMap::from([(setting.to_owned(), name.to_owned())]));
        let settings = Settings { gross_margin: name.parse().unwrap_or(0.8), ..settings() };
        let results = results(&facts, &catalog, &settings);
        for row in rows(include_str!("churn/expected_by_definition.csv")) {
            let figure = results.get(metric, &scope(&row)).unwrap_or_else(|| panic!("no {metric}"));
            near(figure.value.clone().unwrap(), &row[column], column);
        }
    }
}

/// Every column of the oracle is looked at by one of the tests.
#[test]
fn no_definition_is_left_out() {
    let rows = rows(include_str!("churn/expected_by_definition.csv"));
    let known = MEASURES.iter().chain(&METRICS).map(|c| c.0).chain(CHOICES.iter().map(|c| c.0)).chain(["period"]);
    let known: Vec<&str> = known.collect();
    assert!(rows[0].keys().all(|column| known.contains(&column.as_str())), "{:?}", rows[0].keys());
}

#[test]
fn what_is_kept_and_what_is_lost_complete_each_other() {
    let (facts, _) = facts(&records(), &settings());
    for row in rows(include_str!("churn/expected_by_definition.csv")) {
        let of = |id: &str| facts.shown(id, &scope(&row)).unwrap();
        near(of("customer_months_kept") + of("customers_churned_of_start"), &row["customers_start"], "customers");
        // Who comes and goes within a month, or leaves and comes back within it, is lost from no start.
        let within = of("customers_churned") - of("customers_churned_of_start");
        assert!(within >= of("customers_passing"), "{row:?}");
    }
    let january = Scope::total(Period { first: month("2024-01"), last: month("2024-01") });
    assert_eq!(facts.shown("customers_passing", &january), Some(1.0), "c06 came on the 3rd and left on the 28th");
}

#[test]
fn the_cohort_triangle_adds_up_to_the_end_of_each_month() {
    let (facts, _) = facts(&records(), &settings());
    for row in rows(include_str!("churn/expected_by_definition.csv")) {
        let ending = month(&row["period"]);
        let cells =
            facts.cohorts.iter().filter(|((start, age), _)| ending.since(*start) == i32::try_from(*age).unwrap());
        let (customers, mrr) = cells.fold((0, 0), |(c, m), (_, cell)| (c + cell.customers, m + cell.mrr));
        near(customers as f64, &row["customers_end"], "customers");
        near(mrr as f64 / 100.0, &row["mrr_end"], "mrr");
    }
}

#[test]
fn nothing_after_the_as_of_date_counts() {
    let early = Settings { as_of: Some(day("2024-02-14")), ..settings() };
    let (facts, notes) = facts(&records(), &early);
    let february = Scope::total(Period { first: month("2024-02"), last: month("2024-02") });
    assert_eq!(facts.shown("customers_new", &february), Some(2.0));
    assert_eq!(facts.shown("mrr_expansion", &february), Some(0.0));
    assert_eq!(facts.months.map(|m| m.last), Some(month("2024-02")));
    assert!(notes.iter().any(|n| n.code.0 == "A403" && n.args.iter().any(|a| a.0 == "count")));
    assert!(sorted(&facts));
}

fn sorted(facts: &Facts) -> bool {
    facts.rows.iter().is_sorted_by_key(|f| (f.measure, f.spot.month))
}

fn scope(row: &BTreeMap<String, String>) -> Scope {
    let month = month(&row["period"]);
    Scope::total(Period { first: month, last: month })
}
