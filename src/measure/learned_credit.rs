//! Credit of the models that learn: computed from counts of journeys alone, by month, market and channel.

use std::collections::BTreeMap;

use crate::model::attribution::{Attribution, MarkovShare};
use crate::model::journey::{Channel, Composition, Earned, JourneyCounts};
use crate::model::month::Month;
use crate::model::split::{Parts, split};

use super::attribution::markov::{self, STATES, Steps};
use super::attribution::shapley::{self, Coalition, Outcome, PLAYERS};

/// Conversions, in billionths, and their value by channel.
pub type Shares = BTreeMap<Channel, (i128, i128)>;

/// Billionths of a conversion.
const WHOLE: i128 = 1_000_000_000;

/// The steps by which `markov` is computed: those of the plan's order, or of the highest below it whose chain has at most
/// [`STATES`] states; and that order.
pub fn chain(counts: &JourneyCounts, options: &Attribution) -> (Steps, usize) {
    let order = usize::from(options.markov_order);
    let shorter = (1..=order).rev().map(|order| (markov::remembering(&counts.steps, order), order));
    let fits = |(steps, order): &(Steps, usize)| *order == 1 || steps.len() <= STATES;
    shorter.into_iter().find(fits).unwrap_or_default()
}

/// Credit by `markov` of each month and market.
pub fn markov(counts: &JourneyCounts, options: &Attribution) -> BTreeMap<(Month, String), Shares> {
    let (steps, _) = chain(counts, options);
    let effects = markov::removal_effects(&steps);
    let channels: Vec<Channel> = effects.keys().copied().collect();
    let weights = markov::weights(effects.values().copied());
    let weight = |channel: Channel| channels.binary_search(&channel).map_or(0, |at| weights[at]);
    let share = |journeys: &BTreeMap<Composition, Earned>| {
        let mut shares = Shares::new();
        if options.markov_share == MarkovShare::Total && weights.iter().any(|&w| w > 0) {
            let total = journeys.values().fold(Earned::default(), |all, earned| Earned {
                conversions: all.conversions + earned.conversions,
                value: all.value + earned.value,
            });
            let (count, value) = (split(count_of(total), &weights), split(total.value, &weights));
            shares.extend(channels.iter().copied().zip(count.into_iter().zip(value)));
            return shares;
        }
        for (composition, &earned) in journeys {
            let mut own: Vec<u64> = composition.iter().map(|&(c, times)| weight(c) * u64::from(times)).collect();
            if own.iter().all(|&w| w == 0) {
                // No channel of the journey has an effect: they are alike.
                own.fill(1);
            }
            let (count, value) = (split(count_of(earned), &own), split(earned.value, &own));
            add(&mut shares, composition.iter().map(|c| c.0).zip(count.into_iter().zip(value)));
        }
        shares
    };
    counts.converted.iter().map(|(place, journeys)| (place.clone(), share(journeys))).collect()
}

