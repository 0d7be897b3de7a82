//! Budgets that will be overrun, a plan that needs more than there is, and channels whose last unit was dear.

use super::amount;
use crate::model::budget::{BudgetPlan, ChannelBudget};
use crate::model::fact::Axis;
use crate::model::finding::{Finding, Place};
use crate::model::phrase::{Arg, Phrase};
use crate::plan::gauge::Gauge;

/// Under this share of a budget nothing is said.
const SMALL: f64 = 0.02;

/// All of them.
pub(super) fn findings(gauge: &Gauge<'_>, budget: Option<&BudgetPlan>) -> Vec<Finding> {
    let Some(budget) = budget else { return Vec::new() };
    let said = [overrun(gauge, budget), overrun_channel(gauge, budget), short(gauge, budget), dear(gauge, budget)];
    said.into_iter().flatten().collect()
}

fn sum(budget: &BudgetPlan, of: impl Fn(&ChannelBudget) -> f64) -> f64 {
    budget.channels.iter().map(of).sum()
}

/// The year's spend against the year's budget, all channels together.
fn overrun(gauge: &Gauge<'_>, budget: &BudgetPlan) -> Option<Finding> {
    let (plan, forecast) = (sum(budget, |c| c.plan), sum(budget, |c| c.forecast));
    let over = forecast - plan;
    if !budget.has_lines || over <= plan * SMALL {
        return None;
    }
    let says = Phrase::new("finding.overrun")
        .with("forecast", amount(gauge, forecast))
        .with("plan", amount(gauge, plan))
        .with("over", amount(gauge, over))
        .with("share", Arg::Share(over / plan))
        .with("year", budget.year);
    let place = Place::Total { table: "budget", column: "over_year".to_owned() };
    Some(Finding { kind: "budget_overrun", says, money: Some(over), place })
}

/// The channel that goes furthest beyond its own line.
fn overrun_channel(gauge: &Gauge<'_>, budget: &BudgetPlan) -> Option<Finding> {
    let over = |c: &&ChannelBudget| c.forecast - c.plan;
    let beyond = budget.channels.iter().filter(|c| c.channel.is_some() && c.plan > 0.0 && over(c) > c.plan * SMALL);
    let worst = beyond.max_by(|a, b| over(a).total_cmp(&over(b)))?;
    let says = Phrase::new("finding.overrun_channel")
        .with("channel", gauge.facts.names.text(worst.channel))
        .with("forecast", amount(gauge, worst.forecast))
        .with("plan", amount(gauge, worst.plan))
        .with("over", amount(gauge, over(&worst)))
        .with("year", budget.year);
    let place = row("budget", worst, "over_year");
    Some(Finding { kind: "budget_overrun_channel", says, money: Some(over(&worst)), place })
}

fn row(table: &'static str, channel: &ChannelBudget, column: &str) -> Place {
    Place::Row { table, axis: Axis::Channel, name: channel.channel, column: column.to_owned() }
}

/// What the plan's year needs beyond its budget.
fn short(gauge: &Gauge<'_>, budget: &BudgetPlan) -> Option<Finding> {
    let (needed, given) = (sum(budget, |c| c.needed), sum(budget, |c| c.given));
    if !budget.has_lines_ahead || needed - given <= given * SMALL {
        return None;
    }
    let says = Phrase::new("finding.budget_short")
        .with("needed", amount(gauge, needed))
        .with("given", amount(gauge, given))
        .with("short", amount(gauge, needed - given))
        .with("year", gauge.settings.plan_period());
    let place = Place::Total { table: "budget_need", column: "budget_short".to_owned() };
    Some(Finding { kind: "budget_short", says, money: Some(needed - given), place })
}

/// The dearest last unit, in the channel with the most spend of those where it was dear beyond noise. No money: how much
/// less spend would do as well, these months do not say.
fn dear(gauge: &Gauge<'_>, budget: &BudgetPlan) -> Option<Finding> {
    let known = |c: &&ChannelBudget| c.units > 0.0 && c.marginal.is_some_and(|m| m.is_dearer() || m.is_flat());
    let channel = budget.channels.iter().filter(known).max_by(|a, b| a.spend.total_cmp(&b.spend))?;
    let marginal = channel.marginal?;
    let average = channel.spend / channel.units;
    let key = if marginal.is_dearer() { "finding.last_unit" } else { "finding.flat_spend" };
    let row = budget.channels.iter().filter(|c| c.marginal.is_some()).position(|c| c.channel == channel.channel)?;
    let says = Phrase::new(key)
        .with("channel", gauge.facts.names.text(channel.channel))
        .with("stage", Arg::Word(format!("stage.{}", budget.stage.id())))
        .with("months", marginal.months)
        .with("average", amount(gauge, average))
        .with("last", amount(gauge, average / marginal.elasticity))
        .with("elasticity", Arg::Number(marginal.elasticity, 2))
        .with("low", Arg::Number(marginal.low, 2))
        .with("high", Arg::Number(marginal.high, 2));
    let place = Place::Statistic { id: "marginal_cost", row, column: "elasticity" };
    Some(Finding { kind: "marginal_cost", says, money: None, place })
}
