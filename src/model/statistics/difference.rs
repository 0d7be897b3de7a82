//! How far two shares of counts are apart, with an interval.

use super::comparison::Two;
use super::distribution::normal_quantile;
use super::proportion::wilson;
use super::score;

/// An interval for the difference of two proportions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Method {
    /// Newcombe's hybrid of two Wilson intervals (1998, method 10).
    #[default]
    Newcombe,
    /// The normal approximation.
    Wald,
    /// Agresti and Caffo (2000): one more of each, then the normal approximation.
    AgrestiCaffo,
    /// Inverted score test of Miettinen and Nurminen (1985).
    Score,
}

impl Method {
    /// The interval of the first share less the second that misses with chance `alpha`; `None` where the score test
    /// has none.
    pub fn interval(self, two: &Two, alpha: f64) -> Option<(f64, f64)> {
        let z = normal_quantile(1.0 - alpha / 2.0);
        let around = |two: &Two| {
            let half = z * two.variance().sqrt();
            Some((two.difference() - half, two.difference() + half))
        };
        match self {
            Method::Wald => around(two),
            Method::AgrestiCaffo => {
                let more = |(part, whole)| (part + 1.0, whole + 2.0);
                around(&Two { first: more(two.first), second: more(two.second) })
            }
            Method::Newcombe => {
                let (p, q) = two.shares();
                let of = |(part, whole)| wilson(part, whole, z);
                Some(apart((p, of(two.first)?), (q, of(two.second)?)))
            }
            Method::Score => score::difference(two, z),
        }
    }
}

/// The interval of `p − q` from the interval of each: squares of the distances add up (Newcombe's hybrid, MOVER).
pub fn apart(p: (f64, (f64, f64)), q: (f64, (f64, f64))) -> (f64, f64) {
    let ((p, (p_low, p_high)), (q, (q_low, q_high))) = (p, q);
    (p - q - (p - p_low).hypot(q_high - q), p - q + (p_high - p).hypot(q - q_low))
}
