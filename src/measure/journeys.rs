//! Journeys: the touches that share the credit of a conversion, by the plan's policies on repeats, direct, lookback, reset
//! and contacts; and the journeys that ended without one.

use std::collections::BTreeMap;

use crate::model::attribution::{Direct, Repeats};
use crate::model::record::{Moment, Person, Records};
use crate::model::settings::Settings;

use super::conversions::Converted;
use super::parties::Parties;
use super::touches::{Touch, Touches, end_of, place, source};

/// Texts, in lower case, of the channel of those who typed the address.
const DIRECT: [&str; 2] = ["direct", "(direct)"];

/// Journeys under one plan.
pub(super) struct Journeys<'a> {
    pub(super) touches: &'a Touches,
    parties: &'a Parties,
    settings: &'a Settings,
    /// The number of the channel that is direct.
    pub(super) direct: Option<u32>,
    /// The moments of each person's conversions, in order; kept for journeys that start anew after each.
    before: BTreeMap<Person, Vec<Moment>>,
    /// Whoever had a conversion.
    converted: Vec<bool>,
}

/// The moment of a conversion.
pub(super) fn moment_of(conversion: &Converted) -> Moment {
    conversion.at.unwrap_or_else(|| end_of(conversion.on))
}

impl<'a> Journeys<'a> {
    pub(super) fn new(
        records: &Records,
        touches: &'a Touches,
        parties: &'a Parties,
        conversions: &[Converted],
        settings: &'a Settings,
    ) -> Journeys<'a> {
        let direct = touches.channels.iter().position(|text| DIRECT.contains(&text.to_lowercase().as_str()));
        let direct = direct.and_then(|number| u32::try_from(number).ok());
        let mut converted = vec![false; records.people.len()];
        let mut before: BTreeMap<Person, Vec<Moment>> = BTreeMap::new();
        for conversion in conversions.iter().filter(|c| c.count > 0) {
            for &person in parties.of(conversion) {
                if let Some(converted) = converted.get_mut(person.index()) {
                    *converted = true;
                }
                if settings.attribution.reset {
                    before.entry(person).or_default().push(moment_of(conversion));
                }
            }
        }
        for moments in before.values_mut() {
            moments.sort_unstable();
        }
        Journeys { touches, parties, settings, direct, before, converted }
    }

    /// The touches of a conversion's persons inside the lookback window, oldest first: elapsed seconds back from the
    /// conversion, both ends included. `room` may be used for them.
    pub(super) fn of<'b>(&'b self, conversion: &Converted, room: &'b mut Vec<Touch>) -> &'b [Touch] {
        let end = moment_of(conversion);
        let people = self.parties.of(conversion);
        let lookback = self.settings.lookback_days.saturating_mul(86_400);
        let last = people.iter().filter_map(|person| self.before.get(person)?.iter().rev().find(|&&m| m < end));
        let start = last.max().map_or(0, |&m| m + 1).max(end.saturating_sub(lookback));
        if let (&[person], true) = (people, self.keeps_all()) {
            return self.inside(person, start, end);
        }
        room.clear();
        for &person in people {
            room.extend_from_slice(self.inside(person, start, end));
        }
        if people.len() > 1 {
            room.sort_unstable_by_key(place);
        }
        self.keep(room);
        room
    }

    /// The journey of `person` that ended without a conversion, up to `end`: the touches of the lookback window that ends
    /// with the last of them. Empty for whoever converted; where journeys start anew, what came after the last conversion.
    pub(super) fn lost<'b>(&'b self, person: Person, end: Moment, room: &'b mut Vec<Touch>) -> &'b [Touch] {
        let converted = self.converted.get(person.index()).copied().unwrap_or(false);
        let after = match self.before.get(&person).and_then(|moments| moments.last()) {
            Some(&last) => last + 1,
            None if converted => return &[],
            None => 0,
        };
        let Some(newest) = self.touches.until(person, end).last() else { return &[] };
        let lookback = self.settings.lookback_days.saturating_mul(86_400);
        let own = self.inside(person, after.max(newest.at.saturating_sub(lookback)), end);
        if self.keeps_all() {
            return own;
        }
        room.clear();
        room.extend_from_slice(own);
        self.keep(room);
        room
    }

    fn inside(&self, person: Person, start: Moment, end: Moment) -> &[Touch] {
        let before = self.touches.until(person, end);
        &before[before.partition_point(|t| t.at < start)..]
    }

    fn keeps_all(&self) -> bool {
        let options = &self.settings.attribution;
        options.repeats == Repeats::Keep && options.direct == Direct::Channel
    }

    /// Drops what the policies on direct touches and on repeats drop, in this order.
    fn keep(&self, journey: &mut Vec<Touch>) {
        let options = &self.settings.attribution;
        let channel = |&touch: &Touch| self.touches.channel_of[source(touch)];
        let is_direct = |touch: &Touch| Some(channel(touch)) == self.direct;
        if options.direct == Direct::Ignored && !journey.iter().all(is_direct) {
            journey.retain(|touch| !is_direct(touch));
        }
        match options.repeats {
            Repeats::Keep => {}
            Repeats::Collapse => journey.dedup_by_key(|touch| channel(touch)),
            Repeats::Unique => {
                let mut met = Vec::new();
                journey.retain(|touch| {
                    let new = !met.contains(&channel(touch));
                    met.extend(Some(channel(touch)).filter(|_| new));
                    new
                });
            }
        }
    }
}
