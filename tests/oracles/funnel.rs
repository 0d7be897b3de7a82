//! Twelve leads: four readings of stage conversion, win rates, cycles.

use std::collections::BTreeMap;

use planbook::measure::stage_conversion::{Share, StageConversion, stage_conversion};
use planbook::measure::{facts, results};
use planbook::model::catalog::Catalog;
use planbook::model::fact::Scope;
use planbook::model::lag;
use planbook::model::measure::Measures;
use planbook::model::month::Period;
use planbook::model::name::Name;
use planbook::model::record::{DealState, Records};
use planbook::model::settings::Settings;
use planbook::model::stage::Stage;
use planbook::model::template::Templates;

use super::exports::{add_deal, day, month, no_records, rows};

const COLUMNS: [(&str, Stage); 5] = [
    ("lead", Stage::Lead),
    ("mql", Stage::Mql),
    ("sql", Stage::Sql),
    ("opp", Stage::Opportunity),
    ("won", Stage::Customer),
];

fn stage(column: &str) -> Stage {
    COLUMNS.iter().find(|c| c.0 == column).unwrap().1
}

fn settings() -> Settings {
    Settings { as_of: Some(day("2024-03-31")), ..Settings::default() }
}

fn records() -> Records {
    let mut records = no_records();
    records.people.intern("");
    records.contacts.row_of.push(0);
    for row in rows(include_str!("funnel/input_leads.csv")) {
        records.contacts.person.push(records.people.intern(&row["id"]));
        records.contacts.row_of.push(u32::try_from(records.contacts.person.len()).unwrap());
        for (column, stage) in COLUMNS {
            records.contacts.stages[stage.index()].push(row[column].parse().ok());
        }
    }
    records
}

fn period(row: &BTreeMap<String, String>) -> Period {
    match row["month"].as_str() {
        "all" => Period { first: month("2024-01"), last: month("2024-03") },
        one => Period { first: month(one), last: month(one) },
    }
}

#[test]
fn stage_conversion_in_four_readings() {
    let records = records();
    let (facts, _) = facts(&records, &settings());
    for row in rows(include_str!("funnel/expected_stage_conversion.csv")) {
        let number = |column: &str| row[column].parse::<u64>().unwrap();
        let share = |part, whole| Share { part: number(part), whole: number(whole) };
        let (from, to) = (stage(&row["from"]), stage(&row["to"]));
        let expected = StageConversion {
            cohort: share("of_those_ever_reached_to", "entered_from_in_month"),
            period: share("reached_to_in_month", "entered_from_in_month"),
            matured: share("converted_within_30d", "mature_30d_entries"),
            skips_filled: share("leadcohort_reached_to_or_later", "leadcohort_reached_from_or_later"),
        };
        let found = stage_conversion(&facts, (from, to), period(&row), day("2024-03-31"), 30);
        assert_eq!(found, expected, "{row:?}");
        let scope = Scope::total(period(&row));
        let count = |id: &str| facts.sum(facts.measures.find(id).unwrap(), &scope);
        assert_eq!(count(from.measure()), expected.cohort.whole.into());
        assert_eq!(count(&format!("reached.{}.{}", from.id(), to.id())), expected.cohort.part.into(), "{row:?}");
        assert_eq!(count(to.measure()), expected.period.part.into());
    }
}

#[test]
fn matured_conversion_is_a_metric_that_the_plan_chooses() {
    let chosen = [("funnel.conversion".to_owned(), "matured".to_owned())];
    let settings = Settings { choices: chosen.into(), matured_days: Some(30), ..settings() };
    let (facts, _) = facts(&records(), &settings);
    let (mut catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    catalog.choose(&settings.choices);
    let found = results(&facts, &catalog, &settings);
    let mut metrics = 0;
    for row in rows(include_str!("funnel/expected_stage_conversion.csv")) {
        let number = |column: &str| row[column].parse::<u32>().unwrap();
        let (from, to) = (stage(&row["from"]), stage(&row["to"]));
        let scope = Scope::total(period(&row));
        let count = |kind: &str| {
            let measure = facts.measures.find(&format!("{kind}.{}.{}", from.id(), to.id())).unwrap();
            facts.sum(measure, &scope)
        };
        let (part, whole) = (number("converted_within_30d"), number("mature_30d_entries"));
        assert_eq!((count("matured"), count("matured_entered")), (part.into(), whole.into()), "{row:?}");
        let Some(figure) = found.get(&format!("{}_to_{}", from.id(), to.id()), &scope) else { continue };
        match whole {
            0 => assert!(figure.value.is_err(), "{row:?}"),
            _ => assert_eq!(figure.value, Ok(f64::from(part) / f64::from(whole)), "{row:?}"),
        }
        metrics += 1;
    }
    assert!(metrics >= 8, "{metrics}");
    // A plan that chooses another reading pays nothing for this one.
    let other = planbook::measure::facts(&records(), &super::funnel::settings()).0;
    assert!(!other.knows("matured.lead.mql") && !other.knows("matured_entered.lead.mql"));
}

#[test]
fn cycles_from_every_stage() {
    let (facts, _) = facts(&records(), &settings());
    let expected: serde_json::Value = serde_json::from_str(include_str!("funnel/expected_win_cycle.json")).unwrap();
    for (column, cycle) in expected["cycle_days"].as_object().unwrap() {
        let days = &facts.lags[&(stage(column), Stage::Customer)];
        assert_eq!(lag::median(days), cycle["median"].as_f64(), "{column}");
        assert_eq!(lag::mean(days), cycle["mean"].as_f64(), "{column}");
    }
}

#[test]
fn win_rates_in_two_readings() {
    let mut records = no_records();
    for row in rows(include_str!("funnel/input_leads.csv")).iter().filter(|r| !r["opp"].is_empty()) {
        add_deal(&mut records, &row["id"], day("2024-03-31"), 100);
        let deal = records.deals.last_mut().unwrap();
        deal.created_on = row["opp"].parse().ok();
        deal.closed_on = row["won"].parse().or_else(|_| row["lost"].parse()).ok();
        deal.state = match (row["won"].is_empty(), row["lost"].is_empty()) {
            (false, _) => DealState::Won,
            (_, false) => DealState::Lost,
            _ => DealState::Open,
        };
        deal.channel = Name::NONE;
    }
    let (facts, _) = facts(&records, &settings());
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    let results = results(&facts, &catalog, &settings());
    let scope = Scope::total(settings().baseline());
    let value = |metric: &str| results.get(metric, &scope).unwrap().value.clone().unwrap();
    let expected: serde_json::Value = serde_json::from_str(include_str!("funnel/expected_win_cycle.json")).unwrap();
    assert_eq!(Some(value("win_rate")), expected["win_rate_won_over_closed"].as_f64());
    assert_eq!(Some(value("close_rate")), expected["win_rate_won_over_opps_created"].as_f64());
    let cycle = expected["cycle_days"]["opp"]["mean"].as_f64().unwrap();
    assert!((value("sales_cycle") - cycle).abs() < 1e-12);
}

#[test]
fn what_is_odd_is_told() {
    let (_, notes) = facts(&records(), &settings());
    let told: Vec<(&str, u64)> = notes
        .iter()
        .filter_map(|n| match n.args.as_slice() {
            [("count", planbook::model::phrase::Arg::Count(count))] => Some((n.code.0, u64::try_from(*count).unwrap())),
            _ => None,
        })
        .collect();
    assert_eq!(told, [("W401", 1)], "l07 went from lead to SQL");
}
