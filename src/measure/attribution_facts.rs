//! Credit of every model, to the cent: facts by month of conversion, market of the deal and channel of the touch, and for
//! the plan's own model by campaign too.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::attribution::{Attribution, UShaped};
use crate::model::in_order::both;
use crate::model::journey::JourneyCounts;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::note::Note;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::{Moment, Person, Records, Touchpoint};
use crate::model::settings::Settings;

use super::conversions::{Converted, conversions};
use super::credit_by_industry::ByIndustry;
use super::credit_sums::Sums;
use super::earned::Earned;
use super::journey_counts::JourneyCounter;
use super::journeys::Journeys;
use super::learned_facts::learned;
use super::parties::Parties;
use super::rule_credit::{Rules, lead};
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
    let mut markets: Vec<Name> =
        converted.iter().map(|c| c.from.market).collect::<BTreeSet<Name>>().into_iter().collect();
    markets.sort_by_key(|&market| records.names.text(market));
    let markets: BTreeMap<Name, usize> = markets.into_iter().zip(0..).collect();
    converted.sort_by_cached_key(|c| (Month::of(c.on), markets.get(&c.from.market)));
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
    if let Some(sourced) = sourced {
        tally.join(sourced);
    }
    if let Some(lost) = lost {
        counts.absorb(lost);
        learned(tally, &counts, settings, (sums.campaigns.as_ref(), earned.as_ref()));
        tally.journeys(counts);
    }
    if !aside {
        sourced::count(tally, &touches, &parties, settings);
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
    let mut rules = Rules::new(settings, sums.own);
    let mut industries = ByIndustry::default();
    let mut room = Vec::new();
    for alike in converted.chunk_by(|a, b| (Month::of(a.on), a.from.market) == (Month::of(b.on), b.from.market)) {
        let near = alike.chunks(TOGETHER).flat_map(|near| {
            touches.fetch(near.iter().map(|conversion| conversion.person));
            let leads: Vec<Option<Moment>> = near.iter().map(|own| lead(records, parties.of(own))).collect();
            near.iter().zip(leads)
        });
        for (conversion, lead) in near {
            let journey = journeys.of(conversion, &mut room);
            let people = parties.of(conversion);
            if !journey.is_empty() || sums.credits_by_name(conversion) {
                industries.add(tally, conversion);
            }
            if journey.is_empty() {
                sums.add_untouched(conversion);
            } else {
                rules.split(conversion, lead, journey, journeys, |model, at, credit| {
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
