//! The reverse funnel: what a revenue goal needs at every stage.

use super::existing::existing;
use super::gauge::{Cut, Gauge};
use crate::model::annual_plan::{FunnelStep, ReverseFunnel};
use crate::model::month::Period;
use crate::model::note::{Note, Notes};
use crate::model::phrase::Arg;
use crate::model::stage::Stage;
use crate::model::statistics::proportion::{Z_80, Z_95, wilson};

/// Slack for whole customers: 9.0000000001 customers are nine.
const WHOLE: f64 = 1e-9;

/// The funnel of the first goal with revenue; `None` without such a goal, an average deal or a rate.
pub fn reverse_funnel(gauge: &Gauge<'_>, notes: &mut Notes) -> Option<ReverseFunnel> {
    let goal = gauge.settings.goals.iter().find(|g| g.revenue.is_some_and(|r| r > 0.0))?;
    let revenue = goal.revenue?;
    let Some(average_deal) = goal.average_deal.or_else(|| average_deal(gauge)).filter(|&a| a > 0.0) else {
        notes.push(Note::new("E359").with("goal", goal.id.as_str()));
        return None;
    };
    let existing = existing(gauge, revenue);
    let elsewhere = existing.as_ref().map_or(0.0, |e| e.counted + e.referred);
    let left = (revenue - elsewhere).max(0.0);
    let customers = left / average_deal;
    let whole_customers = (customers - WHOLE).ceil();
    let mut stages: Vec<Stage> = gauge.settings.stages.clone();
    if stages.last() != Some(&Stage::Customer) {
        stages.retain(|&s| s != Stage::Customer);
        stages.push(Stage::Customer);
    }
    let mut steps = vec![step(Stage::Customer, None, customers, whole_customers)];
    let (mut need, mut need_whole) = (customers, whole_customers);
    for pair in stages.windows(2).rev() {
        let [stage, next] = [pair[0], pair[1]];
        let (rate, counts) = rate(gauge, stage, next);
        let Some(rate) = rate.filter(|&r| r > 0.0) else {
            notes.push(missing_rate(stage, next));
            break;
        };
        need /= rate;
        need_whole /= rate;
        steps.push(FunnelStep {
            next: Some(next),
            rate: Some(rate),
            counts,
            interval: counts.and_then(|(part, whole)| wilson(part, whole, Z_95)),
            likely: counts.and_then(|(part, whole)| wilson(part, whole, Z_80)),
            ..step(stage, None, need, need_whole)
        });
    }
    let average_given = goal.average_deal.is_some();
    (steps.len() > 1).then_some(ReverseFunnel {
        revenue,
        existing,
        left,
        average_deal,
        average_given,
        customers,
        whole_customers,
        steps,
    })
}

/// What `amount` of the first step becomes in the last: forward through the same rates.
pub fn forward(funnel: &ReverseFunnel, amount: f64) -> f64 {
    amount * funnel.steps.iter().filter_map(|s| s.rate).product::<f64>()
}

fn step(stage: Stage, next: Option<Stage>, per_year: f64, per_year_whole: f64) -> FunnelStep {
    FunnelStep { stage, next, rate: None, counts: None, interval: None, likely: None, per_year, per_year_whole }
}

fn missing_rate(stage: Stage, next: Stage) -> Note {
    Note::new("E360")
        .with("from", Arg::Word(format!("stage.{}", stage.id())))
        .with("to", Arg::Word(format!("stage.{}", next.id())))
        .with("setting", format!("{}_to_{}", stage.id(), next.id()))
}

/// The rate from one stage to the next, and the counts it rests on when it comes from the baseline.
fn rate(gauge: &Gauge<'_>, stage: Stage, next: Stage) -> (Option<f64>, Option<(f64, f64)>) {
    if let Some(&given) = gauge.settings.plan_rates.get(&(stage, next)) {
        return (Some(given), None);
    }
    match rate_counts(gauge, stage, next, gauge.settings.baseline()) {
        Some((part, whole)) if whole > 0.0 => (Some(part / whole), Some((part, whole))),
        _ => (None, None),
    }
}

/// How many of those who entered `stage` in `period` reached `next`; of visits, the entries to `next` of the same
/// months, because a visit has no name to follow.
pub fn rate_counts(gauge: &Gauge<'_>, stage: Stage, next: Stage, period: Period) -> Option<(f64, f64)> {
    let read = |id: &str| gauge.value(id, period, Cut::default()).ok();
    let part = if stage == Stage::Visit {
        read(next.measure())
    } else {
        read(&format!("reached.{}.{}", stage.id(), next.id()))
    };
    part.zip(read(stage.measure()))
}

/// New revenue of one new customer in the baseline, else won revenue of one won deal.
fn average_deal(gauge: &Gauge<'_>) -> Option<f64> {
    let baseline = gauge.settings.baseline();
    let ratio = |money: &str, count: &str| {
        let (money, count) = (gauge.total(money, baseline)?, gauge.total(count, baseline)?);
        (count > 0.0 && money > 0.0).then(|| money / count)
    };
    ratio("new_revenue", "customers").or_else(|| ratio("won_revenue", "deals_won"))
}
