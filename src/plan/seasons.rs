//! Holt–Winters: level, trend and seasons, added or multiplied, with given or fitted parameters.

/// How the seasons join the level.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seasonality {
    /// Each season adds to the level.
    Additive,
    /// Each season multiplies the level.
    Multiplicative,
}

/// What it starts from.
#[derive(Clone, PartialEq, Debug)]
pub struct SeasonalStart {
    /// Weight of the newest value in the level, 0 to 1.
    pub alpha: f64,
    /// Weight of the newest step in the trend, 0 to 1.
    pub beta: f64,
    /// Weight of the newest value in its season, 0 to 1.
    pub gamma: f64,
    /// Level before the first value.
    pub level: f64,
    /// Trend before the first value.
    pub trend: f64,
    /// The seasons, that of the first value first.
    pub seasons: Vec<f64>,
}

/// The state after the last value.
#[derive(Clone, PartialEq, Debug)]
pub struct Seasonal {
    /// What it started from.
    pub start: SeasonalStart,
    /// Level at the last value.
    pub level: f64,
    /// Trend at the last value.
    pub trend: f64,
    /// The seasons, that of the next value first.
    pub seasons: Vec<f64>,
    /// One-step forecasts of the values.
    pub fitted: Vec<f64>,
    /// Sum of their squared errors.
    pub sse: f64,
    kind: Seasonality,
}

impl Seasonal {
    /// The forecast `steps` after the last value.
    pub fn ahead(&self, steps: usize) -> f64 {
        let season = self.seasons[(steps.max(1) - 1) % self.seasons.len()];
        let base = self.level + self.trend * steps as f64;
        match self.kind {
            Seasonality::Additive => base + season,
            Seasonality::Multiplicative => base * season,
        }
    }

    /// How much of one surprise stays in the forecast `steps` later (additive seasons).
    pub fn response(&self, steps: usize) -> f64 {
        let SeasonalStart { alpha, beta, gamma, .. } = self.start;
        let again = if steps.is_multiple_of(self.seasons.len()) { gamma } else { 0.0 };
        if steps == 0 { 1.0 } else { alpha + alpha * beta * steps as f64 + again }
    }
}

/// Smooths `values` from `start`, whose seasons are the length of a year.
pub fn smooth(values: &[f64], start: SeasonalStart, kind: Seasonality) -> Seasonal {
    let SeasonalStart { alpha, beta, gamma, .. } = start;
    let (mut level, mut trend, mut seasons) = (start.level, start.trend, start.seasons.clone());
    let year = seasons.len();
    let mut fitted = Vec::with_capacity(values.len());
    let mut sse = 0.0;
    for (i, &value) in values.iter().enumerate() {
        let (before, base, season) = (level, level + trend, seasons[i % year]);
        let expected = match kind {
            Seasonality::Additive => base + season,
            Seasonality::Multiplicative => base * season,
        };
        sse += (value - expected).powi(2);
        fitted.push(expected);
        let (alone, share) = match kind {
            Seasonality::Additive => (value - season, value - base),
            Seasonality::Multiplicative => (value / season, value / base),
        };
        level = alpha * alone + (1.0 - alpha) * base;
        trend = beta * (level - before) + (1.0 - beta) * trend;
        seasons[i % year] = gamma * share + (1.0 - gamma) * season;
    }
    seasons.rotate_left(values.len() % year);
    Seasonal { start, level, trend, seasons, fitted, sse, kind }
}

/// Additive seasons of `year` values whose parameters and start make the squared one-step errors smallest over a grid of
/// parameters; the best start of given parameters is exact, because the errors are linear in it. `None` under two years.
pub fn fitted(values: &[f64], year: usize) -> Option<Seasonal> {
    if values.len() < 2 * year || year < 2 {
        return None;
    }
    let mut best: Option<Seasonal> = None;
    for alpha in [0.0, 0.2, 0.5] {
        for beta in [0.0, 0.1] {
            for gamma in [0.0, 0.2] {
                let tried = from_best_start(values, year, [alpha, beta, gamma]);
                if tried.as_ref().is_some_and(|t| best.as_ref().is_none_or(|b| t.sse < b.sse)) {
                    best = tried;
                }
            }
        }
    }
    best
}

fn from_best_start(values: &[f64], year: usize, [alpha, beta, gamma]: [f64; 3]) -> Option<Seasonal> {
    let start = |state: &[f64]| {
        let mut seasons = state[2..].to_vec();
        // The seasons are known only beside the level: the last is nought.
        seasons.push(0.0);
        SeasonalStart { alpha, beta, gamma, level: state[0], trend: state[1], seasons }
    };
    let unknowns = year + 1;
    let errors = |values: &[f64], state: &[f64]| -> Vec<f64> {
        let run = smooth(values, start(state), Seasonality::Additive);
        values.iter().zip(&run.fitted).map(|(v, f)| v - f).collect()
    };
    let plain = errors(values, &vec![0.0; unknowns]);
    let zeros = vec![0.0; values.len()];
    let columns: Vec<Vec<f64>> = (0..unknowns)
        .map(|k| errors(&zeros, &(0..unknowns).map(|i| if i == k { -1.0 } else { 0.0 }).collect::<Vec<_>>()))
        .collect();
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let mut system: Vec<Vec<f64>> =
        columns.iter().map(|a| columns.iter().map(|b| dot(a, b)).chain([dot(a, &plain)]).collect()).collect();
    let state = solved(&mut system)?;
    Some(smooth(values, start(&state), Seasonality::Additive))
}

/// Gauss with the largest pivot; `None` when the system does not settle every unknown.
fn solved(system: &mut [Vec<f64>]) -> Option<Vec<f64>> {
    let n = system.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|&a, &b| system[a][column].abs().total_cmp(&system[b][column].abs()))?;
        system.swap(column, pivot);
        let lead = system[column].clone();
        if lead[column].abs() < 1e-10 {
            return None;
        }
        for row in system.iter_mut().skip(column + 1) {
            let factor = row[column] / lead[column];
            for (cell, top) in row.iter_mut().zip(&lead).skip(column) {
                *cell -= factor * top;
            }
        }
    }
    let mut state = vec![0.0; n];
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| system[row][k] * state[k]).sum();
        state[row] = (system[row][n] - known) / system[row][row];
    }
    Some(state)
}
