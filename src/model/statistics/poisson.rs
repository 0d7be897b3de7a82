//! Rates of events over time or money: how sure one is, and how far two are apart.

use super::binomial::two_sided;
use super::difference::apart;
use super::distribution::{gamma_quantile, normal_quantile, poisson, poisson_from};
use super::root::{crossing, first_beyond};

/// An interval for the number of events that were to be expected where some were counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Method {
    /// The exact one (Garwood 1936): never less sure than it says.
    #[default]
    Exact,
    /// The score interval.
    Score,
    /// The normal approximation.
    Wald,
    /// The normal approximation with continuity correction of the variance.
    WaldCorrected,
    /// The exact one that counts half of what was seen.
    MidP,
    /// Jeffreys: a Bayesian interval with the prior Γ(½).
    Jeffreys,
    /// Anscombe's square root.
    SquareRoot,
}

impl Method {
    /// All.
    pub const ALL: [Method; 7] = [
        Method::Exact,
        Method::Score,
        Method::Wald,
        Method::WaldCorrected,
        Method::MidP,
        Method::Jeffreys,
        Method::SquareRoot,
    ];

    /// The interval of the events per unit of `exposure` that misses with chance `alpha`, where `count` were seen;
    /// `None` without exposure or below no event.
    ///
    /// Source: statsmodels `confint_poisson`.
    pub fn interval(self, count: f64, exposure: f64, alpha: f64) -> Option<(f64, f64)> {
        let (low, high) = self.events(count, alpha).filter(|_| exposure > 0.0)?;
        Some((low / exposure, high / exposure))
    }

    /// The interval of the events themselves, where `count` were seen.
    pub fn events(self, count: f64, alpha: f64) -> Option<(f64, f64)> {
        if !(count >= 0.0 && count.is_finite()) {
            return None;
        }
        let z = normal_quantile(1.0 - alpha / 2.0);
        let around = |middle: f64, half: f64| (middle - half, middle + half);
        let (low, high) = match self {
            Method::Exact => {
                let low = if count == 0.0 { 0.0 } else { gamma_quantile(alpha / 2.0, count)? };
                (low, gamma_quantile(1.0 - alpha / 2.0, count + 1.0)?)
            }
            Method::Jeffreys => {
                (gamma_quantile(alpha / 2.0, count + 0.5)?, gamma_quantile(1.0 - alpha / 2.0, count + 0.5)?)
            }
            Method::Score => around(count + z * z / 2.0, z * (count + z * z / 4.0).sqrt()),
            Method::Wald => around(count, z * count.sqrt()),
            Method::WaldCorrected => around(count, z * (count + 0.5).sqrt()),
            Method::MidP => mid_p(count, alpha)?,
            Method::SquareRoot => {
                let root = (count + 0.375).sqrt();
                let bound = |root: f64| root.max(0.0).powi(2) - 0.375;
                (bound(root - z / 2.0), bound(root + z / 2.0))
            }
        };
        Some((low.max(0.0), high))
    }
}

fn mid_p(count: f64, alpha: f64) -> Option<(f64, f64)> {
    // Of what was seen, half counts as beyond.
    let above = |mean: f64| poisson_from(count + 1.0, mean) + poisson(count, mean) / 2.0;
    let least = f64::MIN_POSITIVE;
    let low = if count == 0.0 { 0.0 } else { crossing(|mean| above(mean) - alpha / 2.0, least, count)? };
    let end = first_beyond(|mean| 1.0 - above(mean) < alpha / 2.0, count, 1e18)?;
    Some((low, crossing(|mean| 1.0 - above(mean) - alpha / 2.0, count.max(least), end)?))
}

/// The chance, where both rates are one, of counts as far apart as these: the exact test given their sum.
///
/// Source: Przyborowski and Wilenski (1940); statsmodels `test_poisson_2indep(method="exact-cond")`.
pub fn two_sided_test(first: (f64, f64), second: (f64, f64)) -> Option<f64> {
    let ((x, s), (y, t)) = (first, second);
    (x + y > 0.0 && s > 0.0 && t > 0.0).then(|| two_sided(x, x + y, s / (s + t)))
}

/// The interval of the first rate less the second, each a count and its exposure, from the score interval of each.
///
/// Source: Li, Tang, Wong (2014): squares of the distances of two score intervals add up.
pub fn difference(first: (f64, f64), second: (f64, f64), alpha: f64) -> Option<(f64, f64)> {
    let of = |(count, exposure)| Some((count / exposure, Method::Score.interval(count, exposure, alpha)?));
    Some(apart(of(first)?, of(second)?))
}
