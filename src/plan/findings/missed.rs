//! Objectives that will be missed, and by how much, in their own unit and in money.

use super::amount;
use super::worth::{Basis, of_gap};
use crate::model::annual_plan::{Scorecard, Status};
use crate::model::finding::{Finding, Place};
use crate::model::phrase::{Arg, Phrase};
use crate::model::unit::Unit;
use crate::plan::decision::{gap_share, title};
use crate::plan::gauge::{Cut, Gauge};

/// One sentence for each objective that is off course or at risk.
pub(super) fn findings(gauge: &Gauge<'_>, cards: &[Scorecard]) -> Vec<Finding> {
    cards.iter().filter_map(|card| missed(gauge, card)).collect()
}

fn missed(gauge: &Gauge<'_>, card: &Scorecard) -> Option<Finding> {
    gap_share(card).filter(|&g| g > 0.0)?;
    let (kind, key) = match card.status {
        Status::OffCourse => ("objective_missed", "finding.off_course"),
        Status::AtRisk => ("objective_at_risk", "finding.at_risk"),
        _ => return None,
    };
    let apart = (card.target? - card.forecast.or(card.current)?).abs();
    let worth = of_gap(gauge, &card.objective.metric, apart, Cut::of(gauge.facts, &card.objective));
    let figure = |value: Option<f64>| Arg::Figure(value.unwrap_or(0.0), card.unit, gauge.facts.currency);
    let says = Phrase::new(key)
        .with("title", title(gauge, card))
        .with("forecast", figure(card.forecast.or(card.current)))
        .with("target", figure(card.target))
        .with("gap", gap(gauge, card, apart))
        .with("due", card.objective.due_on);
    let says = match worth {
        Some(worth) if !(worth.basis == Basis::Itself && card.unit == Unit::Money && card.accumulates) => {
            let key = match worth.basis {
                Basis::Itself => "finding.worth_money",
                Basis::Revenue => "finding.worth_revenue",
                Basis::Recurring => "finding.worth_recurring",
            };
            let money = amount(gauge, worth.money);
            Phrase::new(key).with("sentence", says).with("money", money)
        }
        _ => says,
    };
    let place = Place::Objective(card.objective.id.clone());
    Some(Finding { kind, says, money: worth.map(|w| w.money), place })
}

/// How far the forecast is from the target, in the metric's own unit; shares and scores in points.
fn gap(gauge: &Gauge<'_>, card: &Scorecard, apart: f64) -> Arg {
    match card.unit {
        Unit::Ratio | Unit::Score => Phrase::new("finding.points").with("n", Arg::Number(apart * 100.0, 1)).into(),
        unit => Arg::Figure(apart, unit, gauge.facts.currency),
    }
}
