//! The two-sided binomial test.

use super::distribution::{binomial, binomial_up_to};

/// Outcomes of equal chance count as equal although their last digits differ, as in R and scipy.
const EQUAL: f64 = 1.0 + 1e-7;

/// The chance, at share `p`, of an outcome that is no likelier than `k` of `n`.
///
/// Source: the method of small p-values, as scipy's `binomtest`.
pub fn two_sided(k: f64, n: f64, p: f64) -> f64 {
    let limit = binomial(k, n, p) * EQUAL;
    let unlikely = |x: f64| binomial(x, n, p) <= limit;
    let mean = p * n;
    let above = |k: f64| 1.0 - binomial_up_to(k - 1.0, n, p);
    let chance = if k < mean {
        // Chances fall from the mean on, so the outcomes beyond it that are no likelier begin at one place.
        let far = first(mean.ceil(), n, unlikely);
        binomial_up_to(k, n, p) + far.map_or(0.0, above)
    } else if k > mean {
        let far = first(-mean.floor(), 0.0, |x| unlikely(-x));
        far.map_or(0.0, |x| binomial_up_to(-x, n, p)) + above(k)
    } else {
        1.0
    };
    chance.min(1.0)
}

/// The first whole number from `low` to `high` that `holds`, when all after it do.
fn first(low: f64, high: f64, holds: impl Fn(f64) -> bool) -> Option<f64> {
    let (mut low, mut high) = (low, high);
    if low > high || !holds(high) {
        return None;
    }
    while low < high {
        let middle = f64::midpoint(low, high).floor();
        if holds(middle) { high = middle } else { low = middle + 1.0 }
    }
    Some(high)
}
