//! J-shaped: 20 % first, 20 % over those between, 60 % last.

use super::{Journey, anchored};

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    anchored::weigh(journey, &[(Some(0), 20), (journey.last(), 60)], 20, weights);
}
