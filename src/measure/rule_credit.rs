//! Credit of the models that follow a rule: conversion by conversion, split over the touches to the cent.

use crate::model::record::{Moment, Person, Records};
use crate::model::settings::Settings;
use crate::model::split::split_both;
use crate::model::stage::Stage;

use super::attribution::{Journey, RULES};
use super::conversions::Converted;
use super::journeys::{Journeys, moment_of};
use super::touches::{Touch, end_of, source};

/// Stored units of one credited conversion.
pub(super) const WHOLE: i128 = 1_000_000_000;

/// Conversions and revenue.
pub(super) type Credit = (i128, i128);

/// Credit by each rule.
pub(super) type Credits = [Credit; RULES.len()];

/// Splits conversions, with room that every journey uses again.
pub(super) struct Rules<'a> {
    records: &'a Records,
    settings: &'a Settings,
    chosen: [bool; RULES.len()],
    half_life: u64,
    ages: Vec<u32>,
    channels: Vec<u32>,
    weights: Vec<u64>,
    /// Conversions whose opportunity or lead date no export gave.
    pub(super) without_milestone: u64,
}

impl<'a> Rules<'a> {
    /// Computes the plan's models; `always` too, which others need.
    pub(super) fn new(records: &'a Records, settings: &'a Settings, always: usize) -> Rules<'a> {
        let mut chosen = RULES.map(|(id, _)| settings.attribution.computes(id));
        if let Some(chosen) = chosen.get_mut(always) {
            *chosen = true;
        }
        Rules {
            records,
            settings,
            chosen,
            half_life: seconds(settings.half_life_days),
            ages: Vec::new(),
            channels: Vec::new(),
            weights: Vec::new(),
            without_milestone: 0,
        }
    }

    /// Gives `earn` each touch of the journey, which is not empty, with its share by each rule.
    pub(super) fn split(
        &mut self,
        conversion: &Converted,
        people: &[Person],
        journey: &[Touch],
        journeys: &Journeys<'_>,
        mut earn: impl FnMut(usize, Touch, Credit),
    ) {
        let Some(newest) = journey.last() else { return };
        self.ages.clear();
        self.ages.extend(journey.iter().map(|touch| newest.at - touch.at));
        self.channels.clear();
        self.channels.extend(journey.iter().map(|&t| journeys.touches.channel_of[source(t)]));
        let lead = self.lead(people);
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
        for (model, (_, weigh)) in RULES.iter().enumerate().filter(|(model, _)| self.chosen[*model]) {
            self.weights.clear();
            weigh(&seen, &mut self.weights);
            split_both((whole, conversion.value), &self.weights, |at, credit| earn(model, journey[at], credit));
        }
    }

    /// The end of the day on which the first of `people` became a lead.
    fn lead(&self, people: &[Person]) -> Option<Moment> {
        let contacts = &self.records.contacts;
        let day = people.iter().filter_map(|&person| contacts.stage(contacts.row(person)?, Stage::Lead)).min();
        day.map(end_of)
    }
}

/// Days as whole seconds, at least one.
fn seconds(days: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and is at least one")]
    let seconds = (days * 86_400.0).round() as u64;
    seconds.max(1)
}
