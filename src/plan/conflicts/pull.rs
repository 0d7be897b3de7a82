//! Objectives that pull against each other: one asks for less of what moves the other, which asks for more.

use super::{meet, pairs, share_scope};
use crate::model::annual_plan::{Conflict, ConflictKind, Scorecard};
use crate::model::month::Period;
use crate::model::phrase::{Arg, Phrase};
use crate::plan::drivers::{leaves, moved_by};
use crate::plan::gauge::{Cut, Gauge};
use crate::plan::smart::called;

/// Under this growth of output per input, the two are no contradiction worth a word.
const SLACK: f64 = 0.05;

/// Pairs whose two targets together ask for more per unit than any three months ever gave.
pub(super) fn pulls(gauge: &Gauge<'_>, cards: &[&Scorecard]) -> Vec<Conflict> {
    let both = |a, b| pull(gauge, a, b).or_else(|| pull(gauge, b, a));
    pairs(cards).filter(|(a, b)| meet(a, b) && share_scope(a, b)).filter_map(|(a, b)| both(a, b)).collect()
}

/// `less` wants less of an input, `more` wants more of what that input moves.
fn pull(gauge: &Gauge<'_>, less: &Scorecard, more: &Scorecard) -> Option<Conflict> {
    // A target for each week or month cannot be set against one for a whole span.
    if less.objective.every.is_some() || more.objective.every.is_some() {
        return None;
    }
    let change = |card: &Scorecard| Some(card.target? / card.baseline.filter(|&b| b > 0.0)? - 1.0);
    let (down, up) = (change(less)?, change(more)?);
    if !less.accumulates || !more.accumulates || down >= 0.0 || up <= 0.0 {
        return None;
    }
    let (input, output) = (leaves(gauge, &less.objective.metric), leaves(gauge, &more.objective.metric));
    let moved = moved_by(&input);
    if input == output || !output.iter().any(|leaf| moved.contains(leaf)) {
        return None;
    }
    let growth = (1.0 + up) / (1.0 + down) - 1.0;
    let wanted = (more.target?, less.target?);
    let best = best_ratio(gauge, &more.objective.metric, &less.objective.metric, Cut::of(gauge.facts, &more.objective));
    if growth < SLACK || best.is_some_and(|best| wanted.0 / wanted.1 <= best) {
        return None;
    }
    let says = Phrase::new(if best.is_some() { "conflict.pull" } else { "conflict.pull_unknown" })
        .with("less", called(gauge, less))
        .with("more", called(gauge, more))
        .with("down", Arg::Share(-down))
        .with("up", Arg::Share(up))
        .with("growth", Arg::Share(growth))
        .with("input", gauge.label(&less.objective.metric))
        .with("output", gauge.label(&more.objective.metric))
        .with("best", Arg::Share(best.map_or(0.0, |best| wanted.0 / wanted.1 / best - 1.0)));
    let objectives = vec![less.objective.id.clone(), more.objective.id.clone()];
    Some(Conflict { kind: ConflictKind::Pull, objectives, says })
}

/// The most output per input that any three months in a row gave.
fn best_ratio(gauge: &Gauge<'_>, output: &str, input: &str, cut: Cut) -> Option<f64> {
    let known = gauge.facts.months?;
    let ends = (known.first + 2).through(gauge.settings.as_of_month().min(known.last));
    let ratio = |last| {
        let span = Period::trailing(last, 3);
        let (o, i) = (gauge.value(output, span, cut).ok()?, gauge.value(input, span, cut).ok()?);
        (i > 0.0).then_some(o / i)
    };
    ends.filter_map(ratio).reduce(f64::max)
}
