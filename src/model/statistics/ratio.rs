//! How many times larger one share of counts is than another, with an interval.

use super::comparison::Two;
use super::distribution::normal_quantile;
use super::score;

/// An interval for the ratio of two proportions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Method {
    /// The normal approximation of the logarithm (Katz 1978).
    Log,
    /// The same with half a case more in each count, which holds where a count is 0.
    LogAdjusted,
    /// Inverted score test of Miettinen and Nurminen (1985).
    #[default]
    Score,
}

impl Method {
    /// The interval of the first share ÷ the second that misses with chance `alpha`; its end may be infinite. `None`
    /// where the method has none.
    pub fn interval(self, two: &Two, alpha: f64) -> Option<(f64, f64)> {
        let z = normal_quantile(1.0 - alpha / 2.0);
        match self {
            Method::Log => logarithmic(two, 0.0, z),
            Method::LogAdjusted => logarithmic(two, 0.5, z),
            Method::Score => score::ratio(two, z),
        }
    }
}

fn logarithmic(two: &Two, more: f64, z: f64) -> Option<(f64, f64)> {
    let ((x, n), (y, m)) = (two.first, two.second);
    let (x, n, y, m) = (x + more, n + more, y + more, m + more);
    let half = z * (1.0 / x - 1.0 / n + 1.0 / y - 1.0 / m).sqrt();
    let ratio = x / n / (y / m);
    (x > 0.0 && y > 0.0).then(|| (ratio * (-half).exp(), ratio * half.exp()))
}
