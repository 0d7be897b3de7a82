//! Conflicts: objectives that pull against each other, draw on the same money or hours, count customers twice, or take
//! one stage conversion to be two different things.

mod means;
mod pull;
mod rate;
mod twice;

use super::gauge::Gauge;
use crate::model::annual_plan::{Conflict, Scorecard, Status};

/// Every conflict, by kind and then in the order of the plan.
pub fn conflicts(gauge: &Gauge<'_>, cards: &[Scorecard]) -> Vec<Conflict> {
    let open: Vec<&Scorecard> = cards.iter().filter(|c| c.status != Status::NotMeasurable).collect();
    let mut found = pull::pulls(gauge, &open);
    found.extend(means::short(gauge, &open));
    found.extend(twice::twice(gauge, &open));
    found.extend(rate::rates(gauge, &open));
    found.sort_by_key(|c| c.kind);
    found
}

/// Every two cards, the earlier of the plan first.
fn pairs<'c>(cards: &[&'c Scorecard]) -> impl Iterator<Item = (&'c Scorecard, &'c Scorecard)> {
    let all = cards.to_vec();
    (0..all.len()).flat_map(move |i| {
        let all = all.clone();
        (i + 1..all.len()).map(move |j| (all[i], all[j]))
    })
}

/// Whether some month counts for both.
fn meet(one: &Scorecard, other: &Scorecard) -> bool {
    one.period.first <= other.period.last && other.period.first <= one.period.last
}

/// Whether two scopes share something: an empty name stands for all.
fn share_scope(one: &Scorecard, other: &Scorecard) -> bool {
    let both = |a: &str, b: &str| a.is_empty() || b.is_empty() || a.to_lowercase() == b.to_lowercase();
    let (a, b) = (&one.objective, &other.objective);
    both(&a.market, &b.market) && both(&a.channel, &b.channel)
}

/// Whether two scopes are the same.
fn same_scope(one: &Scorecard, other: &Scorecard) -> bool {
    let (a, b) = (&one.objective, &other.objective);
    a.market.to_lowercase() == b.market.to_lowercase() && a.channel.to_lowercase() == b.channel.to_lowercase()
}
