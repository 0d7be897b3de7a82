//! Velocity: how long the moves from stage to stage took, exact from histograms of whole days.

use crate::model::fact::Facts;
use crate::model::lag;
use crate::model::phrase::Phrase;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;

/// Cases, mean, median with its 95 % interval, and 90th percentile of the days of each move; `None` when nobody moved.
pub(super) fn velocity(facts: &Facts) -> Option<Statistic> {
    let columns = [
        ("from", None),
        ("to", None),
        ("cases", Some(Unit::Count)),
        ("mean_days", Some(Unit::Days)),
        ("median_days", Some(Unit::Days)),
        ("days_low", Some(Unit::Days)),
        ("days_high", Some(Unit::Days)),
        ("p90_days", Some(Unit::Days)),
    ];
    let mut statistic = Statistic::new("velocity", Phrase::new("statistic.velocity_how"), &columns);
    for (&(from, to), days) in facts.lags.iter().filter(|(_, days)| !days.is_empty()) {
        let cases: u64 = days.values().sum();
        let (low, high) = lag::median_interval(days).unzip();
        let stage = |id: &str| StatisticCell::Word(format!("stage.{id}"));
        statistic.rows.push(vec![
            stage(from.id()),
            stage(to.id()),
            cases.into(),
            lag::mean(days).into(),
            lag::median(days).into(),
            low.map(f64::from).into(),
            high.map(f64::from).into(),
            lag::rank(days, (cases * 9).div_ceil(10)).map(f64::from).into(),
        ]);
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}
