//! Which measures the exports gave: only then is a sum of nothing a zero, not a gap.

use super::catalog::{Catalog, Metric};
use super::fact::Facts;
use super::formula::{Formula, Operator};
use super::settings::Settings;
use super::stage::Stage;

/// Measures that one export gives together: when one of them occurs, a zero of another is a zero.
const TOGETHER: [&[&str]; 5] = [
    &["won_revenue", "new_revenue", "expansion_revenue", "refunds"],
    &["cycle_days", "cycle_deals"],
    &[
        "customers_start",
        "customers_new",
        "customers_churned",
        "customers_churned_of_start",
        "customers_reactivated",
        "customer_months",
        "customer_months_kept",
        "mrr_months",
        "customer_months_average",
        "customer_months_with_new",
        "customers_passing",
        "mrr_kept",
        "mrr_kept_and_grown",
        "daily_churn_months",
        "daily_churn_customers",
        "daily_churn_gross",
        "daily_churn_net",
        "mrr_start",
        "mrr_new",
        "mrr_expansion",
        "mrr_contraction",
        "mrr_churned",
        "mrr_reactivated",
    ],
    &["csat_answers", "csat_satisfied", "csat_points"],
    &["nps_answers", "nps_promoters", "nps_detractors"],
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

/// Whether measure `id` is given, so that no fact of it means 0; `occurs` tells which measures have any fact.
pub fn given(facts: &Facts, id: &str, occurs: &impl Fn(&str) -> bool) -> bool {
    if occurs(id) || TOGETHER.iter().any(|t| t.contains(&id) && t.iter().any(|other| occurs(other))) {
        return true;
    }
    // Created or lost deals tell that none was won, and then nothing was earned. Won deals alone do not tell that none was
    // lost, and say nothing of revenue when they have no amounts.
    let others = occurs("deals_created") || occurs("deals_lost");
    match id {
        "mqls_nurtured" => return occurs("mqls"),
        "deals_won" => return others,
        id if TOGETHER[0].contains(&id) => return others && !occurs("deals_won"),
        _ => {}
    }
    if OF_TOUCHES.contains(&id) || id.starts_with("credit_") {
        return occurs("touchpoints") && (occurs("won_revenue") || occurs("deals_lost"));
    }
    if id.starts_with("reached_or_later.") {
        return occurs("leads");
    }
    stage_pair(id).is_some_and(|(from, to)| {
        let entries = |stage| Stage::parse(stage).is_some_and(|s| occurs(s.measure()));
        let pair = Stage::parse(from).zip(Stage::parse(to));
        pair.is_some_and(|pair| facts.lags.contains_key(&pair)) && entries(from) && entries(to)
    })
}

/// The measure that `metric` wants and no export gave; `None`: it can be a figure, with 0 for what is given but never
/// occurs.
pub fn wanting(metric: &Metric, facts: &Facts, catalog: &Catalog, settings: &Settings) -> Option<String> {
    let occurs = |id: &str| facts.knows(id);
    let known = |id: &str| settings.constant(id).is_some() || given(facts, id, &occurs);
    wanting_in(&metric.formula, catalog, &known)
}

/// The name that keeps `formula` from being a figure: one that is not given and stands alone, in a product or quotient,
/// or on the left of a difference. A sum needs only one of its parts.
pub fn wanting_in(formula: &Formula, catalog: &Catalog, given: &impl Fn(&str) -> bool) -> Option<String> {
    match formula {
        Formula::Name(name) if given(name) => None,
        Formula::Name(name) => match catalog.get(name) {
            Some(metric) => wanting_in(&metric.formula, catalog, given),
            None => Some(stage_wanted(name, given).unwrap_or(name).to_owned()),
        },
        Formula::Join(left, operator, right) => {
            let (l, r) = (wanting_in(left, catalog, given), wanting_in(right, catalog, given));
            match operator {
                Operator::Add => l.and(r),
                Operator::Subtract => l,
                Operator::Multiply => l.or(r),
                Operator::Divide => l.or(r).or_else(|| wanting_in(remainder(left, right)?, catalog, given)),
            }
        }
    }
}

/// What a share `part / (part + remainder)` needs beside its part: without it every share would be the whole.
fn remainder<'a>(part: &Formula, whole: &'a Formula) -> Option<&'a Formula> {
    match whole {
        Formula::Join(left, Operator::Add, right) if **left == *part => Some(right),
        Formula::Join(left, Operator::Add, right) if **right == *part => Some(left),
        _ => None,
    }
}

/// Of a stage pair, the entries that no export gave: `sals`, where a reader would not know `reached.mql.sal`.
fn stage_wanted(id: &str, given: &impl Fn(&str) -> bool) -> Option<&'static str> {
    let (from, to) = stage_pair(id)?;
    [from, to].into_iter().filter_map(Stage::parse).map(Stage::measure).find(|m| !given(m))
}

/// The two stages of a measure of a conversion.
fn stage_pair(id: &str) -> Option<(&str, &str)> {
    let (kind, pair) = id.split_once('.')?;
    ["reached", "matured", "matured_entered"].contains(&kind).then(|| pair.split_once('.')).flatten()
}
