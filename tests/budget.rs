//! Budget and capacity: what the sheet works out is what the plan says, sums close, and a dear last unit is no noise.

#![expect(clippy::panic, reason = "a test may fail")]

use std::collections::BTreeMap;

use planbook::model::annual_plan::AnnualPlan;
use planbook::model::catalog::Catalog;
use planbook::model::fact::Facts;
use planbook::model::fact_sums::FactSums;
use planbook::model::finding::Finding;
use planbook::model::money::Currency;
use planbook::model::month::Month;
use planbook::model::result::Results;
use planbook::model::settings::Settings;
use planbook::model::template::Templates;
use planbook::model::work::{BudgetLine, Done, Means};
use planbook::plan::annual_plan;
use planbook::render::book::Book;
use planbook::render::book::cell::At;
use planbook::render::book::evaluate::Engine;
use planbook::render::book::value::Value;
use planbook::render::sheets;

use super::{synthetic, workbook};

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn near(left: f64, right: f64) {
    assert!((left - right).abs() <= 1e-6 * right.abs().max(1.0), "{left} is not {right}");
}

/// The believable company with lines for two channels and hours of a team.
fn facts() -> Facts {
    let mut facts = synthetic::facts();
    for name in ["Google Ads", "LinkedIn Ads"] {
        let channel = facts.names.intern(name);
        for month in month("2026-01").through(month("2027-12")) {
            let committed = if month.number() > 9 { 9_000_000 } else { 0 };
            facts.work.budget.insert((channel, month), BudgetLine { plan: 500_000, committed });
        }
    }
    let team = facts.names.intern("Sales");
    let call = facts.measures.find("activity_call").unwrap();
    for month in month("2025-07").through(month("2026-06")) {
        facts.work.done.insert((team, call, month), Done { count: 10, hours: 150_000 });
        facts.work.capacity.insert((team, month), Means { hours: 160_000, budget: 0 });
    }
    facts
}

fn value(book: &Book, engine: &mut Engine<'_>, at: At) -> f64 {
    match engine.value(at) {
        Value::Number(number) => number,
        other => panic!("{}: {other:?}", book.address(at)),
    }
}

fn found<'a>(plan: &'a AnnualPlan, kind: &str) -> &'a Finding {
    plan.findings.iter().find(|f| f.kind == kind).unwrap_or_else(|| panic!("{kind} is not said"))
}

#[test]
fn the_sheet_works_out_what_the_plan_says() {
    let mut settings = synthetic::settings();
    settings.goals.iter_mut().for_each(|g| g.revenue = g.revenue.map(|r| r * 20.0));
    let company = workbook::Company::of(facts(), settings);
    company.with(|report| {
        let book = sheets::book(report).unwrap();
        let mut engine = Engine::new(&book);
        let budget = report.plan.budget.as_ref().unwrap();
        assert!(budget.has_lines && budget.has_lines_ahead);
        let named = |id: &str| book.named.iter().find(|n| n.id == id).unwrap().at;
        near(value(&book, &mut engine, named("units_growth")), budget.growth.unwrap());
        near(value(&book, &mut engine, named("spend_needed")), budget.channels.iter().map(|c| c.needed).sum());
        for kind in ["budget_overrun", "budget_overrun_channel", "budget_short"] {
            let finding = found(report.plan, kind);
            let number = report.plan.findings.iter().position(|f| f == finding).unwrap();
            near(value(&book, &mut engine, book.places[number].unwrap()), finding.money.unwrap());
        }
        let sheet = book.sheets.iter().find(|s| s.name == "Checks").unwrap();
        let labels: Vec<String> = sheet.cells.values().map(|c| format!("{:?}", c.content)).collect();
        for check in ["Budget, the year by channel", "Spend needed, by month"] {
            assert!(labels.iter().any(|l| l.contains(check)), "{check}");
        }
    });
}

