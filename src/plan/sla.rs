//! The service-level agreement of marketing and sales: leads promised and delivered, and how soon sales spoke with them.

use super::gauge::Gauge;
use crate::model::finding::{Finding, Place};
use crate::model::lag::median;
use crate::model::month::Month;
use crate::model::phrase::{Arg, Phrase};
use crate::model::stage::Stage;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;
use crate::model::work::Contacted;

/// Months shown.
const MONTHS: i32 = 12;

/// The last months against what `[sla]` promises; `None` without that section.
pub(super) fn statistic(gauge: &Gauge<'_>) -> Option<Statistic> {
    let sla = gauge.settings.sla?;
    let days = sla.first_contact_days.unwrap_or(1);
    let how = Phrase::new("statistic_how.sla").with("days", Arg::Count(days.into()));
    let share = Arg::Share(sla.share_in_time.unwrap_or(1.0));
    let columns = [
        ("month", None),
        ("mqls_promised", Some(Unit::Count)),
        ("mqls_delivered", Some(Unit::Count)),
        ("sqls_promised", Some(Unit::Count)),
        ("sqls_delivered", Some(Unit::Count)),
        ("mqls_entered", Some(Unit::Count)),
        ("contacted_in_time", Some(Unit::Count)),
        ("share_in_time", Some(Unit::Ratio)),
        ("median_days", Some(Unit::Days)),
    ];
    let mut statistic = Statistic::new("sla", how.with("share", share), &columns);
    let last = gauge.settings.as_of_month();
    for month in (last + (1 - MONTHS)).through(last) {
        statistic.rows.push(row(gauge, month, days));
    }
    Some(statistic)
}

fn row(gauge: &Gauge<'_>, month: Month, days: i32) -> Vec<StatisticCell> {
    let sla = gauge.settings.sla.unwrap_or_default();
    let period = crate::model::month::Period { first: month, last: month };
    let count = |id: &str| StatisticCell::from(gauge.total(id, period));
    let none = Contacted::default();
    let contacted = gauge.facts.work.contacts.get(&(Stage::Mql, month)).unwrap_or(&none);
    let entered = contacted.entered as f64;
    let known = (entered > 0.0).then_some(entered);
    let in_time = known.map(|_| contacted.within(days) as f64);
    vec![
        StatisticCell::Month(month),
        sla.mqls.into(),
        count("mqls"),
        sla.sqls.into(),
        count("sqls"),
        known.into(),
        in_time.into(),
        in_time.map(|n| n / entered).into(),
        known.and_then(|_| median(&contacted.days)).into(),
    ]
}

/// What the agreement broke in the last whole months: a sentence when fewer contacts were met in time than promised.
pub(super) fn finding(gauge: &Gauge<'_>) -> Option<Finding> {
    let sla = gauge.settings.sla?;
    let (days, promised) = (sla.first_contact_days?, sla.share_in_time?);
    let baseline = gauge.settings.baseline();
    let months = gauge.facts.work.contacts.iter();
    let counted = months.filter(|((stage, month), _)| *stage == Stage::Mql && baseline.contains(*month));
    let (entered, in_time) =
        counted.fold((0, 0), |(entered, within), (_, c)| (entered + c.entered, within + c.within(days)));
    let share = in_time as f64 / entered.max(1) as f64;
    let phrase = Phrase::new("finding.sla").with("share", Arg::Share(share)).with("promised", Arg::Share(promised));
    let says = phrase.with("days", Arg::Count(days.into())).with("entered", entered).with("months", baseline);
    let place = Place::Statistic { id: "sla", row: MONTHS.unsigned_abs() as usize - 1, column: "share_in_time" };
    (entered > 0 && share < promised).then_some(Finding { kind: "sla", says, money: None, place })
}
