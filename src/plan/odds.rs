//! Odds: Poisson chances.

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
