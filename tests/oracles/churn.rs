//! The ledger of twelve customers under every definition of churn.

use std::collections::BTreeMap;

use planbook::measure::churn::{Ledger, LedgerRates, ledger_rates};
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

#[test]
fn other_definitions_come_from_the_same_measures() {
    let (facts, _) = facts(&records(), &settings());
    for row in rows(include_str!("churn/expected_by_definition.csv")) {
        let scope = scope(&row);
        let of = |id: &str| facts.shown(id, &scope).unwrap();
        let (start, new, churned) = (of("customers_start"), of("customers_new"), of("customers_churned"));
        let back = of("customers_reactivated");
        let end = start + new + back - churned;
        let lost = of("mrr_churned") + of("mrr_contraction");
        let mrr_end = of("mrr_start") + of("mrr_new") + of("mrr_expansion") + of("mrr_reactivated") - lost;
        for (column, found) in [
            ("start_cohort_only_customer_churn", of("customers_churned_of_start") / start),
            ("stripe_subscriber_churn", churned / (start + new)),
            ("naive_net_customer_loss", (start - end) / start),
            ("avg_customers_churn", churned / f64::midpoint(start, end)),
            ("net_mrr_churn_without_reactivation", (lost - of("mrr_expansion")) / of("mrr_start")),
            ("quick_ratio_baremetrics", (of("mrr_new") + of("mrr_expansion")) / lost),
            ("arpa_start", of("mrr_start") / start),
            ("ltv_arpa_end_over_std_churn", mrr_end / end / (churned / start)),
        ] {
            near(found, &row[column], column);
        }
    }
}

#[test]
fn sums_of_daily_rates_and_start_cohorts_need_the_ledgers() {
    let records = records();
    let ledgers: Vec<Ledger> = records
        .subscriptions
        .chunk_by(|a, b| a.customer == b.customer)
        .map(|own| Ledger::new(own.iter().map(|c| (c.changed_on, c.mrr.into()))))
        .collect();
    assert_eq!(ledgers.len(), 12);
    for row in rows(include_str!("churn/expected_by_definition.csv")) {
        let month = month(&row["period"]);
        let LedgerRates { daily_customer_churn, daily_gross_churn, daily_net_churn, gross_retention, net_retention } =
            ledger_rates(&ledgers, month.first_day(), month.last_day()).unwrap();
        near(daily_customer_churn, &row["shopify_daily_sum_customer_churn"], "daily customers");
        near(daily_gross_churn, &row["gross_mrr_churn_daily_sum"], "daily gross");
        near(daily_net_churn, &row["net_mrr_churn_daily_sum"], "daily net");
        near(gross_retention, &row["grr_start_cohort"], "grr");
        near(net_retention, &row["nrr_start_cohort"], "nrr");
    }
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
    facts.rows.is_sorted_by_key(|f| (f.measure, f.spot.month))
}

fn scope(row: &BTreeMap<String, String>) -> Scope {
    let month = month(&row["period"]);
    Scope::total(Period { first: month, last: month })
}
