//! Scenarios and what-ifs: the workbook's own cells give what arithmetic by hand gives.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use planbook::ingest::plan_toml;
use planbook::model::catalog::Catalog;
use planbook::model::measure::Measures;
use planbook::model::statistics::proportion::{Z_95, wilson};
use planbook::model::template::Templates;
use planbook::render::sheets;
use planbook::render::what_if::{Answer, Unknown, what_if};
use proptest::prelude::*;

use super::workbook::Company;
use super::{plan, synthetic};

fn asked(company: &Company, sets: &[(&str, f64)], scenario: Option<&str>) -> Result<Answer, Unknown> {
    let sets: Vec<(String, f64)> = sets.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
    company.with(|report| what_if(sheets::book(report).unwrap(), &sets, scenario))
}

fn after(answer: &Answer, id: &str) -> f64 {
    answer.figures.iter().find(|f| f.id == id).unwrap().after.unwrap()
}

fn worked() -> Company {
    let (facts, settings) = plan::worked_example();
    Company::of(facts, settings)
}

#[test]
fn the_worked_example_comes_out_of_a_what_if() {
    let company = worked();
    let answer = asked(&company, &[], None).unwrap();
    assert_eq!(answer.scenario, "Base");
    assert_eq!(format!("{:.1}", after(&answer, "chance_today") * 100.0), "36.5");
    let safe = after(&answer, "first_month.80");
    assert!((safe / 8_690.0 - 1.0).abs() < 1e-3, "{safe}");
    assert_eq!(format!("{:.3}", after(&answer, "visit.whole_month")), "6944.444");
    // Nine customers, and the bounds of nine won of eighteen.
    let (low, high) = wilson(9.0, 18.0, Z_95).unwrap();
    for (rate, visits) in [(low, "10764"), (high, "4403")] {
        let sets = [("revenue", 9.9e6), ("opportunity_to_customer", rate)];
        assert_eq!(format!("{:.0}", after(&asked(&company, &sets, None).unwrap(), "visit.month")), visits);
    }
}

#[test]
fn a_rate_that_was_given_is_the_same_in_every_scenario_of_history() {
    let company = worked();
    let base = asked(&company, &[], None).unwrap();
    for scenario in ["conservative", "stretch"] {
        let answer = asked(&company, &[], Some(scenario)).unwrap();
        assert!((after(&answer, "visit.year") - after(&base, "visit.year")).abs() < 1e-9);
        assert_eq!(answer.changed.len(), 1);
    }
}

#[test]
fn the_bounds_of_history_are_the_cautious_and_the_bold_scenario() {
    let company = Company::of(synthetic::facts(), synthetic::settings());
    let steps = company.plan.funnel.clone().unwrap().steps;
    let [low, base, high] = ["conservative", "base", "stretch"].map(|name| asked(&company, &[], Some(name)).unwrap());
    let mut counted = 0;
    for step in &steps {
        let (Some(next), Some((least, most))) = (step.next, step.likely) else { continue };
        let id = format!("{}_to_{}", step.stage.id(), next.id());
        for (answer, rate) in [(&low, least), (&base, step.rate.unwrap()), (&high, most)] {
            assert!((after(answer, &id) - rate).abs() < 1e-12, "{id}");
        }
        counted += 1;
    }
    assert!(counted >= 3, "only {counted} rates with counts");
    assert!(after(&low, "visit.year") > after(&base, "visit.year"));
    assert!(after(&high, "visit.year") < after(&base, "visit.year"));
}

#[test]
fn a_scenario_of_ones_own_changes_what_it_names_and_a_set_value_wins() {
    let (facts, mut settings) = plan::worked_example();
    let own = BTreeMap::from([("mql_to_sql".to_owned(), 0.4), ("revenue".to_owned(), 5.5e6)]);
    settings.scenarios.insert("New site".to_owned(), own);
    let company = Company::of(facts, settings);
    let answer = asked(&company, &[], Some("new site")).unwrap();
    assert_eq!((after(&answer, "mql_to_sql"), after(&answer, "lead_to_mql")), (0.4, 0.2));
    assert!((after(&answer, "customers") - 5.0).abs() < 1e-12);
    let answer = asked(&company, &[("mql_to_sql", 0.5)], Some("new site")).unwrap();
    assert_eq!((answer.scenario.as_str(), after(&answer, "mql_to_sql")), ("New site", 0.5));
    assert_eq!(asked(&company, &[], Some("nowhere")).unwrap_err().known.len(), 4);
    assert!(asked(&company, &[("churn", 0.1)], None).unwrap_err().known.contains(&"revenue".to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_what_if_is_the_walk_by_hand(
        revenue in 1e5..1e8_f64,
        average in 1e2..1e5_f64,
        rates in prop::array::uniform5(0.01..1.0_f64),
    ) {
        let company = worked();
        let names =
            ["visit_to_lead", "lead_to_mql", "mql_to_sql", "sql_to_opportunity", "opportunity_to_customer"];
        let mut sets = vec![("revenue", revenue), ("average_deal", average)];
        sets.extend(names.into_iter().zip(rates));
        let answer = asked(&company, &sets, None).unwrap();
        let stages = ["opportunity", "sql", "mql", "lead", "visit"];
        let (mut exact, mut whole) = (revenue / average, (revenue / average).ceil());
        for (stage, rate) in stages.into_iter().zip(rates.into_iter().rev()) {
            (exact, whole) = (exact / rate, whole / rate);
            let near = |id: &str, by_hand: f64| (after(&answer, &format!("{stage}.{id}")) / by_hand - 1.0).abs() < 1e-12;
            prop_assert!(near("year", exact) && near("whole_month", whole / 12.0), "{stage}");
        }
    }
}

#[test]
fn the_plan_reads_scenarios_and_refuses_what_is_none() {
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    let read = |text: &str| plan_toml::settings("plan.toml", text, &catalog);
    let (settings, notes) = read("[scenario.new]\nrevenue = 2_000_000\nmql_to_sql = 0.25\n");
    assert!(notes.is_empty());
    assert_eq!(settings.scenarios["new"].values().copied().collect::<Vec<_>>(), [0.25, 2e6]);
    for wrong in
        ["[scenario.base]\nrevenue = 1\n", "[scenario.new]\nlead_to_sql = 0.2\n", "[scenario.new]\nmql_to_sql = 25\n"]
    {
        let (_, notes) = read(wrong);
        assert_eq!(notes.iter().map(|n| n.code.0).collect::<Vec<_>>(), ["E313"], "{wrong}");
    }
}

#[test]
fn the_command_takes_shares_and_fractions_and_names_what_it_knows() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    assert!(fs::exists(&sample).unwrap());
    let ask = |set: &str| {
        let sample = sample.to_str().unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_planbook"));
        let said = run.args(["what-if", sample, "--json", "--set", set]).output().unwrap();
        let [out, err] = [said.stdout, said.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (said.status.code(), out, err)
    };
    let (code, share, _) = ask("mql_to_sql=25%");
    assert_eq!(code, Some(0));
    assert_eq!(share, ask("mql_to_sql=0.25").1);
    let (code, _, said) = ask("mql_to_sqk=25%");
    assert_eq!(code, Some(2));
    assert!(said.contains("the nearest is \"mql_to_sql\"") && said.contains("average_deal"), "{said}");
    for refused in ["mql_to_sql=25", "revenue=25%", "revenue=-1", "revenue"] {
        assert_eq!(ask(refused).0, Some(2), "{refused}");
    }
}
