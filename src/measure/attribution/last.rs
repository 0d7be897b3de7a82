//! Last touch: all credit to the newest.

use super::Journey;

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    journey.all_to(journey.ages.len() - 1, weights);
}
