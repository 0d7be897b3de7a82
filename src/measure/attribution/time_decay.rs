//! Time decay: a touch one half-life older than another earns half its credit, continuously (not exp(−t/h), not by steps).

use super::{Journey, half_power};

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    // Relative to the newest touch, so that one is never too old to weigh; smaller for many, so that the sum fits.
    let spare = usize::BITS - journey.ages.len().leading_zeros();
    weights.extend(journey.ages.iter().map(|&age| half_power::half_power(age, journey.half_life) >> spare));
}
