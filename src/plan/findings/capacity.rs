//! The team that has too few hours for the plan.

use super::amount;
use crate::model::capacity::CapacityPlan;
use crate::model::fact::Axis;
use crate::model::finding::{Finding, Place};
use crate::model::phrase::{Arg, Phrase};
use crate::model::unit::Unit;
use crate::plan::gauge::Gauge;

/// The team that is short of the most hours, with what they cost where that is known.
pub(super) fn finding(gauge: &Gauge<'_>, plan: Option<&CapacityPlan>) -> Option<Finding> {
    let plan = plan?;
    let all = plan.teams.iter().filter_map(|t| Some((t, t.short()?)));
    let (team, hours) = all.reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let figure = |hours: f64| Arg::Figure(hours, Unit::Hours, gauge.facts.currency);
    let money = plan.hour_cost.map(|cost| cost * hours);
    let key = if money.is_some() { "finding.hours_short_money" } else { "finding.hours_short" };
    let says = Phrase::new(key)
        .with("team", gauge.facts.names.text(team.team))
        .with("needed", figure(team.needed))
        .with("there", figure(team.there_year.unwrap_or(0.0)))
        .with("short", figure(hours))
        .with("money", amount(gauge, money.unwrap_or(0.0)))
        .with("year", gauge.settings.plan_period());
    let place = Place::Row { table: "capacity", axis: Axis::Team, name: team.team, column: "hours_short".to_owned() };
    Some(Finding { kind: "capacity_shortfall", says, money, place })
}
