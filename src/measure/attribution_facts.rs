//! Credit of every model, to the cent: facts by month of conversion, market of the deal and channel of the touch, and for
//! the plan's own model by campaign too.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::attribution::{Attribution, MODELS, UShaped};
use crate::model::fact::{Facts, Spot};
use crate::model::in_order::both;
use crate::model::journey::JourneyCounts;
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::note::Note;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::{Moment, Person, Records, Touchpoint};
use crate::model::settings::Settings;

use super::attribution::RULES;
use super::conversions::{Converted, conversions};
use super::credit_by_industry::ByIndustry;
use super::dimensions::Dimensions;
use super::earned::Earned;
use super::journey_counts::JourneyCounter;
use super::journeys::Journeys;
use super::learned_facts::learned;
use super::parties::Parties;
use super::rule_credit::{Credit, Credits, Rules, WHOLE};
use super::sourced;
use super::tally::Tally;
use super::touches::{Touches, end_of, source};

/// How many conversions' touches are fetched side by side.
pub(super) const TOGETHER: usize = 32;

/// Counts touchpoints, credits, and what marketing sourced and influenced.
pub(super) fn count(tally: &mut Tally, touchpoints: Cow<'_, [Touchpoint]>, settings: &Settings) {
    let records = tally.records;
    let options = &settings.attribution;
    super::touch_counts::count(tally, &touchpoints);
    let untouched = touchpoints.is_empty();
    let mut converted = conversions(tally.registry, settings.conversion, tally.window);
    let parties = Parties::new(records, options.contacts);
    let learns = options.computed().any(Attribution::learns);
    let wanted = wanted(records, &parties, &converted, learns);
    let mut earned = tally.traces().then(|| Earned::new(Touches::origins(records, &touchpoints, &wanted, options)));
    let touches = Touches::new(records, touchpoints, &wanted, options);
    tally.credit(Origin::new(RecordKind::Deal, 0), None);
    if touches.ties > 0 {
        tally.notes.push(Note::new("A406").with("count", touches.ties));
    }
    let journeys = Journeys::new(records, &touches, &parties, &converted, settings);
    converted.sort_by_key(|c| (Month::of(c.on), records.names.text(c.from.market)));
    let mut sums = Sums::new(tally, settings, &touches, untouched);
    let end = end_of(tally.window.last);
    // Journeys that ended without a conversion are many and need no tally of this thread: another processor may count them, and
    // what marketing sourced.
    let (registry, aside) = (tally.registry, settings.threads.get() > 1 && !tally.traces());
    let others = || {
        let lost = learns.then(|| lost(records, &journeys, options, end));
        let sourced = aside.then(|| {
            let mut own = Tally::new(registry, settings);
            sourced::count(&mut own, &touches, &parties, settings);
            own
        });
        (lost, sourced)
    };
    let ((lost, sourced), mut counts) = both(settings.threads, others, || {
        credit(tally, &converted, (&journeys, &parties), settings, (&mut sums, earned.as_mut()))
    });
    match sourced {
        Some(sourced) => tally.join(sourced),
        None => sourced::count(tally, &touches, &parties, settings),
    }
    if let Some(lost) = lost {
        counts.absorb(lost);
        learned(tally, &counts, settings, (sums.campaigns.as_ref(), earned.as_ref()));
        tally.journeys(counts);
    }
}

/// Counts the journeys that ended without a conversion.
fn lost(records: &Records, journeys: &Journeys<'_>, options: &Attribution, end: Moment) -> JourneyCounts {
    let mut counter = JourneyCounter::new(journeys.touches, options);
    let mut room = Vec::new();
    for person in (1..records.people.len()).filter_map(|p| u32::try_from(p).ok()).map(Name) {
        counter.lost(journeys.lost(person, end, &mut room));
    }
    counter.finish()
}

