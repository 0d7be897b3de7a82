//! The bottleneck: the stage where a return to its own best quarter would bring the most revenue.

use super::worth::revenue;
use super::{amount, dearest, noise};
use crate::model::finding::{Finding, Place};
use crate::model::month::Period;
use crate::model::phrase::{Arg, Phrase};
use crate::model::stage::Stage;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::statistics::comparison::Two;
use crate::model::statistics::difference::Method;
use crate::model::unit::Unit;
use crate::plan::gauge::Gauge;
use crate::plan::reverse_funnel::rate_counts;
use crate::plan::status::FEWEST_CASES;

/// Months in a quarter.
const QUARTER: i32 = 3;
/// Chance that some quarter of a stage stands out although none differs.
const ALPHA: f64 = 0.05;

/// One step of the funnel: its rate now, and in its best quarter of enough cases.
struct Step {
    from: Stage,
    to: Stage,
    now: (f64, f64),
    months: Period,
    best: (f64, f64),
    quarter: Period,
    /// Whether the best quarter is more than the luckiest of so many.
    is_more_than_luck: bool,
    /// Revenue of a year that the best rate would add, the other rates as they are.
    brings: f64,
}

impl Step {
    fn rates(&self) -> [f64; 2] {
        [self.now, self.best].map(|(part, whole)| part / whole)
    }
}

/// The stage with the most to gain, if its best quarter is no luck.
pub(super) fn finding(gauge: &Gauge<'_>) -> Option<Finding> {
    let gain = |step: &Step| if step.is_more_than_luck { step.brings } else { 0.0 };
    let (row, step) = dearest(steps(gauge), gain)?;
    let [now, best] = step.rates();
    let says = Phrase::new("finding.bottleneck")
        .with("from", word(step.from))
        .with("to", word(step.to))
        .with("now", Arg::Share(now))
        .with("months", step.months)
        .with("best", Arg::Share(best))
        .with("quarter", step.quarter)
        .with("brings", amount(gauge, step.brings));
    let place = Place::Statistic { id: "bottleneck", row, column: "brings_a_year" };
    Some(Finding { kind: "bottleneck", says, money: Some(step.brings), place })
}

/// Every step of the funnel with its best quarter and what that would bring.
pub(super) fn statistic(gauge: &Gauge<'_>) -> Option<Statistic> {
    let columns = [
        ("from", None),
        ("to", None),
        ("rate_now", Some(Unit::Ratio)),
        ("best_quarter", None),
        ("rate_best", Some(Unit::Ratio)),
        ("brings_a_year", Some(Unit::Money)),
        ("noise", None),
    ];
    let mut statistic = Statistic::new("bottleneck", Phrase::new("statistic_how.bottleneck"), &columns);
    for step in steps(gauge) {
        let [now, best] = step.rates();
        statistic.rows.push(vec![
            StatisticCell::Word(format!("stage.{}", step.from.id())),
            StatisticCell::Word(format!("stage.{}", step.to.id())),
            now.into(),
            StatisticCell::Said(Phrase::new("format.span").with("months", step.quarter)),
            best.into(),
            step.brings.into(),
            noise(step.is_more_than_luck),
        ]);
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}

fn word(stage: Stage) -> Arg {
    Arg::Word(format!("stage.{}", stage.id()))
}

fn steps(gauge: &Gauge<'_>) -> Vec<Step> {
    let a_year = 12.0 / f64::from(gauge.settings.baseline_months);
    let revenue = gauge.total(revenue(gauge), gauge.settings.baseline()).unwrap_or(0.0) * a_year;
    gauge.settings.stages.windows(2).filter_map(|pair| step(gauge, pair[0], pair[1], revenue)).collect()
}

/// A step of which the cohorts are old enough to compare, with its quarters counted back from the last such month.
fn step(gauge: &Gauge<'_>, from: Stage, to: Stage, revenue: f64) -> Option<Step> {
    let known = gauge.facts.months?;
    let last = gauge.mature(&format!("{}_to_{}", from.id(), to.id()));
    let months = Period::trailing(last, gauge.settings.baseline_months);
    let counts = |period| rate_counts(gauge, from, to, period).filter(|&(part, n)| n >= FEWEST_CASES && part <= n);
    let now = counts(months).filter(|&(part, _)| part > 0.0 && months.first >= known.first)?;
    let quarters = (0..).map(|back| Period::trailing(last, QUARTER).moved(-QUARTER * back));
    let quarters = quarters.take_while(|q| q.first >= known.first);
    let counted: Vec<_> = quarters.filter_map(|q| Some((q, counts(q)?))).collect();
    let rate = |(part, whole): (f64, f64)| part / whole;
    let (quarter, best) = counted.iter().copied().reduce(|a, b| if rate(b.1) > rate(a.1) { b } else { a })?;
    let two = Two::new(best, now)?;
    let (low, _) = Method::Newcombe.interval(&two, ALPHA / counted.len() as f64)?;
    let brings = revenue * (rate(best) / rate(now) - 1.0).max(0.0);
    Some(Step { from, to, now, months, best, quarter, is_more_than_luck: low > 0.0, brings })
}
