//! Which measures the exports gave: only then is a sum of nothing a zero, not a gap.

use super::catalog::Catalog;
use super::fact::Facts;
use super::formula::{Formula, Operator};

/// Measures that one export gives together: when one of them occurs, a zero of another is a zero.
const TOGETHER: [&[&str]; 6] = [
    &["deals_created", "deals_won", "deals_lost", "won_revenue", "new_revenue", "expansion_revenue", "refunds"],
    &["cycle_days", "cycle_deals"],
    &[
        "customers_start",
        "customers_new",
        "customers_churned",
        "customers_churned_of_start",
        "customers_reactivated",
        "mrr_start",
        "mrr_new",
        "mrr_expansion",
        "mrr_contraction",
        "mrr_churned",
        "mrr_reactivated",
    ],
    &["csat_answers", "csat_satisfied"],
    &["nps_answers", "nps_promoters", "nps_detractors"],
    &["mail_sent", "mail_delivered"],
];

/// Measures that rest on touchpoints and closed deals together.
const OF_TOUCHES: [&str; 6] = [
    "attributed_revenue",
    "attributed_conversions",
    "sourced_revenue",
    "influenced_revenue",
    "sourced_deals_won",
    "sourced_deals_closed",
];

/// Whether measure `id` is given, `occurs` telling which measures have any fact.
pub fn given(facts: &Facts, id: &str, occurs: &impl Fn(&str) -> bool) -> bool {
    if occurs(id) || TOGETHER.iter().any(|t| t.contains(&id) && t.iter().any(|other| occurs(other))) {
        return true;
    }
    if OF_TOUCHES.contains(&id) || id.starts_with("credit_") {
        return occurs("touchpoints") && (occurs("won_revenue") || occurs("deals_lost"));
    }
    let stages = id.strip_prefix("reached.").and_then(|pair| pair.split_once('.'));
    stages.is_some_and(|(from, to)| {
        let entries = |stage| super::stage::Stage::parse(stage).is_some_and(|s| occurs(s.measure()));
        facts.measures.find(id).is_some() && entries(from) && entries(to)
    })
}

/// The name that keeps `formula` from being a figure: one that is not given and stands alone, in a product or quotient,
/// or on the left of a difference. A sum needs only one of its parts.
pub fn wanting(formula: &Formula, catalog: &Catalog, given: &impl Fn(&str) -> bool) -> Option<String> {
    match formula {
        Formula::Name(name) if given(name) => None,
        Formula::Name(name) => match catalog.get(name) {
            Some(metric) => wanting(&metric.formula, catalog, given),
            None => Some(name.clone()),
        },
        Formula::Join(left, operator, right) => {
            let (l, r) = (wanting(left, catalog, given), wanting(right, catalog, given));
            match operator {
                Operator::Add => l.and(r),
                Operator::Subtract => l,
                Operator::Multiply | Operator::Divide => l.or(r),
            }
        }
    }
}
