//! First touch: all credit to the oldest.

use super::Journey;

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    weights.extend((0..journey.ages.len()).map(|i| u64::from(i == 0)));
}
