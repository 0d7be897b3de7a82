//! How sure a share of counts is: the Wilson score interval.

/// The standard normal quantile of 97.5 %, for two-sided 95 %.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// The Wilson interval of `part` among `whole` at normal quantile `z`; `None` unless 0 ≤ part ≤ whole and whole > 0.
///
/// Source: Wilson (1927), as in statsmodels' `proportion_confint(method="wilson")`.
pub fn wilson(part: f64, whole: f64, z: f64) -> Option<(f64, f64)> {
    if !(whole > 0.0 && (0.0..=whole).contains(&part)) {
        return None;
    }
    let share = part / whole;
    let z2 = z * z;
    let centre = share + z2 / (2.0 * whole);
    let half = z * (share * (1.0 - share) / whole + z2 / (4.0 * whole * whole)).sqrt();
    let scale = 1.0 + z2 / whole;
    // At the ends the bound is the end itself; rounding must not step over it.
    let low = if part == 0.0 { 0.0 } else { (centre - half) / scale };
    let high = if part < whole { (centre + half) / scale } else { 1.0 };
    Some((low, high))
}