/// Credit by `shapley` of each month and market: every journey's channels share it by their Shapley values in the game of
/// conversion rates among them. Channels beyond the players play as one and share what it gets evenly.
pub fn shapley(counts: &JourneyCounts, options: &Attribution) -> BTreeMap<(Month, String), Shares> {
    let players = players(counts, options);
    let rates = shapley::rates(&outcomes(counts, &players));
    let mut weights: BTreeMap<Coalition, Vec<i64>> = BTreeMap::new();
    let mut behind: [Vec<Channel>; PLAYERS] = Default::default();
    let mut share = |journeys: &BTreeMap<Composition, Earned>| {
        let mut sums = vec![(0, 0); counts.channels.len()];
        let mut give = |channel: Channel, (count, value): (i128, i128)| {
            let sum: &mut (i128, i128) = &mut sums[usize::from(channel)];
            *sum = (sum.0 + count, sum.1 + value);
        };
        for (composition, &earned) in journeys {
            let mut coalition: Coalition = 0;
            for &(channel, _) in composition {
                let player = players[usize::from(channel)];
                coalition |= 1 << player;
                behind[usize::from(player)].push(channel);
            }
            let weights = weights
                .entry(coalition)
                .or_insert_with(|| shapley::weights(&shapley::values(coalition, &rates), rates.of(coalition)));
            let whole = weights.iter().map(|&weight| i128::from(weight)).sum();
            let parts = (Parts::new(count_of(earned), whole), Parts::new(earned.value, whole));
            let (mut running, mut given) = (0, (0, 0));
            for (weight, behind) in weights.iter().zip(behind.iter_mut().filter(|behind| !behind.is_empty())) {
                running += i128::from(*weight);
                let upto = (parts.0.upto(running), parts.1.upto(running));
                let own = (upto.0 - given.0, upto.1 - given.1);
                given = upto;
                match behind[..] {
                    [channel] => give(channel, own),
                    _ => {
                        let even = vec![1; behind.len()];
                        let both = split(own.0, &even).into_iter().zip(split(own.1, &even));
                        behind.iter().zip(both).for_each(|(&channel, own)| give(channel, own));
                    }
                }
                behind.clear();
            }
        }
        let sums = (0..).zip(sums).filter(|(_, sum)| *sum != (0, 0));
        sums.collect()
    };
    counts.converted.iter().map(|(place, journeys)| (place.clone(), share(journeys))).collect()
}

/// The player of each channel: the channels that the plan names, in its order, then those in most journeys; the last
/// player stands for all beyond the twelfth, when there are any.
pub fn players(counts: &JourneyCounts, options: &Attribution) -> Vec<u8> {
    let mut met = vec![0_u64; counts.channels.len()];
    let lost = counts.lost.iter().flat_map(|(channels, &count)| channels.iter().map(move |&c| (c, count)));
    let converted = counts.converted.values().flatten();
    let converted = converted.flat_map(|(composition, e)| composition.iter().map(move |c| (c.0, e.conversions)));
    for (channel, count) in lost.chain(converted) {
        met[usize::from(channel)] += count;
    }
    let mut order: Vec<usize> = (0..counts.channels.len()).collect();
    let planned = |channel: &str| options.channels.iter().position(|c| c == channel).unwrap_or(options.channels.len());
    order.sort_by_key(|&c| (planned(&counts.channels[c]), std::cmp::Reverse(met[c]), c));
    let mut players = vec![0; order.len()];
    for (place, channel) in order.into_iter().enumerate() {
        players[channel] = u8::try_from(place.min(PLAYERS - 1)).unwrap_or(0);
    }
    players
}

/// Journeys and conversions by exact coalition.
pub fn outcomes(counts: &JourneyCounts, players: &[u8]) -> BTreeMap<Coalition, Outcome> {
    let mut outcomes: BTreeMap<Coalition, Outcome> = BTreeMap::new();
    for (channels, count) in &counts.lost {
        outcomes.entry(coalition(channels.iter().copied(), players)).or_default().journeys += count;
    }
    for (composition, earned) in counts.converted.values().flatten() {
        let outcome = outcomes.entry(coalition(composition.iter().map(|c| c.0), players)).or_default();
        outcome.journeys += earned.conversions;
        outcome.conversions += earned.conversions;
    }
    outcomes
}

fn coalition(channels: impl Iterator<Item = Channel>, players: &[u8]) -> Coalition {
    channels.fold(0, |all, channel| all | 1 << players[usize::from(channel)])
}

fn count_of(earned: Earned) -> i128 {
    i128::from(earned.conversions) * WHOLE
}

fn add(shares: &mut Shares, more: impl Iterator<Item = (Channel, (i128, i128))>) {
    for (channel, (count, value)) in more {
        let share = shares.entry(channel).or_default();
        share.0 += count;
        share.1 += value;
    }
}
