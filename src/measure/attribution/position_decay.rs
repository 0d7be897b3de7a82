//! Position decay: credit rises from touch to touch, whatever the time between: 1, 2, 3 …, or doubling.

use crate::model::attribution::Position;

use super::Journey;

/// Doublings that a weight holds; older touches of a longer journey get nothing that a credit could show.
const DOUBLINGS: usize = 60;

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    let count = journey.ages.len();
    match journey.options.position {
        Position::Rank => weights.extend(1..=count as u64),
        Position::Doubling => {
            let most = count.min(DOUBLINGS);
            weights.extend((0..count).map(|i| if i + most < count { 0 } else { 1 << (i + most - count) }));
        }
    }
}
