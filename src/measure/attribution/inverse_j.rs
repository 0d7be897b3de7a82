//! Inverse J: 60 % first, 20 % over those between, 20 % last.

use super::{Journey, anchored};

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    anchored::weigh(journey, &[(Some(0), 60), (journey.last(), 20)], 20, weights);
}
