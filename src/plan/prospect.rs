//! The prospect of a metric: its value on the due date, from the months so far.

use super::forecast::{Expected, outlook};
use super::gauge::{Course, Cut, Gauge};
use super::span::Span;
use crate::model::month::{Month, Period};

/// Months of history a forecast looks at.
const HISTORY: i32 = 36;

/// What may be expected on the due date.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Prospect {
    /// The value, if there is enough to go by.
    pub expected: Option<Expected>,
    /// Whole months it rests on (of the objective itself, when its metric accumulates).
    pub months: usize,
}

/// The prospect of `metric`, now at `current`.
pub fn prospect(gauge: &Gauge<'_>, course: Course, span: &Span, metric: &str, cut: Cut, current: f64) -> Prospect {
    let as_of = gauge.settings.as_of();
    let history = history(gauge, course, span.known, metric, cut);
    let own = usize::try_from(span.known.since(span.period.first) + 1).unwrap_or(0);
    let months = if course == Course::Accumulates { own } else { history.len() };
    if as_of >= span.due {
        return Prospect { expected: Some(Expected::settled(current)), months };
    }
    let expected = if course == Course::Accumulates {
        let weights = weights_until(span, as_of);
        let coming = outlook(&history, own, &weights);
        coming.map(|c| Expected { value: current + c.value, ..c })
    } else {
        level_at_due(&history, course, span, current)
    };
    Prospect { expected, months }
}

/// Monthly values up to `known`: gaps left out for levels, leading zeros for what accumulates.
fn history(gauge: &Gauge<'_>, course: Course, known: Month, metric: &str, cut: Cut) -> Vec<f64> {
    let Some(months) = gauge.facts.months else { return Vec::new() };
    let period = Period { first: months.first.max(known + (1 - HISTORY)), last: known.min(months.last) };
    let values = gauge.monthly(metric, period, cut).into_iter().filter_map(|(_, value)| value);
    if course == Course::Accumulates { values.skip_while(|&v| v == 0.0).collect() } else { values.collect() }
}

/// For each month after the last whole one until the due date, the share of its days that still counts.
fn weights_until(span: &Span, as_of: chrono::NaiveDate) -> Vec<f64> {
    let from = (span.known + 1).through(span.period.last);
    let share = |month: Month| {
        let first = month.first_day().max(as_of.succ_opt().unwrap_or(as_of)).max(span.start);
        let last = month.last_day().min(span.due);
        ((last - first).num_days() + 1).max(0) as f64 / month.days() as f64
    };
    from.map(share).collect()
}

/// The level over its window of months that ends with the due month: known months as they are, the others forecast.
fn level_at_due(history: &[f64], course: Course, span: &Span, current: f64) -> Option<Expected> {
    let length = usize::try_from(span.measured.months()).ok()?;
    let each = if course == Course::Level { 1.0 / length as f64 } else { 1.0 };
    let steps = usize::try_from(span.period.last.since(span.known)).ok()?;
    let recent = |count: usize| -> f64 { history[history.len() - count..].iter().sum::<f64>() * each };
    // Monthly figures do not add up to the figure of their months when the months differ in size.
    let plain = recent(length.min(history.len()));
    let scale = if plain > 0.0 && current > 0.0 { current / plain } else { 1.0 };
    let known = recent(length.saturating_sub(steps).min(history.len()));
    let weights: Vec<f64> = (0..steps).map(|i| if i + length >= steps { each } else { 0.0 }).collect();
    let coming = outlook(history, length.max(3), &weights)?;
    Some(Expected { value: (known + coming.value) * scale, deviation: coming.deviation * scale, ..coming })
}
