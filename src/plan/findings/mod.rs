//! Findings: the sentences that must be heard, those about the most money first.

mod bottleneck;
mod budget;
mod capacity;
mod cohort;
mod credit;
mod idle_spend;
mod market;
mod missed;
mod silence;
pub mod worth;

use super::changes;
use super::gaps::gaps;
use super::gauge::Gauge;
use super::sla;
use crate::model::annual_plan::{ReverseFunnel, Scorecard};
use crate::model::budget::BudgetPlan;
use crate::model::capacity::CapacityPlan;
use crate::model::finding::Finding;
use crate::model::phrase::Arg;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;

/// All findings, of the means the budget and the capacity: by money, then those about none in the order of their kinds.
pub fn findings(
    gauge: &Gauge<'_>,
    cards: &[Scorecard],
    funnel: Option<&ReverseFunnel>,
    (budget, capacity): (Option<&BudgetPlan>, Option<&CapacityPlan>),
) -> Vec<Finding> {
    let mut all: Vec<Finding> = missed::findings(gauge, cards);
    all.extend(bottleneck::finding(gauge));
    all.extend(credit::losses(gauge));
    all.extend(credit::model_dependence(gauge));
    all.extend(idle_spend::finding(gauge, cards));
    all.extend(self::budget::findings(gauge, budget));
    all.extend(self::capacity::finding(gauge, capacity));
    all.extend(cohort::finding(gauge));
    all.extend(market::finding(gauge));
    all.extend(funnel.into_iter().flat_map(|funnel| gaps(gauge, funnel)));
    all.extend(sla::finding(gauge));
    all.extend(silence::finding(gauge, cards));
    all.extend(changes::findings(gauge));
    let money = |f: &Finding| f.money.unwrap_or(f64::NEG_INFINITY);
    all.sort_by(|a, b| money(b).total_cmp(&money(a)));
    all
}

/// The tables that findings rest on.
pub fn statistics(gauge: &Gauge<'_>) -> impl Iterator<Item = Statistic> {
    bottleneck::statistic(gauge).into_iter().chain(cohort::statistic(gauge))
}

/// The one that is `worth` the most, the first of equals, with its row among `all`; `None` when none is worth anything.
fn dearest<T>(all: Vec<T>, worth: impl Fn(&T) -> f64) -> Option<(usize, T)> {
    let dear = all.into_iter().enumerate().filter(|(_, one)| worth(one) > 0.0);
    dear.reduce(|a, b| if worth(&b.1) > worth(&a.1) { b } else { a })
}

/// Whether a difference is more than luck, as a cell says it.
fn noise(is_more_than_luck: bool) -> StatisticCell {
    StatisticCell::Word(if is_more_than_luck { "noise.more" } else { "noise.less" }.to_owned())
}

/// An amount in major units, as shown.
pub fn amount(gauge: &Gauge<'_>, major: f64) -> Arg {
    Arg::Figure(major, Unit::Money, gauge.facts.currency)
}
