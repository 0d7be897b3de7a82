//! Time decay: a touch one half-life older than another earns half its credit, continuously (not exp(−t/h)) or by steps.

use crate::model::attribution::Decay;

use super::{Journey, half_power};

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    // Relative to the newest touch, so that one is never too old to weigh; smaller for many, so that the sum fits.
    let spare = usize::BITS - journey.ages.len().leading_zeros();
    let power = |age: u32| match journey.options.decay {
        Decay::Continuous => half_power::half_power(age, journey.half_life),
        Decay::Steps => {
            // Steps are counted back from the conversion, not from the newest touch.
            let steps = |age: u32| (u64::from(age) + u64::from(journey.wait)) / journey.half_life.max(1);
            half_power::halved(steps(age) - steps(0))
        }
    };
    weights.extend(journey.ages.iter().map(|&age| power(age) >> spare));
}
