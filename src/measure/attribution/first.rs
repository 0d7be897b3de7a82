//! First touch: all credit to the oldest.

use super::Journey;

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    journey.all_to(0, weights);
}
