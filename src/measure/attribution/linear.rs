//! Linear: the same credit to every touch, repeats counted.

use super::Journey;

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    weights.extend(journey.ages.iter().map(|_| 1));
}
