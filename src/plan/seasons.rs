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

    /// How much of one surprise stays in the forecast `steps` later; of multiplied seasons, as a share of their month.
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

/// Seasons of `year` values whose parameters and start make the squared one-step errors smallest over a grid of
/// parameters, the best start of given parameters found by Gauss and Newton: in one step where seasons are added, because
/// the errors are linear in it. `None` under two years, and for multiplied seasons where a value is not above 0.
pub fn fitted(values: &[f64], year: usize, kind: Seasonality) -> Option<Seasonal> {
    let multiplied = kind == Seasonality::Multiplicative;
    if values.len() < 2 * year || year < 2 || (multiplied && values.iter().any(|&v| v <= 0.0)) {
        return None;
    }
    let mut state = if multiplied { ratios(values, year) } else { vec![0.0; year + 1] };
    let mut best: Option<Seasonal> = None;
    for alpha in [0.0, 0.2, 0.5] {
        for beta in [0.0, 0.1] {
            for gamma in [0.0, 0.2] {
                // The start of one point of the grid is close to that of the next.
                let Some(found) = best_start(values, &state, &|s| start(s, [alpha, beta, gamma], kind), kind) else {
                    continue;
                };
                state = found;
                let tried = smooth(values, start(&state, [alpha, beta, gamma], kind), kind);
                if tried.sse.is_finite() && best.as_ref().is_none_or(|b| tried.sse < b.sse) {
                    best = Some(tried);
                }
            }
        }
    }
    best
}

/// Level, trend and all seasons but the last, which is known only beside the level: nought, or one.
fn start(state: &[f64], [alpha, beta, gamma]: [f64; 3], kind: Seasonality) -> SeasonalStart {
    let mut seasons = state[2..].to_vec();
    seasons.push(if kind == Seasonality::Additive { 0.0 } else { 1.0 });
    SeasonalStart { alpha, beta, gamma, level: state[0], trend: state[1], seasons }
}

/// What multiplied seasons are looked for from: each month's mean share of the means of the first two years.
fn ratios(values: &[f64], year: usize) -> Vec<f64> {
    let mean = |from: usize| values[from..from + year].iter().sum::<f64>() / year as f64;
    let (first, second) = (mean(0), mean(year));
    let season = |i: usize| f64::midpoint(values[i] / first, values[i + year] / second);
    let last = season(year - 1);
    let seasons = (0..year - 1).map(|i| season(i) / last);
    [first * last, (second - first) / year as f64 * last].into_iter().chain(seasons).collect()
}

/// Steps after which a start is as good as it gets.
const STEPS: usize = 6;

/// The state with the smallest squared errors, from `state` on: each step solves the errors as if they were linear, and
/// is halved until it helps.
fn best_start(
    values: &[f64],
    state: &[f64],
    start: &dyn Fn(&[f64]) -> SeasonalStart,
    kind: Seasonality,
) -> Option<Vec<f64>> {
    let errors = |state: &[f64]| -> Vec<f64> {
        let run = smooth(values, start(state), kind);
        values.iter().zip(&run.fitted).map(|(v, f)| v - f).collect()
    };
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let mut state = state.to_vec();
    let mut plain = errors(&state);
    for _ in 0..STEPS {
        let slope = |k: usize| -> Vec<f64> {
            let reach = if kind == Seasonality::Additive { 1.0 } else { 1e-6 * state[k].abs().max(1e-3) };
            let mut moved = state.clone();
            moved[k] += reach;
            errors(&moved).iter().zip(&plain).map(|(m, p)| (p - m) / reach).collect()
        };
        let columns: Vec<Vec<f64>> = (0..state.len()).map(slope).collect();
        let mut system: Vec<Vec<f64>> =
            columns.iter().map(|a| columns.iter().map(|b| dot(a, b)).chain([dot(a, &plain)]).collect()).collect();
        let step = solved(&mut system)?;
        let before = dot(&plain, &plain);
        let halved = (0..8).map(|half| 0.5_f64.powi(half)).find_map(|share| {
            let tried: Vec<f64> = state.iter().zip(&step).map(|(s, d)| s + share * d).collect();
            let errors = errors(&tried);
            let after = dot(&errors, &errors);
            (after < before).then_some((tried, errors, after))
        });
        let Some((tried, errors, after)) = halved else { break };
        (state, plain) = (tried, errors);
        if kind == Seasonality::Additive || after > before * (1.0 - 1e-4) {
            break;
        }
    }
    Some(state)
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
