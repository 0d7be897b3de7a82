//! Markov: what conversion loses when a channel is taken out of the chain of journeys, solved exactly, without simulation.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::journey::{Channel, Step};

/// From the last channels to the next step, how often: [`crate::model::journey::JourneyCounts::steps`].
pub type Steps = BTreeMap<Vec<Channel>, BTreeMap<Step, u64>>;

/// States that a chain may have. Solving costs their cube for every channel, and a chain with more knows each of them
/// from a handful of journeys.
pub const STATES: usize = 1_000;

/// The same steps remembering at most `order` channels: older ones are forgotten and their counts added up.
pub fn remembering(steps: &Steps, order: usize) -> Steps {
    let mut short = Steps::new();
    for (state, next) in steps {
        let counts = short.entry(state[state.len().saturating_sub(order)..].to_vec()).or_default();
        for (&step, &count) in next {
            *counts.entry(step).or_default() += count;
        }
    }
    short
}

/// The removal effect of each channel: the share of conversions that is lost when every journey that comes to it ends
/// there. `1 − P(conversion without the channel) / P(conversion)`, both by elimination of states (Grassmann, Taksar and
/// Heyman), which subtracts nothing and so loses no digits. A channel that is never met has no effect; without any
/// conversion there is no effect at all.
pub fn removal_effects(steps: &Steps) -> BTreeMap<Channel, f64> {
    let channels: BTreeSet<Channel> = steps
        .values()
        .flat_map(BTreeMap::keys)
        .filter_map(|step| if let Step::To(channel) = step { Some(*channel) } else { None })
        .collect();
    let whole = chance(steps, None);
    if whole <= 0.0 {
        return BTreeMap::new();
    }
    channels.into_iter().map(|channel| (channel, 1.0 - chance(steps, Some(channel)) / whole)).collect()
}

/// The chance that a journey converts, when one channel is a dead end.
pub fn chance(steps: &Steps, without: Option<Channel>) -> f64 {
    let alive = |state: &Vec<Channel>| without.is_none_or(|channel| !state.contains(&channel));
    let states: Vec<&Vec<Channel>> = steps.keys().filter(|state| alive(state)).collect();
    let longest = steps.keys().map(Vec::len).max().unwrap_or(0);
    let place = |state: &[Channel]| states.binary_search_by(|known| known.as_slice().cmp(state)).ok();
    let (count, converted) = (states.len(), states.len());
    // A row for each state: chances to the other states, then to a conversion, then to none. The start sorts first.
    let width = count + 2;
    let mut rows = vec![0.0; count * width];
    for (row, state) in rows.chunks_exact_mut(width).zip(&states) {
        let next = &steps[*state];
        let total: u64 = next.values().sum();
        for (&step, &times) in next {
            let to = match step {
                Step::Converted => converted,
                Step::Lost => converted + 1,
                Step::To(channel) if Some(channel) == without => converted + 1,
                Step::To(channel) => {
                    let mut after = (*state).clone();
                    after.push(channel);
                    place(&after[after.len().saturating_sub(longest)..]).unwrap_or(converted + 1)
                }
            };
            row[to] += times as f64 / total as f64;
        }
    }
    for gone in (1..count).rev() {
        let (before, from) = rows.split_at_mut(gone * width);
        let from = &from[..width];
        let leaving: f64 = from[..gone].iter().chain(&from[count..]).sum();
        for row in before.chunks_exact_mut(width).filter(|row| row[gone] > 0.0) {
            // A state that is never left is none that a journey was seen in.
            let into = if leaving > 0.0 { row[gone] / leaving } else { 0.0 };
            for (to, chance) in from[..gone].iter().enumerate().chain((count..).zip(&from[count..])) {
                row[to] += into * chance;
            }
        }
    }
    let ends = rows.get(converted).zip(rows.get(converted + 1));
    ends.map_or(0.0, |(&converted, &lost)| if converted > 0.0 { converted / (converted + lost) } else { 0.0 })
}

/// Whole weights in proportion to the effects, for exact splits: billionths of a billionth of their sum are rounded off.
pub fn weights(effects: impl Iterator<Item = f64>) -> Vec<u64> {
    /// 2^40: finer than a cent of any total, and far from what a split can hold.
    const FINE: f64 = 1_099_511_627_776.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "effects lie between 0 and 1")]
    effects.map(|effect| (effect.clamp(0.0, 1.0) * FINE).round() as u64).collect()
}
