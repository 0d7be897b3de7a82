//! Progress: from the baseline to the target, and what target was meant.

use crate::model::objective::{Better, Target};

/// The target as a value. `By` and `ByPoints` change the baseline in the better direction, or downwards when they are
/// written with a minus; without a baseline they are unknown.
pub fn target_value(target: Target, baseline: Option<f64>, better: Better) -> Option<f64> {
    let signed = |change: f64| if better == Better::Lower && change > 0.0 { -change } else { change };
    match target {
        Target::To(value) => Some(value),
        Target::By(share) => baseline.map(|b| b * (1.0 + signed(share))),
        Target::ByPoints(points) => baseline.map(|b| b + signed(points)),
        // The bound that is nearer to where it all starts.
        Target::Within(low, high) => Some(match baseline {
            Some(b) if (b - low).abs() <= (b - high).abs() => low,
            Some(_) => high,
            None => low,
        }),
    }
}

/// The share of the way from `from` to `target` that `current` has gone; `None` when there is no way to go.
pub fn progress(from: f64, target: f64, current: f64) -> Option<f64> {
    (target - from).abs().gt(&1e-12).then(|| (current - from) / (target - from))
}

/// Whether `current` is at least as good as `target`.
pub fn met(current: f64, target: f64, better: Better) -> bool {
    match better {
        Better::Higher => current >= target,
        Better::Lower => current <= target,
    }
}

/// Whether `value` lies between the bounds, both included.
pub fn inside(value: f64, (low, high): (f64, f64)) -> bool {
    (low..=high).contains(&value)
}
