//! What each channel and campaign cost and earned, and how far that depends on the attribution model.

use std::collections::BTreeMap;

use super::findings::{Finding, amount};
use super::gauge::{Cut, Gauge};
use crate::model::attribution::MODELS;
use crate::model::fact::{Axis, Facts};
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
    let named = gauge.facts.names_on(axis).into_iter().filter(|n| n.is_some());
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
    let facts = gauge.facts.measures.find(id).map_or(&[][..], |m| gauge.facts.of(m));
    for fact in facts.iter().filter(|f| baseline.contains(f.spot.month)) {
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

/// The channel and the campaign that lost most.
pub fn losses(gauge: &Gauge<'_>) -> Vec<Finding> {
    let channel = worst(gauge, Axis::Channel);
    let repeated = |r: &Return| channel.as_ref().is_some_and(|c| c.name == r.name);
    let campaign = worst(gauge, Axis::Campaign).filter(|r| !repeated(r));
    let finding = |r: &Return, key: &str| Finding { phrase: r.phrase(key, gauge), money: r.loss() };
    let said = channel.iter().map(|r| finding(r, "finding.worst_channel"));
    said.chain(campaign.iter().map(|r| finding(r, "finding.worst_campaign"))).collect()
}

/// The channel whose worth depends most on the attribution model.
pub fn model_dependence(gauge: &Gauge<'_>) -> Option<Finding> {
    let baseline = gauge.settings.baseline();
    let spread = |channel| {
        let cut = Cut { channel: Some(channel), market: None };
        let credits: Vec<f64> =
            MODELS.iter().filter_map(|m| gauge.value(&format!("credit_revenue.{m}"), baseline, cut).ok()).collect();
        let low = credits.iter().copied().reduce(f64::min)?;
        Some((low, credits.iter().copied().reduce(f64::max)?))
    };
    let channels = gauge.facts.names_on(Axis::Channel).into_iter();
    let earned = channels.filter(|&c| c.is_some() && gauge.facts.names.text(c) != Facts::UNATTRIBUTED);
    let spreads = earned.filter_map(|c| spread(c).map(|s| (c, s)));
    let (channel, (low, high)) = spreads.max_by(|a, b| (a.1.1 - a.1.0).total_cmp(&(b.1.1 - b.1.0)))?;
    if high <= 0.0 || (high - low) / high <= gauge.settings.attribution.robust {
        return None;
    }
    let phrase = Phrase::new("finding.model").with("channel", gauge.facts.names.text(channel));
    let phrase = phrase.with("low", amount(gauge, low)).with("high", amount(gauge, high)).with("months", baseline);
    Some(Finding { phrase, money: (high - low) / 2.0 })
}
