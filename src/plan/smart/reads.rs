//! An objective as it should read: metric, scope, from what to what, by which day, whose, and for which goal.

use super::goal_of;
use crate::model::annual_plan::Scorecard;
use crate::model::objective::{Better, Target, Unclear};
use crate::model::phrase::{Arg, Phrase};
use crate::plan::gauge::Gauge;

/// An objective that can be measured.
pub(super) fn card(gauge: &Gauge<'_>, card: &Scorecard) -> Phrase {
    let objective = &card.objective;
    let known = gauge.kind(&objective.metric).is_some();
    let change = change(gauge, card);
    let verb = match (card.within, card.better) {
        (Some(_), _) => "keep",
        _ if objective.every.is_some() => "reach",
        (_, Better::Higher) => "raise",
        (_, Better::Lower) => "lower",
    };
    let every = objective.every.map(|every| Phrase::new(format!("smart.every.{}", every.id())));
    let owner = if objective.remarks.iter().any(|r| r.id == "owner_department") {
        blank("person").into()
    } else {
        Arg::Text(objective.owner.clone())
    };
    sentence(verb)
        .with("metric", if known { gauge.label(&objective.metric) } else { blank("metric").into() })
        .with("scope", scope(&objective.market, &objective.channel))
        .with("change", change)
        .with("every", every.unwrap_or_else(|| Phrase::new("smart.nothing")))
        .with("due", objective.due_on)
        .with("owner", owner)
        .with("goal", goal(gauge, &objective.goal))
}

/// An objective with questions: each stands in brackets where its answer belongs.
pub(super) fn unclear(gauge: &Gauge<'_>, unclear: &Unclear) -> Phrase {
    let field = |name: &str| unclear.fields.get(name).filter(|t| !t.is_empty());
    let asked = |field: &str| unclear.findings.iter().any(|f| f.id.starts_with(field));
    let metric = field("metric").filter(|m| !asked("metric_") && gauge.kind(m).is_some());
    let metric = metric.map_or_else(|| blank("metric").into(), |m| gauge.label(m));
    let change = match (&unclear.readings, field("target").filter(|_| !asked("target_"))) {
        (Some(readings), _) => readings.clone().into(),
        (None, Some(target)) => Arg::Text(target.clone()),
        (None, None) => blank("target").into(),
    };
    let verb = match field("direction").map_or("", String::as_str) {
        "lower" | "down" => "lower",
        _ if field("target").is_some_and(|t| t.starts_with("between")) => "keep",
        _ => "raise",
    };
    let due = field("due_on").filter(|_| !asked("due_")).and_then(|d| d.parse::<chrono::NaiveDate>().ok());
    let owner = field("owner").filter(|_| !asked("owner_"));
    let every = field("every").and_then(|e| crate::model::objective::Every::parse(e));
    let empty = String::new();
    sentence(verb)
        .with("metric", metric)
        .with("scope", scope(field("market").unwrap_or(&empty), field("channel").unwrap_or(&empty)))
        .with("change", change)
        .with("every", Phrase::new(every.map_or("smart.nothing".to_owned(), |e| format!("smart.every.{}", e.id()))))
        .with("due", due.map_or_else(|| blank("day").into(), Arg::Day))
        .with("owner", owner.map_or_else(|| blank("person").into(), |o| Arg::Text(o.clone())))
        .with("goal", goal(gauge, field("goal").unwrap_or(&empty)))
}

fn sentence(verb: &str) -> Phrase {
    Phrase::new("smart.reads").with("verb", Arg::Word(format!("smart.verb.{verb}")))
}

fn blank(what: &str) -> Phrase {
    Phrase::new(format!("smart.blank.{what}"))
}

fn scope(market: &str, channel: &str) -> Phrase {
    let key = match (market.is_empty(), channel.is_empty()) {
        (true, true) => "smart.nothing",
        (false, true) => "smart.scope.market",
        (true, false) => "smart.scope.channel",
        (false, false) => "smart.scope.both",
    };
    Phrase::new(key).with("market", market).with("channel", channel)
}

fn goal(gauge: &Gauge<'_>, goal: &str) -> Arg {
    match goal_of(gauge, goal) {
        Some(known) if known.title.is_empty() => Arg::Text(known.id.clone()),
        Some(known) => Arg::Text(known.title.clone()),
        None => blank("goal").into(),
    }
}

/// From what to what; a change by a share or by points says both the change and where it leads.
fn change(gauge: &Gauge<'_>, card: &Scorecard) -> Phrase {
    let figure = |value: f64| gauge.figure(value, card.unit);
    let (phrase, amount) = match card.objective.target {
        Target::Within(low, high) => {
            return Phrase::new("smart.change.within").with("low", figure(low)).with("high", figure(high));
        }
        Target::To(value) if card.objective.every.is_some() || card.baseline.is_none() => {
            return Phrase::new("smart.change.to").with("target", figure(value));
        }
        Target::To(_) => (Phrase::new("smart.change.from_to"), None),
        Target::By(share) => (Phrase::new("smart.change.by"), Some(Arg::Share(share.abs()))),
        Target::ByPoints(points) => {
            let points = Phrase::new("finding.points").with("n", Arg::Number(points.abs() * 100.0, 1));
            (Phrase::new("smart.change.by"), Some(points.into()))
        }
    };
    let amount = amount.unwrap_or_else(|| Arg::Text(String::new()));
    match card.baseline.zip(card.target) {
        Some((from, to)) => phrase.with("from", figure(from)).with("to", figure(to)).with("amount", amount),
        None => Phrase::new("smart.change.alone").with("amount", amount),
    }
}
