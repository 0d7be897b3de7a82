//! What the last unit of each channel cost: how much more came in the months in which more was spent.

use super::gauge::{Cut, Gauge};
use crate::model::budget::Marginal;
use crate::model::month::Period;
use crate::model::name::Name;
use crate::model::statistics::line::Line;
use crate::model::statistics::sample::deviation;

/// Months that are looked at: a season stands in them twice.
pub const MONTHS: i32 = 24;
/// Months with spend and units without which nothing is said.
const FEWEST: usize = 12;
/// Spend whose logarithm deviates less than this (about a twentieth) from its mean says nothing about more of it.
const VARIED: f64 = 0.05;
/// Chance that an interval misses.
const ALPHA: f64 = 0.05;

/// The elasticity of `measure` to spend in one channel: the slope of the line through the logarithms of the months in
/// which there was both. A unit more than the last costs the average divided by it. `None` with too few such months, or where
/// spend hardly varied.
pub fn marginal(gauge: &Gauge<'_>, channel: Name, measure: &str) -> Option<Marginal> {
    let known = gauge.facts.months?;
    let last = gauge.settings.as_of_month().min(known.last);
    let period = Period { first: (last + (1 - MONTHS)).max(known.first), last };
    let cut = Cut { channel: Some(channel), market: None };
    let [spend, units] = ["spend", measure].map(|id| gauge.monthly(id, period, cut));
    let both = spend.iter().zip(&units).filter_map(|((_, s), (_, u))| Some((s.filter(|&s| s > 0.0)?, (*u)?)));
    let points: Vec<(f64, f64)> = both.filter(|b| b.1 > 0.0).map(|(s, u)| (s.ln(), u.ln())).collect();
    let logarithms: Vec<f64> = points.iter().map(|p| p.0).collect();
    if points.len() < FEWEST || deviation(&logarithms).is_none_or(|d| d < VARIED) {
        return None;
    }
    let line = Line::through(&points)?;
    let (low, high) = line.interval(ALPHA)?;
    Some(Marginal { months: points.len(), elasticity: line.slope, low, high })
}
