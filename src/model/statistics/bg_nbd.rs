//! BG/NBD: how often customers without a contract will buy, from how often, how recently and since when they have.
//!
//! Source: Fader, Hardie, Lee (2005), "Counting your customers the easy way", Marketing Science 24(2). Purchases come
//! at a rate λ ~ Γ(r, α); after each one a customer leaves with chance p ~ Β(a, b). Time is in weeks.

use super::maximum::maximum;
use super::special::ln_gamma;

/// The model's parameters.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct BgNbd {
    /// Shape of the purchase rates.
    pub r: f64,
    /// Scale of the purchase rates, in weeks.
    pub alpha: f64,
    /// First shape of the chances to leave.
    pub a: f64,
    /// Second shape of the chances to leave.
    pub b: f64,
}

/// One kind of customer, in weeks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct History {
    /// Repeat purchases.
    pub repeats: f64,
    /// From the first purchase to the last.
    pub recency: f64,
    /// From the first purchase to today.
    pub age: f64,
}

impl BgNbd {
    /// The likeliest parameters for `customers`, each kind with how many; `None` where the likelihood has no top.
    pub fn fitted(customers: &[(History, f64)]) -> Option<BgNbd> {
        let all: f64 = customers.iter().map(|c| c.1).sum();
        let model = |p: &[f64]| BgNbd { r: p[0], alpha: p[1], a: p[2], b: p[3] };
        let likelihood = |p: &[f64]| model(p).log_likelihood(customers) / all;
        Some(model(&maximum(likelihood, &[1.0, 5.0, 1.0, 2.0])?))
    }

    /// Logarithm of the likelihood of `customers`.
    pub fn log_likelihood(&self, customers: &[(History, f64)]) -> f64 {
        customers.iter().map(|(history, count)| count * self.log_likelihood_of(history)).sum()
    }

    fn log_likelihood_of(&self, of: &History) -> f64 {
        let &BgNbd { r, alpha, a, b } = self;
        let x = of.repeats;
        let rates = ln_gamma(r + x) - ln_gamma(r) + r * alpha.ln();
        let stays = ln_gamma(a + b) + ln_gamma(b + x) - ln_gamma(b) - ln_gamma(a + b + x);
        rates + stays - (r + x) * (alpha + of.age).ln() + self.odds_of_gone(of).ln_1p()
    }

    /// Chance of having left ÷ chance of being there, times the share of those who left at their last purchase.
    fn odds_of_gone(&self, of: &History) -> f64 {
        let x = of.repeats;
        if x == 0.0 {
            return 0.0;
        }
        self.a / (self.b + x - 1.0) * ((self.alpha + of.age) / (self.alpha + of.recency)).powf(self.r + x)
    }

    /// The chance that a customer is still one.
    pub fn alive(&self, of: &History) -> f64 {
        1.0 / (1.0 + self.odds_of_gone(of))
    }

    /// Purchases expected in the next `weeks` of a customer with that history.
    pub fn expected(&self, of: &History, weeks: f64) -> f64 {
        let &BgNbd { r, alpha, a, b } = self;
        let x = of.repeats;
        let seen = alpha + of.age;
        let series = hypergeometric(r + x, b + x, a + b + x - 1.0, weeks / (seen + weeks));
        let more = 1.0 - (seen / (seen + weeks)).powf(r + x) * series;
        (a + b + x - 1.0) / (a - 1.0) * more * self.alive(of)
    }

    /// Repeat purchases expected of a new customer in its first `weeks`.
    pub fn expected_of_new(&self, weeks: f64) -> f64 {
        let &BgNbd { r, alpha, a, b } = self;
        let series = hypergeometric(r, b, a + b - 1.0, weeks / (alpha + weeks));
        (a + b - 1.0) / (a - 1.0) * (1.0 - (alpha / (alpha + weeks)).powf(r) * series)
    }
}

