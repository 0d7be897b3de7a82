//! Last non-direct touch: all credit to the newest that is not direct; all direct: to the last.

use super::Journey;

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    let told = journey.channels.iter().rposition(|&channel| Some(channel) != journey.direct);
    journey.all_to(told.unwrap_or(journey.ages.len() - 1), weights);
}
