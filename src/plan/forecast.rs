//! Forecasts of the coming months: run rate, trend line, seasonal share and smoothing, the one with the smallest
//! one-step error.

use super::odds::Z80;
use super::smoothing::{Smoothed, fitted};

/// The coming months, as forecast.
#[derive(Clone, PartialEq, Debug)]
pub struct Outlook {
    /// The coming months' values.
    pub steps: Vec<f64>,
    /// How much of one surprise stays in the forecast so many steps later.
    response: Vec<f64>,
    /// Standard deviation of one step.
    pub deviation: f64,
}

/// A value with its standard deviation.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Expected {
    /// The forecast.
    pub value: f64,
    /// Its standard deviation.
    pub deviation: f64,
}

impl Expected {
    /// The 80 % interval.
    pub fn range(self) -> (f64, f64) {
        (self.value - Z80 * self.deviation, self.value + Z80 * self.deviation)
    }
}

impl Outlook {
    /// The coming months, each times its weight, added up. Surprises are independent from month to month, and each
    /// stays in the later months as far as the method remembers it.
    pub fn weighted(&self, weights: &[f64]) -> Expected {
        let value = self.steps.iter().zip(weights).map(|(s, w)| s * w).sum();
        let carried = |k: usize| -> f64 { weights[k..].iter().zip(&self.response).map(|(w, r)| w * r).sum() };
        let variance: f64 = (0..weights.len()).map(|k| carried(k) * carried(k)).sum();
        Expected { value, deviation: self.deviation * variance.sqrt() }
    }
}

/// One way to forecast, tried on the past.
struct Method {
    steps: Vec<f64>,
    response: Vec<f64>,
    /// One-step errors of the last months, oldest first.
    errors: Vec<f64>,
    /// Numbers that were fitted to the same past.
    fitted: usize,
}

impl Method {
    fn deviation(&self, count: usize, all: usize) -> f64 {
        let errors = &self.errors[self.errors.len() - count..];
        let square = errors.iter().map(|e| e * e).sum::<f64>() / count as f64;
        (square * all as f64 / all.saturating_sub(self.fitted).max(1) as f64).sqrt()
    }
}

/// The next `steps` months after `history` (one value a month, oldest first). `pace` is the number of months that the
/// run rate looks back on. `None` under three months.
pub fn outlook(history: &[f64], pace: usize, steps: usize) -> Option<Outlook> {
    let n = history.len();
    if n < 3 {
        return None;
    }
    let mut methods = vec![run_rate(history, pace.clamp(2, n - 1).min(12), steps)];
    if n >= 6 {
        methods.push(smoothing(history, &fitted(history, false), steps, 2));
        methods.push(trend(history, steps));
    }
    if n >= 10 {
        methods.push(smoothing(history, &fitted(history, true), steps, 4));
    }
    if n >= 24 && history[n - 24..].iter().all(|&v| v > 0.0) {
        methods.push(seasonal(history, pace.clamp(3, 12), steps));
    }
    let count = methods.iter().map(|m| m.errors.len()).min().filter(|&c| c > 0)?;
    let best = methods.into_iter().min_by(|a, b| a.deviation(count, n).total_cmp(&b.deviation(count, n)))?;
    let deviation = best.deviation(count, n);
    Some(Outlook { steps: best.steps, response: best.response, deviation })
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The mean of the last `pace` values.
pub fn mean_of_last(values: &[f64], pace: usize) -> f64 {
    mean(&values[values.len().saturating_sub(pace)..])
}

/// The least-squares line through `values`, `step` months after the last.
pub fn line_ahead(values: &[f64], step: usize) -> f64 {
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let from_middle = |x: usize| x as f64 - middle;
    let across: f64 = (0..values.len()).map(|x| from_middle(x).powi(2)).sum();
    let slope = values.iter().enumerate().map(|(x, y)| from_middle(x) * y).sum::<f64>() / across;
    mean(values) + slope * from_middle(values.len() - 1 + step)
}

fn run_rate(history: &[f64], pace: usize, steps: usize) -> Method {
    Method {
        steps: vec![mean_of_last(history, pace); steps],
        response: std::iter::once(1.0).chain(vec![1.0 / pace as f64; steps]).collect(),
        errors: (pace..history.len()).map(|t| history[t] - mean_of_last(&history[..t], pace)).collect(),
        fitted: 1,
    }
}

fn trend(history: &[f64], steps: usize) -> Method {
    let n = history.len();
    Method {
        steps: (1..=steps).map(|step| line_ahead(history, step)).collect(),
        response: std::iter::once(1.0).chain(vec![1.0 / n as f64; steps]).collect(),
        errors: (3..n).map(|t| history[t] - line_ahead(&history[..t], 1)).collect(),
        fitted: 2,
    }
}

/// Each month is the same month a year earlier, times what the last `pace` months brought against theirs.
fn seasonal(history: &[f64], pace: usize, steps: usize) -> Method {
    let growth = |upto: usize| {
        let pace = pace.min(upto - 12);
        let earlier: f64 = history[upto - 12 - pace..upto - 12].iter().sum();
        if earlier > 0.0 { history[upto - pace..upto].iter().sum::<f64>() / earlier } else { 1.0 }
    };
    let n = history.len();
    let mut coming = history.to_vec();
    for step in 0..steps {
        coming.push(coming[n + step - 12] * growth(n));
    }
    Method {
        steps: coming.split_off(n),
        response: std::iter::once(1.0).chain(vec![1.0 / pace as f64; steps]).collect(),
        errors: (13..n).map(|t| history[t] - history[t - 12] * growth(t)).collect(),
        fitted: 1,
    }
}

fn smoothing(history: &[f64], run: &Smoothed, steps: usize, parameters: usize) -> Method {
    Method {
        steps: (1..=steps).map(|step| run.ahead(step)).collect(),
        response: (0..=steps).map(|step| run.response(step)).collect(),
        errors: history.iter().zip(&run.fitted).skip(2).map(|(y, f)| y - f).collect(),
        fitted: parameters,
    }
}
