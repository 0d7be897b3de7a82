//! Capacity: the hours that the plan needs of each team, against those that it has.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::gauge::Gauge;
use crate::model::budget::BudgetPlan;
use crate::model::calendar::Calendar;
use crate::model::capacity::{CapacityPlan, TeamHours};
use crate::model::month::{Month, Period};
use crate::model::name::Name;
use crate::model::phrase::Phrase;
use crate::model::stage::Stage;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;

const THOUSANDTHS: f64 = 1_000.0;

/// Hours for one unit of the plan's stage in the baseline, times the units that the plan needs; `None` without a reverse
/// funnel or without recorded hours.
pub fn capacity(gauge: &Gauge<'_>, budget: Option<&BudgetPlan>, calendar: Option<&Calendar>) -> Option<CapacityPlan> {
    let budget = budget?;
    let year = gauge.settings.plan_period();
    let longest = calendar.map_or(0, |c| c.days(Stage::Visit));
    let months = Period { first: Month::of(year.first.first_day() - TimeDelta::days(longest.into())), last: year.last };
    let growth = budget.growth?;
    let work = &gauge.facts.work;
    let baseline = gauge.settings.baseline();
    let a_year = 12.0 / f64::from(gauge.settings.baseline_months);
    let worked = work.done.iter().filter(|((_, _, m), done)| baseline.contains(*m) && done.hours > 0);
    let mut names: Vec<Name> = worked.map(|((team, ..), _)| *team).collect::<BTreeSet<_>>().into_iter().collect();
    names.retain(|n| n.is_some());
    names.sort_by_key(|&n| gauge.facts.names.text(n));
    let teams = names.into_iter().map(|team| {
        let done = work.done(Some(team), None, baseline).hours as f64 / THOUSANDTHS * a_year;
        let (there, is_given) = there(gauge, team, months);
        let skipped = usize::try_from(year.first.since(months.first)).unwrap_or(0);
        let there_year = there.as_ref().map(|t| t.iter().skip(skipped).sum());
        TeamHours { team, done, needed: done * growth, there, there_year, is_given }
    });
    let teams: Vec<TeamHours> = teams.collect();
    let had = gauge.total("capacity_hours", baseline).filter(|&h| h > 0.0);
    let paid = gauge.total("cost_people", baseline).filter(|&c| c > 0.0);
    let hour_cost = paid.zip(had).map(|(paid, had)| paid / had);
    let plan = CapacityPlan { stage: budget.stage, teams, months, hour_cost };
    (!plan.teams.is_empty()).then_some(plan)
}

/// What a team has in each month: as recorded; a month without a record is like those of the plan's year that
/// have one, else like the baseline's.
fn there(gauge: &Gauge<'_>, team: Name, months: Period) -> (Option<Vec<f64>>, bool) {
    let work = &gauge.facts.work;
    let year = gauge.settings.plan_period();
    let mean =
        |period: Period| work.means(team, period).map(|m| m.hours as f64 / THOUSANDTHS / f64::from(period.months()));
    let given = mean(year);
    let usual = given.or_else(|| mean(gauge.settings.baseline()));
    let known = |month| work.capacity.get(&(team, month)).map(|m| m.hours as f64 / THOUSANDTHS);
    let there = usual.map(|usual| months.first.through(months.last).map(|m| known(m).unwrap_or(usual)).collect());
    (there, given.is_some())
}

/// The hours that are there: what the sheet's formulas read.
pub fn statistic(gauge: &Gauge<'_>, plan: Option<&CapacityPlan>) -> Option<Statistic> {
    let plan = plan?;
    let columns = [("team", None), ("month", None), ("hours_available", Some(Unit::Hours)), ("hours_from", None)];
    let mut statistic = Statistic::new("capacity_months", Phrase::new("statistic_how.capacity_months"), &columns);
    for team in &plan.teams {
        let from = if team.is_given { "hours_from.given" } else { "hours_from.as_now" };
        for (month, &hours) in plan.months.first.through(plan.months.last).zip(team.there.iter().flatten()) {
            statistic.rows.push(vec![
                StatisticCell::Text(gauge.facts.names.text(team.team).to_owned()),
                StatisticCell::Month(month),
                hours.into(),
                StatisticCell::Word(from.to_owned()),
            ]);
        }
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}
