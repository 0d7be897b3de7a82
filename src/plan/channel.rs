//! What each channel cost and earned, and how far that depends on the attribution model.

use super::findings::{Finding, amount};
use super::gauge::{Cut, Gauge};
use crate::model::fact::{Axis, Facts};
use crate::model::phrase::{Arg, Phrase};
use crate::model::settings::MODELS;

/// Spend and credit of one channel over the baseline.
pub struct ChannelReturn {
    /// The channel.
    pub channel: String,
    /// Media spend, major units.
    pub spend: f64,
    /// Attributed revenue by the plan's model, major units.
    pub credit: f64,
}

impl ChannelReturn {
    /// A sentence about it.
    pub fn phrase(&self, key: &str, gauge: &Gauge<'_>) -> Phrase {
        let phrase = Phrase::new(key).with("channel", self.channel.as_str()).with("spend", amount(gauge, self.spend));
        let phrase = phrase.with("credit", amount(gauge, self.credit)).with("months", gauge.settings.baseline());
        phrase.with("roi", Arg::Share((self.credit - self.spend) / self.spend))
    }
}

/// Every channel with spend in the baseline, when any credit is known.
pub fn channel_returns(gauge: &Gauge<'_>) -> Vec<ChannelReturn> {
    if !gauge.facts.knows("attributed_revenue") {
        return Vec::new();
    }
    let baseline = gauge.settings.baseline();
    let channels = gauge.facts.names_on(Axis::Channel).into_iter().filter(|c| c.is_some());
    let read =
        |id: &str, channel| gauge.value(id, baseline, Cut { channel: Some(channel), market: None }).unwrap_or(0.0);
    let all = channels.map(|c| ChannelReturn {
        channel: gauge.facts.names.text(c).to_owned(),
        spend: read("spend", c),
        credit: read("attributed_revenue", c),
    });
    all.filter(|c| c.spend > 0.0).collect()
}

/// The channel whose spend came back least.
pub fn worst_channel(gauge: &Gauge<'_>) -> Option<Finding> {
    let returns = channel_returns(gauge);
    let worst = returns
        .iter()
        .filter(|c| c.credit < c.spend)
        .max_by(|a, b| (a.spend - a.credit).total_cmp(&(b.spend - b.credit)))?;
    Some(Finding { phrase: worst.phrase("finding.worst_channel", gauge), money: worst.spend - worst.credit })
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
    if high <= 0.0 || (high - low) / high < 0.25 {
        return None;
    }
    let phrase = Phrase::new("finding.model").with("channel", gauge.facts.names.text(channel));
    let phrase = phrase.with("low", amount(gauge, low)).with("high", amount(gauge, high)).with("months", baseline);
    Some(Finding { phrase, money: (high - low) / 2.0 })
}
