//! What each channel and campaign cost and earned.

use std::collections::BTreeMap;

use super::findings::amount;
use super::gauge::Gauge;
use crate::model::fact::Axis;
use crate::model::money::Money;
use crate::model::name::Name;
use crate::model::phrase::{Arg, Phrase};

/// Spend and credit of one channel or campaign over the baseline.
#[derive(Clone, PartialEq, Debug)]
pub struct Return {
    /// Its name.
    pub name: String,
    /// Media spend, major units.
    pub spend: f64,
    /// Attributed revenue by the plan's model, major units.
    pub credit: f64,
}

impl Return {
    /// Spend that no credit covers, major units; negative for what earned more than it cost.
    pub fn loss(&self) -> f64 {
        self.spend - self.credit
    }

    /// A sentence about it.
    pub fn phrase(&self, key: &str, gauge: &Gauge<'_>) -> Phrase {
        let phrase = Phrase::new(key).with("channel", self.name.as_str()).with("spend", amount(gauge, self.spend));
        let phrase = phrase.with("credit", amount(gauge, self.credit)).with("months", gauge.settings.baseline());
        phrase.with("roi", Arg::Share((self.credit - self.spend) / self.spend))
    }
}

/// Everything on `axis` with spend in the baseline, by name, when any credit is known.
pub fn returns(gauge: &Gauge<'_>, axis: Axis) -> Vec<Return> {
    if !gauge.facts.knows("attributed_revenue") {
        return Vec::new();
    }
    let (spend, credit) = (sums(gauge, "spend", axis), sums(gauge, "attributed_revenue", axis));
    let major = |sums: &BTreeMap<Name, i128>, name| {
        Money { minor: sums.get(&name).copied().unwrap_or(0), currency: gauge.facts.currency }.major()
    };
    let named = gauge.facts.names_on(axis).iter().copied().filter(|n| n.is_some());
    let all = named.map(|name| Return {
        name: gauge.facts.names.text(name).to_owned(),
        spend: major(&spend, name),
        credit: major(&credit, name),
    });
    all.filter(|r| r.spend > 0.0).collect()
}

/// The baseline's sums of a measure by name, in stored units, in one pass: an account can have thousands of campaigns.
fn sums(gauge: &Gauge<'_>, id: &str, axis: Axis) -> BTreeMap<Name, i128> {
    let baseline = gauge.settings.baseline();
    let mut sums = BTreeMap::new();
    for fact in gauge.facts.of_id(id).during(baseline) {
        if let Some(name) = axis.of(&fact.spot) {
            *sums.entry(name).or_default() += fact.value;
        }
    }
    sums
}

/// What lost most: the largest difference of spend and credit.
pub fn worst(gauge: &Gauge<'_>, axis: Axis) -> Option<Return> {
    let losing = returns(gauge, axis).into_iter().filter(|r| r.loss() > 0.0);
    losing.reduce(|a, b| if b.loss() > a.loss() { b } else { a })
}
