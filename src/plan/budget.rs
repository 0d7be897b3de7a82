//! The budget: lines against spend in the current year, and what the plan needs by channel.

use std::collections::BTreeSet;

use super::gauge::{Cut, Gauge};
use super::marginal;
use crate::model::annual_plan::ReverseFunnel;
use crate::model::budget::{BudgetPlan, ChannelBudget, Marginal};
use crate::model::money::Money;
use crate::model::month::Period;
use crate::model::name::Name;
use crate::model::phrase::Phrase;
use crate::model::stage::Stage;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;

/// What was budgeted, spent and is needed; `None` where there is neither spend nor a budget line
/// nor anything that is needed.
pub fn budget(gauge: &Gauge<'_>, funnel: Option<&ReverseFunnel>) -> Option<BudgetPlan> {
    let facts = gauge.facts;
    let as_of = gauge.settings.as_of();
    let month = gauge.settings.as_of_month();
    let year = gauge.settings.fiscal_year(month);
    let ahead = gauge.settings.plan_period();
    let rest = (month.last_day() - as_of).num_days() as f64 / month.days() as f64;
    let months_left = f64::from(year.last.since(month)) + rest;
    let stages = &gauge.settings.stages;
    let stage = stages.iter().copied().find(|&s| s != Stage::Visit).unwrap_or(Stage::Lead);
    let step = funnel.and_then(|f| f.steps.iter().find(|s| s.stage == stage));
    let a_year = 12.0 / f64::from(gauge.settings.baseline_months);
    let units = gauge.total(stage.measure(), gauge.settings.baseline()).map(|n| n * a_year).filter(|&n| n > 0.0);
    let growth = step.zip(units).map(|(step, units)| step.per_year_whole / units);
    let line_in = |period: Period| facts.work.budget.keys().any(|&(_, m)| period.contains(m));
    let channels: Vec<ChannelBudget> = channels(gauge, [year, ahead])
        .into_iter()
        .map(|name| channel(gauge, name, (year, ahead), (months_left, stage.measure(), growth)))
        .collect();
    let plan = BudgetPlan {
        year,
        months_left,
        has_lines: line_in(year),
        has_lines_ahead: line_in(ahead),
        stage,
        growth,
        channels,
    };
    (!plan.channels.is_empty() || growth.is_some()).then_some(plan)
}

/// Channels with a line in those years or spend since the baseline or the year began, by name, the nameless last.
fn channels(gauge: &Gauge<'_>, years: [Period; 2]) -> Vec<Name> {
    let facts = gauge.facts;
    let first = years[0].first.min(gauge.settings.baseline().first);
    let spent = facts.of_id("spend").iter().filter(|f| f.spot.month >= first).map(|f| f.spot.channel);
    let lines = facts.work.budget.keys().filter(|(_, m)| years.iter().any(|y| y.contains(*m))).map(|&(name, _)| name);
    let mut names: Vec<Name> = spent.chain(lines).collect::<BTreeSet<Name>>().into_iter().collect();
    names.sort_by_key(|&n| (!n.is_some(), facts.names.text(n)));
    names
}

fn channel(
    gauge: &Gauge<'_>,
    channel: Name,
    (year, ahead): (Period, Period),
    (months_left, measure, growth): (f64, &str, Option<f64>),
) -> ChannelBudget {
    let cut = Cut { channel: Some(channel), market: None };
    let read = |id: &str, period| gauge.value(id, period, cut).unwrap_or(0.0);
    let month = gauge.settings.as_of_month();
    let baseline = gauge.settings.baseline();
    let to_date = Period { first: year.first, last: month };
    let to_come = Period { first: month + 1, last: year.last };
    let a_year = 12.0 / f64::from(gauge.settings.baseline_months);
    let (actual, spend, units) =
        (read("spend", to_date), read("spend", baseline) * a_year, read(measure, baseline) * a_year);
    let committed = lines(gauge, channel, to_come)[1];
    let marginal = Some(channel).filter(|_| spend > 0.0).and_then(|c| marginal::marginal(gauge, c, measure));
    ChannelBudget {
        channel,
        plan: lines(gauge, channel, year)[0],
        actual,
        committed,
        forecast: actual + committed.max(spend / 12.0 * months_left),
        spend,
        units,
        marginal,
        needed: growth
            .filter(|_| units > 0.0)
            .map_or(0.0, |growth| spend * growth.powf(1.0 / exponent(marginal.as_ref(), growth))),
        given: lines(gauge, channel, ahead)[0],
    }
}

