//! The driver tree: which measures move which others, through the formulas of metrics and the order of the funnel.

use std::collections::BTreeSet;

use super::gauge::Gauge;
use crate::model::stage::Stage;

/// What moves what beside the funnel: the steps by which attention becomes a visit and a customer becomes money.
const DRIVES: &[(&str, &[&str])] = &[
    ("spend", &["impressions", "clicks", "sessions", "leads"]),
    ("impressions", &["clicks"]),
    ("clicks", &["sessions", "platform_conversions"]),
    ("platform_conversions", &["leads", "platform_revenue"]),
    ("mail_sent", &["mail_delivered"]),
    ("mail_delivered", &["mail_opened", "mail_clicked", "mail_replied"]),
    ("mail_opened", &["mail_clicked"]),
    ("mail_clicked", &["sessions"]),
    ("mail_replied", &["sqls"]),
    ("posts", &["social_impressions"]),
    ("social_impressions", &["likes", "comments", "shares", "sessions"]),
    ("shares", &["sessions"]),
    ("visitors", &["submissions"]),
    ("sessions", &["visitors", "submissions", "touchpoints"]),
    ("submissions", &["leads"]),
    ("touchpoints", &["leads"]),
    ("hours", &["leads"]),
    ("referred_customers", &["customers"]),
    ("opportunities", &["deals_created"]),
    ("deals_created", &["deals_won", "deals_lost"]),
    ("deals_won", &["customers", "new_revenue", "won_revenue", "expansion_revenue", "attributed_conversions"]),
    ("customers", &["customers_new", "new_revenue", "won_revenue", "quota"]),
    ("customers_new", &["mrr_new"]),
    ("new_revenue", &["won_revenue", "attributed_revenue", "sourced_revenue", "influenced_revenue"]),
    ("expansion_revenue", &["won_revenue", "mrr_expansion"]),
    ("won_revenue", &["new_revenue", "attributed_revenue", "won_margin"]),
    ("sourced_revenue", &["won_revenue"]),
    ("influenced_revenue", &["won_revenue"]),
    ("csat_satisfied", &["customers_churned", "nps_promoters"]),
    ("nps_promoters", &["customers_churned", "referred_customers"]),
    ("customers_churned", &["customer_months_kept", "customers_churned_of_start", "mrr_churned"]),
    ("mrr_new", &["mrr_start"]),
    ("mrr_churned", &["mrr_start", "mrr_months"]),
];

/// The measures that a metric or measure is made of.
pub fn leaves(gauge: &Gauge<'_>, id: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![(id.to_owned(), 0)];
    while let Some((name, depth)) = open.pop() {
        match gauge.catalog.get(&name).filter(|_| depth < 16) {
            Some(metric) => open.extend(metric.formula.names().into_iter().map(|n| (n.to_owned(), depth + 1))),
            None => {
                found.insert(name);
            }
        }
    }
    found
}

/// Every measure that `from` moves, itself included.
pub fn moved_by(from: &BTreeSet<String>) -> BTreeSet<String> {
    let mut all = from.clone();
    let mut open: Vec<String> = from.iter().cloned().collect();
    while let Some(name) = open.pop() {
        for next in next(&name) {
            if all.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    all
}

/// Whether a change of `metric` can reach the figures of `goal`: `metric` and `goal` by id.
pub fn influences(gauge: &Gauge<'_>, metric: &str, goal: &str) -> bool {
    let reached = moved_by(&leaves(gauge, metric));
    leaves(gauge, goal).iter().any(|leaf| reached.contains(leaf))
}

/// What a measure moves directly.
fn next(name: &str) -> Vec<String> {
    let mut next: Vec<String> = Vec::new();
    let stage = Stage::ALL.into_iter().find(|s| s.measure() == name);
    if let Some(stage) = stage {
        next.extend(Stage::ALL[stage.index() + 1..].iter().map(|s| s.measure().to_owned()));
    }
    let pair = name.strip_prefix("reached.").or_else(|| name.strip_prefix("matured."));
    if let Some((_, to)) = pair.and_then(|pair| pair.split_once('.')) {
        next.extend(Stage::parse(to).map(|s| s.measure().to_owned()));
    }
    if name.starts_with("activity_") {
        next.extend(["sessions", "leads", "sqls"].map(ToOwned::to_owned));
    }
    let known = DRIVES.iter().find(|(from, _)| *from == name);
    next.extend(known.into_iter().flat_map(|(_, to)| to.iter().map(|t| (*t).to_owned())));
    next
}