#[test]
fn what_is_left_of_the_year_costs_what_is_committed_and_at_least_as_now() {
    let company = workbook::Company::of(facts(), synthetic::settings());
    let budget = company.plan.budget.as_ref().unwrap();
    near(budget.months_left, 6.0);
    for channel in budget.channels.iter().filter(|c| c.channel.is_some()) {
        let ahead = if channel.plan > 0.0 { 270_000.0 } else { 0.0 };
        near(channel.committed, ahead);
        near(channel.forecast, channel.actual + f64::max(ahead, channel.spend / 2.0));
    }
}

#[test]
fn hours_are_those_of_a_unit_times_the_units() {
    let mut facts = facts();
    // A team whose hours no cut of the facts knows has no row; the believable company records calls without teams.
    let plan = planned(&facts, &synthetic::settings());
    let capacity = plan.capacity.as_ref().unwrap();
    let sales = capacity.teams.iter().find(|t| facts.names.text(t.team) == "Sales").unwrap();
    near(sales.done, 1_800.0);
    near(sales.needed, 1_800.0 * plan.budget.as_ref().unwrap().growth.unwrap());
    assert!(!sales.is_given);
    near(sales.there_year.unwrap(), 1_920.0);
    assert_eq!(sales.short(), Some(sales.needed - 1_920.0).filter(|&short| short > 0.0));
    // What is recorded for the year itself counts; a month without a record is like the others of that year.
    let team = facts.names.intern("Sales");
    facts.work.capacity.insert((team, month("2027-03")), Means { hours: 300_000, budget: 0 });
    let plan = planned(&facts, &synthetic::settings());
    let sales = &plan.capacity.as_ref().unwrap().teams[0];
    assert!(sales.is_given);
    near(sales.there_year.unwrap(), 3_600.0);
}

fn planned(facts: &Facts, settings: &Settings) -> AnnualPlan {
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &facts.measures);
    annual_plan(facts, &Results::default(), &catalog, settings).0
}

/// Two years in which spend swings and leads follow its square root, or it in proportion.
fn responses(power: f64) -> Facts {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    for (i, month) in (0_i32..).zip(month("2024-07").through(month("2026-06"))) {
        let spot = sums.spot(month, ["Korea", "Paid search", "Brand", ""]);
        let spend = 1_000 + 300 * i128::from(i % 5);
        // A wobble that no line explains, or the interval would have no width.
        let leads = 40.0 * (spend as f64 / 1_000.0).powf(power) + f64::from(i % 2);
        #[expect(clippy::cast_possible_truncation, reason = "a small count")]
        let leads = leads.round() as i128;
        for (id, value) in [("spend", spend * 100), ("leads", leads), ("customers", 4), ("new_revenue", 4_000_000)] {
            sums.add_to(id, spot, value);
        }
        sums.add_to("reached.lead.customer", spot, 4);
    }
    sums.finish()
}

fn settings() -> Settings {
    use planbook::model::stage::Stage::{Customer, Lead};
    let mut settings = synthetic::settings();
    settings.as_of = Some("2026-06-30".parse().unwrap());
    settings.stages = vec![Lead, Customer];
    settings.objectives.clear();
    settings.goals.truncate(1);
    settings.goals[0].revenue = Some(960_000.0);
    settings.goals[0].average_deal = Some(10_000.0);
    settings.plan_rates.clear();
    settings
}

#[test]
fn a_last_unit_that_cost_more_than_the_average_is_told_and_reckoned_with() {
    let plan = planned(&responses(0.5), &settings());
    let budget = plan.budget.as_ref().unwrap();
    let channel = &budget.channels[0];
    let marginal = channel.marginal.unwrap();
    assert!((0.4..0.6).contains(&marginal.elasticity) && marginal.is_dearer(), "{marginal:?}");
    let growth = budget.growth.unwrap();
    assert!(growth > 1.5);
    near(channel.needed, channel.spend * growth.powf(1.0 / marginal.elasticity));
    assert_eq!(found(&plan, "marginal_cost").money, None);

    let plan = planned(&responses(1.0), &settings());
    let channel = &plan.budget.as_ref().unwrap().channels[0];
    assert!(!channel.marginal.unwrap().is_dearer());
    near(channel.needed, channel.spend * plan.budget.as_ref().unwrap().growth.unwrap());
    assert!(plan.findings.iter().all(|f| f.kind != "marginal_cost"));
}
