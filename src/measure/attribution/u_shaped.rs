//! U-shaped: 40 % first, 40 % last, 20 % evenly over those between; the second anchor may be lead creation.

use crate::model::attribution::UShaped;

use super::{Journey, anchored};

pub(super) fn weigh(journey: &Journey<'_>, weights: &mut Vec<u64>) {
    let (second, end, middle) = match journey.options.u_shaped {
        UShaped::Last => (journey.last(), 40, 20),
        UShaped::Lead => (journey.lead, 40, 20),
        UShaped::Anchors => (journey.lead, 50, 0),
    };
    anchored::weigh(journey, &[(Some(0), end), (second, end)], middle, weights);
}
