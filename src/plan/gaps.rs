//! Gaps: where the reverse funnel and the goal do not meet, each with its figures.

use super::findings::amount;
use super::gauge::Gauge;
use super::odds::{mean_for, poisson_at_least};
use super::reverse_funnel::forward;
use crate::model::annual_plan::ReverseFunnel;
use crate::model::finding::{Finding, Place};
use crate::model::phrase::{Arg, Phrase};
use crate::model::stage::Stage;

/// Where the reverse funnel and the goal do not meet: broken customers, today's visits, luck, thin counts.
pub fn gaps(gauge: &Gauge<'_>, funnel: &ReverseFunnel) -> Vec<Finding> {
    let mut said = Vec::new();
    let floor = funnel.customers.floor();
    if funnel.whole_customers > floor && floor > 0.0 {
        let short = funnel.left - floor * funnel.average_deal;
        let says = Phrase::new("finding.whole_customers")
            .with("floor", Arg::Number(floor, 0))
            .with("brings", amount(gauge, floor * funnel.average_deal))
            .with("goal", amount(gauge, funnel.left))
            .with("short", amount(gauge, short))
            .with("whole", Arg::Number(funnel.whole_customers, 0));
        let place = Place::Named("whole_customers");
        said.push(Finding { kind: "whole_customers", says, money: Some(short), place });
    }
    let Some(first) = funnel.steps.last() else { return said };
    let stage = || Arg::Word(format!("stage.{}", first.stage.id()));
    let baseline = gauge.settings.baseline();
    if let Some(now) = gauge.total(first.stage.measure(), baseline).map(|n| n / f64::from(baseline.months())) {
        let revenue = forward(funnel, now) * 12.0 * funnel.average_deal;
        if now > 0.0 && revenue < funnel.left {
            let short = funnel.left - revenue;
            let says = Phrase::new("finding.today")
                .with("stage", stage())
                .with("now", Arg::Number(now, 0))
                .with("customers", Arg::Number(forward(funnel, now) * 12.0, 1))
                .with("brings", amount(gauge, revenue))
                .with("short", amount(gauge, short))
                .with("share", Arg::Share(short / funnel.left));
            let place = Place::First("whole_month");
            said.push(Finding { kind: "goal_gap", says, money: Some(short), place });
        }
    }
    let open = |kind, says, place| Finding { kind, says, money: None, place };
    said.extend(luck(funnel, stage()).map(|says| open("luck", says, Place::Named("chance_needed"))));
    said.extend(thin_rate(funnel, stage()).map(|(says, place)| open("thin_rate", says, place)));
    said
}

/// What luck does to a number of customers that is right on average.
fn luck(funnel: &ReverseFunnel, stage: Arg) -> Option<Phrase> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a small whole number")]
    let whole = (1.0..=1000.0).contains(&funnel.whole_customers).then_some(funnel.whole_customers as u32)?;
    let a_month = funnel.steps.last()?.per_year / 12.0;
    let each = forward(funnel, 1.0) * 12.0;
    let phrase = Phrase::new("finding.luck").with("stage", stage).with("visits", Arg::Number(a_month, 0));
    let chance = Arg::Share(poisson_at_least(whole, a_month * each));
    let phrase = phrase.with("whole", Arg::Number(f64::from(whole), 0)).with("chance", chance);
    Some(phrase.with("safe", Arg::Number(mean_for(whole, 0.8) / each, 0)))
}

/// The rate that rests on the fewest cases, and what its interval does to the first stage.
fn thin_rate(funnel: &ReverseFunnel, stage: Arg) -> Option<(Phrase, Place)> {
    let counted = funnel.steps.iter().filter_map(|s| Some((s, s.counts?, s.interval?, s.next?)));
    let (step, (part, whole), (low, high), next) = counted.reduce(|a, b| if b.1.1 < a.1.1 { b } else { a })?;
    let (rate, first) = (step.rate?, funnel.steps.last()?.per_year / 12.0);
    if low <= 0.0 || whole >= 1000.0 {
        return None;
    }
    let word = |stage: Stage| Arg::Word(format!("stage.{}", stage.id()));
    let phrase = Phrase::new("finding.thin_rate").with("from", word(step.stage)).with("to", word(next));
    let phrase = phrase.with("part", Arg::Number(part, 0)).with("whole", Arg::Number(whole, 0));
    let phrase = phrase.with("low", Arg::Share(low)).with("high", Arg::Share(high)).with("stage", stage);
    let phrase = phrase.with("least", Arg::Number(first * rate / high, 0));
    Some((phrase.with("most", Arg::Number(first * rate / low, 0)), Place::Step(step.stage, next)))
}
