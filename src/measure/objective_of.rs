//! Which objectives a campaign serves, and the splitting of its facts among them.

use std::collections::BTreeMap;

use crate::model::fact::{Fact, Facts, Spot};
use crate::model::fact_sums::FactSums;
use crate::model::measure::Measure;
use crate::model::name::{Name, Names};
use crate::model::note::{Note, Notes};
use crate::model::phrase::Arg;
use crate::model::settings::Settings;
use crate::model::split::split;

use super::trace::Contribution;

/// A whole campaign, in thousandths.
const WHOLE: u64 = 1_000;

/// Objectives of a campaign with their weights (of any scale), in the order of the plan.
type Shares = Vec<(Name, u64)>;

/// The facts with the objective of every campaign filled in, and contributions to them likewise.
///
/// A campaign that several objectives share is split month by month along the running sum of its cell, so that over any
/// stretch of months each objective is within one unit of its exact share, and nothing is lost. Contributions are split
/// along the same sum, one by one, so that those of a cell still add up to it.
pub(super) fn assigned(
    mut facts: Facts,
    mut contributions: Vec<Contribution>,
    settings: &Settings,
    notes: &mut Notes,
) -> (Facts, Vec<Contribution>) {
    if settings.objectives.iter().all(|o| o.campaigns.is_empty()) {
        return (facts, contributions);
    }
    let mut sums = FactSums::new(facts.currency);
    let rows = std::mem::take(&mut facts.rows);
    sums.facts = facts;
    let mut campaigns = BTreeMap::new();
    let mut running = Running::new();
    for fact in rows.iter() {
        let shares = campaigns
            .entry(fact.spot.campaign)
            .or_insert_with(|| served(&mut sums.facts.names, fact.spot.campaign, settings, notes));
        for (objective, value) in split_further(shares, fact, &mut running) {
            sums.add(fact.measure, Spot { objective, ..fact.spot }, value);
        }
    }
    let facts = sums.finish_on(settings.threads);
    // The facts came in this order of months, and the order inside a month cancels out.
    contributions.sort_by_key(|c| (c.measure, c.spot.month));
    let mut split = Vec::with_capacity(contributions.len());
    let mut running = Running::new();
    for contribution in contributions {
        let Contribution { measure, spot, value, .. } = contribution;
        let Some(shares) = campaigns.get(&spot.campaign) else { continue };
        for (objective, value) in split_further(shares, Fact { measure, spot, value }, &mut running) {
            split.push(Contribution { spot: Spot { objective, ..spot }, value, ..contribution.clone() });
        }
    }
    split.retain(|c| c.value != 0);
    (facts, split)
}

/// What was split so far, by measure, market, channel and campaign.
type Running = BTreeMap<(Measure, Name, Name, Name), i128>;

/// The shares of one more amount of a cell.
fn split_further(shares: &Shares, fact: Fact, running: &mut Running) -> Vec<(Name, i128)> {
    let Fact { measure, spot, value } = fact;
    if let [(objective, _)] = shares[..] {
        return vec![(objective, value)];
    }
    let weights: Vec<u64> = shares.iter().map(|s| s.1).collect();
    let before = running.entry((measure, spot.market, spot.channel, spot.campaign)).or_default();
    let (old, new) = (split(*before, &weights), split(*before + value, &weights));
    *before += value;
    shares.iter().zip(old).zip(new).map(|((&(objective, _), old), new)| (objective, new - old)).collect()
}

fn served(names: &mut Names, campaign: Name, settings: &Settings, notes: &mut Notes) -> Shares {
    let served = shares_of(names.text(campaign), settings, notes);
    served.into_iter().map(|(id, share)| (names.intern(&id), share)).collect()
}

/// Objective ids and weights of a campaign; always at least one, the empty id standing for no objective.
///
/// Objectives that state no share (0) divide evenly what the others leave; what nobody claims serves no objective.
fn shares_of(campaign: &str, settings: &Settings, notes: &mut Notes) -> Vec<(String, u64)> {
    let lower = campaign.to_lowercase();
    let mut served: Vec<(String, u64)> = Vec::new();
    for objective in settings.objectives.iter().filter(|_| !campaign.is_empty()) {
        let share = objective.campaigns.iter().find(|(pattern, _)| fits(&lower, pattern));
        served.extend(share.map(|&(_, share)| (objective.id.clone(), share)));
    }
    if served.len() > 1 && served.iter().all(|s| s.1 == WHOLE) {
        // Several times the whole campaign is how a plan looks when nobody thought of shares.
        for (_, share) in &mut served {
            *share = 0;
        }
    }
    let given: u64 = served.iter().map(|s| s.1).sum();
    let silent = served.iter().filter(|s| s.1 == 0).count() as u64;
    let told = |code| {
        let ids = served.iter().map(|s| Arg::Text(s.0.clone())).collect();
        let first = settings.objectives.iter().find(|o| served.first().is_some_and(|s| s.0 == o.id));
        let place = first.map(|o| o.place.clone()).unwrap_or_default();
        Note::new(code).with("campaign", campaign).with("objectives", Arg::List(ids)).at(place)
    };
    if given > WHOLE {
        notes.push(told("W407").with("share", Arg::Share(given as f64 / WHOLE as f64)));
    } else if silent > 1 {
        notes.push(told("A404"));
    }
    let rest = WHOLE.saturating_sub(given);
    // Stated shares are multiplied by the number of silent objectives, so that the rest divides evenly among those.
    for (_, share) in &mut served {
        *share = if *share > 0 { *share * silent.max(1) } else { rest };
    }
    if silent == 0 {
        served.push((String::new(), rest));
    }
    served.retain(|s| s.1 > 0);
    served
}

/// Whether `text` (lower case) fits `pattern`, in which `*` stands for anything.
fn fits(text: &str, pattern: &str) -> bool {
    let pattern = pattern.to_lowercase();
    let Some((head, rest)) = pattern.split_once('*') else { return text == pattern };
    let Some(mut text) = text.strip_prefix(head) else { return false };
    let (middles, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middles.split('*') {
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_anything() {
        for (text, pattern, expected) in [
            ("th brand 2026", "TH *", true),
            ("th brand 2026", "*brand*", true),
            ("th brand 2026", "*brand", false),
            ("abab", "a*b*ab", true),
            ("ab", "ab*b", false),
            ("aba", "ab*ba", false),
            ("x", "*", true),
            ("x", "y", false),
        ] {
            assert_eq!(fits(text, pattern), expected, "{text} {pattern}");
        }
    }
}
