//! Credit of the models that follow a rule: conversion by conversion, split over the touches to the cent.

use crate::model::record::{Moment, Person, Records};
use crate::model::settings::Settings;
use crate::model::split::Parts;
use crate::model::stage::Stage;

use super::attribution::{Journey, RULES};
use super::conversions::Converted;
use super::journeys::{Journeys, moment_of};
use super::rule_shapes::{Shapes, Upto, narrow};
use super::touches::{Touch, end_of, source};

/// Stored units of one credited conversion.
pub(super) const WHOLE: i128 = 1_000_000_000;

/// Conversions and revenue.
pub(super) type Credit = (i128, i128);

/// Credit by each rule.
pub(super) type Credits = [Credit; RULES.len()];

/// Splits conversions, with room that every journey uses again.
pub(super) struct Rules<'a> {
    settings: &'a Settings,
    chosen: [bool; RULES.len()],
    is_shaped: [bool; RULES.len()],
    by_source: usize,
    half_life: u64,
    ages: Vec<u32>,
    channels: Vec<u32>,
    shapes: Shapes,
    weights: Vec<u64>,
    upto: Vec<Upto>,
    /// The last touches of a channel, before one of another channel or the conversion.
    turns: Vec<usize>,
    /// The same of a source.
    source_turns: Vec<usize>,
    /// Conversions whose opportunity or lead date no export gave.
    pub(super) without_milestone: u64,
}

impl<'a> Rules<'a> {
    /// Computes the plan's models, which credit channels; `by_source` too, which credits their campaigns.
    pub(super) fn new(settings: &'a Settings, by_source: usize) -> Rules<'a> {
        let mut chosen = RULES.map(|rule| settings.attribution.computes(rule.id));
        if let Some(chosen) = chosen.get_mut(by_source) {
            *chosen = true;
        }
        Rules {
            settings,
            chosen,
            is_shaped: RULES.map(|rule| (rule.is_shaped)(&settings.attribution)),
            by_source,
            half_life: seconds(settings.half_life_days),
            ages: Vec::new(),
            channels: Vec::new(),
            shapes: Shapes::new(),
            weights: Vec::new(),
            upto: Vec::new(),
            turns: Vec::new(),
            source_turns: Vec::new(),
            without_milestone: 0,
        }
    }

    /// Gives `earn` positions in the journey, which is not empty and whose lead was created at `lead`, with their shares by each rule: what touches of one channel, or
    /// of one source, earn without another between them is one share of the last of them.
    pub(super) fn split(
        &mut self,
        conversion: &Converted,
        lead: Option<Moment>,
        journey: &[Touch],
        journeys: &Journeys<'_>,
        mut earn: impl FnMut(usize, usize, Credit),
    ) {
        let Some(newest) = journey.last() else { return };
        self.ages.clear();
        self.ages.extend(journey.iter().map(|touch| newest.at - touch.at));
        self.channels.clear();
        self.channels.extend(journey.iter().map(|&t| journeys.touches.channel_of[source(t)]));
        turns(&mut self.turns, &self.channels);
        turns(&mut self.source_turns, journey.iter().map(|touch| touch.source));
        let opportunity = conversion.opportunity_on.map(end_of);
        self.without_milestone += u64::from(lead.is_none() || opportunity.is_none());
        let at_or_before =
            |at: Option<Moment>| at.and_then(|at| journey.partition_point(|touch| touch.at <= at).checked_sub(1));
        let seen = Journey {
            ages: &self.ages,
            wait: moment_of(conversion) - newest.at,
            channels: &self.channels,
            direct: journeys.direct,
            lead: at_or_before(lead),
            opportunity: at_or_before(opportunity),
            half_life: self.half_life,
            options: &self.settings.attribution,
        };
        let whole = conversion.count * WHOLE;
        let shaped = self.shapes.of(&seen);
        for (model, rule) in RULES.iter().enumerate().filter(|(model, _)| self.chosen[*model]) {
            let turns = if model == self.by_source { &self.source_turns } else { &self.turns };
            if let [last] = turns[..] {
                earn(model, last, (whole, conversion.value));
                continue;
            }
            let upto = match shaped.filter(|_| self.is_shaped[model]) {
                Some(shaped) => &shaped[model * journey.len()..][..journey.len()],
                None => {
                    self.weights.clear();
                    (rule.weigh)(&seen, &mut self.weights);
                    upto(&self.weights, turns, &mut self.upto);
                    &self.upto
                }
            };
            let Some(&(total, _)) = upto.last() else { continue };
            let values = Parts::new(conversion.value, total.into());
            // One conversion, or none where money was taken back.
            let count = conversion.count;
            let mut give = |at: usize, (part, value): Credit| earn(model, at, (part * count, value));
            match values.small() {
                Some(values) => share(turns, upto, |running| values.upto(running.cast_signed()), &mut give),
                None => share(turns, upto, |running| values.upto(running.into()), &mut give),
            }
        }
    }
}

/// The end of the day on which the first of `people` became a lead.
pub(super) fn lead(records: &Records, people: &[Person]) -> Option<Moment> {
    let contacts = &records.contacts;
    let day = people.iter().filter_map(|&person| contacts.stage(contacts.row(person)?, Stage::Lead)).min();
    day.map(end_of)
}

/// Gives what stands between one turn and the next.
#[inline]
fn share<V: Copy + Default + PartialEq + Into<i128>>(
    turns: &[usize],
    upto: &[Upto],
    value: impl Fn(u64) -> V,
    mut give: impl FnMut(usize, Credit),
) {
    let mut given = (0, V::default());
    let total = upto.last().map_or(0, |(total, _)| *total);
    for &at in turns {
        let (running, part) = upto[at];
        if running == 0 {
            continue;
        }
        let next = (part, value(running));
        if next != given {
            give(at, ((next.0 - given.0).into(), next.1.into() - given.1.into()));
        }
        if running == total {
            break;
        }
        given = next;
    }
}

/// Weights and parts of one conversion up to the touches at `turns`, and up to the last.
fn upto(weights: &[u64], turns: &[usize], upto: &mut Vec<Upto>) {
    upto.clear();
    let mut running = 0;
    upto.extend(weights.iter().map(|weight| {
        running += weight;
        (running, 0)
    }));
    let parts = Parts::new(WHOLE, running.into());
    for &at in turns {
        let running = upto[at].0;
        let small = parts.small().map(|parts| parts.upto(running.cast_signed()));
        upto[at].1 = small.unwrap_or_else(|| narrow(parts.upto(running.into())));
    }
}

/// The positions after which something else comes, or nothing.
fn turns<T: PartialEq>(found: &mut Vec<usize>, all: impl IntoIterator<Item = T>) {
    found.clear();
    let mut before = None;
    for (at, one) in all.into_iter().enumerate() {
        match found.last_mut() {
            Some(last) if before.as_ref() == Some(&one) => *last = at,
            _ => found.push(at),
        }
        before = Some(one);
    }
}

/// Days as whole seconds, at least one.
fn seconds(days: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is at least one")]
    let seconds = (days * 86_400.0).round() as u64;
    seconds.max(1)
}
