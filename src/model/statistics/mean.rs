//! Whether two samples differ: their means by Welch, their ranks by Mann and Whitney.

use std::cmp::Ordering;

use super::comparison::Test;
use super::distribution::{student_both_tails, student_both_tails_quantile};

/// Size, mean and variance (n − 1) of a sample: what adds up when its values are gone.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Moments {
    /// How many.
    pub count: f64,
    /// Their mean.
    pub mean: f64,
    /// Their variance.
    pub variance: f64,
}

impl Moments {
    /// From the count, the sum and the sum of squares; `None` under two.
    pub fn new(count: f64, sum: f64, squares: f64) -> Option<Moments> {
        let mean = sum / count;
        let variance = (squares - sum * mean).max(0.0) / (count - 1.0);
        (count >= 2.0).then_some(Moments { count, mean, variance })
    }

    fn error(self) -> f64 {
        self.variance / self.count
    }
}

/// Degrees of freedom of two means with variances of their own (Welch, Satterthwaite).
pub fn freedom(a: Moments, b: Moments) -> f64 {
    let parts = [a, b].map(|m| m.error().powi(2) / (m.count - 1.0));
    (a.error() + b.error()).powi(2) / (parts[0] + parts[1])
}

/// Welch's t-test; `None` where neither sample varies.
pub fn welch(a: Moments, b: Moments) -> Option<Test> {
    let error = (a.error() + b.error()).sqrt();
    let statistic = (a.mean - b.mean) / error;
    (error > 0.0).then(|| Test { statistic, p: student_both_tails(statistic, freedom(a, b)) })
}

/// The interval of the first mean less the second that misses with chance `alpha` (Welch).
pub fn difference(a: Moments, b: Moments, alpha: f64) -> Option<(f64, f64)> {
    let error = (a.error() + b.error()).sqrt();
    if error == 0.0 {
        return Some((a.mean - b.mean, a.mean - b.mean));
    }
    let half = student_both_tails_quantile(alpha, freedom(a, b))? * error;
    Some((a.mean - b.mean - half, a.mean - b.mean + half))
}

/// The interval of how many times larger the mean behind `a` is than that behind `b`, about the ratio of the two, missed
/// with chance `alpha`: Welch's on the scale of logarithms, so that it stays above 0. `None` unless both are above 0.
///
/// Source: the log response ratio of Hedges, Gurevitch and Curtis (1999), with Satterthwaite's degrees of freedom.
pub fn ratio(a: Moments, b: Moments, alpha: f64) -> Option<(f64, f64)> {
    if a.mean <= 0.0 || b.mean <= 0.0 {
        return None;
    }
    let logarithmic = |m: Moments| Moments { mean: m.mean.ln(), variance: m.variance / m.mean.powi(2), ..m };
    let (low, high) = difference(logarithmic(a), logarithmic(b), alpha)?;
    Some((low.exp(), high.exp()))
}

/// Mann and Whitney's U of `a` against `b` with its exact two-sided p; ties count half. `None` when a sample is empty.
///
/// The exact chance supposes no ties, as scipy's `mannwhitneyu(method="exact")`.
pub fn mann_whitney(a: &[f64], b: &[f64]) -> Option<Test> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let wins = |x: f64, y: &f64| match x.total_cmp(y) {
        Ordering::Greater => 1.0,
        Ordering::Equal => 0.5,
        Ordering::Less => 0.0,
    };
    let against = |x: f64| b.iter().map(|y| wins(x, y)).sum::<f64>();
    let statistic: f64 = a.iter().map(|&x| against(x)).sum();
    let pairs = (a.len() * b.len()) as f64;
    let ways = ways(a.len(), b.len());
    let far = statistic.max(pairs - statistic).ceil();
    let beyond: f64 = (0..).map(f64::from).zip(&ways).filter(|&(u, _)| u >= far).map(|(_, w)| w).sum();
    Some(Test { statistic, p: (2.0 * beyond / ways.iter().sum::<f64>()).min(1.0) })
}

/// For each U the number of orders of `n` and `m` values that have it: the Gaussian binomial's coefficients.
fn ways(n: usize, m: usize) -> Vec<f64> {
    let most = n * m;
    let mut ways = vec![0.0; most + 1];
    ways[0] = 1.0;
    for i in 1..=n {
        // Times (1 − q^(m+i)), then divided by (1 − q^i).
        for u in (m + i..=most).rev() {
            ways[u] -= ways[u - m - i];
        }
        for u in i..=most {
            ways[u] += ways[u - i];
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::{Moments, difference, ratio};

    fn moments(values: [f64; 3]) -> Moments {
        let squares = values.iter().map(|v| v * v).sum();
        Moments::new(3.0, values.iter().sum(), squares).unwrap()
    }

    #[test]
    fn nothing_falls_by_more_than_all_of_it() {
        let (now, before) = (moments([2.0, 40.0, 18.0]), moments([90.0, 10.0, 50.0]));
        let (low, _) = difference(now, before, 0.05).unwrap();
        assert!(low / before.mean < -1.0, "the difference of means knows no bound: {low}");
        let (low, high) = ratio(now, before, 0.05).unwrap();
        assert!(low > 0.0 && high > 1.0, "{low} {high}");
        assert!((low * high - 0.16).abs() < 1e-12, "even about the ratio on the scale of logarithms");
    }

    #[test]
    fn close_to_no_spread_both_intervals_say_the_same() {
        let (now, before) = (moments([100.0, 100.1, 99.9]), moments([80.0, 80.1, 79.9]));
        let of_ratio = ratio(now, before, 0.05).unwrap();
        let apart = difference(now, before, 0.05).unwrap();
        assert!((of_ratio.0 - 1.0 - apart.0 / 80.0).abs() < 1e-3 && (of_ratio.1 - 1.0 - apart.1 / 80.0).abs() < 1e-3);
    }
}