/// Gauss's ₂F₁(a, b; c; z) for 0 ≤ z < 1, by its series.
fn hypergeometric(a: f64, b: f64, c: f64, z: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for n in (0..1_000_000).map(f64::from) {
        term *= (a + n) * (b + n) / ((c + n) * (n + 1.0)) * z;
        sum += term;
        if term.abs() < 1e-16 * sum.abs() {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::distribution::{beta_quantile, gamma_quantile};
    use super::{BgNbd, History};

    /// The estimates that the paper prints for CDNOW.
    const CDNOW: BgNbd = BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

    /// Fader, Hardie, Lee, "Implementing the BG/NBD model … in Excel": customer 0001 is expected to buy 1.226 times.
    #[test]
    fn a_published_customer_comes_out() {
        let first = History { repeats: 2.0, recency: 30.43, age: 38.86 };
        assert!((CDNOW.expected(&first, 39.0) - 1.226).abs() < 1e-3, "{}", CDNOW.expected(&first, 39.0));
    }

    /// E[X(t)] over λ and p: a customer buys (1 − e^(−λ p t)) / p times.
    #[test]
    fn the_closed_form_is_what_integration_gives() {
        let steps = 400;
        let place = |i: i32| (f64::from(i) + 0.5) / f64::from(steps);
        let rates: Vec<f64> = (0..steps).map(|i| gamma_quantile(place(i), 1.4).unwrap() / 6.0).collect();
        let leaves: Vec<f64> = (0..steps).map(|i| beta_quantile(place(i), 1.8, 3.1).unwrap()).collect();
        let model = BgNbd { r: 1.4, alpha: 6.0, a: 1.8, b: 3.1 };
        for weeks in [4.0, 26.0, 52.0] {
            let bought = |rate: f64, leave: f64| -(-rate * leave * weeks).exp_m1() / leave;
            let all: f64 = rates.iter().flat_map(|&rate| leaves.iter().map(move |&leave| bought(rate, leave))).sum();
            let mean = all / f64::from(steps * steps);
            let found = model.expected_of_new(weeks);
            assert!((found - mean).abs() < 2e-3 * mean, "{weeks}: {found} {mean}");
            let new = History { repeats: 0.0, recency: 0.0, age: 0.0 };
            assert!((model.expected(&new, weeks) - found).abs() < 1e-9, "a new customer has no history");
        }
    }

    /// Customers drawn from known parameters: a number between 0 and 1 after the other, the same on every machine.
    fn drawn(model: &BgNbd, count: usize) -> Vec<(History, f64)> {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut next = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
        };
        let mut customer = |_| {
            let rate = gamma_quantile(next(), model.r).unwrap() / model.alpha;
            let leave = beta_quantile(next(), model.a, model.b).unwrap();
            let age = 26.0 + 78.0 * next();
            let (mut time, mut of) = (0.0, History { repeats: 0.0, recency: 0.0, age });
            loop {
                time -= next().ln() / rate;
                if time > age {
                    break (of, 1.0);
                }
                (of.repeats, of.recency) = (of.repeats + 1.0, time);
                if next() < leave {
                    break (of, 1.0);
                }
            }
        };
        (0..count).map(&mut customer).collect()
    }

    /// Of 6,000 customers the standard errors are about 5 % of r, α, a and b; the bound is three of them.
    #[test]
    fn known_parameters_are_recovered_and_the_top_is_flat() {
        let truth = BgNbd { r: 0.8, alpha: 6.0, a: 0.9, b: 2.5 };
        let customers = drawn(&truth, 6_000);
        let found = BgNbd::fitted(&customers).unwrap();
        let pairs = [(found.r, truth.r), (found.alpha, truth.alpha), (found.a, truth.a), (found.b, truth.b)];
        for (estimate, known) in pairs {
            assert!((estimate / known - 1.0).abs() < 0.15, "{found:?}");
        }
        assert!(found.log_likelihood(&customers) >= truth.log_likelihood(&customers));
        let step = 1e-4;
        let turned = |i: usize, by: f64| {
            let mut p = [found.r, found.alpha, found.a, found.b];
            p[i] *= 1.0 + by;
            BgNbd { r: p[0], alpha: p[1], a: p[2], b: p[3] }.log_likelihood(&customers)
        };
        for i in 0..4 {
            let slope = (turned(i, step) - turned(i, -step)) / (2.0 * step) / customers.len() as f64;
            assert!(slope.abs() < 1e-5, "parameter {i}: {slope}");
        }
    }
}
