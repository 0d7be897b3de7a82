//! Credit while it is summed up for one month and market: by channel and model, and for the plan's own model by campaign.

use std::collections::BTreeMap;

use crate::model::attribution::{Attribution, MODELS};
use crate::model::fact::{Facts, Spot};
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::settings::Settings;

use super::attribution::RULES;
use super::conversions::Converted;
use super::dimensions::Dimensions;
use super::rule_credit::{Credit, Credits, WHOLE};
use super::tally::Tally;
use super::touches::Touches;

/// Of one month, market and channel: credit by campaign.
pub(super) type ByCampaign = BTreeMap<(Month, Name, Name), Vec<(Name, Credit)>>;

/// Sums of credit for one month and market.
pub(super) struct Sums {
    by_channel: Vec<Credits>,
    /// By source: credit of the model that campaigns are credited by.
    by_source: Vec<Credit>,
    used: Vec<usize>,
    unattributed: Credit,
    /// Without any touchpoint export: conversions and revenue by the channel and campaign that the CRM itself names.
    by_name: Option<BTreeMap<(Name, Name), Credit>>,
    pub(super) by_name_count: u64,
    measures: Vec<(usize, (Measure, Measure))>,
    channel_of: Vec<u32>,
    /// Position of the plan's own model among the rules; for a model that learns, of `linear`, by which a channel's credit
    /// is shared over its campaigns.
    pub(super) own: usize,
    /// Kept while the plan's own model has still to learn.
    pub(super) campaigns: Option<ByCampaign>,
}

impl Sums {
    /// Nothing added yet; conversions by name where there is no touchpoint export.
    pub(super) fn new(tally: &mut Tally, settings: &Settings, touches: &Touches, untouched: bool) -> Sums {
        let learns = Attribution::learns(&settings.model);
        let own = if learns { "linear" } else { settings.model.as_str() };
        let options = &settings.attribution;
        let measured = |(at, id): (usize, &str)| options.computes(id).then(|| (at, tally.measures().credit(id)));
        Sums {
            by_channel: vec![[(0, 0); RULES.len()]; touches.channels.len()],
            by_source: vec![(0, 0); touches.sources.len()],
            used: Vec::new(),
            unattributed: (0, 0),
            by_name: untouched.then(BTreeMap::new),
            by_name_count: 0,
            measures: MODELS.into_iter().enumerate().filter_map(measured).collect(),
            channel_of: touches.channel_of.clone(),
            own: RULES.iter().position(|rule| rule.id == own).unwrap_or(0),
            campaigns: learns.then(ByCampaign::new),
        }
    }

    /// Adds one touch's share by one rule.
    pub(super) fn add(&mut self, model: usize, source: usize, credit: Credit) {
        let sum = &mut self.by_channel[self.channel_of[source] as usize][model];
        *sum = (sum.0 + credit.0, sum.1 + credit.1);
        if model == self.own {
            let sum = &mut self.by_source[source];
            if *sum == (0, 0) {
                // A source that earned nothing yet may be listed twice; it is booked once, then it is empty.
                self.used.push(source);
            }
            *sum = (sum.0 + credit.0, sum.1 + credit.1);
        }
    }

    /// Whether the CRM's own channel earns what no touch did.
    pub(super) fn credits_by_name(&self, conversion: &Converted) -> bool {
        self.by_name.is_some() && conversion.from.channel.is_some()
    }

    /// Adds a conversion without touches.
    pub(super) fn add_untouched(&mut self, conversion: &Converted) {
        let named = self.credits_by_name(conversion);
        let by_name = self.by_name.as_mut().filter(|_| named);
        self.by_name_count += u64::from(by_name.is_some());
        let key = (conversion.from.channel, conversion.from.campaign);
        let credit = by_name.map_or(&mut self.unattributed, |sums| sums.entry(key).or_default());
        credit.0 += conversion.count * WHOLE;
        credit.1 += conversion.value;
    }

    /// Turns the sums into facts and starts anew.
    pub(super) fn book(&mut self, tally: &mut Tally, month: Month, market: Name, touches: &Touches) {
        for (channel, credits) in self.by_channel.iter_mut().enumerate() {
            let credits = std::mem::take(credits);
            if credits == Credits::default() {
                continue;
            }
            let spot = spot(tally, month, market, &touches.channels[channel]);
            for &(model, measures) in &self.measures {
                if let Some(&credit) = credits.get(model) {
                    add(tally, measures, spot, credit);
                }
            }
        }
        let own = own(tally);
        for source in self.used.drain(..) {
            let credit = std::mem::take(&mut self.by_source[source]);
            let (channel, campaign) = touches.sources[source];
            match &mut self.campaigns {
                _ if credit == (0, 0) => {}
                Some(campaigns) => {
                    let at = tally.spot(month, Dimensions { market, channel, campaign });
                    let known = campaigns.entry((month, at.market, at.channel)).or_default();
                    match known.iter_mut().find(|(campaign, _)| *campaign == at.campaign) {
                        Some((_, sum)) => *sum = (sum.0 + credit.0, sum.1 + credit.1),
                        None => known.push((at.campaign, credit)),
                    }
                }
                None => {
                    let spot = tally.spot(month, Dimensions { market, channel, campaign });
                    add(tally, own, spot, credit);
                }
            }
        }
        for ((channel, campaign), credit) in self.by_name.iter_mut().flat_map(std::mem::take) {
            let named = tally.spot(month, Dimensions { market, channel, campaign });
            for &(_, measures) in &self.measures {
                add(tally, measures, Spot { campaign: Name::NONE, ..named }, credit);
            }
            add(tally, own, named, credit);
        }
        let credit = std::mem::take(&mut self.unattributed);
        let spot = spot(tally, month, market, Facts::UNATTRIBUTED);
        for &(_, measures) in &self.measures {
            add(tally, measures, spot, credit);
        }
    }
}

/// The measures of the plan's own model.
pub(super) fn own(tally: &Tally) -> (Measure, Measure) {
    let of = |id: &str| tally.measure(id).unwrap_or(Measure(u16::MAX));
    (of("attributed_conversions"), of("attributed_revenue"))
}

fn spot(tally: &mut Tally, month: Month, market: Name, channel: &str) -> Spot {
    let channel = tally.own_name(channel);
    Spot { channel, ..tally.spot(month, Dimensions { market, ..Dimensions::default() }) }
}

/// Adds one credit: conversions and revenue.
pub(super) fn add(tally: &mut Tally, (conversions, revenue): (Measure, Measure), spot: Spot, (count, value): Credit) {
    tally.add(Some(conversions), spot, count);
    tally.add(Some(revenue), spot, value);
}
