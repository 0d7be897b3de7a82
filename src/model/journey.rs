//! Journeys as counts: what learned attribution models know, small whatever the exports, and additive.

use std::collections::BTreeMap;

use super::month::Month;

/// A channel: its position in [`JourneyCounts::channels`].
pub type Channel = u16;

/// What follows the channels of a journey so far.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Step {
    /// A touch of that channel.
    To(Channel),
    /// The conversion.
    Converted,
    /// Nothing: the journey ended without one.
    Lost,
}

/// What journeys of one composition brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Earned {
    /// Conversions.
    pub conversions: u64,
    /// Their value, minor units.
    pub value: i128,
}

/// The channels of a journey, sorted, each with how often it occurs in it; 1 where that does not matter.
pub type Composition = Vec<(Channel, u32)>;

/// Counts of journeys with at least one touch. Counts of two sets of journeys add up entry by entry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct JourneyCounts {
    /// The channels that occur, sorted by their texts.
    pub channels: Vec<String>,
    /// The last channels, oldest first, as many as the order of the chain → the next step → how many. Empty: the start.
    pub steps: BTreeMap<Vec<Channel>, BTreeMap<Step, u64>>,
    /// By month and market of the conversion: what journeys of each composition brought.
    pub converted: BTreeMap<(Month, String), BTreeMap<Composition, Earned>>,
    /// Journeys that ended without a conversion, by the channels that they held.
    pub lost: BTreeMap<Vec<Channel>, u64>,
}

impl JourneyCounts {
    /// Adds what was counted of other journeys with the same channels.
    pub fn absorb(&mut self, other: JourneyCounts) {
        for (state, next) in other.steps {
            let own = self.steps.entry(state).or_default();
            for (step, count) in next {
                *own.entry(step).or_default() += count;
            }
        }
        for (place, journeys) in other.converted {
            let own = self.converted.entry(place).or_default();
            for (composition, earned) in journeys {
                let sum = own.entry(composition).or_default();
                sum.conversions += earned.conversions;
                sum.value += earned.value;
            }
        }
        for (channels, count) in other.lost {
            *self.lost.entry(channels).or_default() += count;
        }
    }
}
