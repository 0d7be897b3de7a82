//! The decision: the one sentence on what to decide now.

use super::channel::worst as worst_return;
use super::gauge::Gauge;
use crate::model::annual_plan::{Scorecard, Status};
use crate::model::fact::Axis;
use crate::model::objective::Better;
use crate::model::phrase::{Arg, Phrase};

/// The largest objective that is off course, else the channel that lost most money, else the largest at risk.
pub fn decision(gauge: &Gauge<'_>, cards: &[Scorecard]) -> Phrase {
    if let Some(card) = worst(cards, Status::OffCourse) {
        return objective(gauge, card, "decision.off_course");
    }
    if let Some(channel) = worst_return(gauge, Axis::Channel) {
        return channel.phrase("decision.channel", gauge);
    }
    if let Some(card) = worst(cards, Status::AtRisk) {
        return objective(gauge, card, "decision.at_risk");
    }
    Phrase::new(if cards.is_empty() { "decision.set_objectives" } else { "decision.none" })
}

/// The card of that status that is furthest behind, measured in shares of its own target.
fn worst(cards: &[Scorecard], status: Status) -> Option<&Scorecard> {
    let behind = |c: &Scorecard| gap_share(c).unwrap_or(0.0);
    let mut all: Vec<&Scorecard> = cards.iter().filter(|c| c.status == status).collect();
    all.sort_by(|a, b| behind(b).total_cmp(&behind(a)));
    all.first().copied()
}

/// How far the forecast stays behind the target, as a share of it.
pub fn gap_share(card: &Scorecard) -> Option<f64> {
    let (expected, target) = (card.forecast.or(card.current)?, card.target?);
    let gap = if card.better == Better::Higher { target - expected } else { expected - target };
    (target != 0.0).then_some(gap / target.abs())
}

fn objective(gauge: &Gauge<'_>, card: &Scorecard, key: &str) -> Phrase {
    let figure = |value: Option<f64>| Arg::Figure(value.unwrap_or(0.0), card.unit, gauge.facts.currency);
    let phrase = Phrase::new(if card.objective.owner.is_empty() { format!("{key}_no_owner") } else { key.to_owned() });
    let phrase = phrase.with("title", title(gauge, card)).with("owner", card.objective.owner.as_str());
    let phrase = phrase.with("target", figure(card.target)).with("forecast", figure(card.forecast.or(card.current)));
    phrase.with("due", card.objective.due_on).with("chance", chance(card.chance.unwrap_or(0.0)))
}

/// A chance in whole percent; one that is almost none or almost certain is not given to the digit.
fn chance(chance: f64) -> Phrase {
    let key = match chance {
        c if c < 0.01 => "chance.low",
        c if c > 0.99 => "chance.high",
        _ => "chance.some",
    };
    Phrase::new(key).with("share", Arg::Number(chance * 100.0, 0))
}

/// What the objective is called, else its metric's name.
pub fn title(gauge: &Gauge<'_>, card: &Scorecard) -> Arg {
    let objective = &card.objective;
    if let Some(called) = objective.called() {
        return called.into();
    }
    Arg::Text(gauge.catalog.get(&objective.metric).map_or_else(|| objective.metric.clone(), |m| m.label.clone()))
}
