//! The forecast of a weighted sum of coming months, by the method with the smallest one-step error in trials on the past,
//! and how far such forecasts have been off.

use super::method::{Fitted, Method};
use super::seasons::Seasonality;
use crate::model::statistics::distribution::{student_both_tails, student_both_tails_quantile};

/// A value with its distribution: Student's t around it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Expected {
    /// The forecast.
    pub value: f64,
    /// Its scale; nought when the value is settled.
    pub deviation: f64,
    /// Degrees of freedom: how many independent trials the scale rests on.
    pub freedom: f64,
}

impl Expected {
    /// A value that is known.
    pub fn settled(value: f64) -> Expected {
        Expected { value, deviation: 0.0, freedom: 1.0 }
    }

    /// The 80 % interval.
    pub fn range(self) -> (f64, f64) {
        let half = in_eighty(self.freedom) * self.deviation;
        (self.value - half, self.value + half)
    }

    /// The chance of at least `bound`.
    pub fn at_least(self, bound: f64) -> f64 {
        if self.deviation <= 0.0 {
            return if self.value >= bound { 1.0 } else { 0.0 };
        }
        let t = (bound - self.value) / self.deviation;
        let tail = student_both_tails(t, self.freedom) / 2.0;
        if t > 0.0 { tail } else { 1.0 - tail }
    }
}

/// How many deviations of a Student's t lie on each side of its middle 80 %.
fn in_eighty(freedom: f64) -> f64 {
    student_both_tails_quantile(0.2, freedom).unwrap_or(1.0)
}

/// How far off four of five trials were at most, of one more than there were: the conformal quantile of small samples
/// (Vovk, Gammerman and Shafer 2005); nought with fewer than four.
fn seen(sums: &[f64]) -> f64 {
    let mut sizes: Vec<f64> = sums.iter().map(|e| e.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let rank = (4 * (sizes.len() + 1)).div_ceil(5);
    sizes.get(rank - 1).copied().unwrap_or(0.0)
}

/// Trials of a method look at the latest so many months: earlier ones had little to go by.
const TRIALS: usize = 24;

/// The sum of the months after `history` (one value a month, oldest first), each times its weight. `pace` is the number
/// of months that the run rate looks back on. `None` under three months.
pub fn outlook(history: &[f64], pace: usize, weights: &[f64]) -> Option<Expected> {
    let n = history.len();
    if n < 3 {
        return None;
    }
    let methods = [
        Method::RunRate(pace.clamp(2, n - 1).min(12)),
        Method::Line,
        Method::Level,
        Method::Trend,
        Method::Damped,
        Method::SeasonalShare(pace.clamp(3, 12)),
        Method::HoltWinters(Seasonality::Additive),
        Method::HoltWinters(Seasonality::Multiplicative),
    ];
    let tried: Vec<(Method, Vec<f64>)> = methods
        .into_iter()
        .filter(|m| n >= m.least() + m.trials() && m.ahead(history, 1, true).is_some())
        .filter_map(|m| Some((m, errors(m, history, &[1.0])?)))
        .collect();
    let common = tried.iter().map(|(_, errors)| errors.len()).min()?;
    let score = |errors: &[f64]| square(&errors[errors.len() - common..]);
    let (method, one_step) = tried.iter().min_by(|a, b| score(&a.1).total_cmp(&score(&b.1)))?;
    let sum =
        |m: &Fitted<'_>| -> Option<f64> { Some(m.ahead(weights.len())?.iter().zip(weights).map(|(s, w)| s * w).sum()) };
    let chosen = method.fitted(history, false)?;
    let value = sum(&chosen)?;
    // Methods that did about as well and say something else: likelihoods of normal errors weigh them.
    let (mut trust, mut apart) = (0.0, 0.0);
    for (other, errors) in &tried {
        let likely = (score(one_step) / score(errors)).powf(common as f64 / 2.0);
        let says = || other.fitted(history, true).and_then(|fitted| sum(&fitted));
        if let Some(said) = says().filter(|_| other != method && likely.is_finite()) {
            (trust, apart) = (trust + likely, apart + likely * (said - value).powi(2));
        }
    }
    // With too few months to try a line, one may be there all the same.
    if n < Method::Line.least() + Method::Line.trials()
        && let Some(said) = Method::Line.fitted(history, true).and_then(|line| sum(&line))
    {
        (trust, apart) = (trust + 1.0, apart + (said - value).powi(2));
    }
    let by_model = square(one_step) * chosen.variance(weights) / chosen.variance(&[1.0]);
    let sums = errors(*method, history, weights).unwrap_or_default();
    let (variance, freedom) = spread(one_step.len(), by_model, &sums, weights.len());
    let deviation = (variance + apart / (1.0 + trust)).sqrt();
    Some(Expected { value, deviation: deviation.max(seen(&sums) / in_eighty(freedom)), freedom })
}

/// The variance of the forecast sum and the degrees of freedom it rests on: that of the very sum in the past, and, for as
/// many trials as the sum had too few, that of one step carried on by the model. Trials that share months count once.
fn spread(steps: usize, by_model: f64, sums: &[f64], length: usize) -> (f64, f64) {
    let length = length.max(1) as f64;
    let apart = sums.len() as f64 / length;
    let freedom = (steps as f64 / length.sqrt()).max(1.0);
    if sums.is_empty() {
        return (by_model, freedom);
    }
    let by_model = by_model.max(0.0);
    let seen = square(sums);
    let variance = (seen * apart + by_model * ENOUGH) / (apart + ENOUGH);
    (variance.max(if apart < ENOUGH { by_model } else { 0.0 }), freedom)
}

/// So many trials apart make the past of the very sum outweigh the model.
const ENOUGH: f64 = 4.0;

fn square(errors: &[f64]) -> f64 {
    errors.iter().map(|e| e * e).sum::<f64>() / errors.len().max(1) as f64
}

/// How far off the weighted sum was at each month of the past, oldest first, known then only what was before it. `None`
/// where the method has nothing to say.
fn errors(method: Method, history: &[f64], weights: &[f64]) -> Option<Vec<f64>> {
    let last = (history.len() + 1).checked_sub(weights.len())?;
    let first = method.least().max(last.saturating_sub(TRIALS));
    (first..last)
        .map(|t| {
            let coming = method.ahead(&history[..t], weights.len(), true)?;
            Some((0..weights.len()).map(|i| weights[i] * (history[t + i] - coming[i])).sum())
        })
        .collect()
}
