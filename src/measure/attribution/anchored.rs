//! Anchors and a middle: the shape that position models share.

use crate::model::attribution::NoMiddles;

use super::Journey;

/// Gives each of `anchors` (the touch that holds it, its parts) its parts, and `middle` evenly to the touches up to the
/// last anchor that hold none. What comes after the last anchor gets nothing.
///
/// An anchor that no touch holds is left out, and the others keep their proportions; is it the last of `anchors`, the
/// middle runs to the conversion. With nothing in the middle its parts go to the anchors, as the plan says. A touch may
/// hold several anchors. Parts are below 2^16.
pub(super) fn weigh(journey: &Journey<'_>, anchors: &[(Option<usize>, u16)], middle: u16, weights: &mut Vec<u64>) {
    let count = journey.ages.len();
    let held = || anchors.iter().filter_map(|&(touch, parts)| Some((touch?, u64::from(parts))));
    let end = match anchors.last() {
        Some((Some(_), _)) => held().map(|(touch, _)| touch + 1).max().unwrap_or(count),
        _ => count,
    };
    let anchored = |touch: usize| held().any(|(at, _)| at == touch);
    let between = (0..end).filter(|&touch| !anchored(touch)).count() as u64;
    weights.resize(count, 0);
    let middle = u64::from(middle);
    let parts: u64 = held().map(|(_, parts)| parts).sum();
    // Everything is multiplied by what it would be divided by, so that the weights stay whole.
    let (times, more) = match (between, journey.options.no_middles) {
        (0, NoMiddles::Proportional) if parts > 0 => (1, 0),
        (0, _) => (held().count() as u64, middle),
        (between, _) => (between, 0),
    };
    for touch in (0..end).filter(|&touch| !anchored(touch)) {
        weights[touch] = middle;
    }
    for (touch, parts) in held() {
        weights[touch] += parts * times + more;
    }
    if weights.iter().all(|&weight| weight == 0) {
        // Only anchors of no parts were held, and the middle has none: nothing tells the touches apart.
        weights.fill(1);
    }
}
