//! Linear: the same credit to every touch, repeats counted; or to every channel once, at its first touch.

use crate::model::attribution::Linear;

use super::Journey;

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    match journey.options.linear {
        Linear::Touch => weights.extend(journey.ages.iter().map(|_| 1)),
        Linear::Channel => {
            let met = |i: usize, channel: &u32| journey.channels[..i].contains(channel);
            weights.extend(journey.channels.iter().enumerate().map(|(i, channel)| u64::from(!met(i, channel))));
        }
    }
}