/// Counts the credit of every conversion by every rule; the journeys of those that touches earned, for models that learn.
fn credit(
    tally: &mut Tally,
    converted: &[Converted],
    (journeys, parties): (&Journeys<'_>, &Parties),
    settings: &Settings,
    (sums, mut earned): (&mut Sums, Option<&mut Earned>),
) -> JourneyCounts {
    let (records, touches) = (tally.records, journeys.touches);
    let learns = settings.attribution.computed().any(Attribution::learns);
    let mut counter = JourneyCounter::new(touches, &settings.attribution);
    let mut rules = Rules::new(records, settings, sums.own);
    let mut industries = ByIndustry::default();
    let mut room = Vec::new();
    for alike in converted.chunk_by(|a, b| (Month::of(a.on), a.from.market) == (Month::of(b.on), b.from.market)) {
        let near = alike.chunks(TOGETHER).flat_map(|near| {
            touches.fetch(near.iter().map(|conversion| conversion.person));
            near
        });
        for conversion in near {
            let journey = journeys.of(conversion, &mut room);
            let people = parties.of(conversion);
            if !journey.is_empty() || sums.credits_by_name(conversion) {
                industries.add(tally, conversion);
            }
            if journey.is_empty() {
                sums.add_untouched(conversion);
            } else {
                rules.split(conversion, people, journey, journeys, |model, at, credit| {
                    sums.add(model, source(journey[at]), credit);
                });
                if learns {
                    counter.converted(journey, conversion);
                }
            }
            // A trace wants every conversion booked by itself; the sums are the same.
            if let Some(earned) = &mut earned {
                earned.begin(tally, conversion, (journey, people), touches);
                sums.book(tally, Month::of(conversion.on), conversion.from.market, touches);
            }
        }
        let (month, market) = (Month::of(alike[0].on), alike[0].from.market);
        counter.book(month, records.names.text(market));
        sums.book(tally, month, market, touches);
    }
    industries.book(tally);
    tell(tally, &settings.attribution, rules.without_milestone, sums.by_name_count);
    counter.finish()
}

/// Tells of conversions whose milestones no date gives, and of those that the CRM's own channel earned.
fn tell(tally: &mut Tally, options: &Attribution, without_milestone: u64, by_name: u64) {
    let milestones = ["w_shaped", "full_path"].iter().any(|model| options.computes(model))
        || (options.computes("u_shaped") && options.u_shaped != UShaped::Last);
    for (code, count) in [("A420", if milestones { without_milestone } else { 0 }), ("A407", by_name)] {
        if count > 0 {
            tally.notes.push(Note::new(code).with("count", count));
        }
    }
}

/// The persons whose touches matter: those who converted and those whose deals closed; everybody, when models learn from
/// journeys that did not convert too.
fn wanted(records: &Records, parties: &Parties, converted: &[Converted], all: bool) -> Vec<bool> {
    let mut wanted = vec![all; records.people.len()];
    let mut want = |persons: &[Person]| {
        for person in persons {
            if let Some(wanted) = wanted.get_mut(person.index()) {
                *wanted = true;
            }
        }
    };
    for conversion in converted {
        want(parties.of(conversion));
    }
    for deal in records.deals.iter().filter(|d| d.closed_on.is_some()) {
        want(parties.of_deal(deal));
    }
    wanted
}

/// Of one month, market and channel: credit by campaign.
pub(super) type ByCampaign = BTreeMap<(Month, Name, Name), Vec<(Name, Credit)>>;

/// Sums of credit for one month and market.
struct Sums {
    by_channel: Vec<Credits>,
    /// By source: credit of the model that campaigns are credited by.
    by_source: Vec<Credit>,
    used: Vec<usize>,
    unattributed: Credit,
    /// Without any touchpoint export: conversions and revenue by the channel and campaign that the CRM itself names.
    by_name: Option<BTreeMap<(Name, Name), Credit>>,
    by_name_count: u64,
    measures: Vec<(usize, (Measure, Measure))>,
    channel_of: Vec<u32>,
    /// Position of the plan's own model among the rules; for a model that learns, of `linear`, by which a channel's credit
    /// is shared over its campaigns.
    own: usize,
    /// Kept while the plan's own model has still to learn.
    campaigns: Option<ByCampaign>,
}

impl Sums {
    fn new(tally: &mut Tally, settings: &Settings, touches: &Touches, untouched: bool) -> Sums {
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
    fn add(&mut self, model: usize, source: usize, credit: Credit) {
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
    fn credits_by_name(&self, conversion: &Converted) -> bool {
        self.by_name.is_some() && conversion.from.channel.is_some()
    }

    /// Adds a conversion without touches.
    fn add_untouched(&mut self, conversion: &Converted) {
        let named = self.credits_by_name(conversion);
        let by_name = self.by_name.as_mut().filter(|_| named);
        self.by_name_count += u64::from(by_name.is_some());
        let key = (conversion.from.channel, conversion.from.campaign);
        let credit = by_name.map_or(&mut self.unattributed, |sums| sums.entry(key).or_default());
        credit.0 += conversion.count * WHOLE;
        credit.1 += conversion.value;
    }

    /// Turns the sums into facts and starts anew.
    fn book(&mut self, tally: &mut Tally, month: Month, market: Name, touches: &Touches) {
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
