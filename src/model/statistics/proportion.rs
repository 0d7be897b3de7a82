//! How sure a share of counts is: seven intervals for one proportion.

use super::binomial::two_sided;
use super::distribution::{beta_quantile, normal_quantile};
use super::root::crossing;

/// The standard normal quantile of 97.5 %, for two-sided 95 %.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// The standard normal quantile of 90 %, for two-sided 80 %.
pub const Z_80: f64 = 1.281_551_565_544_600_4;

/// An interval for one proportion.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Method {
    /// Wilson's score interval (1927).
    #[default]
    Wilson,
    /// Wilson's with continuity correction.
    WilsonCorrected,
    /// Agresti and Coull (1998).
    AgrestiCoull,
    /// Clopper and Pearson (1934): never less sure than it says.
    ClopperPearson,
    /// Jeffreys: a Bayesian interval with the prior Beta(½, ½).
    Jeffreys,
    /// The normal approximation, cut off at 0 and 1.
    Normal,
    /// The shares that a two-sided binomial test does not refuse; where its p-value jumps to and fro across the limit,
    /// one of the crossings.
    BinomialTest,
}

impl Method {
    /// All, in the order in which a reader is offered them.
    pub const ALL: [Method; 7] = [
        Method::Wilson,
        Method::WilsonCorrected,
        Method::AgrestiCoull,
        Method::ClopperPearson,
        Method::Jeffreys,
        Method::Normal,
        Method::BinomialTest,
    ];

    /// The id in `plan.toml` and in words.
    pub fn id(self) -> &'static str {
        match self {
            Method::Wilson => "wilson",
            Method::WilsonCorrected => "wilson_corrected",
            Method::AgrestiCoull => "agresti_coull",
            Method::ClopperPearson => "clopper_pearson",
            Method::Jeffreys => "jeffreys",
            Method::Normal => "normal",
            Method::BinomialTest => "binomial_test",
        }
    }

    /// The method of that id.
    pub fn parse(id: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|m| m.id() == id)
    }

    /// The interval of `part` among `whole` that misses with chance `alpha`; `None` unless 0 ≤ part ≤ whole, whole > 0.
    ///
    /// Source of all: statsmodels `proportion_confint`; of the corrected one: scipy `binomtest(…).proportion_ci`.
    pub fn interval(self, part: f64, whole: f64, alpha: f64) -> Option<(f64, f64)> {
        if !(whole > 0.0 && (0.0..=whole).contains(&part)) {
            return None;
        }
        // Nearly every interval is one of 95 %, and finding the quantile costs more than all the rest.
        let z = if (alpha - 0.05).abs() < f64::EPSILON { Z_95 } else { normal_quantile(1.0 - alpha / 2.0) };
        let share = part / whole;
        let around = |middle: f64, cases: f64| {
            let half = z * (middle * (1.0 - middle) / cases).sqrt();
            ((middle - half).max(0.0), (middle + half).min(1.0))
        };
        match self {
            Method::Wilson => wilson(part, whole, z),
            Method::WilsonCorrected => Some(corrected(part, whole, z)),
            Method::AgrestiCoull => {
                let cases = whole + z * z;
                Some(around((part + z * z / 2.0) / cases, cases))
            }
            Method::Normal => Some(around(share, whole)),
            Method::ClopperPearson => {
                let low = if part == 0.0 { 0.0 } else { beta_quantile(alpha / 2.0, part, whole - part + 1.0)? };
                let high = if part < whole { beta_quantile(1.0 - alpha / 2.0, part + 1.0, whole - part)? } else { 1.0 };
                Some((low, high))
            }
            Method::Jeffreys => {
                let bound = |share| beta_quantile(share, part + 0.5, whole - part + 0.5);
                Some((bound(alpha / 2.0)?, bound(1.0 - alpha / 2.0)?))
            }
            Method::BinomialTest => {
                let refused = |p: f64| two_sided(part, whole, p) - alpha;
                let low = if part == 0.0 { 0.0 } else { crossing(refused, f64::MIN_POSITIVE, share)? };
                let high = if part < whole { crossing(refused, share, 1.0 - f64::EPSILON)? } else { 1.0 };
                Some((low, high))
            }
        }
    }
}

/// The Wilson interval of `part` among `whole` at normal quantile `z`; `None` unless 0 ≤ part ≤ whole and whole > 0.
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

fn corrected(part: f64, whole: f64, z: f64) -> (f64, f64) {
    let (share, z2) = (part / whole, z * z);
    let rest = whole * (1.0 - share);
    let centre = 2.0 * part + z2;
    let scale = 2.0 * (whole + z2);
    let below = 1.0 + z * (z2 - 2.0 - 1.0 / whole + 4.0 * share * (rest + 1.0)).sqrt();
    let above = 1.0 + z * (z2 + 2.0 - 1.0 / whole + 4.0 * share * (rest - 1.0)).sqrt();
    let low = if part == 0.0 { 0.0 } else { (centre - below) / scale };
    let high = if part < whole { (centre + above) / scale } else { 1.0 };
    (low, high)
}
