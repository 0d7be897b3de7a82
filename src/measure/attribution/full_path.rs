//! Full path: 22.5 % each to the first touch, lead creation, opportunity creation and close, 10 % over the rest.

use super::{Journey, anchored};

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    let anchors = [(Some(0), 225), (journey.lead, 225), (journey.opportunity, 225), (journey.last(), 225)];
    anchored::weigh(journey, &anchors, 100, weights);
}
