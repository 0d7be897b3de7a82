//! The files for machines: results, facts and manifest.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use planbook::model::catalog::Catalog;
use planbook::model::fact::{Axis, Facts, Scope};
use planbook::model::fact_sums::FactSums;
use planbook::model::formula::Missing;
use planbook::model::measure::Measures;
use planbook::model::money::Currency;
use planbook::model::month::{Month, Period};
use planbook::model::note::Note;
use planbook::model::phrase::Phrase;
use planbook::model::reading::{Account, Fate, FileReading};
use planbook::model::result::{Figure, MetricResults, Results, ScopeResult};
use planbook::model::settings::Settings;
use planbook::model::statistic::{Statistic, StatisticCell};
use planbook::model::template::Templates;
use planbook::model::unit::Unit;
use planbook::model::words::Words;
use planbook::plan::annual_plan;
use planbook::render::report::{Parts, Report};
use planbook::render::{facts_csv, manifest, results_json};
use serde_json::Value;

fn facts() -> Facts {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    let (conversions, _) = sums.facts.measures.credit("linear");
    let month = Month::parse("2026-03").unwrap();
    let spot = sums.spot(month, ["TH", "=cmd|' /C calc'!A0", "Spring, \"big\"", "o1"]);
    sums.add_to("spend", spot, 123_456);
    sums.add_to("leads", spot, 3);
    sums.add(conversions, spot, 333_333_333);
    sums.finish()
}

fn results(facts: &Facts, share: f64) -> Results {
    let month = Month::parse("2026-03").unwrap();
    let period = Period { first: month, last: month };
    let figure = |value| Figure { value, numerator: Some(3.0), denominator: Some(0.0), interval: None };
    let only = Some((Axis::Market, facts.names.find("TH").unwrap()));
    Results {
        statistics: vec![Statistic {
            rows: vec![vec![StatisticCell::Word("stage.lead".into()), 12.5.into(), f64::NAN.into()]],
            ..Statistic::new(
                "velocity",
                Phrase::new("statistic.velocity_how"),
                &[("from", None), ("median_days", Some(Unit::Days)), ("p90_days", Some(Unit::Days))],
            )
        }],
        metrics: [
            ("cac", Scope { period, only }, figure(Err(Missing::DividesByZero("customers".into())))),
            ("win_rate", Scope::total(period), figure(Ok(share))),
        ]
        .map(|(metric, scope, figure)| {
            let rows = vec![ScopeResult::new(scope, figure)];
            MetricResults { metric: metric.into(), wanting: None, rows }
        })
        .into(),
    }
}

fn with_report<T>(share: f64, read: impl Fn(&Report<'_>) -> T) -> T {
    let (facts, settings, templates) = (facts(), Settings::default(), Templates::default());
    let (catalog, _) = Catalog::load(&templates, &BTreeMap::new(), &Measures::default());
    let results = results(&facts, share);
    let (plan, _) = annual_plan(&facts, &results, &catalog, &settings);
    let mut account = Account::default();
    account.read(5, 0);
    account.meet(Fate::Used, 4, 0);
    account.meet(Fate::Refused, 1, 0);
    let reading = FileReading { file: "spend.csv".into(), sha256: "ab".repeat(32), account, ..FileReading::default() };
    let note = Note::new("E201");
    read(&Report {
        settings: &settings,
        templates: &templates,
        words: &Words::load(&templates, "en").unwrap(),
        catalog: &catalog,
        facts: &facts,
        results: &results,
        plan: &plan,
        readings: &[reading],
        merges: &[],
        notes: &[&note],
    })
}

#[test]
fn facts_are_exact_and_no_cell_is_a_formula() {
    let text = with_report(0.5, |report| facts_csv::table(report.facts));
    let place = "2026-03,TH,'=cmd|' /C calc'!A0,\"Spring, \"\"big\"\"\",o1";
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "measure,month,market,channel,campaign,objective,value",
            &format!("leads,{place},3"),
            &format!("spend,{place},1234.56"),
            &format!("credit_conversions.linear,{place},0.333333333"),
        ]
    );
}

fn results_json(report: &Report<'_>) -> Result<String, String> {
    let bytes = Arc::new(Mutex::new(Vec::new()));
    let taken = Arc::clone(&bytes);
    let mut give: Parts = Box::new(move |part| taken.lock().unwrap().extend(part));
    results_json::figures(report, &mut give)?;
    results_json::rest(report, &[], &mut give)?;
    Ok(String::from_utf8(bytes.lock().unwrap().clone()).unwrap())
}

#[test]
fn results_say_how_each_figure_came_about_or_why_there_is_none() {
    let text = with_report(0.5, results_json).unwrap();
    assert_eq!(text.lines().count(), 7);
    let page: Value = serde_json::from_str(&text).unwrap();
    let rows = page["results"].as_array().unwrap();
    assert_eq!(rows[0]["not_measurable"]["divides_by_zero"], "customers");
    assert_eq!((&rows[0]["axis"], &rows[0]["name"]), (&Value::from("market"), &Value::from("TH")));
    assert_eq!((&rows[0]["value"], &rows[0]["currency"]), (&Value::Null, &Value::from("USD")));
    assert_eq!((&rows[1]["value"], &rows[1]["unit"]), (&Value::from(0.5), &Value::from("ratio")));
    let statistic = &page["statistics"][0];
    assert_eq!((&statistic["id"], &statistic["columns"][1]["unit"]), (&Value::from("velocity"), &Value::from("days")));
    assert_eq!(statistic["rows"][0], Value::from(vec![Value::from("stage.lead"), Value::from(12.5), Value::Null]));
    assert!(rows[1].get("currency").is_none() && rows[1].get("not_measurable").is_none());
}

#[test]
fn a_figure_that_is_no_number_stops_the_output() {
    assert!(with_report(f64::NAN, results_json).unwrap_err().contains("win_rate 2026-03"));
}

#[test]
fn the_manifest_knows_inputs_and_plan_but_no_clock() {
    let text = String::from_utf8(with_report(0.5, manifest::output).unwrap().bytes).unwrap();
    let page: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(page["inputs"][0]["rows"]["refused"], 1);
    assert_eq!(page["inputs"][0]["sha256"], "ab".repeat(32));
    assert_eq!((&page["notes"]["errors"], &page["plan"]["model"]), (&Value::from(1), &Value::from("linear")));
    assert_eq!(page["planbook"], env!("CARGO_PKG_VERSION"));
}
