//! Published examples of rates and ratios, through the formulas of the catalogue.

use std::collections::BTreeMap;

use planbook::model::catalog::Catalog;
use planbook::model::formula::{Formula, Missing};
use planbook::model::measure::Measures;
use planbook::model::template::Templates;

use super::exports::rows;

/// Measure, metric or setting by id, and the input of the example that it is; a number stands for itself.
type Inputs = &'static [(&'static str, &'static str)];

/// Example, metric (with the definition that the plan would choose), inputs; a sum of inputs is written with `+`.
const EXAMPLES: [(&str, &str, Inputs); 38] = [
    (
        "R01",
        "gross_mrr_churn",
        &[("mrr_months", "start"), ("mrr_churned", "churn"), ("mrr_contraction", "contraction")],
    ),
    (
        "R02",
        "net_mrr_churn",
        &[
            ("mrr_months", "start"),
            ("mrr_churned", "churn"),
            ("mrr_contraction", "contraction"),
            ("mrr_expansion", "expansion"),
            ("mrr_reactivated", "reactivation"),
        ],
    ),
    ("R05", "logo_churn", &[("customer_months", "start"), ("customers_churned", "left_of_start+left_of_new")]),
    (
        "R07",
        "logo_churn:start_plus_new",
        &[("customer_months_with_new", "start+new"), ("customers_churned", "churned")],
    ),
    ("R15", "customer_lifetime", &[("customer_months", "100"), ("customers_churned", "churn_pct")]),
    ("R16", "retention", &[("customer_months", "start"), ("customer_months_kept", "ret")]),
    ("R18", "retention", &[("customer_months", "start"), ("customer_months_kept", "ret")]),
    ("S07", "lead_to_customer", &[("reached.lead.customer", "c"), ("leads", "n")]),
    ("S09", "lead_to_opportunity", &[("reached.lead.opportunity", "opps"), ("leads", "accounts")]),
    ("C03", "csat", &[("csat_satisfied", "p"), ("csat_answers", "n")]),
    ("R06", "logo_churn", &[("customer_months", "start"), ("customers_churned", "left_of_start")]),
    ("R08", "logo_churn", &[("customer_months", "start"), ("customers_churned", "left")]),
    ("R12", "logo_churn", &[("customer_months", "total"), ("customers_churned", "lost")]),
    (
        "R10",
        "quick_ratio",
        &[
            ("mrr_new", "new"),
            ("mrr_expansion", "exp"),
            ("mrr_churned", "churn"),
            ("mrr_contraction", "con"),
            ("mrr_reactivated", "0"),
        ],
    ),
    ("R13", "clv", &[("arpa", "arpu"), ("logo_churn", "churn"), ("gross_margin", "1"), ("months", "1")]),
    ("R14", "clv", &[("arpa", "arpu"), ("logo_churn", "churn"), ("gross_margin", "gm"), ("months", "1")]),
    ("A01", "roi", &[("attributed_revenue", "won"), ("spend", "cost")]),
    ("A03", "roas", &[("attributed_revenue", "rev"), ("spend", "spend")]),
    ("A04", "roas", &[("attributed_revenue", "rev"), ("spend", "spend")]),
    ("A06", "cpa", &[("spend", "spend"), ("submissions", "conv")]),
    ("A07", "cpa", &[("spend", "spend"), ("submissions", "conv")]),
    ("A08", "cac", &[("spend", "spend"), ("customers", "new")]),
    ("A09", "cac_payback", &[("cac", "cac"), ("arpa", "arpa"), ("gross_margin", "gm")]),
    ("A10", "cac_payback", &[("spend", "spend"), ("customers", "new"), ("arpa", "arpa"), ("gross_margin", "gm")]),
    ("A11", "ltv_cac", &[("clv", "ltv"), ("cac", "cac")]),
    ("S01", "sales_velocity", VELOCITY),
    ("S02", "sales_velocity", VELOCITY),
    ("S03", "sales_velocity", VELOCITY),
    ("S04", "sales_velocity", VELOCITY),
    ("S05", "close_rate", &[("deals_won", "won"), ("deals_created", "created")]),
    ("S06", "win_rate", &[("deals_won", "won"), ("deals_lost", "lost")]),
    ("S08", "lead_to_opportunity", &[("reached.lead.opportunity", "opps"), ("leads", "leads")]),
    ("E01", "open_rate", &[("mail_opened", "opens"), ("mail_delivered", "total")]),
    ("E02", "click_rate", &[("mail_clicked", "clicks"), ("mail_delivered", "total")]),
    ("E03", "ctor", &[("mail_clicked", "clicks"), ("mail_opened", "opens")]),
    ("E04", "unsubscribe_rate", &[("mail_unsubscribed", "unsub"), ("mail_delivered", "total")]),
    ("E06", "bounce_rate", &[("mail_bounced", "bounce"), ("mail_sent", "total")]),
    ("L01", "landing_page_conversion", &[("submissions", "s"), ("visitors", "v")]),
];

const VELOCITY: Inputs = &[("deals_created", "o"), ("average_deal", "v"), ("win_rate", "w"), ("sales_cycle", "c")];

#[test]
fn published_examples_come_out() {
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    let rows: BTreeMap<String, BTreeMap<String, String>> =
        rows(include_str!("worked_examples/worked_examples.csv")).into_iter().map(|r| (r["id"].clone(), r)).collect();
    for (id, metric, names) in EXAMPLES {
        let inputs: BTreeMap<String, f64> = serde_json::from_str(&rows[id]["inputs_json"]).unwrap();
        let input = |part: &str| part.parse().unwrap_or_else(|_| inputs[part]);
        let inputs = names.iter().map(|&(name, sum)| (name, sum.split('+').map(input).sum()));
        let inputs: BTreeMap<&str, f64> = inputs.collect();
        let found = number(&catalog, formula(&catalog, metric), &inputs).unwrap();
        let expected: f64 = rows[id]["value"].parse().unwrap();
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{id} {metric}: {found} {expected}");
    }
}

