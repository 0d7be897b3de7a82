//! Published examples of rates and ratios, through the formulas of the catalogue.

use std::collections::BTreeMap;

use planbook::model::catalog::Catalog;
use planbook::model::formula::{Formula, Missing};
use planbook::model::measure::Measures;
use planbook::model::template::Templates;

use super::exports::rows;

/// Measure, metric or setting by id, and the input of the example that it is; a number stands for itself.
type Inputs = &'static [(&'static str, &'static str)];

/// Example, metric, inputs.
const EXAMPLES: [(&str, &str, Inputs); 30] = [
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
        let inputs = names.iter().map(|&(name, input)| (name, input.parse().unwrap_or_else(|_| inputs[input])));
        let inputs: BTreeMap<&str, f64> = inputs.collect();
        let found = number(&catalog, &catalog.get(metric).unwrap().formula, &inputs).unwrap();
        let expected: f64 = rows[id]["value"].parse().unwrap();
        assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{id} {metric}: {found} {expected}");
    }
}

#[test]
fn scores_of_answers_come_out() {
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default());
    for (metric, inputs, expected) in [
        ("csat", [("csat_satisfied", 14.0), ("csat_answers", 16.0), ("", 0.0)], 0.875),
        ("nps", [("nps_promoters", 70.0), ("nps_detractors", 10.0), ("nps_answers", 100.0)], 0.6),
    ] {
        let found = number(&catalog, &catalog.get(metric).unwrap().formula, &BTreeMap::from(inputs));
        assert_eq!(found, Ok(expected), "C02 and C04");
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
