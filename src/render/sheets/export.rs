//! Which export fills a measure, and which measures were given.

use std::collections::BTreeSet;

use crate::model::catalog::Catalog;
use crate::model::fact::Facts;
use crate::model::formula::Formula;
use crate::model::given;

/// Measures by the start of their ids, and the records that they are counted in; all others come from contacts.
const RECORDS: &[(&str, &str)] = &[
    ("sessions", "web"),
    ("visitors", "web"),
    ("submissions", "web"),
    ("deals_", "deals"),
    ("cycle_", "deals"),
    ("won_", "deals"),
    ("new_revenue", "deals"),
    ("expansion_revenue", "deals"),
    ("refunds", "deals"),
    ("spend", "spend"),
    ("impressions", "spend"),
    ("clicks", "spend"),
    ("platform_", "spend"),
    ("cost_", "costs"),
    ("mail_", "mailings"),
    ("posts", "social"),
    ("social_", "social"),
    ("likes", "social"),
    ("comments", "social"),
    ("shares", "social"),
    ("customers_", "subscriptions"),
    ("customer_months", "subscriptions"),
    ("daily_churn", "subscriptions"),
    ("mrr_", "subscriptions"),
    ("csat_", "surveys"),
    ("nps_", "surveys"),
    ("hours", "activities"),
    ("activity_", "activities"),
    ("touchpoints", "touchpoints"),
    ("credit_", "touchpoints"),
    ("attributed_", "touchpoints"),
    ("sourced_", "touchpoints"),
    ("influenced_", "touchpoints"),
    ("quota", "quotas"),
    ("team_cost", "costs"),
    ("capacity_", "capacity"),
];

/// The records whose export fills the measure: a key of `[records]` in the words.
pub fn records_of(id: &str) -> &'static str {
    RECORDS.iter().find(|(start, _)| id.starts_with(start)).map_or("contacts", |&(_, records)| records)
}

/// The measures that occur, asked once.
#[derive(Clone, Debug, Default)]
pub struct Given {
    occurring: BTreeSet<String>,
}

impl Given {
    /// What these facts were made from.
    pub fn of(facts: &Facts) -> Given {
        let occurring = facts.measures.iter().filter(|(m, _)| !facts.of(*m).is_empty());
        Given { occurring: occurring.map(|(_, kind)| kind.id.clone()).collect() }
    }

    /// The measures that occur and begin with `start`.
    pub fn starting(&self, start: &str) -> impl Iterator<Item = &String> {
        self.occurring.iter().filter(move |id| id.starts_with(start))
    }

    /// Whether zero facts of the measure mean zero rather than unknown.
    pub fn measure(&self, id: &str, facts: &Facts) -> bool {
        given::given(facts, id, &|other| self.occurring.contains(other))
    }

    /// Whether a formula is a figure: the same rule by which its number is measured.
    pub fn formula(&self, formula: &Formula, catalog: &Catalog, facts: &Facts) -> bool {
        let known = |id: &str| id == "gross_margin" || self.measure(id, facts);
        given::wanting_in(formula, catalog, &known).is_none()
    }

    /// Whether a measure or metric is a figure.
    pub fn all(&self, id: &str, catalog: &Catalog, facts: &Facts) -> bool {
        self.formula(&Formula::Name(id.to_owned()), catalog, facts)
    }
}

/// The measures below a measure or metric; settings are none.
pub fn leaves(id: &str, catalog: &Catalog, facts: &Facts) -> BTreeSet<String> {
    let (mut found, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![id.to_owned()]);
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) || name == "gross_margin" {
            continue;
        }
        match (facts.measures.find(&name), catalog.get(&name)) {
            (None, Some(metric)) => open.extend(metric.formula.names().into_iter().map(ToOwned::to_owned)),
            _ => {
                found.insert(name);
            }
        }
    }
    found
}
