//! Findings: what must be heard is said with its money, in its order, and leads to its cell; what is luck is not said.

use std::collections::BTreeMap;

use planbook::model::annual_plan::AnnualPlan;
use planbook::model::catalog::Catalog;
use planbook::model::fact::{CohortCell, Facts};
use planbook::model::fact_sums::FactSums;
use planbook::model::finding::Finding;
use planbook::model::money::Currency;
use planbook::model::month::Month;
use planbook::model::result::Results;
use planbook::model::settings::Settings;
use planbook::model::template::Templates;
use planbook::model::words::Words;
use planbook::plan::annual_plan;
use planbook::plan::findings::worth::{Basis, of_gap};
use planbook::plan::gauge::{Cut, Gauge};
use planbook::render::book::cell::Content;
use planbook::render::book::evaluate::Engine;
use planbook::render::book::value::Value;
use planbook::render::sheets;

use super::{synthetic, workbook};

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

/// Two years in which `sqls` of a hundred MQLs a month become SQLs: `best` of them in the third quarter of 2025.
fn funnel(usual: i128, best: i128) -> Facts {
    let mut sums = FactSums::new(Currency::parse("USD").unwrap());
    for month in month("2024-07").through(month("2026-06")) {
        let spot = sums.spot(month, ["Thailand", "Email", "Nurture", ""]);
        let quarter = (7..=9).contains(&month.number()) && month.year() == 2025;
        let sqls = if quarter { best } else { usual };
        for (id, value) in [
            ("mqls", 100),
            ("sqls", sqls),
            ("reached.mql.sql", sqls),
            ("customers", 5),
            ("reached.sql.customer", 5),
            ("new_revenue", 5_000_000),
            ("won_revenue", 5_000_000),
            ("spend", 800_000),
        ] {
            sums.add_to(id, spot, value);
        }
    }
    sums.finish()
}

fn settings() -> Settings {
    use planbook::model::stage::Stage::{Customer, Mql, Sql};
    let as_of = Some("2026-06-30".parse().unwrap());
    Settings { company: "Test".into(), as_of, stages: vec![Mql, Sql, Customer], ..Settings::default() }
}

fn planned(facts: &Facts) -> AnnualPlan {
    let settings = settings();
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &facts.measures);
    annual_plan(facts, &Results::default(), &catalog, &settings).0
}

fn found<'a>(plan: &'a AnnualPlan, kind: &str) -> Option<&'a Finding> {
    plan.findings.iter().find(|f| f.kind == kind)
}

fn said(finding: &Finding) -> String {
    Words::load(&Templates::default(), "en").unwrap().say(&finding.says)
}

#[test]
fn the_bottleneck_is_the_stage_whose_best_quarter_would_bring_most() {
    let plan = planned(&funnel(30, 45));
    let finding = found(&plan, "bottleneck").unwrap();
    // Now 405 of 1,200, at best 135 of 300: 600,000 of revenue × (0.45 ÷ 0.3375 − 1).
    assert!((finding.money.unwrap() - 200_000.0).abs() < 1e-6, "{finding:?}");
    assert_eq!(
        said(finding),
        "MQLs → SQLs is where most is lost: 33.8% in Jul 2025 – Jun 2026, 45.0% in its best quarter (Jul 2025 – Sep \
         2025). Back there it brings $200K more a year, all else as it is."
    );
}

#[test]
fn a_quarter_that_was_merely_lucky_is_no_bottleneck() {
    let plan = planned(&funnel(30, 33));
    assert!(found(&plan, "bottleneck").is_none());
    // The table still shows it, and says that it is within noise.
    let statistic = plan.statistics.iter().find(|s| s.id == "bottleneck").unwrap();
    assert!(statistic.rows.iter().all(|row| format!("{row:?}").contains("noise.less")));
}

/// Ten customers a month who pay a hundred, of whom nine are there three months later; of those of one quarter `left`.
fn subscribers(left: u64) -> Facts {
    let mut facts = funnel(30, 30);
    let last = month("2026-06");
    for start in month("2024-07").through(last) {
        for age in 0..=u32::try_from(last.since(start)).unwrap() {
            let odd = (month("2026-01")..=month("2026-03")).contains(&start);
            let customers = [10, if odd { left } else { 9 }][usize::from(age >= 3)];
            let cell = CohortCell { customers, mrr: i128::from(customers) * 10_000 };
            facts.cohorts.insert((start, age), cell);
        }
    }
    facts
}

#[test]
fn the_cohort_that_churns_is_told_with_what_it_lost_against_the_others() {
    let plan = planned(&subscribers(4));
    let finding = found(&plan, "cohort_churn").unwrap();
    // Of 30 customers 12 are there; like the others 27 would be: 15 × 100 × 12.
    assert!((finding.money.unwrap() - 18_000.0).abs() < 1e-6, "{finding:?}");
    let starts = "Customers who began in Jan 2026 – Mar 2026 leave sooner: 12 of 30 (40.0%) are there after 3 months";
    assert!(said(finding).starts_with(starts), "{}", said(finding));
    assert!(found(&planned(&subscribers(8)), "cohort_churn").is_none(), "24 of 30 may be chance");
}

#[test]
fn a_gap_is_worth_what_it_does_to_a_year() {
    let (facts, settings) = (funnel(30, 30), settings());
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &facts.measures);
    let wanting = BTreeMap::new();
    let gauge = Gauge { facts: &facts, catalog: &catalog, settings: &settings, wanting: &wanting };
    let worth = |id: &str, gap: f64| of_gap(&gauge, id, gap, Cut::default()).map(|w| (w.money.round(), w.basis));
    // 600,000 of new revenue behind 360 SQLs and 60 customers a year.
    assert_eq!(worth("sqls", 6.0), Some((10_000.0, Basis::Revenue)));
    assert_eq!(worth("new_customers", 6.0), Some((60_000.0, Basis::Revenue)));
    // Ten points more of 1,200 MQLs are 120 SQLs.
    assert_eq!(worth("mql_to_sql", 0.1), Some((200_000.0, Basis::Revenue)));
    // A hundred off the cost of each of 60 customers.
    assert_eq!(worth("cac", 100.0), Some((6_000.0, Basis::Itself)));
    assert_eq!(worth("revenue", 5.0), Some((5.0, Basis::Itself)));
    assert_eq!(worth("click_rate", 0.1), None);
}

#[test]
fn findings_stand_by_money_and_lead_to_their_cells() {
    let company = workbook::Company::of(synthetic::facts(), synthetic::settings());
    company.with(|report| {
        let findings = &report.plan.findings;
        let money: Vec<Option<f64>> = findings.iter().map(|f| f.money).collect();
        let ranked = money.windows(2).all(|w| w[1].is_none() || w[0].is_some_and(|first| Some(first) >= w[1]));
        assert!(ranked && findings.len() > 5, "{money:?}");
        let book = sheets::book(report).unwrap();
        let mut engine = Engine::new(&book);
        for (finding, at) in findings.iter().zip(&book.places) {
            let at = at.unwrap_or_else(|| panic!("{finding:?} stands nowhere"));
            let cell = book.sheet(at.sheet).unwrap().cell(at.row, at.column).unwrap();
            assert!(!matches!(cell.content, Content::Text(_) | Content::Empty), "{finding:?}: {cell:?}");
            assert!(matches!(engine.value(at), Value::Number(_)), "{finding:?}: {cell:?}");
        }
        let links: usize = book.sheets.iter().map(|s| s.links.len()).sum();
        assert!(links >= findings.len().min(8), "{links} links");
    });
}
