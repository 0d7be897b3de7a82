//! Which objectives a campaign serves, and the splitting of its facts among them.

use std::collections::BTreeMap;

use crate::model::fact::{Fact, Facts, Spot};
use crate::model::fact_sums::FactSums;
use crate::model::measure::Measure;
use crate::model::name::Name;
use crate::model::note::{Note, Notes};
use crate::model::phrase::Arg;
use crate::model::settings::Settings;
use crate::model::split::split;

/// A whole campaign, in thousandths.
const WHOLE: u64 = 1_000;

/// Objectives of a campaign with their weights (of any scale), in the order of the plan.
type Shares = Vec<(Name, u64)>;

/// The facts with the objective of every campaign filled in.
///
/// A campaign that several objectives share is split month by month along the running sum of its cell, so that over any
/// stretch of months each objective is within one unit of its exact share, and nothing is lost.
pub(super) fn assigned(facts: Facts, settings: &Settings, notes: &mut Notes) -> Facts {
    if settings.objectives.iter().all(|o| o.campaigns.is_empty()) {
        return facts;
    }
    let mut sums = FactSums::new(facts.currency);
    let Facts { measures, names, lags, cohorts, journeys, work, rows, .. } = facts;
    sums.facts = Facts { measures, names, lags, cohorts, journeys, work, ..sums.facts };
    let mut campaigns: BTreeMap<Name, Shares> = BTreeMap::new();
    let mut running: BTreeMap<(Measure, Name, Name, Name), i128> = BTreeMap::new();
    for Fact { measure, spot, value } in rows {
        let shares = campaigns.entry(spot.campaign).or_insert_with(|| {
            let campaign = sums.facts.names.text(spot.campaign).to_owned();
            let served = shares_of(&campaign, settings, notes);
            served.into_iter().map(|(id, share)| (sums.facts.names.intern(&id), share)).collect()
        });
        if let [(objective, _)] = shares[..] {
            sums.add(measure, Spot { objective, ..spot }, value);
            continue;
        }
        let weights: Vec<u64> = shares.iter().map(|s| s.1).collect();
        let before = running.entry((measure, spot.market, spot.channel, spot.campaign)).or_default();
        let (old, new) = (split(*before, &weights), split(*before + value, &weights));
        *before += value;
        for ((&(objective, _), old), new) in shares.iter().zip(old).zip(new) {
            sums.add(measure, Spot { objective, ..spot }, new - old);
        }
    }
    sums.finish()
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
