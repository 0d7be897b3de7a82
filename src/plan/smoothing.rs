//! Simple exponential smoothing and Holt's linear trend, with given or fitted parameters.

/// What smoothing starts from. Without a trend `beta` and `trend` are `None`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Start {
    /// Weight of the newest value in the level, 0 to 1.
    pub alpha: f64,
    /// Weight of the newest step in the trend, 0 to 1 (Holt's own, not its product with `alpha`).
    pub beta: Option<f64>,
    /// Level before the first value.
    pub level: f64,
    /// Trend before the first value.
    pub trend: f64,
}

/// Smoothing after the last value.
#[derive(Clone, PartialEq, Debug)]
pub struct Smoothed {
    /// What it started from.
    pub start: Start,
    /// Level at the last value.
    pub level: f64,
    /// Trend at the last value.
    pub trend: f64,
    /// One-step forecasts of the values.
    pub fitted: Vec<f64>,
    /// Sum of their squared errors.
    pub sse: f64,
}

impl Smoothed {
    /// The forecast `steps` after the last value.
    pub fn ahead(&self, steps: usize) -> f64 {
        self.level + self.trend * steps as f64
    }

    /// How much of one surprise stays in the forecast `steps` later.
    pub fn response(&self, steps: usize) -> f64 {
        let Start { alpha, beta, .. } = self.start;
        if steps == 0 { 1.0 } else { alpha + alpha * beta.unwrap_or(0.0) * steps as f64 }
    }
}

/// Smooths `values` from `start`.
pub fn smooth(values: &[f64], start: Start) -> Smoothed {
    let (mut level, mut trend) = (start.level, start.trend);
    let mut fitted = Vec::with_capacity(values.len());
    let mut sse = 0.0;
    for &value in values {
        let expected = level + trend;
        let error = value - expected;
        sse += error * error;
        fitted.push(expected);
        let before = level;
        level = expected + start.alpha * error;
        if let Some(beta) = start.beta {
            trend = beta * (level - before) + (1.0 - beta) * trend;
        }
    }
    Smoothed { start, level, trend, fitted, sse }
}

/// Smoothing whose parameters and start make the squared one-step errors smallest: a grid, then golden sections along
/// each parameter. The best start of given parameters is exact, for the errors are linear in it.
pub fn fitted(values: &[f64], with_trend: bool) -> Smoothed {
    let at = |alpha: f64, beta: f64| from_best_start(values, alpha, with_trend.then_some(beta));
    let mut best = at(0.5, 0.1);
    let betas = if with_trend { 20 } else { 0 };
    for i in 0..=20_u8 {
        for j in 0..=betas {
            let tried = at(f64::from(i) / 20.0, f64::from(j) / 20.0);
            if tried.sse < best.sse {
                best = tried;
            }
        }
    }
    for reach in [0.05, 0.05, 0.02, 0.01] {
        let beta = best.start.beta.unwrap_or(0.0);
        best = golden(best.start.alpha, reach, best, &|alpha| at(alpha, beta));
        if with_trend {
            let alpha = best.start.alpha;
            best = golden(best.start.beta.unwrap_or(0.0), reach, best, &|beta| at(alpha, beta));
        }
    }
    best
}

/// The better of `best` and the least found by golden sections within `reach` of `middle`, inside 0 to 1.
fn golden(middle: f64, reach: f64, best: Smoothed, at: &dyn Fn(f64) -> Smoothed) -> Smoothed {
    let ratio = f64::midpoint(5.0_f64.sqrt(), -1.0);
    let (mut low, mut high) = ((middle - reach).max(0.0), (middle + reach).min(1.0));
    for _ in 0..30 {
        let (left, right) = (high - ratio * (high - low), low + ratio * (high - low));
        if at(left).sse <= at(right).sse {
            high = right;
        } else {
            low = left;
        }
    }
    let found = at(f64::midpoint(low, high));
    if found.sse < best.sse { found } else { best }
}

fn from_best_start(values: &[f64], alpha: f64, beta: Option<f64>) -> Smoothed {
    let errors = |values: &[f64], level: f64, trend: f64| -> Vec<f64> {
        let run = smooth(values, Start { alpha, beta, level, trend });
        values.iter().zip(&run.fitted).map(|(v, f)| v - f).collect()
    };
    let zeros = vec![0.0; values.len()];
    let plain = errors(values, 0.0, 0.0);
    let by_level = errors(&zeros, -1.0, 0.0);
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let (ll, ly) = (dot(&by_level, &by_level), dot(&by_level, &plain));
    let first = values.first().copied().unwrap_or(0.0);
    let mut start = Start { alpha, beta, level: if ll > 0.0 { ly / ll } else { first }, trend: 0.0 };
    if beta.is_some() {
        let by_trend = errors(&zeros, 0.0, -1.0);
        let (tt, lt, ty) = (dot(&by_trend, &by_trend), dot(&by_level, &by_trend), dot(&by_trend, &plain));
        let determinant = ll * tt - lt * lt;
        if determinant.abs() > 1e-9 * ll * tt {
            start.level = (ly * tt - ty * lt) / determinant;
            start.trend = (ty * ll - ly * lt) / determinant;
        }
    }
    smooth(values, start)
}
