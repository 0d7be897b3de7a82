//! Odds: normal and Poisson chances.

/// Two-sided 80 % of the normal distribution.
pub const Z80: f64 = 1.281_551_565_544_600_4;

/// The chance that a Poisson number with this mean is at least `least`.
pub fn poisson_at_least(least: u32, mean: f64) -> f64 {
    if mean <= 0.0 {
        return if least == 0 { 1.0 } else { 0.0 };
    }
    let mut log_term = -mean;
    let mut below = 0.0;
    for i in 0..least {
        below += log_term.exp();
        log_term += mean.ln() - f64::from(i + 1).ln();
    }
    (1.0 - below).clamp(0.0, 1.0)
}

/// The Poisson mean at which the chance of at least `least` is `chance`, by bisection.
pub fn mean_for(least: u32, chance: f64) -> f64 {
    let (mut low, mut high) = (0.0, f64::from(least) * 4.0 + 20.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if poisson_at_least(least, middle) < chance {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The chance that a normal value with `mean` and `deviation` is at least `bound`.
pub fn normal_at_least(bound: f64, mean: f64, deviation: f64) -> f64 {
    if deviation <= 0.0 {
        return if mean >= bound { 1.0 } else { 0.0 };
    }
    normal((mean - bound) / deviation)
}

/// The standard normal distribution function, by its series near 0 and a continued fraction in the tail; both are
/// good to 1e-12.
fn normal(z: f64) -> f64 {
    let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if z.abs() < 3.0 {
        let (mut term, mut sum, mut n) = (z, z, 1.0);
        while term.abs() > 1e-17 {
            n += 2.0;
            term *= z * z / n;
            sum += term;
        }
        return 0.5 + density * sum;
    }
    let mut fraction = z.abs();
    for n in (1..200).rev() {
        fraction = z.abs() + f64::from(n) / fraction;
    }
    let tail = density / fraction;
    if z > 0.0 { 1.0 - tail } else { tail }
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn the_normal_distribution_is_the_printed_one() {
        for (z, p) in [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_542_9),
            (-1.959_963_984_540_054, 0.025),
            (3.0, 0.998_650_101_968_369_9),
            (-4.0, 3.167_124_183_311_992e-5),
        ] {
            assert!((normal(z) - p).abs() < 1e-12, "{z}: {}", normal(z));
        }
    }
}
