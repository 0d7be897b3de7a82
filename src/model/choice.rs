//! Where the field disagrees: the definitions that one metric may have, of which the plan names one.

use std::collections::BTreeMap;

use super::formula::Formula;

/// One definition of a metric.
#[derive(Clone, PartialEq, Debug)]
pub struct Definition {
    /// The formula.
    pub formula: Formula,
    /// One sentence of meaning.
    pub means: String,
    /// Where it comes from; empty: METRICS.md.
    pub source: String,
}

/// The definitions of a metric by their names in `plan.toml`.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    /// Section and key of `plan.toml`, such as `customers.churn`.
    pub setting: String,
    /// The name of the definition in use.
    pub chosen: String,
    /// All definitions, the one in use too.
    pub definitions: BTreeMap<String, Definition>,
}

impl Choice {
    /// The names that are not in use.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.definitions.keys().map(String::as_str).filter(|name| *name != self.chosen)
    }
}
