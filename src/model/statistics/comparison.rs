//! Whether two shares of counts differ: the usual tests, from the quick to the exact.

use super::distribution::{chi_squared_above, ln_choose, normal_both_tails, normal_quantile};

/// Outcomes of equal chance count as equal although their last digits differ.
const EQUAL: f64 = 1.0 + 1e-7;

/// Part and whole of two shares: who did among who could, here and there.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Two {
    /// Part and whole of the first.
    pub first: (f64, f64),
    /// Part and whole of the second.
    pub second: (f64, f64),
}

/// A test: its statistic, and the chance of one as large where nothing differs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Test {
    /// The statistic.
    pub statistic: f64,
    /// Two-sided p-value.
    pub p: f64,
}

impl Two {
    /// From counts; `None` unless 0 ≤ part ≤ whole and whole > 0 in both.
    pub fn new(first: (f64, f64), second: (f64, f64)) -> Option<Two> {
        let sound = |(part, whole): (f64, f64)| whole > 0.0 && (0.0..=whole).contains(&part);
        (sound(first) && sound(second)).then_some(Two { first, second })
    }

    /// The two shares.
    pub fn shares(&self) -> (f64, f64) {
        (self.first.0 / self.first.1, self.second.0 / self.second.1)
    }

    /// The first share less the second.
    pub fn difference(&self) -> f64 {
        let (p, q) = self.shares();
        p - q
    }

    /// z with the pooled share; `None` where nobody or everybody did.
    pub fn pooled(&self) -> Option<Test> {
        let ((x, n), (y, m)) = (self.first, self.second);
        let share = (x + y) / (n + m);
        self.z(share * (1.0 - share) * (1.0 / n + 1.0 / m))
    }

    /// z with each share's own variance; `None` where neither varies.
    pub fn unpooled(&self) -> Option<Test> {
        self.z(self.variance())
    }

    /// Pearson's chi-squared; `None` where nobody or everybody did.
    pub fn chi_squared(&self) -> Option<Test> {
        self.chi(0.0)
    }

    /// Chi-squared with Yates's correction.
    pub fn yates(&self) -> Option<Test> {
        self.chi(0.5)
    }

    /// Fisher's exact test; the statistic is the odds ratio of the sample, infinite where nobody did the opposite.
    pub fn fisher(&self) -> Test {
        let ((x, n), (y, m)) = (self.first, self.second);
        let (all, did) = (n + m, x + y);
        let chance = |k: f64| (ln_choose(n, k) + ln_choose(m, did - k) - ln_choose(all, did)).exp();
        let limit = chance(x) * EQUAL;
        let (mut k, most, mut p) = ((did - m).max(0.0), did.min(n), 0.0);
        while k <= most {
            let one = chance(k);
            if one <= limit {
                p += one;
            }
            k += 1.0;
        }
        Test { statistic: x * (m - y) / ((n - x) * y), p: p.min(1.0) }
    }

    /// Variance of the difference, each share with its own.
    pub(super) fn variance(&self) -> f64 {
        let (p, q) = self.shares();
        p * (1.0 - p) / self.first.1 + q * (1.0 - q) / self.second.1
    }

    fn z(&self, variance: f64) -> Option<Test> {
        let z = self.difference() / variance.sqrt();
        (variance > 0.0).then(|| Test { statistic: z, p: normal_both_tails(z) })
    }

    fn chi(&self, correction: f64) -> Option<Test> {
        let ((x, n), (y, m)) = (self.first, self.second);
        let (all, did) = (n + m, x + y);
        if did == 0.0 || did >= all {
            return None;
        }
        let cells = [(x, n, did), (n - x, n, all - did), (y, m, did), (m - y, m, all - did)];
        let statistic = cells.into_iter().map(|(seen, row, column)| {
            let expected = row * column / all;
            let off = (seen - expected).abs();
            (off - off.min(correction)).powi(2) / expected
        });
        let statistic = statistic.sum();
        Some(Test { statistic, p: chi_squared_above(statistic) })
    }
}

/// Cases needed in each group so that shares `p` and `q` are told apart with chance `power`, at two-sided `alpha`.
///
/// Source: the normal approximation with the pooled share under no difference, Fleiss (1981).
pub fn cases_needed(p: f64, q: f64, power: f64, alpha: f64) -> f64 {
    let pooled = f64::midpoint(p, q);
    let none = (2.0 * pooled * (1.0 - pooled)).sqrt();
    let some = (p * (1.0 - p) + q * (1.0 - q)).sqrt();
    let reach = normal_quantile(1.0 - alpha / 2.0) * none + normal_quantile(power) * some;
    (reach / (p - q)).powi(2)
}
