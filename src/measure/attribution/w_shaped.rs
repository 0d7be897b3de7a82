//! W-shaped: 30 % each to the first touch, lead creation and opportunity creation, 10 % over the rest up to there.

use super::{Journey, anchored};

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    let anchors = [(Some(0), 30), (journey.lead, 30), (journey.opportunity, 30)];
    anchored::weigh(journey, &anchors, 10, weights);
}
