//! Gamma–Gamma: what a purchase of a customer is worth on average, drawn towards all customers' mean.
//!
//! Source: Fader, Hardie (2013), "The Gamma-Gamma model of monetary value". A customer's purchases are Γ(p, ν), its
//! ν ~ Γ(q, γ).

use super::maximum::maximum;
use super::special::ln_gamma;

/// The model's parameters.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GammaGamma {
    /// Shape of one customer's purchases.
    pub p: f64,
    /// Shape of the customers' scales.
    pub q: f64,
    /// Scale of the customers' scales, in money.
    pub gamma: f64,
}

impl GammaGamma {
    /// The likeliest parameters for customers with so many repeat purchases of that mean, each with how many customers;
    /// `None` where the likelihood has no top or customers have no mean.
    pub fn fitted(customers: &[(f64, f64, f64)]) -> Option<GammaGamma> {
        let all: f64 = customers.iter().map(|c| c.2).sum();
        let mean = customers.iter().map(|c| c.1 * c.2).sum::<f64>() / all;
        let model = |p: &[f64]| GammaGamma { p: p[0], q: p[1], gamma: p[2] * mean };
        let likelihood = |p: &[f64]| model(p).log_likelihood(customers) / all;
        let found = model(&maximum(likelihood, &[2.0, 3.0, 1.0])?);
        (found.q > 1.0).then_some(found)
    }

    /// Logarithm of the likelihood of customers: repeat purchases, their mean, how many.
    pub fn log_likelihood(&self, customers: &[(f64, f64, f64)]) -> f64 {
        let &GammaGamma { p, q, gamma } = self;
        let of = |x: f64, m: f64| {
            ln_gamma(p * x + q) - ln_gamma(p * x) - ln_gamma(q)
                + q * gamma.ln()
                + (p * x - 1.0) * m.ln()
                + p * x * x.ln()
                - (p * x + q) * (gamma + x * m).ln()
        };
        customers.iter().map(|&(x, m, count)| count * of(x, m)).sum()
    }

    /// What a purchase of a customer with `x` repeat purchases of mean `m` is worth; of one without, all customers' mean.
    pub fn expected(&self, x: f64, m: f64) -> f64 {
        (self.gamma + m * x) * self.p / (self.p * x + self.q - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::GammaGamma;

    /// The estimates and customers that Fader and Hardie print for CDNOW.
    #[test]
    fn published_customers_come_out() {
        let cdnow = GammaGamma { p: 6.25, q: 3.74, gamma: 15.44 };
        for (x, m, expected) in [(2.0, 22.35, 24.65), (1.0, 11.77, 18.91), (0.0, 0.0, 35.17)] {
            assert!((cdnow.expected(x, m) - expected).abs() < 0.06, "{x}: {}", cdnow.expected(x, m));
        }
    }
}
