//! Pacing: how far along the time is, and where the pace so far leads.

use chrono::NaiveDate;

/// Days from `from` to `to`, both counted; never negative.
fn days(from: NaiveDate, to: NaiveDate) -> f64 {
    ((to - from).num_days() + 1).max(0) as f64
}

/// The share of the days from `start` to `due` (both counted) that has passed at the end of `as_of`: 0 to 1.
pub fn elapsed_share(start: NaiveDate, due: NaiveDate, as_of: NaiveDate) -> f64 {
    let whole = days(start, due);
    if whole <= 0.0 { 1.0 } else { (days(start, as_of) / whole).clamp(0.0, 1.0) }
}

/// Where the pace so far leads: what is there ÷ the share of the time that has passed.
pub fn run_rate(so_far: f64, elapsed: f64) -> Option<f64> {
    (elapsed > 0.0).then(|| so_far / elapsed)
}

/// The share of a year's sum that its first months had, by an earlier year: the seasonal way to measure elapsed time.
pub fn seasonal_share(first_months: f64, year: f64) -> Option<f64> {
    (year > 0.0 && first_months > 0.0 && first_months <= year).then(|| first_months / year)
}

/// What each remaining month must bring to reach `target`.
pub fn required_per_month(so_far: f64, target: f64, remaining: i32) -> Option<f64> {
    (remaining > 0).then(|| (target - so_far) / f64::from(remaining))
}
