//! U-shaped: 40 % first, 40 % last, 20 % evenly over those between; two touches share evenly.

use super::Journey;

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    let count = journey.ages.len();
    // 40 : 20 / m : 40 with m touches between is 2m : 1 : 2m; without any, the ends are alike.
    let end = if count > 2 { 2 * (count as u64 - 2) } else { 1 };
    weights.extend((1..=count).map(|i| if i == 1 || i == count { end } else { 1 }));
}
