//! The share of the goal that needs no new funnel: recurring revenue carried on at the baseline's rates, and referrals.

use super::gauge::Gauge;
use crate::model::existing::{Existing, ExistingInput};
use crate::model::month::Period;

/// What existing customers bring towards `goal`, major units; `None` when neither exports nor plan tell of them.
pub fn existing(gauge: &Gauge<'_>, goal: f64) -> Option<Existing> {
    let settings = &gauge.settings.existing;
    let mut inputs = Vec::new();
    for input in ExistingInput::ALL {
        let history = history(gauge, input);
        let used = settings.given.get(&input).copied().or(history);
        inputs.extend(used.map(|used| (input, history, used)));
    }
    if inputs.is_empty() {
        return None;
    }
    let year = gauge.settings.plan_period();
    let months_before = year.first.since(gauge.settings.as_of_month()) - 1;
    let revenue = revenue(&inputs, months_before, year.months());
    let counted = if settings.counts { revenue } else { 0.0 };
    let share = in_use(&inputs, ExistingInput::ReferralShare).filter(|_| settings.referrals).unwrap_or(0.0);
    let referred = (goal - counted).max(0.0) * share;
    Some(Existing { inputs, months_before, revenue, counted, referred })
}

/// Recurring revenue grows or shrinks at one rate a month, as money does at compound interest; without subscriptions,
/// repeat purchases stay as they are.
fn revenue(inputs: &[(ExistingInput, Option<f64>, f64)], before: i32, months: i32) -> f64 {
    let of = |input| in_use(inputs, input).unwrap_or(0.0);
    let rate = (of(ExistingInput::Expansion) - of(ExistingInput::Churn) - of(ExistingInput::Contraction)).max(-1.0);
    let start = of(ExistingInput::Mrr) * (1.0 + rate).powi(before);
    let paid = if rate.abs() > 0.0 { ((1.0 + rate).powi(months) - 1.0) / rate } else { f64::from(months) };
    start * paid + of(ExistingInput::RepeatRevenue) * f64::from(months)
}

fn in_use(inputs: &[(ExistingInput, Option<f64>, f64)], input: ExistingInput) -> Option<f64> {
    inputs.iter().find(|(known, ..)| *known == input).map(|&(.., used)| used)
}

/// What the exports say. Repeat purchases stand in for subscriptions only where there are none, since a renewal would
/// count under both.
fn history(gauge: &Gauge<'_>, input: ExistingInput) -> Option<f64> {
    let baseline = gauge.settings.baseline();
    let total = |id: &str| gauge.total(id, baseline);
    let subscribed = gauge.facts.knows("mrr_months");
    let monthly = |parts: &[&str]| {
        let moved: f64 = parts.iter().filter_map(|id| total(id)).sum();
        total("mrr_months").filter(|&all| all > 0.0).map(|all| moved / all)
    };
    match input {
        ExistingInput::RepeatRevenue if !subscribed => {
            let (won, new) = total("won_revenue").zip(total("new_revenue"))?;
            Some((won - new) / f64::from(baseline.months())).filter(|&repeated| repeated > 0.0)
        }
        ExistingInput::ReferralShare if gauge.facts.knows("referred_customers") => {
            let customers = total("customers").filter(|&c| c > 0.0)?;
            Some(total("referred_customers").unwrap_or(0.0) / customers)
        }
        _ if !subscribed => None,
        ExistingInput::Mrr => gauge.total("mrr", Period::trailing(baseline.last, 1)),
        ExistingInput::Churn => monthly(&["mrr_churned"]),
        ExistingInput::Contraction => monthly(&["mrr_contraction"]),
        ExistingInput::Expansion => monthly(&["mrr_expansion", "mrr_reactivated"]),
        ExistingInput::RepeatRevenue | ExistingInput::ReferralShare => None,
    }
}
