//! What the plan asks of the months that it can be held against: the reverse funnel's needs, the goal, and the budgets.

use super::gauge::{Cut, Gauge};
use crate::model::annual_plan::{ReverseFunnel, Scorecard};
use crate::model::month::{Month, Period};
use crate::model::planned::Planned;
use crate::model::stage::Stage;
use crate::model::statistics::product::MOST;

/// Stages that are left out where there are too many factors, those that say least first.
const LEFT_OUT: [Stage; 8] = [
    Stage::Trial,
    Stage::Pql,
    Stage::Subscriber,
    Stage::Sal,
    Stage::Proposal,
    Stage::Mql,
    Stage::Sql,
    Stage::Opportunity,
];

/// The whole months of the plan's year so far; before it begins, the baseline, against what as many months will need.
/// `None` without a goal, or where one of the factors is 0.
pub fn planned(gauge: &Gauge<'_>, cards: &[Scorecard], funnel: Option<&ReverseFunnel>) -> Option<Planned> {
    let (funnel, year) = (funnel?, gauge.settings.plan_period());
    let as_of = gauge.settings.as_of_month();
    let whole = if gauge.settings.as_of() == as_of.last_day() { as_of } else { as_of + -1 };
    let begun = whole >= year.first;
    let months = if begun {
        Period { first: year.first, last: whole.min(year.last) }
    } else {
        Period::trailing(whole, gauge.settings.baseline_months)
    };
    gauge.facts.months.filter(|known| known.first <= months.first)?;
    let brought = |id: &str| gauge.value(id, months, Cut::default()).is_ok_and(|v| v > 0.0);
    let share = f64::from(months.months()) / f64::from(year.months());
    let mut stages: Vec<(Stage, f64)> = funnel.steps.iter().rev().map(|s| (s.stage, s.per_year * share)).collect();
    stages.retain(|(stage, _)| brought(stage.measure()));
    let revenue = ["new_revenue", "won_revenue"].into_iter().find(|id| brought(id))?;
    let budget = if begun { budget(cards, months) } else { 0.0 };
    let spend = (budget > 0.0 && brought("spend")).then(|| ("spend".to_owned(), budget));
    let room = MOST - 1 - usize::from(spend.is_some());
    for stage in LEFT_OUT {
        if stages.len() > room {
            stages.retain(|&(s, _)| s != stage);
        }
    }
    let stages = stages.into_iter().map(|(stage, need)| (stage.measure().to_owned(), need));
    let revenue = (revenue.to_owned(), funnel.revenue * share);
    let measures: Vec<(String, f64)> = spend.into_iter().chain(stages).chain([revenue]).collect();
    (measures.len() > 2).then_some(Planned { months, begun, measures })
}

/// The part of the objectives' budgets that belongs to `months`, each spread evenly over the months of its objective.
fn budget(cards: &[Scorecard], months: Period) -> f64 {
    let part = |card: &Scorecard| {
        let inside = card.period.first.through(card.period.last).filter(|&m: &Month| months.contains(m)).count();
        card.objective.budget.unwrap_or(0.0) * inside as f64 / f64::from(card.period.months().max(1))
    };
    cards.iter().map(part).sum()
}
