//! Counting journeys: their steps, what they were composed of, and whether they converted.

#![expect(clippy::disallowed_types, reason = "what is walked in the order of a hash map goes into a sorted one")]

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use crate::model::attribution::{Attribution, MarkovShare};
use crate::model::journey::{Channel, Composition, Earned, JourneyCounts, Step};
use crate::model::month::Month;

use super::conversions::Converted;
use super::touches::{Touch, Touches, source};

/// No state has been met there yet.
const UNKNOWN: u32 = u32::MAX;

/// Journeys while they are counted. States are numbered as they are met, each with a row of steps: to every channel, to
/// the conversion, to nothing. Tens of millions of touches walk from row to row without looking anything up.
pub(super) struct JourneyCounter<'a> {
    touches: &'a Touches,
    options: &'a Attribution,
    states: Vec<Vec<Channel>>,
    numbers: BTreeMap<Vec<Channel>, u32>,
    rows: Vec<(u64, u32)>,
    composed: Composition,
    group: BTreeMap<Composition, Earned>,
    lost: HashMap<u128, u64, FixedState>,
    /// Those with a channel that has no bit.
    lost_beyond: BTreeMap<Held, u64>,
    converted: BTreeMap<(Month, String), BTreeMap<Composition, Earned>>,
}

impl<'a> JourneyCounter<'a> {
    pub(super) fn new(touches: &'a Touches, options: &'a Attribution) -> JourneyCounter<'a> {
        let mut counter = JourneyCounter {
            touches,
            options,
            states: Vec::new(),
            numbers: BTreeMap::new(),
            rows: Vec::new(),
            composed: Composition::new(),
            group: BTreeMap::new(),
            lost: HashMap::with_hasher(FixedState::with_seed(0x6c6f_7374)),
            lost_beyond: BTreeMap::new(),
            converted: BTreeMap::new(),
        };
        counter.state(Vec::new());
        counter
    }

    /// A journey that converted. A refund takes money back from its channels, but no journey led to it.
    pub(super) fn converted(&mut self, journey: &[Touch], conversion: &Converted) {
        let conversions = u64::try_from(conversion.count).unwrap_or(0);
        if conversions > 0 {
            self.walk(journey, self.touches.channels.len());
        }
        self.compose(journey, self.options.markov_share == MarkovShare::Journey);
        let earned = match self.group.get_mut(&self.composed) {
            Some(earned) => earned,
            None => self.group.entry(self.composed.clone()).or_default(),
        };
        earned.conversions += conversions;
        earned.value += conversion.value;
    }

    /// The conversions since the last call were those of this month and market.
    pub(super) fn book(&mut self, month: Month, market: &str) {
        if !self.group.is_empty() {
            self.converted.insert((month, market.to_owned()), std::mem::take(&mut self.group));
        }
    }

    /// A journey that ended without a conversion.
    pub(super) fn lost(&mut self, journey: &[Touch]) {
        if journey.is_empty() {
            return;
        }
        if self.options.markov_nulls {
            self.walk(journey, self.touches.channels.len() + 1);
        }
        match self.held(journey) {
            Held(bits, beyond) if beyond.is_empty() => *self.lost.entry(bits).or_default() += 1,
            held => *self.lost_beyond.entry(held).or_default() += 1,
        }
    }

    /// The counts.
    pub(super) fn finish(self) -> JourneyCounts {
        let width = self.width();
        let channels = self.touches.channels.len();
        let mut steps = BTreeMap::new();
        for (state, row) in self.states.iter().zip(self.rows.chunks_exact(width)) {
            let to = |at: usize| match at.checked_sub(channels) {
                None => Step::To(narrow(at)),
                Some(0) => Step::Converted,
                Some(_) => Step::Lost,
            };
            let met = row.iter().enumerate().filter(|(_, (count, _))| *count > 0);
            let next: BTreeMap<Step, u64> = met.map(|(at, &(count, _))| (to(at), count)).collect();
            if !next.is_empty() {
                steps.insert(state.clone(), next);
            }
        }
        let held = self.lost.into_iter().map(|(bits, count)| (Held(bits, Vec::new()), count));
        JourneyCounts {
            channels: self.touches.channels.clone(),
            steps,
            converted: self.converted,
            lost: held.chain(self.lost_beyond).map(|(held, count)| (held.channels(), count)).collect(),
        }
    }

    fn width(&self) -> usize {
        self.touches.channels.len() + 2
    }

    /// Counts the steps of a journey; its end stands in column `end`.
    fn walk(&mut self, journey: &[Touch], end: usize) {
        let width = self.width();
        let mut state = 0;
        for &touch in journey {
            let channel = self.touches.channel_of[source(touch)] as usize;
            let cell = state * width + channel;
            self.rows[cell].0 += 1;
            if self.rows[cell].1 == UNKNOWN {
                let mut next = self.states[state].clone();
                next.push(narrow(channel));
                let forgotten = next.len().saturating_sub(usize::from(self.options.markov_order));
                self.rows[cell].1 = self.state(next.split_off(forgotten));
            }
            state = self.rows[cell].1 as usize;
        }
        self.rows[state * width + end].0 += 1;
    }

    /// The number of a state, which is new when it was never met.
    fn state(&mut self, state: Vec<Channel>) -> u32 {
        if let Some(&known) = self.numbers.get(&state) {
            return known;
        }
        let number = u32::try_from(self.states.len()).unwrap_or(UNKNOWN - 1);
        self.rows.resize(self.rows.len() + self.width(), (0, UNKNOWN));
        self.numbers.insert(state.clone(), number);
        self.states.push(state);
        number
    }

    /// The channels of a journey.
    fn held(&self, journey: &[Touch]) -> Held {
        let mut held = Held(0, Vec::new());
        for &touch in journey {
            let channel = self.touches.channel_of[source(touch)];
            match 1_u128.checked_shl(channel) {
                Some(bit) => held.0 |= bit,
                None => held.1.push(narrow(channel as usize)),
            }
        }
        held.1.sort_unstable();
        held.1.dedup();
        held
    }

    /// The channels of a journey, sorted, counted when that matters.
    fn compose(&mut self, journey: &[Touch], counted: bool) {
        self.composed.clear();
        for &touch in journey {
            let channel = narrow(self.touches.channel_of[source(touch)] as usize);
            match self.composed.binary_search_by_key(&channel, |c| c.0) {
                Ok(at) => self.composed[at].1 += u32::from(counted),
                Err(at) => self.composed.insert(at, (channel, 1)),
            }
        }
    }
}

/// The channels that a journey held: one bit each, and those that have none by number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Held(u128, Vec<Channel>);

impl Held {
    fn channels(self) -> Vec<Channel> {
        let bits = (0..).take(u128::BITS as usize).filter(|bit| self.0 >> bit & 1 == 1);
        bits.chain(self.1).collect()
    }
}

fn narrow(channel: usize) -> Channel {
    Channel::try_from(channel).unwrap_or(Channel::MAX)
}
