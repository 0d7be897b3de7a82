//! Objectives that take the same stage conversion to be different rates: by two counts, by a rate, or by the plan.

use super::{meet, pairs, same_scope};
use crate::model::annual_plan::{Conflict, ConflictKind, Scorecard};
use crate::model::phrase::{Arg, Phrase};
use crate::model::stage::Stage;
use crate::plan::drivers::leaves;
use crate::plan::gauge::Gauge;
use crate::plan::smart::called;

/// Rates that differ by less than this share of the larger are taken to agree.
const ALIKE: f64 = 0.10;

/// A stage conversion that somebody counts on.
struct Implied<'c> {
    pair: (Stage, Stage),
    rate: f64,
    from: Vec<&'c Scorecard>,
}

/// Pairs of implied rates of one stage conversion that do not agree.
pub(super) fn rates(gauge: &Gauge<'_>, cards: &[&Scorecard]) -> Vec<Conflict> {
    let mut all: Vec<Implied<'_>> = cards.iter().filter_map(|c| stated(gauge, c)).collect();
    all.extend(pairs(cards).filter_map(|(a, b)| counted(gauge, a, b).or_else(|| counted(gauge, b, a))));
    let planned = gauge.settings.plan_rates.iter();
    all.extend(planned.map(|(&pair, &rate)| Implied { pair, rate, from: Vec::new() }));
    let mut found = Vec::new();
    for (i, one) in all.iter().enumerate() {
        for other in &all[i + 1..] {
            let apart = (one.rate - other.rate).abs() / one.rate.max(other.rate);
            let scopes = one.from.iter().zip(&other.from).all(|(a, b)| same_scope(a, b) && meet(a, b));
            if one.pair == other.pair && scopes && apart > ALIKE {
                found.push(conflict(gauge, one, other));
            }
        }
    }
    found
}

fn conflict(gauge: &Gauge<'_>, one: &Implied<'_>, other: &Implied<'_>) -> Conflict {
    let word = |stage: Stage| Arg::Word(format!("stage.{}", stage.id()));
    let who = |implied: &Implied<'_>| match &implied.from[..] {
        [] => Arg::Word("conflict.plan_rates".to_owned()),
        [card] => called(gauge, card),
        cards => Arg::List(cards.iter().map(|c| called(gauge, c)).collect()),
    };
    let says = Phrase::new("conflict.rate").with("from", word(one.pair.0)).with("to", word(one.pair.1));
    let says = says.with("one", who(one)).with("rate", Arg::Share(one.rate));
    let says = says.with("other", who(other)).with("second", Arg::Share(other.rate));
    let mut objectives: Vec<String> = Vec::new();
    for id in one.from.iter().chain(&other.from).map(|c| &c.objective.id) {
        if !objectives.contains(id) {
            objectives.push(id.clone());
        }
    }
    Conflict { kind: ConflictKind::Rate, objectives, says }
}

/// The conversion that an objective states as its own target.
fn stated<'c>(gauge: &Gauge<'_>, card: &'c Scorecard) -> Option<Implied<'c>> {
    let leaves = leaves(gauge, &card.objective.metric);
    let reached = leaves.iter().find_map(|leaf| leaf.strip_prefix("reached.")?.split_once('.'));
    let pair = match reached {
        Some((from, to)) if leaves.len() == 2 => (Stage::parse(from)?, Stage::parse(to)?),
        _ => return None,
    };
    Some(Implied { pair, rate: card.target?, from: vec![card] })
}

/// The conversion that two counts over the same months make together; only neighbours of the plan's funnel.
fn counted<'c>(gauge: &Gauge<'_>, from: &'c Scorecard, to: &'c Scorecard) -> Option<Implied<'c>> {
    let stage = |card: &Scorecard| {
        let leaves = leaves(gauge, &card.objective.metric);
        Stage::ALL.into_iter().find(|s| leaves.len() == 1 && leaves.contains(s.measure()))
    };
    let pair = (stage(from)?, stage(to)?);
    let neighbours = gauge.settings.stages.windows(2).any(|w| (w[0], w[1]) == pair);
    let once = from.objective.every.is_none() && to.objective.every.is_none();
    let alike = neighbours && once && from.period == to.period && same_scope(from, to);
    let rate = to.target? / from.target.filter(|&t| t > 0.0 && alike)?;
    Some(Implied { pair, rate, from: vec![from, to] })
}
