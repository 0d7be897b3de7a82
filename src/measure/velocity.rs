//! Velocity: how long the moves from stage to stage took, exact from histograms of whole days.

use std::collections::BTreeMap;

use crate::model::fact::Facts;
use crate::model::phrase::Phrase;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;

/// Cases, median and 90th percentile of the days of each move; `None` when nobody moved.
pub(super) fn velocity(facts: &Facts) -> Option<Statistic> {
    let columns = [
        ("from", None),
        ("to", None),
        ("cases", Some(Unit::Count)),
        ("median_days", Some(Unit::Days)),
        ("p90_days", Some(Unit::Days)),
    ];
    let mut statistic = Statistic::new("velocity", Phrase::new("statistic.velocity_how"), &columns);
    for (&(from, to), days) in facts.lags.iter().filter(|(_, days)| !days.is_empty()) {
        let cases: u64 = days.values().sum();
        let stage = |id: &str| StatisticCell::Word(format!("stage.{id}"));
        statistic.rows.push(vec![
            stage(from.id()),
            stage(to.id()),
            cases.into(),
            median(days).into(),
            rank(days, (cases * 9).div_ceil(10)).into(),
        ]);
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}

/// The median: for an even number of cases the mean of the two in the middle.
fn median(days: &BTreeMap<i32, u64>) -> Option<f64> {
    let cases: u64 = days.values().sum();
    Some(f64::midpoint(rank(days, cases.div_ceil(2))?, rank(days, cases / 2 + 1)?))
}

/// The days of the case at that rank, counted from 1.
fn rank(days: &BTreeMap<i32, u64>, rank: u64) -> Option<f64> {
    let mut seen = 0;
    days.iter().find_map(|(&day, &count)| {
        seen += count;
        (seen >= rank.max(1)).then(|| f64::from(day))
    })
}
