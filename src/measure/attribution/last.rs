//! Last touch: all credit to the newest.

use super::Journey;

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    let count = journey.ages.len();
    weights.extend((1..=count).map(|i| u64::from(i == count)));
}
