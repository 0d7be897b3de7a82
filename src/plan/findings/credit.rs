//! Channels and campaigns that did not earn their spend back, and the channel whose worth depends on the model.

use super::amount;
use crate::model::attribution::MODELS;
use crate::model::fact::{Axis, Facts};
use crate::model::finding::{Finding, Place};
use crate::model::name::Name;
use crate::model::phrase::Phrase;
use crate::plan::channel::{Return, worst};
use crate::plan::gauge::{Cut, Gauge};

/// The channel and the campaign that lost most.
pub(super) fn losses(gauge: &Gauge<'_>) -> Vec<Finding> {
    let channel = worst(gauge, Axis::Channel);
    let repeated = |r: &Return| channel.as_ref().is_some_and(|c| c.name == r.name);
    let campaign = worst(gauge, Axis::Campaign).filter(|r| !repeated(r));
    let finding = |r: &Return, axis: Axis| {
        let (kind, key, table) = match axis {
            Axis::Channel => ("channel_loss", "finding.worst_channel", "return_channel"),
            _ => ("campaign_loss", "finding.worst_campaign", "return_campaign"),
        };
        let name = gauge.facts.names.find(&r.name).unwrap_or(Name::NONE);
        let place = Place::Row { table, axis, name, column: "roi".to_owned() };
        Finding { kind, says: r.phrase(key, gauge), money: Some(r.loss()), place }
    };
    let said = channel.iter().map(|r| finding(r, Axis::Channel));
    said.chain(campaign.iter().map(|r| finding(r, Axis::Campaign))).collect()
}

/// The channel whose worth depends most on the attribution model: the range of its credit in money.
pub(super) fn model_dependence(gauge: &Gauge<'_>) -> Option<Finding> {
    let baseline = gauge.settings.baseline();
    let spread = |channel| {
        let cut = Cut { channel: Some(channel), market: None };
        let credits: Vec<f64> =
            MODELS.iter().filter_map(|m| gauge.value(&format!("credit_revenue.{m}"), baseline, cut).ok()).collect();
        let low = credits.iter().copied().reduce(f64::min)?;
        Some((low, credits.iter().copied().reduce(f64::max)?))
    };
    let channels = gauge.facts.names_on(Axis::Channel).iter().copied();
    let earned = channels.filter(|&c| c.is_some() && gauge.facts.names.text(c) != Facts::UNATTRIBUTED);
    let spreads = earned.filter_map(|c| spread(c).map(|s| (c, s)));
    let (channel, (low, high)) = spreads.max_by(|a, b| (a.1.1 - a.1.0).total_cmp(&(b.1.1 - b.1.0)))?;
    if high <= 0.0 || (high - low) / high <= gauge.settings.attribution.robust {
        return None;
    }
    let says = Phrase::new("finding.model")
        .with("channel", gauge.facts.names.text(channel))
        .with("low", amount(gauge, low))
        .with("high", amount(gauge, high))
        .with("range", amount(gauge, high - low))
        .with("months", baseline);
    let column = format!("credit_revenue.{}", gauge.settings.model);
    let place = Place::Row { table: "models_revenue", axis: Axis::Channel, name: channel, column };
    Some(Finding { kind: "model_dependence", says, money: Some(high - low), place })
}
