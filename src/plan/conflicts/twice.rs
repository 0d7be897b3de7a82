//! Objectives that count the same customers: the same metric over scopes that overlap without one naming the other.

use super::{meet, pairs, same_scope, share_scope};
use crate::model::annual_plan::{Conflict, ConflictKind, Scorecard};
use crate::model::phrase::Phrase;
use crate::plan::drivers::leaves;
use crate::plan::gauge::Gauge;
use crate::plan::smart::called;

/// Pairs that count or sum the same measure where their scopes overlap.
pub(super) fn twice(gauge: &Gauge<'_>, cards: &[&Scorecard]) -> Vec<Conflict> {
    let counted = |a: &Scorecard, b: &Scorecard| {
        let same = leaves(gauge, &a.objective.metric) == leaves(gauge, &b.objective.metric);
        let once = a.objective.every.is_some() || b.objective.every.is_some();
        same && a.accumulates && b.accumulates && meet(a, b) && share_scope(a, b) && !once
    };
    let found = pairs(cards).filter(|(a, b)| counted(a, b));
    found
        .map(|(a, b)| {
            let key = match (same_scope(a, b), part(a, b) || part(b, a)) {
                (true, _) => "conflict.twice_same",
                (_, true) => "conflict.twice_part",
                _ => "conflict.twice_cross",
            };
            let says = Phrase::new(key).with("one", called(gauge, a)).with("other", called(gauge, b));
            let says = says.with("metric", gauge.label(&a.objective.metric));
            let objectives = vec![a.objective.id.clone(), b.objective.id.clone()];
            Conflict { kind: ConflictKind::Twice, objectives, says }
        })
        .collect()
}

/// Whether the scope of `one` lies wholly inside that of `other`.
fn part(one: &Scorecard, other: &Scorecard) -> bool {
    let (a, b) = (&one.objective, &other.objective);
    let inside = |a: &str, b: &str| b.is_empty() || a.to_lowercase() == b.to_lowercase();
    inside(&a.market, &b.market) && inside(&a.channel, &b.channel)
}
