//! Special functions: the logarithm of gamma, the error function, the regularised incomplete beta and gamma.

/// `ln Γ(x)`, x > 0.
pub(super) fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// `1 − erf(x)`, exact in the far tail.
pub(super) fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// Share of the gamma distribution of shape `a`, scale 1, above `x`: by the series below the mean, by the continued
/// fraction above it (Numerical Recipes 6.2).
pub(super) fn gamma_above(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return 1.0 - front * sum;
    }
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / LEAST;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in (1..TERMS).map(f64::from) {
        let step = -i * (i - a);
        b += 2.0;
        d = 1.0 / whole(step * d + b);
        c = whole(b + step / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    front * value
}

/// What stands for a denominator of zero in a continued fraction.
const LEAST: f64 = 1e-300;

/// Terms after which a continued fraction is given up: a million cases need a few thousand.
const TERMS: u32 = 100_000;

fn whole(v: f64) -> f64 {
    if v.abs() < LEAST { LEAST } else { v }
}

/// Share of the beta distribution of `a` and `b` up to `x`.
///
/// The continued fraction of Numerical Recipes 6.4 by Lentz's method, run until it stands.
pub(super) fn beta_share(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_share(b, a, 1.0 - x);
    }
    let front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p();
    front.exp() * fraction(a, b, x) / a
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / whole(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in (1..TERMS).map(f64::from) {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / whole(1.0 + even * d);
        c = whole(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / whole(1.0 + odd * d);
        c = whole(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}
