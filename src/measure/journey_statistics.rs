//! What the learned attribution models go by: removal effects, the chain of steps, and conversion rates by coalition.

use crate::model::attribution::MODELS;
use crate::model::fact::Facts;
use crate::model::journey::{Channel, JourneyCounts, Step};
use crate::model::phrase::Phrase;
use crate::model::settings::Settings;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;

use super::attribution::markov;
use super::attribution::shapley;
use super::learned_credit::{chain, outcomes, players};

/// Rows that a reader may still look through; the most frequent are shown.
const ROWS: usize = 400;

/// The statistics of the models that the plan computes; none without journeys.
pub(super) fn journey_statistics(facts: &Facts, settings: &Settings) -> Vec<Statistic> {
    let counts = &facts.journeys;
    let computes = |model: &str| MODELS.contains(&model) && settings.attribution.computes(model);
    let mut statistics = Vec::new();
    if computes("markov") && !counts.steps.is_empty() {
        statistics.extend(of_chain(counts, settings));
    }
    if computes("shapley") && !counts.converted.is_empty() {
        statistics.push(of_coalitions(counts, settings));
    }
    statistics
}

/// Removal effect and share of each channel; and from what to what journeys stepped.
fn of_chain(counts: &JourneyCounts, settings: &Settings) -> [Statistic; 2] {
    let (steps, order) = chain(counts, &settings.attribution);
    let effects = markov::removal_effects(&steps);
    let whole: f64 = effects.values().sum();
    let chance = markov::chance(&steps, None);
    let how = Phrase::new("statistic.removal_how").with("order", order);
    let columns = [("channel", None), ("removal_effect", Some(Unit::Ratio)), ("effect_share", Some(Unit::Ratio))];
    let mut removal = Statistic::new("removal", how, &columns);
    for (&channel, &effect) in &effects {
        let share = Some(effect / whole).filter(|_| whole > 0.0);
        removal.rows.push(vec![name(counts, channel), effect.into(), share.into()]);
    }
    removal.rows.push(vec![
        StatisticCell::Word("statistic.any_conversion".into()),
        chance.into(),
        StatisticCell::Empty,
    ]);

    let columns = [("from", None), ("to", None), ("cases", Some(Unit::Count)), ("chance", Some(Unit::Ratio))];
    let mut table: Vec<(u64, Vec<StatisticCell>)> = Vec::new();
    for (state, next) in &steps {
        let total: u64 = next.values().sum();
        let from = match state.as_slice() {
            [] => StatisticCell::Word("statistic.start".into()),
            [one] => name(counts, *one),
            several => {
                let names: Vec<&str> = several.iter().map(|&c| counts.channels[usize::from(c)].as_str()).collect();
                names.join(" → ").into()
            }
        };
        for (step, &count) in next {
            let to = match step {
                Step::To(channel) => name(counts, *channel),
                Step::Converted => StatisticCell::Word("statistic.converted".into()),
                Step::Lost => StatisticCell::Word("statistic.lost".into()),
            };
            table.push((count, vec![from.clone(), to, count.into(), (count as f64 / total as f64).into()]));
        }
    }
    let how = Phrase::new("statistic.steps_how").with("shown", table.len().min(ROWS)).with("count", table.len());
    let mut chain = Statistic::new("steps", how, &columns);
    chain.rows = most(table);
    [removal, chain]
}

/// Journeys that held exactly these channels, and how many of them converted.
fn of_coalitions(counts: &JourneyCounts, settings: &Settings) -> Statistic {
    let players = players(counts, &settings.attribution);
    let outcomes = outcomes(counts, &players);
    let named = |player: usize| {
        let mut behind = (0..).zip(&players).filter(|(_, own)| usize::from(**own) == player);
        let first = behind.next().map_or("", |(channel, _): (usize, _)| counts.channels[channel].as_str());
        if behind.next().is_some() { format!("{first} …") } else { first.to_owned() }
    };
    let columns = [
        ("channels", None),
        ("journeys", Some(Unit::Count)),
        ("conversions", Some(Unit::Count)),
        ("rate", Some(Unit::Ratio)),
    ];
    let table: Vec<(u64, Vec<StatisticCell>)> = outcomes
        .iter()
        .map(|(coalition, o)| {
            let held: Vec<String> = (0..shapley::PLAYERS).filter(|p| coalition >> p & 1 == 1).map(named).collect();
            let rate = Some(o.conversions as f64 / o.journeys as f64).filter(|_| o.journeys > 0);
            (o.journeys, vec![held.join(" + ").into(), o.journeys.into(), o.conversions.into(), rate.into()])
        })
        .collect();
    let how = Phrase::new("statistic.coalitions_how").with("shown", table.len().min(ROWS)).with("count", table.len());
    let mut statistic = Statistic::new("coalitions", how, &columns);
    statistic.rows = most(table);
    statistic
}

/// The most frequent rows, in the order in which they came.
fn most(table: Vec<(u64, Vec<StatisticCell>)>) -> Vec<Vec<StatisticCell>> {
    let mut counts: Vec<u64> = table.iter().map(|(count, _)| *count).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let least = counts.get(ROWS - 1).copied().unwrap_or(0);
    table.into_iter().filter(|(count, _)| *count >= least).take(ROWS).map(|(_, row)| row).collect()
}

fn name(counts: &JourneyCounts, channel: Channel) -> StatisticCell {
    match counts.channels[usize::from(channel)].as_str() {
        "" => StatisticCell::Word("name.none".into()),
        named => named.to_owned().into(),
    }
}
