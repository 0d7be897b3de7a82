//! Which export fills a measure, and whether it was given: a measure without facts may be zero or unknown.

use std::collections::BTreeSet;

use crate::model::catalog::Catalog;
use crate::model::fact::Facts;

/// Measures that come together: by their prefix, a group, and the records that they are counted in.
const GROUPS: &[(&str, &str, &str)] = &[
    ("sessions", "web", "web"),
    ("visitors", "visitors", "web"),
    ("submissions", "visitors", "web"),
    ("deals_", "deals", "deals"),
    ("cycle_", "deals", "deals"),
    ("won_revenue", "deals", "deals"),
    ("new_revenue", "deals", "deals"),
    ("expansion_revenue", "deals", "deals"),
    ("refunds", "deals", "deals"),
    ("won_margin", "margin", "deals"),
    ("spend", "spend", "spend"),
    ("impressions", "reach", "spend"),
    ("clicks", "reach", "spend"),
    ("platform_", "platform", "spend"),
    ("cost_", "costs", "costs"),
    ("mail_replied", "mail_replied", "mailings"),
    ("mail_complained", "mail_complained", "mailings"),
    ("mail_", "mail", "mailings"),
    ("posts", "social", "social"),
    ("social_", "social", "social"),
    ("likes", "social", "social"),
    ("comments", "social", "social"),
    ("shares", "social", "social"),
    ("customers_", "subscriptions", "subscriptions"),
    ("mrr_", "subscriptions", "subscriptions"),
    ("csat_", "csat", "surveys"),
    ("nps_", "nps", "surveys"),
    ("hours", "hours", "activities"),
    ("activity_", "activities", "activities"),
    ("touchpoints", "touchpoints", "touchpoints"),
    ("credit_", "credit", "touchpoints"),
    ("attributed_", "credit", "touchpoints"),
    ("sourced_", "credit", "touchpoints"),
    ("influenced_", "credit", "touchpoints"),
    ("referred_", "referrals", "contacts"),
    ("quota", "quotas", "quotas"),
];

fn group(id: &str) -> Option<(&'static str, &'static str)> {
    GROUPS.iter().find(|(prefix, ..)| id.starts_with(prefix)).map(|&(_, group, records)| (group, records))
}

/// The records whose export fills the measure: a key of `[records]` in the words.
pub fn records_of(id: &str) -> &'static str {
    group(id).map_or("contacts", |(_, records)| records)
}

/// The groups of which any measure has facts.
#[derive(Clone, Debug, Default)]
pub struct Given {
    groups: BTreeSet<&'static str>,
    alone: BTreeSet<String>,
}

impl Given {
    /// What these facts were made from.
    pub fn of(facts: &Facts) -> Given {
        let mut given = Given::default();
        for (measure, kind) in facts.measures.iter().filter(|(m, _)| !facts.of(*m).is_empty()) {
            given.alone.insert(facts.measures.id(measure).to_owned());
            if let Some((group, _)) = group(&kind.id) {
                given.groups.insert(group);
            }
        }
        given
    }

    /// Whether zero facts of the measure mean zero rather than unknown. A cohort needs both of its stages.
    pub fn measure(&self, id: &str) -> bool {
        if let Some(stages) = id.strip_prefix("reached.") {
            let known = |s: &str| {
                crate::model::stage::Stage::parse(s).is_some_and(|stage| self.alone.contains(stage.measure()))
            };
            return stages.split_once('.').is_some_and(|(from, to)| known(from) && known(to));
        }
        self.alone.contains(id) || group(id).is_some_and(|(group, _)| self.groups.contains(group))
    }

    /// Whether every measure below a measure or metric is given.
    pub fn all(&self, id: &str, catalog: &Catalog, facts: &Facts) -> bool {
        leaves(id, catalog, facts).iter().all(|leaf| self.measure(leaf))
    }
}

/// The measures below a measure or metric; settings are none.
pub fn leaves(id: &str, catalog: &Catalog, facts: &Facts) -> BTreeSet<String> {
    let (mut found, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![id.to_owned()]);
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) || matches!(name.as_str(), "gross_margin" | "months") {
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
