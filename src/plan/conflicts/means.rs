//! Objectives of one team that together ask for more money or hours than the team has.

use std::collections::BTreeMap;

use crate::model::annual_plan::{Conflict, ConflictKind, Scorecard};
use crate::model::money::Money;
use crate::model::month::Period;
use crate::model::phrase::{Arg, Phrase};
use crate::model::unit::Unit;
use crate::plan::gauge::Gauge;

/// Teams with two objectives and more whose budgets or hours add up beyond what the capacity records give them.
pub(super) fn short(gauge: &Gauge<'_>, cards: &[&Scorecard]) -> Vec<Conflict> {
    let mut teams: BTreeMap<String, Vec<&Scorecard>> = BTreeMap::new();
    for card in cards.iter().filter(|c| !c.objective.team.is_empty()) {
        teams.entry(card.objective.team.to_lowercase()).or_default().push(card);
    }
    teams.values().flat_map(|cards| [money(gauge, cards), hours(gauge, cards)]).flatten().collect()
}

/// The months from the earliest start to the last due date.
fn span(cards: &[&Scorecard]) -> Option<Period> {
    let first = cards.iter().map(|c| c.period.first).min()?;
    Some(Period { first, last: cards.iter().map(|c| c.period.last).max()? })
}

fn conflict(kind: ConflictKind, cards: &[&Scorecard], says: Phrase) -> Conflict {
    Conflict { kind, objectives: cards.iter().map(|c| c.objective.id.clone()).collect(), says }
}

fn money(gauge: &Gauge<'_>, cards: &[&Scorecard]) -> Option<Conflict> {
    let asking: Vec<&Scorecard> = cards.iter().copied().filter(|c| c.objective.budget.is_some()).collect();
    let wanted: f64 = asking.iter().filter_map(|c| c.objective.budget).sum();
    let months = span(&asking)?;
    let team = gauge.team(&asking.first()?.objective.team)?;
    let minor = gauge.facts.work.means(team, months)?.budget;
    let there = Money { minor, currency: gauge.facts.currency }.major();
    let says = Phrase::new("conflict.budget").with("team", gauge.facts.names.text(team));
    let says = says.with("wanted", gauge.figure(wanted, Unit::Money)).with("there", gauge.figure(there, Unit::Money));
    (asking.len() > 1 && there > 0.0 && wanted > there)
        .then(|| conflict(ConflictKind::Budget, &asking, says.with("months", months)))
}

fn hours(gauge: &Gauge<'_>, cards: &[&Scorecard]) -> Option<Conflict> {
    let hours = |c: &Scorecard| c.objective.hours.or_else(|| c.evidence.as_ref()?.hours_needed).filter(|&h| h > 0.0);
    let asking: Vec<&Scorecard> = cards.iter().copied().filter(|c| hours(c).is_some()).collect();
    let wanted: f64 = asking.iter().filter_map(|c| hours(c)).sum();
    let months = span(&asking)?;
    let team = gauge.team(&asking.first()?.objective.team)?;
    let there = gauge.facts.work.means(team, months)?.hours as f64 / 1_000.0;
    let says = Phrase::new("conflict.hours").with("team", gauge.facts.names.text(team));
    let says = says.with("wanted", Arg::Number(wanted, 0)).with("there", Arg::Number(there, 0));
    (asking.len() > 1 && there > 0.0 && wanted > there)
        .then(|| conflict(ConflictKind::Hours, &asking, says.with("months", months)))
}
