//! Shares and quantiles of the distributions that intervals and tests rest on.

use super::root::{crossing, first_beyond};
use super::special::{beta_share, erfc, gamma_above, ln_gamma};

/// Share of the standard normal distribution above `z`.
pub fn normal_above(z: f64) -> f64 {
    erfc(z / std::f64::consts::SQRT_2) / 2.0
}

/// The standard normal quantile that `share` lies below; infinite at 0 and 1.
pub fn normal_quantile(share: f64) -> f64 {
    // Solved in the lower tail, where a share keeps all its digits.
    let (tail, sign) = if share < 0.5 { (share, -1.0) } else { (1.0 - share, 1.0) };
    sign * crossing(|z| normal_above(z) - tail, 0.0, 40.0).unwrap_or(f64::INFINITY)
}

/// Both tails beyond |z| together.
pub fn normal_both_tails(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Share of the chi-squared distribution of one degree of freedom above `x`.
pub fn chi_squared_above(x: f64) -> f64 {
    erfc((x / 2.0).sqrt())
}

/// Both tails of Student's t beyond |t|, with `freedom` degrees of freedom.
pub fn student_both_tails(t: f64, freedom: f64) -> f64 {
    beta_share(freedom / 2.0, 0.5, freedom / (freedom + t * t))
}

/// The t beyond which both tails together hold `share`.
pub fn student_both_tails_quantile(share: f64, freedom: f64) -> Option<f64> {
    let past = |t: f64| student_both_tails(t, freedom) - share;
    let high = first_beyond(|t| past(t) < 0.0, 0.0, 1e18)?;
    crossing(past, 0.0, high)
}

/// The quantile of the beta distribution that `share` lies below.
pub fn beta_quantile(share: f64, a: f64, b: f64) -> Option<f64> {
    crossing(|x| beta_share(a, b, x) - share, 0.0, 1.0)
}

/// The quantile of the gamma distribution of shape `a`, scale 1.
pub fn gamma_quantile(share: f64, a: f64) -> Option<f64> {
    let past = |x: f64| 1.0 - share - gamma_above(a, x);
    let high = first_beyond(|x| past(x) > 0.0, 0.0, 1e18)?;
    crossing(past, 0.0, high)
}

/// The chance of exactly `k` of `n` at share `p`.
pub fn binomial(k: f64, n: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return f64::from(k == 0.0);
    }
    if p >= 1.0 {
        return f64::from((k - n).abs() < 0.5);
    }
    (ln_choose(n, k) + k * p.ln() + (n - k) * (-p).ln_1p()).exp()
}

/// The chance of at most `k` of `n` at share `p`.
pub fn binomial_up_to(k: f64, n: f64, p: f64) -> f64 {
    if k < 0.0 {
        0.0
    } else if k >= n {
        1.0
    } else {
        beta_share(n - k, k + 1.0, 1.0 - p)
    }
}

/// The chance of exactly `k` events where `mean` are expected.
pub fn poisson(k: f64, mean: f64) -> f64 {
    (k * mean.ln() - mean - ln_gamma(k + 1.0)).exp()
}

/// The chance of `k` and more events where `mean` are expected.
pub fn poisson_from(k: f64, mean: f64) -> f64 {
    if k <= 0.0 { 1.0 } else { 1.0 - gamma_above(k, mean) }
}

/// `ln` of the number of ways to choose `k` of `n`.
pub fn ln_choose(n: f64, k: f64) -> f64 {
    ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
}
