//! Methods of forecasting months: run rate, line, smoothing with and without a trend, seasonal share, Holt–Winters.

use super::seasons::{self, Seasonal, Seasonality};
use super::smoothing::{Smoothed, fitted, roughly_fitted};

/// One way to forecast the coming months from those so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// The mean of the last so many months goes on.
    RunRate(usize),
    /// The least-squares line goes on.
    Line,
    /// Simple exponential smoothing.
    Level,
    /// Holt's linear trend.
    Trend,
    /// Holt's trend that flattens.
    Damped,
    /// Each month is the same month a year earlier, times what the last so many months brought against theirs.
    SeasonalShare(usize),
    /// Level, trend and twelve seasons, added or multiplied (Holt–Winters).
    HoltWinters(Seasonality),
}

/// What is left of a trend after each month where it flattens: the middle of the usual 0.8 to 0.98.
const DAMPED: f64 = 0.9;
const YEAR: usize = 12;

impl Method {
    /// Months without which it says nothing.
    pub fn least(self) -> usize {
        match self {
            Method::RunRate(_) => 2,
            Method::Line | Method::Level => 3,
            Method::Trend | Method::Damped => 6,
            Method::SeasonalShare(_) => YEAR + 3,
            Method::HoltWinters(_) => 2 * YEAR + 2,
        }
    }

    /// Trials in the past without which it is not chosen: what fits more numbers has to prove itself more often.
    pub fn trials(self) -> usize {
        match self {
            Method::RunRate(_) => 1,
            Method::Line | Method::Level => 2,
            Method::Trend | Method::Damped => 5,
            Method::SeasonalShare(_) | Method::HoltWinters(_) => 8,
        }
    }

    /// The next `steps` months after `values`. A `trial` in the past is fitted on a coarse grid.
    pub fn ahead(self, values: &[f64], steps: usize, trial: bool) -> Option<Vec<f64>> {
        self.fitted(values, trial)?.ahead(steps)
    }

    /// The method with its numbers fitted to `values`, on a coarse grid for a `trial`. `None` where it has nothing to say.
    pub fn fitted(self, values: &[f64], trial: bool) -> Option<Fitted<'_>> {
        if values.len() < self.least() {
            return None;
        }
        let numbers = match self {
            Method::RunRate(_) | Method::Line | Method::SeasonalShare(_) => Numbers::None,
            Method::Level | Method::Trend | Method::Damped => {
                let (with_trend, phi) = (self != Method::Level, if self == Method::Damped { DAMPED } else { 1.0 });
                let run = if trial { roughly_fitted } else { fitted };
                Numbers::Smoothed(run(values, with_trend, phi))
            }
            Method::HoltWinters(kind) => Numbers::Seasonal(seasons::fitted(values, YEAR, kind)?),
        };
        Some(Fitted { method: self, values, numbers })
    }
}

/// A method fitted to the months so far.
#[derive(Clone, PartialEq, Debug)]
pub struct Fitted<'a> {
    method: Method,
    values: &'a [f64],
    numbers: Numbers,
}

/// What was fitted.
#[derive(Clone, PartialEq, Debug)]
enum Numbers {
    None,
    Smoothed(Smoothed),
    Seasonal(Seasonal),
}

impl Fitted<'_> {
    /// The next `steps` months.
    pub fn ahead(&self, steps: usize) -> Option<Vec<f64>> {
        let values = self.values;
        match (&self.numbers, self.method) {
            (Numbers::Smoothed(run), _) => Some((1..=steps).map(|step| run.ahead(step)).collect()),
            (Numbers::Seasonal(run), _) => Some((1..=steps).map(|step| run.ahead(step)).collect()),
            (Numbers::None, Method::RunRate(pace)) => Some(vec![mean_of_last(values, pace); steps]),
            (Numbers::None, Method::SeasonalShare(pace)) => share_ahead(values, pace, steps),
            (Numbers::None, _) => Some((1..=steps).map(|step| line_ahead(values, step)).collect()),
        }
    }

    /// Variance of the weighted sum of the coming months in units of one month's own, surprises being independent:
    /// that of the months themselves and that of the numbers fitted.
    pub fn variance(&self, weights: &[f64]) -> f64 {
        let n = self.values.len() as f64;
        let sum: f64 = weights.iter().sum();
        let own: f64 = weights.iter().map(|w| w * w).sum();
        let carried = |response: &dyn Fn(usize) -> f64| -> f64 {
            let of = |k: usize| -> f64 { weights[k..].iter().enumerate().map(|(i, w)| w * response(i)).sum() };
            (0..weights.len()).map(|k| of(k).powi(2)).sum()
        };
        match (&self.numbers, self.method) {
            (Numbers::Smoothed(run), _) => carried(&|step| run.response(step)) + sum * sum / n,
            (Numbers::Seasonal(run), _) => carried(&|step| run.response(step)) + sum * sum / n + own * YEAR as f64 / n,
            (Numbers::None, Method::RunRate(pace)) => own + sum * sum / n.min(pace as f64),
            (Numbers::None, Method::SeasonalShare(pace)) => 2.0 * own + 2.0 * sum * sum / pace as f64,
            (Numbers::None, _) => {
                let from_middle: f64 =
                    weights.iter().enumerate().map(|(i, w)| w * (i as f64 + f64::midpoint(n, 1.0))).sum();
                own + sum * sum / n + from_middle * from_middle * 12.0 / (n * (n * n - 1.0))
            }
        }
    }
}

/// The mean of the last `pace` values.
pub fn mean_of_last(values: &[f64], pace: usize) -> f64 {
    let last = &values[values.len().saturating_sub(pace)..];
    last.iter().sum::<f64>() / last.len() as f64
}

/// The least-squares line through `values`, `step` months after the last.
pub fn line_ahead(values: &[f64], step: usize) -> f64 {
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let from_middle = |x: usize| x as f64 - middle;
    let across: f64 = (0..values.len()).map(|x| from_middle(x).powi(2)).sum();
    let slope = values.iter().enumerate().map(|(x, y)| from_middle(x) * y).sum::<f64>() / across;
    mean_of_last(values, values.len()) + slope * from_middle(values.len() - 1 + step)
}

/// `None` where a month of the last year is not positive.
fn share_ahead(values: &[f64], pace: usize, steps: usize) -> Option<Vec<f64>> {
    let n = values.len();
    let pace = pace.min(n - YEAR);
    let earlier = &values[n - YEAR - pace..n - YEAR];
    if values[n - YEAR..].iter().chain(earlier).any(|&v| v <= 0.0) {
        return None;
    }
    let growth = values[n - pace..].iter().sum::<f64>() / earlier.iter().sum::<f64>();
    let mut coming = values.to_vec();
    for step in 0..steps {
        coming.push(coming[n + step - YEAR] * growth);
    }
    Some(coming.split_off(n))
}