/// The formula of `metric`, or of `metric:definition`.
fn formula<'a>(catalog: &'a Catalog, metric: &str) -> &'a Formula {
    match metric.split_once(':') {
        Some((metric, definition)) => {
            &catalog.get(metric).unwrap().choice.as_ref().unwrap().definitions[definition].formula
        }
        None => &catalog.get(metric).unwrap().formula,
    }
}

/// Examples of customers, funnel and surveys that another test holds, or that no metric of ours can be.
const ELSEWHERE: [(&str, &str); 8] = [
    ("R03", "sums of daily rates: measure/daily_churn.rs"),
    ("R04", "sums of daily rates: measure/daily_churn.rs"),
    ("R09", "a price by the year is read as twelve months: tests/records.rs"),
    ("R11", "a power; planbook counts who is there after a year instead of supposing twelve equal months"),
    ("R17", "a visit on the very day; planbook reads contracts, and who has one has not left"),
    ("C01", "scores_of_answers_come_out"),
    ("C02", "scores_of_answers_come_out"),
    ("C04", "scores_of_answers_come_out"),
];

#[test]
fn no_example_of_customers_funnel_and_surveys_is_left_out() {
    for row in rows(include_str!("worked_examples/worked_examples.csv")) {
        let id = row["id"].as_str();
        let known = EXAMPLES.iter().map(|e| e.0).chain(ELSEWHERE.iter().map(|e| e.0)).any(|known| known == id);
        assert!(known || !id.starts_with(['R', 'S', 'C', 'L']), "{id}: {}", row["metric"]);
    }
}

/// Examples that are printed in per cent: one hundred times the metric.
const IN_PER_CENT: [(&str, &str, Inputs); 1] = [("A02", "roi", &[("attributed_revenue", "won"), ("spend", "cost")])];

/// Return and response as other variants of the same words.
const VARIANTS: [(&str, &str, Inputs); 6] = [
    ("S07", "lead_to_customer", &[("reached.lead.customer", "c"), ("leads", "n")]),
    ("S09", "lead_to_opportunity", &[("reached.lead.opportunity", "opps"), ("leads", "accounts")]),
    ("E05", "unsubscribes_per_open", &[("mail_unsubscribed", "unsub"), ("mail_opened", "opens")]),
    ("E07", "ctor", &[("mail_clicked", "c"), ("mail_opened", "o")]),
    ("E08", "click_rate", &[("mail_clicked", "c"), ("mail_delivered", "d")]),
    ("C03", "csat", &[("csat_satisfied", "p"), ("csat_answers", "n")]),
];

#[test]
fn variants_of_return_and_response_come_out() {
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    let rows: BTreeMap<String, BTreeMap<String, String>> =
        rows(include_str!("worked_examples/worked_examples.csv")).into_iter().map(|r| (r["id"].clone(), r)).collect();
    let all = VARIANTS.into_iter().map(|e| (e, 1.0)).chain(IN_PER_CENT.into_iter().map(|e| (e, 100.0)));
    for ((id, metric, names), times) in all {
        let inputs: BTreeMap<String, f64> = serde_json::from_str(&rows[id]["inputs_json"]).unwrap();
        let inputs: BTreeMap<&str, f64> = names.iter().map(|&(name, input)| (name, inputs[input])).collect();
        let found = number(&catalog, &catalog.get(metric).unwrap().formula, &inputs).unwrap() * times;
        let expected: f64 = rows[id]["value"].parse().unwrap();
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{id} {metric}: {found} {expected}");
    }
    // A05: of 400,000 earned, 200,000 are left after the cost of goods, a margin of one half.
    let margin = 200_000.0 / 400_000.0;
    let inputs = BTreeMap::from([("attributed_revenue", 400_000.0), ("gross_margin", margin), ("spend", 100_000.0)]);
    assert_eq!(number(&catalog, &catalog.get("roi_margin").unwrap().formula, &inputs), Ok(1.0));
}

#[test]
fn scores_of_answers_come_out() {
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    for (metric, inputs, expected) in [
        ("csat", [("csat_satisfied", 14.0), ("csat_answers", 16.0), ("", 0.0)], 0.875),
        ("csat:mean", [("csat_points", 10.0 + 4.0 * 0.75 + 2.0 * 0.25), ("csat_answers", 16.0), ("", 0.0)], 0.84375),
        ("nps", [("nps_promoters", 70.0), ("nps_detractors", 10.0), ("nps_answers", 100.0)], 0.6),
    ] {
        let found = number(&catalog, formula(&catalog, metric), &BTreeMap::from(inputs));
        assert_eq!(found, Ok(expected), "C01, C02 and C04");
    }
}

/// The formula's number with inputs in place of measures, metrics and settings alike.
fn number(catalog: &Catalog, formula: &Formula, inputs: &BTreeMap<&str, f64>) -> Result<f64, Missing> {
    formula.number(&mut |name| match (inputs.get(name), catalog.get(name)) {
        (Some(&input), _) => Ok(input),
        (None, Some(metric)) => number(catalog, &metric.formula, inputs),
        (None, None) => Err(Missing::NotGiven(name.to_owned())),
    })
}
