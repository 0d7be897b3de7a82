//! The calendar of the plan year: lags from stage to customer, and the seasons of won revenue.

use super::gauge::Gauge;
use crate::model::annual_plan::ReverseFunnel;
use crate::model::calendar::{Calendar, Seasons, StageLag};
use crate::model::lag::median;
use crate::model::month::{Month, Period};
use crate::model::stage::Stage;

/// Whole years that seasons are looked for in: older ones tell of another company.
const YEARS: i32 = 3;
/// Months in a year.
const YEAR: i32 = 12;

/// When the needs of `funnel` have to be there.
pub fn calendar(gauge: &Gauge<'_>, funnel: &ReverseFunnel) -> Calendar {
    let stages = funnel.steps.iter().rev().map(|s| s.stage).filter(|&s| s != Stage::Customer);
    let last = gauge.settings.last_whole_month();
    let year = gauge.settings.plan_period();
    let latest = |month: Month| month + -YEAR * ((month.since(last) + YEAR - 1).div_euclid(YEAR)).max(0);
    Calendar {
        lags: stages.map(|stage| lag(gauge, funnel, stage)).collect(),
        seasons: seasons(gauge, last),
        latest: year.first.through(year.last).map(latest).collect(),
    }
}

/// Visits have no name to follow: one counts as old as the entry to the next stage, which it is part of.
fn lag(gauge: &Gauge<'_>, funnel: &ReverseFunnel, stage: Stage) -> StageLag {
    let next = funnel.steps.iter().find(|s| s.stage == stage).and_then(|s| s.next);
    let counted = if stage == Stage::Visit { next.unwrap_or(stage) } else { stage };
    let days = gauge.facts.lags.get(&(counted, Stage::Customer));
    #[expect(clippy::cast_possible_truncation, reason = "a median of whole days that fit")]
    let whole = days.and_then(median).map(|days| days.ceil() as i32);
    StageLag { stage, counted, cases: days.map_or(0, |d| d.values().sum()), days: whole }
}

/// Whether the months of whole years up to `last` are alike: every year's shares are foretold by the mean of the other
/// years and by an even split, and the smaller sum of squared errors wins. A pattern that only noise has drawn loses,
/// since it is paid for twice: once in the year that drew it, once in the year that it is tried on.
fn seasons(gauge: &Gauge<'_>, last: Month) -> Seasons {
    let won = gauge.facts.of_id("won_revenue");
    let known = won.first().map_or(0, |fact| last.since(fact.spot.month) + 1).max(0);
    let years: Vec<Vec<f64>> = (0..(known / YEAR).min(YEARS))
        .map_while(|back| shares(gauge, Period::trailing(last + -YEAR * back, YEAR)))
        .collect();
    if years.len() < 2 {
        return Seasons::TooShort(known);
    }
    let others = (years.len() - 1) as f64;
    let even = 1.0 / f64::from(YEAR);
    let (mut seasonal, mut flat) = (0.0, 0.0);
    for (place, year) in years.iter().enumerate() {
        for (month, &share) in year.iter().enumerate() {
            let rest: f64 = years.iter().enumerate().filter(|&(p, _)| p != place).map(|(_, y)| y[month]).sum();
            seasonal += (share - rest / others).powi(2);
            flat += (share - even).powi(2);
        }
    }
    if seasonal < flat { Seasons::Seen(years.len()) } else { Seasons::Unseen(years.len()) }
}

/// Each month's share of a year's won revenue, the same months in the same places for every year; `None` when the
/// year has none.
fn shares(gauge: &Gauge<'_>, year: Period) -> Option<Vec<f64>> {
    let months = gauge.monthly("won_revenue", year, super::gauge::Cut::default());
    let won: Vec<f64> = months.iter().map(|&(_, won)| won.unwrap_or(0.0).max(0.0)).collect();
    let total: f64 = won.iter().sum();
    (total > 0.0).then(|| won.iter().map(|w| w / total).collect())
}
