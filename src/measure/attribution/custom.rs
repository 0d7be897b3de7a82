//! Custom: the plan's own parts for the first touch, those between and the last.

use super::{Journey, anchored};

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    let [first, middle, last] = journey.options.custom;
    anchored::weigh(journey, &[(Some(0), first), (journey.last(), last)], middle, weights);
}
