//! Time decay: a touch one half-life older than another earns half its credit, continuously (not exp(−t/h)) or by steps.

use crate::model::attribution::Decay;

use super::Journey;
use super::half_power::{SIDE_BY_SIDE, half_powers, halved};

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    // Relative to the newest touch, so that one is never too old to weigh; smaller for many, so that the sum fits.
    let spare = usize::BITS - journey.ages.len().leading_zeros();
    match journey.options.decay {
        Decay::Continuous => {
            for own in journey.ages.chunks(SIDE_BY_SIDE) {
                let mut ages = [0; SIDE_BY_SIDE];
                ages[..own.len()].copy_from_slice(own);
                let powers = half_powers(ages, journey.half_life);
                weights.extend(powers[..own.len()].iter().map(|power| power >> spare));
            }
        }
        Decay::Steps => {
            // Steps are counted back from the conversion, not from the newest touch.
            let steps = |age: u32| (u64::from(age) + u64::from(journey.wait)) / journey.half_life.max(1);
            weights.extend(journey.ages.iter().map(|&age| halved(steps(age) - steps(0)) >> spare));
        }
    }
}
