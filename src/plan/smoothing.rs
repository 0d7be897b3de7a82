//! Simple exponential smoothing and Holt's linear trend, with given or fitted parameters.

/// What smoothing starts from. Without a trend `beta` and `trend` are `None`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Start {
    /// Weight of the newest value in the level, 0 to 1.
    pub alpha: f64,
    /// Weight of the newest step in the trend, 0 to 1 (Holt's own, not its product with `alpha`).
    pub beta: Option<f64>,
    /// How much of the trend is left after a month: 1 for a line, less for one that flattens (0.8 to 0.98).
    pub phi: f64,
    /// Level before the first value.
    pub level: f64,
    /// Trend before the first value.
    pub trend: f64,
}

/// Smoothing after the last value.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Smoothed {
    /// What it started from.
    pub start: Start,
    /// Level at the last value.
    pub level: f64,
    /// Trend at the last value.
    pub trend: f64,
    /// Sum of the squared errors of the one-step forecasts.
    pub sse: f64,
}

impl Smoothed {
    /// The forecast `steps` after the last value.
    pub fn ahead(&self, steps: usize) -> f64 {
        self.level + self.trend * damped(self.start.phi, steps)
    }

    /// How much of one surprise stays in the forecast `steps` later.
    pub fn response(&self, steps: usize) -> f64 {
        let Start { alpha, beta, phi, .. } = self.start;
        if steps == 0 { 1.0 } else { alpha + alpha * beta.unwrap_or(0.0) * damped(phi, steps) }
    }
}

/// How many times the trend counts `steps` later: the steps themselves, each damped once more than the one before.
fn damped(phi: f64, steps: usize) -> f64 {
    std::iter::successors(Some(phi), |left| Some(left * phi)).take(steps).sum()
}

impl Start {
    /// Nothing smoothed yet.
    fn before(self) -> Smoothed {
        Smoothed { start: self, level: self.level, trend: self.trend, sse: 0.0 }
    }
}

impl Smoothed {
    /// Takes the next value in; how far off its one-step forecast was.
    fn meet(&mut self, value: f64) -> f64 {
        let Start { alpha, beta, phi, .. } = self.start;
        let before = self.level;
        let expected = before + phi * self.trend;
        let error = value - expected;
        self.sse += error * error;
        self.level = expected + alpha * error;
        if let Some(beta) = beta {
            self.trend = beta * (self.level - before) + (1.0 - beta) * phi * self.trend;
        }
        error
    }
}

/// Smooths `values` from `start`.
pub fn smooth(values: &[f64], start: Start) -> Smoothed {
    let mut run = start.before();
    for &value in values {
        run.meet(value);
    }
    run
}

/// Smoothing whose parameters and start make the squared one-step errors smallest: a grid, then golden sections along
/// each parameter. The best start of given parameters is exact, for the errors are linear in it. A trend keeps the share
/// `phi` of itself every month.
pub fn fitted(values: &[f64], with_trend: bool, phi: f64) -> Smoothed {
    let at = |alpha: f64, beta: f64| from_best_start(values, alpha, with_trend.then_some(beta), phi);
    let twentieths: Vec<f64> = (0..=20_u8).map(|i| f64::from(i) / 20.0).collect();
    let mut best = best_of(&twentieths, if with_trend { &twentieths } else { &[0.0] }, &at);
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

/// The same on a coarse grid, cheap enough to be repeated for every month of the past.
pub fn roughly_fitted(values: &[f64], with_trend: bool, phi: f64) -> Smoothed {
    let at = |alpha: f64, beta: f64| from_best_start(values, alpha, with_trend.then_some(beta), phi);
    best_of(&[0.0, 0.1, 0.25, 0.5, 0.75, 1.0], if with_trend { &[0.0, 0.1, 0.3] } else { &[0.0] }, &at)
}

fn best_of(alphas: &[f64], betas: &[f64], at: &dyn Fn(f64, f64) -> Smoothed) -> Smoothed {
    let mut best = at(0.5, 0.1);
    for &alpha in alphas {
        for &beta in betas {
            let tried = at(alpha, beta);
            if tried.sse < best.sse {
                best = tried;
            }
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

/// The errors of a start are those of none, less its level and trend times those that one unit of each makes alone: the
/// three runs go side by side, and the least squares of the first by the other two are the best start.
fn from_best_start(values: &[f64], alpha: f64, beta: Option<f64>, phi: f64) -> Smoothed {
    let from = |level: f64, trend: f64| Start { alpha, beta, phi, level, trend };
    let (mut plain, mut by_level, mut by_trend) =
        (from(0.0, 0.0).before(), from(-1.0, 0.0).before(), from(0.0, -1.0).before());
    let (mut lt, mut ly, mut ty) = (0.0, 0.0, 0.0);
    for &value in values {
        let (y, l, t) = (plain.meet(value), by_level.meet(0.0), by_trend.meet(0.0));
        (lt, ly, ty) = (lt + l * t, ly + l * y, ty + t * y);
    }
    let (ll, tt) = (by_level.sse, by_trend.sse);
    let first = values.first().copied().unwrap_or(0.0);
    let mut start = from(if ll > 0.0 { ly / ll } else { first }, 0.0);
    let determinant = ll * tt - lt * lt;
    if beta.is_some() && determinant.abs() > 1e-9 * ll * tt {
        start.level = (ly * tt - ty * lt) / determinant;
        start.trend = (ty * ll - ly * lt) / determinant;
    }
    smooth(values, start)
}
