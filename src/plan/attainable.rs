//! Whether an objective can be reached, from evidence: what it asks of every month from now on against the best months
//! there have been, the forecast, the budget and the hours.

use super::gauge::{Course, Cut, Gauge};
use super::span::Span;
use crate::model::annual_plan::{Evidence, Scorecard};
use crate::model::month::Period;
use crate::model::objective::Better;
use crate::model::unit::Unit;

/// Spans whose best is compared: a month, a quarter, a year.
const SPANS: [i32; 3] = [1, 3, 12];
/// Days in a month, on average.
const MONTH: f64 = 365.25 / 12.0;

/// The evidence about `card`, whose target and current value are known; `None` when no month is known.
pub fn evidence(gauge: &Gauge<'_>, course: Course, span: &Span, cut: Cut, card: &Scorecard) -> Option<Evidence> {
    let known = gauge.facts.months?;
    let all = Period { first: known.first, last: known.last.min(span.known) };
    let (target, months) = (card.target?, all.months());
    let from = gauge.settings.as_of().max(span.start.pred_opt().unwrap_or(span.start));
    let left = (span.due - from).num_days() as f64;
    let months_left = left / MONTH;
    let done = card.current.unwrap_or(0.0);
    let accumulates = course == Course::Accumulates;
    let needed = if accumulates { (months_left > 0.0).then(|| (target - done) / months_left) } else { Some(target) };
    let best = SPANS.map(|count| best(gauge, card, cut, all, (count, accumulates)));
    let missing = if accumulates { (target - done).max(0.0) } else { 0.0 };
    let per_unit = |sum: Option<f64>| {
        let units = gauge.value(&card.objective.metric, gauge.settings.baseline(), cut).ok().filter(|&u| u > 0.0)?;
        sum.filter(|&s| s > 0.0 && accumulates && card.better == Better::Higher).map(|s| s / units)
    };
    let spend = gauge.value("spend", gauge.settings.baseline(), cut).ok();
    // Campaigns of its own say what one more costs it; else everything that was spent on the same scope does.
    let own = (!card.objective.campaigns.is_empty() && card.spend > 0.0 && done > 0.0).then(|| card.spend / done);
    let own = own.filter(|_| accumulates && card.better == Better::Higher);
    let unit_cost = own
        .or_else(|| per_unit(spend))
        .filter(|_| card.unit != Unit::Money || !card.objective.metric.contains("spend"));
    let hours = hours(gauge, card, span);
    let unit_hours = per_unit(hours.map(|h| h.0));
    Some(Evidence {
        needed,
        needed_per_week: needed.filter(|_| accumulates).map(|n| n * 7.0 / MONTH),
        months,
        months_left,
        best,
        unit_cost,
        spend_needed: unit_cost.map(|c| c * missing),
        spend_left: card.objective.budget.map(|b| b - card.spend),
        unit_hours,
        hours_needed: unit_hours.map(|h| h * missing),
        hours_left: card.objective.hours.or(hours.and_then(|h| h.1)),
    })
}

/// The best value over so many consecutive months: for what accumulates, a month of them on average.
fn best(gauge: &Gauge<'_>, card: &Scorecard, cut: Cut, all: Period, (count, accumulates): (i32, bool)) -> Option<f64> {
    let metric = &card.objective.metric;
    let ends = (all.first + (count - 1)).through(all.last);
    let each = if accumulates { 1.0 / f64::from(count) } else { 1.0 };
    let values = ends.filter_map(|last| gauge.value(metric, Period::trailing(last, count), cut).ok().map(|v| v * each));
    values.reduce(if card.better == Better::Higher { f64::max } else { f64::min })
}

/// Hours that the objective's team recorded in the baseline, and those it has until the due date.
fn hours(gauge: &Gauge<'_>, card: &Scorecard, span: &Span) -> Option<(f64, Option<f64>)> {
    let team = gauge.team(&card.objective.team)?;
    let work = &gauge.facts.work;
    let thousandths = |hours: i128| hours as f64 / 1_000.0;
    let spent = thousandths(work.done(Some(team), None, gauge.settings.baseline()).hours);
    let first = (gauge.settings.as_of_month() + 1).max(span.period.first);
    let ahead = Period { first, last: span.period.last };
    let planned = work.means(team, ahead).map(|m| thousandths(m.hours));
    // Where the months ahead have no capacity yet, the team is taken to stay as it was.
    let before = work.means(team, gauge.settings.baseline());
    let as_now = before.map(|m| thousandths(m.hours) / f64::from(gauge.settings.baseline_months));
    let ahead = planned.or_else(|| as_now.map(|h| h * f64::from(ahead.months().max(0))));
    (spent > 0.0).then_some((spent, ahead))
}
