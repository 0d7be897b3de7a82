//! The plan by market and channel, and objectives of one market and one channel: by hand, and live.

use chrono::NaiveDate;
use planbook::model::fact::Facts;
use planbook::model::fact_sums::FactSums;
use planbook::model::money::Currency;
use planbook::model::month::Month;
use planbook::model::objective::{Objective, Target};
use planbook::model::settings::Settings;
use planbook::model::stage::Stage;
use planbook::render::book::cell::{At, Content};
use planbook::render::book::evaluate::Engine;
use planbook::render::book::value::Value;
use planbook::render::sheets;
use planbook::render::what_if::{Answer, what_if};

use super::plan::{objective, worked_example};
use super::workbook::Company;

/// A year of two markets and two channels. The US bring three quarters of the revenue with deals of 2,000 and half of
/// their leads buy; Japan sells at 1,000 and a quarter of its leads buy. Events have no sessions.
fn two_markets() -> Facts {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    for month in Month::parse("2025-11").unwrap().through(Month::parse("2026-10").unwrap()) {
        for (market, channel, sessions, leads, customers, each) in [
            ("US", "Search", 400, 6, 3, 200_000),
            ("US", "Events", 0, 6, 3, 200_000),
            ("Japan", "Search", 800, 16, 4, 100_000),
        ] {
            let spot = sums.spot(month, [market, channel, "", ""]);
            for (id, value) in [
                ("sessions", sessions),
                ("leads", leads),
                ("reached.lead.customer", customers),
                ("customers", customers),
                ("deals_won", customers),
                ("new_revenue", customers * each),
                ("won_revenue", customers * each),
            ] {
                sums.add_to(id, spot, value);
            }
        }
    }
    sums.finish()
}

fn settings() -> Settings {
    let (_, mut settings) = worked_example();
    settings.stages = vec![Stage::Visit, Stage::Lead, Stage::Customer];
    settings.plan_rates.clear();
    settings.goals[0].revenue = Some(320_000.0);
    settings.goals[0].average_deal = None;
    settings
}

fn asked(company: &Company, sets: &[(&str, f64)]) -> Answer {
    let sets: Vec<(String, f64)> = sets.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
    company.with(|report| what_if(sheets::book(report).unwrap(), &sets, None).unwrap())
}

fn after(answer: &Answer, id: &str) -> Option<f64> {
    answer.figures.iter().find(|f| f.id == id).unwrap().after
}

fn near(left: Option<f64>, right: f64) {
    let left = left.unwrap();
    assert!((left - right).abs() <= 1e-9 * right.abs().max(1.0), "{left} is not {right}");
}

#[test]
fn each_market_walks_back_by_its_own_deals_and_rates() {
    let company = Company::measured(two_markets(), settings());
    let answer = asked(&company, &[]);
    // 1,600 a deal: 200 customers. The US have 75 % of the revenue at 2,000 each: 120 of them; Japan 80 at 1,000.
    near(after(&answer, "whole_customers"), 200.0);
    near(after(&answer, "market:US"), 0.75);
    for (id, needed) in [("market:US.customer", 120.0), ("market:Japan.customer", 80.0)] {
        near(after(&answer, id), needed);
    }
    near(after(&answer, "market:US.lead"), 240.0);
    near(after(&answer, "market:Japan.lead"), 320.0);
    // Twelve leads of 400 sessions a month, and sixteen of 800.
    near(after(&answer, "market:US.visit"), 240.0 / 12.0 * 400.0);
    near(after(&answer, "market:Japan.visit"), 320.0 / 16.0 * 800.0);
    // Leads of events come without sessions.
    assert_eq!(after(&answer, "channel:Events.visit"), None);
    near(after(&answer, "channel:Events.customer"), 60.0);
}

#[test]
fn shares_rates_and_scenarios_move_the_markets() {
    let company = Company::measured(two_markets(), settings());
    // All in one market.
    let answer = asked(&company, &[("market:US", 1.0), ("market:Japan", 0.0)]);
    near(after(&answer, "market:US.customer"), 160.0);
    near(after(&answer, "market:Japan.lead"), 0.0);
    // A rate of one's own for the whole plan moves every market's in step: ten of 28 leads become five.
    let history = 10.0 / 28.0;
    let answer = asked(&company, &[("lead_to_customer", history / 2.0)]);
    near(after(&answer, "market:US.lead"), 480.0);
    near(after(&answer, "market:Japan.lead"), 640.0);
}

fn crossed() -> Objective {
    Objective {
        title: "Leads from search in Japan".into(),
        market: "japan".into(),
        channel: "Search".into(),
        ..objective("jp", "leads", Target::To(200.0), "2026-12-31")
    }
}

#[test]
fn an_objective_of_one_market_and_one_channel_is_live() {
    let us = Objective { market: "US".into(), ..crossed() };
    let rate = Objective { metric: "visit_to_lead".into(), target: Target::To(0.05), ..crossed() };
    let company = Company::measured(
        two_markets(),
        Settings { objectives: vec![crossed(), us, rate], as_of: NaiveDate::from_ymd_opt(2026, 10, 31), ..settings() },
    );
    let currents: Vec<(bool, Option<f64>)> = company.with(|report| {
        let book = sheets::book(report).unwrap();
        let sheet = book.sheets.iter().find(|s| s.name == "Objectives").unwrap();
        let head = sheet.cells.iter().find(|(_, c)| matches!(&c.content, Content::Text(t) if t == "Current")).unwrap();
        let &(row, column) = head.0;
        let mut engine = Engine::new(&book);
        let mut read = |row: u32| {
            let formula = matches!(sheet.cell(row, column).map(|c| &c.content), Some(Content::Formula(_)));
            let value = engine.value(At::new(sheet.number, row, column));
            (formula, if let Value::Number(n) = value { Some(n) } else { None })
        };
        (1..=3).map(|down| read(row + down)).collect()
    });
    assert_eq!(currents, [(true, Some(160.0)), (true, Some(60.0)), (true, Some(0.02))]);
}
