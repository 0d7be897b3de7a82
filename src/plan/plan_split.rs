//! A miss against the plan, split: which factor of revenue (spend, price, volume, conversion, deal size) brought how much.

use super::gauge::{Cut, Gauge};
use crate::model::phrase::{Arg, Phrase};
use crate::model::planned::Planned;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::statistics::product::parts;
use crate::model::unit::Unit;

/// One row per factor, then revenue itself; the parts add up to the difference, to the cent.
pub fn statistic(gauge: &Gauge<'_>, planned: &Planned) -> Option<Statistic> {
    let values: Option<Vec<(f64, f64)>> = planned
        .measures
        .iter()
        .map(|(id, plan)| Some((*plan, gauge.value(id, planned.months, Cut::default()).ok()?)))
        .collect();
    let values = values?;
    let factors = |of: fn(&(f64, f64)) -> f64| -> Vec<f64> {
        let before = [1.0].into_iter().chain(values.iter().map(of));
        values.iter().map(of).zip(before).map(|(value, before)| value / before).collect()
    };
    let (plan, actual) = (factors(|v| v.0), factors(|v| v.1));
    let scale = gauge.facts.currency.scale() as f64;
    let how = if planned.begun { "statistic.plan_split_how" } else { "statistic.plan_split_ahead" };
    let how = Phrase::new(how).with("months", planned.months).with("year", gauge.settings.plan_period());
    let columns = [("driver", None), ("planned", None), ("actual", None), ("share_of_change", Some(Unit::Money))];
    let mut statistic = Statistic::new("plan_split", how, &columns);
    let (mut sum, mut told) = (0.0, 0.0);
    for (place, part) in parts(&plan, &actual).into_iter().enumerate() {
        // Rounded along the sum, so that the rounded parts add up to the rounded change.
        sum += part;
        let upto = (sum * scale).round();
        statistic.rows.push(vec![
            StatisticCell::Said(planned.factor(place)),
            said(gauge, planned, place, plan[place]),
            said(gauge, planned, place, actual[place]),
            ((upto - told) / scale).into(),
        ]);
        told = upto;
    }
    let (&(plan, actual), (id, _)) = values.last().zip(planned.measures.last())?;
    let money = |value| StatisticCell::Said(value_phrase(gauge.figure(value, Unit::Money)));
    statistic.rows.push(vec![
        StatisticCell::Word(format!("measure.{id}")),
        money(plan),
        money(actual),
        (told / scale).into(),
    ]);
    Some(statistic)
}

/// A factor in its unit: spend and a stage's entries as they are, what a unit of spend buys, a conversion, or money.
fn said(gauge: &Gauge<'_>, planned: &Planned, place: usize, value: f64) -> StatisticCell {
    let spend = planned.has_budget();
    let arg = match place {
        0 => gauge.figure(value, if spend { Unit::Money } else { Unit::Count }),
        place if place + 1 == planned.measures.len() => gauge.figure(value, Unit::Money),
        1 if spend => Arg::Number(value, 4),
        _ => Arg::Share(value),
    };
    StatisticCell::Said(value_phrase(arg))
}

fn value_phrase(arg: Arg) -> Phrase {
    Phrase::new("format.value").with("value", arg)
}
