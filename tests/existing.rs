//! Existing customers: what they bring by hand, on the sheet and in the funnel, and that nothing changes without them.

use std::collections::BTreeMap;

use planbook::ingest::plan_toml;
use planbook::model::catalog::Catalog;
use planbook::model::existing::ExistingInput;
use planbook::model::fact::Facts;
use planbook::model::fact_sums::FactSums;
use planbook::model::measure::Measures;
use planbook::model::money::Currency;
use planbook::model::month::Month;
use planbook::model::template::Templates;
use planbook::render::sheets;
use planbook::render::what_if::{Answer, what_if};

use super::plan::worked_example;
use super::workbook::Company;

/// A year of a company with 100,000 of MRR at the end; each month 2 % leaves, 0.5 % is taken back, 1 % is added and
/// 0.2 % comes back. Half of its ten customers a month were referred.
fn subscriptions() -> Facts {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    for month in Month::parse("2025-11").unwrap().through(Month::parse("2026-10").unwrap()) {
        let spot = sums.spot(month, ["US", "Organic", "", ""]);
        for (id, value) in [
            ("sessions", 6_000),
            ("customers", 10),
            ("referred_customers", 5),
            ("mrr_start", 10_130_000),
            ("mrr_months", 10_130_000),
            ("mrr_churned", 202_600),
            ("mrr_contraction", 50_650),
            ("mrr_expansion", 101_300),
            ("mrr_reactivated", 20_260),
            ("mrr_new", 1_690),
        ] {
            sums.add_to(id, spot, value);
        }
    }
    sums.finish()
}

fn asked(company: &Company, sets: &[(&str, f64)]) -> Answer {
    let sets: Vec<(String, f64)> = sets.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
    company.with(|report| what_if(sheets::book(report).unwrap(), &sets, None).unwrap())
}

fn after(answer: &Answer, id: &str) -> f64 {
    answer.figures.iter().find(|f| f.id == id).and_then(|f| f.after).unwrap_or(f64::NAN)
}

fn near(left: f64, right: f64) {
    assert!((left - right).abs() <= 1e-9 * right.abs().max(1.0), "{left} is not {right}");
}

#[test]
fn recurring_revenue_is_carried_on_month_by_month() {
    let (_, settings) = worked_example();
    let company = Company::measured(subscriptions(), settings);
    let answer = asked(&company, &[("count_existing", 1.0), ("count_referrals", 1.0)]);
    let rate = 0.01 + 0.002 - 0.02 - 0.005;
    near(after(&answer, "net_growth"), rate);
    // Two months to the plan year, then twelve months of it.
    let begins = 100_000.0 * (1.0 + rate) * (1.0 + rate);
    near(after(&answer, "mrr_begins"), begins);
    let year: f64 = (0..12).map(|month| begins * (1.0_f64 + rate).powi(month)).sum();
    near(after(&answer, "existing_revenue"), year);
    near(after(&answer, "referred_revenue"), (10e6 - year) / 2.0);
    near(after(&answer, "left_for_funnel"), (10e6 - year) / 2.0);
    near(after(&answer, "customers"), (10e6 - year) / 2.0 / 1.1e6);
    // The same through the plan's own words, and in the numbers that the summary tells.
    let (_, mut settings) = worked_example();
    (settings.existing.counts, settings.existing.referrals) = (true, true);
    let company = Company::measured(subscriptions(), settings);
    let funnel = company.plan.funnel.as_ref().unwrap();
    near(funnel.left, (10e6 - year) / 2.0);
    near(funnel.existing.as_ref().unwrap().revenue, year);
    near(funnel.customers, after(&answer, "customers"));
    near(after(&asked(&company, &[]), "visit.year"), funnel.steps.last().unwrap().per_year);
}

#[test]
fn a_goal_of_new_revenue_stays_whole() {
    let (_, settings) = worked_example();
    let company = Company::measured(subscriptions(), settings);
    let answer = asked(&company, &[]);
    near(after(&answer, "left_for_funnel"), 10e6);
    assert_eq!(format!("{:.3}", after(&answer, "visit.whole_month")), "6944.444");
    // Without anything known of them there is no word of them either.
    let (facts, settings) = worked_example();
    let without = asked(&Company::measured(facts, settings), &[]);
    assert!(without.figures.iter().all(|f| f.id != "left_for_funnel" && f.id != "churn"));
}

#[test]
fn churn_may_be_typed_and_may_be_none_or_all() {
    let (_, settings) = worked_example();
    let company = Company::measured(subscriptions(), settings);
    let counted = |sets: &[(&str, f64)]| {
        let all: Vec<_> = sets.iter().copied().chain([("count_existing", 1.0)]).collect();
        after(&asked(&company, &all), "existing_revenue")
    };
    let still = [("contraction", 0.0), ("expansion", 0.0)];
    near(counted(&[still[0], still[1], ("churn", 0.0)]), 1.2e6);
    near(counted(&[still[0], still[1], ("churn", 1.0)]), 0.0);
    assert!(counted(&[("churn", 0.015)]) > counted(&[]));
    // More than the goal leaves nothing to win, and nothing less.
    let rich = asked(&company, &[("count_existing", 1.0), ("mrr", 5e6)]);
    near(after(&rich, "left_for_funnel"), 0.0);
    near(after(&rich, "whole_customers"), 0.0);
}

#[test]
fn without_subscriptions_repeat_revenue_stays_as_it_is() {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    for month in Month::parse("2025-11").unwrap().through(Month::parse("2026-10").unwrap()) {
        let spot = sums.spot(month, ["US", "Organic", "", ""]);
        sums.add_to("won_revenue", spot, 500_000);
        sums.add_to("new_revenue", spot, 300_000);
    }
    let (_, mut settings) = worked_example();
    settings.existing.counts = true;
    let company = Company::measured(sums.finish(), settings);
    let answer = asked(&company, &[]);
    near(after(&answer, "repeat_revenue"), 2_000.0);
    near(after(&answer, "left_for_funnel"), 10e6 - 24_000.0);
    near(company.plan.funnel.as_ref().unwrap().left, 10e6 - 24_000.0);
}

#[test]
fn the_plan_says_what_counts() {
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    let read = |text: &str| plan_toml::settings("plan.toml", text, &catalog);
    let (settings, notes) =
        read("[existing]\ncounts = true\nchurn = 0.015\nmrr = 90_000\n[scenario.calm]\nchurn = 0\n");
    assert!(notes.is_empty());
    assert!(settings.existing.counts && !settings.existing.referrals);
    let given = BTreeMap::from([(ExistingInput::Mrr, 90_000.0), (ExistingInput::Churn, 0.015)]);
    assert_eq!(settings.existing.given, given);
    assert!(settings.scenarios["calm"]["churn"].abs() < 1e-12);
    for (wrong, code) in [("churn = 1.5", "E313"), ("counts = 1", "E313"), ("churned = 0.1", "E312")] {
        let (_, notes) = read(&format!("[existing]\n{wrong}\n"));
        assert_eq!(notes.iter().map(|n| n.code.0).collect::<Vec<_>>(), [code], "{wrong}");
    }
    // What the plan gives needs no export.
    let (facts, mut settings) = worked_example();
    settings.existing.given = given;
    settings.existing.counts = true;
    let company = Company::measured(facts, settings);
    assert!(after(&asked(&company, &[]), "left_for_funnel") < 10e6);
}