/// Where units are seen to follow spend less than in proportion, more of them cost more than in proportion.
pub fn exponent(marginal: Option<&Marginal>, growth: f64) -> f64 {
    marginal.filter(|m| m.is_dearer() && growth > 1.0).map_or(1.0, |m| m.elasticity)
}

/// Budgeted and committed for a channel, major units.
fn lines(gauge: &Gauge<'_>, channel: Name, period: Period) -> [f64; 2] {
    let inside = gauge.facts.work.budget.iter().filter(|((name, m), _)| *name == channel && period.contains(*m));
    let (plan, committed) = inside.fold((0, 0), |sum, (_, line)| (sum.0 + line.plan, sum.1 + line.committed));
    [plan, committed].map(|minor| Money { minor, currency: gauge.facts.currency }.major())
}

/// The lines, and what the last unit cost: what the sheet's formulas read.
pub fn statistics(gauge: &Gauge<'_>, plan: Option<&BudgetPlan>) -> Vec<Statistic> {
    let Some(plan) = plan else { return Vec::new() };
    [lines_table(gauge), costs_table(gauge, plan)].into_iter().flatten().collect()
}

fn name(gauge: &Gauge<'_>, channel: Name) -> StatisticCell {
    if channel.is_some() {
        StatisticCell::Text(gauge.facts.names.text(channel).to_owned())
    } else {
        StatisticCell::Word("name.none".to_owned())
    }
}

fn lines_table(gauge: &Gauge<'_>) -> Option<Statistic> {
    let columns = [
        ("channel", None),
        ("month", None),
        ("budget_plan", Some(Unit::Money)),
        ("budget_committed", Some(Unit::Money)),
    ];
    let mut statistic = Statistic::new("budget_lines", Phrase::new("statistic_how.budget_lines"), &columns);
    let mut lines: Vec<_> = gauge.facts.work.budget.iter().collect();
    lines.sort_by_key(|((channel, month), _)| (gauge.facts.names.text(*channel), *month));
    let major = |minor| Money { minor, currency: gauge.facts.currency }.major();
    for (&(channel, month), line) in lines {
        let money = [line.plan, line.committed].map(|minor| major(minor).into());
        let [plan, committed] = money;
        statistic.rows.push(vec![name(gauge, channel), StatisticCell::Month(month), plan, committed]);
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}

fn costs_table(gauge: &Gauge<'_>, plan: &BudgetPlan) -> Option<Statistic> {
    let columns = [
        ("channel", None),
        ("months_counted", Some(Unit::Count)),
        ("average_cost", Some(Unit::Money)),
        ("elasticity", Some(Unit::Multiple)),
        ("low", Some(Unit::Multiple)),
        ("high", Some(Unit::Multiple)),
        ("last_cost", Some(Unit::Money)),
        ("reading", None),
    ];
    let stage = crate::model::phrase::Arg::Word(format!("stage.{}", plan.stage.id()));
    let how = Phrase::new("statistic_how.marginal_cost").with("stage", stage);
    let mut statistic = Statistic::new("marginal_cost", how, &columns);
    for line in &plan.channels {
        let Some(marginal) = line.marginal else { continue };
        let average = (line.units > 0.0).then(|| line.spend / line.units);
        let reading = match marginal {
            m if m.is_dearer() => "marginal.dearer",
            m if m.is_flat() => "marginal.flat",
            m if m.low > 1.0 => "marginal.cheaper",
            _ => "marginal.noise",
        };
        statistic.rows.push(vec![
            name(gauge, line.channel),
            (marginal.months as f64).into(),
            average.into(),
            marginal.elasticity.into(),
            marginal.low.into(),
            marginal.high.into(),
            average.filter(|_| marginal.low > 0.0).map(|a| a / marginal.elasticity).into(),
            StatisticCell::Word(reading.to_owned()),
        ]);
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}
