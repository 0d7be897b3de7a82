//! Credit of every model, to the cent: facts by month of conversion, market of the deal, channel and campaign of the touch.

use std::collections::BTreeMap;

use crate::model::fact::{Facts, Spot};
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::note::Note;
use crate::model::record::Records;
use crate::model::settings::Settings;
use crate::model::split::split_into;

use super::attribution::{Journey, MODELS};
use super::conversions::{Converted, conversions};
use super::dimensions::Dimensions;
use super::sourced;
use super::tally::Tally;
use super::touches::{Touch, Touches, end_of, moment, source};

/// Stored units of one credited conversion.
const WHOLE: i128 = 1_000_000_000;

/// Conversions and revenue of each model.
type Credit = [(i128, i128); MODELS.len()];

/// Counts touchpoints, credits, and what marketing sourced and influenced.
pub(super) fn count(tally: &mut Tally, settings: &Settings) {
    let records = tally.records;
    super::touch_counts::count(tally);
    let mut converted = conversions(records, settings.conversion, tally.window);
    let touches = Touches::new(records, &wanted(records, &converted));
    if touches.ties() > 0 {
        tally.notes.push(Note::new("A406").with("count", touches.ties()));
    }
    converted.sort_unstable_by_key(|c| (Month::of(c.on), c.from.market));
    let mut credits = Credits::new(tally, settings, touches.sources.len());
    for alike in converted.chunk_by(|a, b| (Month::of(a.on), a.from.market) == (Month::of(b.on), b.from.market)) {
        for conversion in alike {
            credits.add(conversion, journey(&touches, conversion, settings));
        }
        credits.book(tally, Month::of(alike[0].on), alike[0].from.market, &touches);
    }
    if credits.by_name_count > 0 {
        tally.notes.push(Note::new("A407").with("count", credits.by_name_count));
    }
    sourced::count(tally, &touches);
}

/// The persons whose touches matter: those who converted, and those whose deals closed.
fn wanted(records: &Records, converted: &[Converted]) -> Vec<bool> {
    let mut wanted = vec![false; records.people.len()];
    let closed = records.deals.iter().filter(|d| d.closed_on.is_some()).map(|d| d.person);
    for person in closed.chain(converted.iter().map(|c| c.person)).filter(|p| p.is_some()) {
        if let Some(wanted) = wanted.get_mut(person.index()) {
            *wanted = true;
        }
    }
    wanted
}

/// The touches inside the lookback window: elapsed seconds back from the conversion, both ends included.
fn journey<'a>(touches: &'a Touches, conversion: &Converted, settings: &Settings) -> &'a [Touch] {
    let end = conversion.at.unwrap_or_else(|| end_of(conversion.on));
    let start = end.saturating_sub(settings.lookback_days.saturating_mul(86_400));
    let before = touches.until(conversion.person, end);
    &before[before.partition_point(|&t| moment(t) < start)..]
}

/// Sums of credit by source for one month and market, with room that every journey uses again.
struct Credits {
    by_source: Vec<Credit>,
    used: Vec<usize>,
    unattributed: (i128, i128),
    /// Without any touchpoint export: conversions and revenue by the channel and campaign that the CRM itself names.
    by_name: Option<BTreeMap<(Name, Name), (i128, i128)>>,
    by_name_count: u64,
    ages: Vec<u32>,
    weights: Vec<u64>,
    shares: Vec<i128>,
    half_life: u64,
    measures: [(Measure, Measure); MODELS.len()],
    /// Position of the plan's own model.
    own: Option<usize>,
}

impl Credits {
    fn new(tally: &mut Tally, settings: &Settings, sources: usize) -> Credits {
        Credits {
            by_source: vec![[(0, 0); MODELS.len()]; sources],
            used: Vec::new(),
            unattributed: (0, 0),
            by_name: tally.records.touchpoints.is_empty().then(BTreeMap::new),
            by_name_count: 0,
            ages: Vec::new(),
            weights: Vec::new(),
            shares: Vec::new(),
            half_life: seconds(settings.half_life_days),
            measures: MODELS.map(|(id, _)| tally.measures().credit(id)),
            own: MODELS.iter().position(|(id, _)| *id == settings.model),
        }
    }

    /// Splits one conversion over its journey by every model.
    fn add(&mut self, conversion: &Converted, journey: &[Touch]) {
        let whole = conversion.count * WHOLE;
        let Some(&newest) = journey.last() else {
            let named = conversion.from.channel.is_some();
            let by_name = self.by_name.as_mut().filter(|_| named);
            self.by_name_count += u64::from(by_name.is_some());
            let key = (conversion.from.channel, conversion.from.campaign);
            let credit = by_name.map_or(&mut self.unattributed, |sums| sums.entry(key).or_default());
            credit.0 += whole;
            credit.1 += conversion.value;
            return;
        };
        self.ages.clear();
        self.ages.extend(journey.iter().map(|&t| moment(newest) - moment(t)));
        for &touch in journey {
            // A source that earned nothing yet may be listed twice; it is booked once, then it is empty.
            if self.by_source[source(touch)] == Credit::default() {
                self.used.push(source(touch));
            }
        }
        for (model, (_, weigh)) in MODELS.iter().enumerate() {
            self.weights.clear();
            weigh(&Journey { ages: &self.ages, half_life: self.half_life }, &mut self.weights);
            split_into(whole, &self.weights, &mut self.shares);
            for (&touch, share) in journey.iter().zip(&self.shares) {
                self.by_source[source(touch)][model].0 += share;
            }
            split_into(conversion.value, &self.weights, &mut self.shares);
            for (&touch, share) in journey.iter().zip(&self.shares) {
                self.by_source[source(touch)][model].1 += share;
            }
        }
    }

    /// Turns the sums into facts and starts anew.
    fn book(&mut self, tally: &mut Tally, month: Month, market: Name, touches: &Touches) {
        for source in self.used.drain(..) {
            let credit = std::mem::take(&mut self.by_source[source]);
            let (channel, campaign) = touches.sources[source];
            let spot = tally.spot(month, Dimensions { market, channel, campaign });
            for (model, (count, value)) in credit.into_iter().enumerate() {
                tally.add(Some(self.measures[model].0), spot, count);
                tally.add(Some(self.measures[model].1), spot, value);
            }
            if let Some((count, value)) = self.own.map(|own| credit[own]) {
                tally.add(tally.measure("attributed_conversions"), spot, count);
                tally.add(tally.measure("attributed_revenue"), spot, value);
            }
        }
        for ((channel, campaign), (count, value)) in self.by_name.iter_mut().flat_map(std::mem::take) {
            let spot = tally.spot(month, Dimensions { market, channel, campaign });
            for (conversions, revenue) in self.measures {
                tally.add(Some(conversions), spot, count);
                tally.add(Some(revenue), spot, value);
            }
            tally.add(tally.measure("attributed_conversions"), spot, count);
            tally.add(tally.measure("attributed_revenue"), spot, value);
        }
        let (count, value) = std::mem::take(&mut self.unattributed);
        let channel = tally.own_name(Facts::UNATTRIBUTED);
        let spot = Spot { channel, ..tally.spot(month, Dimensions { market, ..Dimensions::default() }) };
        for (conversions, revenue) in self.measures {
            tally.add(Some(conversions), spot, count);
            tally.add(Some(revenue), spot, value);
        }
    }
}

/// Days as whole seconds, at least one.
fn seconds(days: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is at least one")]
    let seconds = (days * 86_400.0).round() as u64;
    seconds.max(1)
}
