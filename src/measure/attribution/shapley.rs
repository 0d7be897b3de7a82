//! Shapley: what each channel adds to the conversion rate of the channels it stands with, over every order of joining.

use std::collections::BTreeMap;

/// A set of players: one bit each.
pub type Coalition = u16;

/// Players that can be told apart: twelve channels, and the others as one.
pub const PLAYERS: usize = 13;

/// Journeys that held exactly a coalition's channels, and those of them that converted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// Journeys.
    pub journeys: u64,
    /// Conversions.
    pub conversions: u64,
}

/// The conversion rate of journeys that held exactly each coalition.
#[derive(Clone, Debug)]
pub struct Rates(Vec<f64>);

impl Rates {
    /// The rate of a coalition; 0 where none converted.
    pub fn of(&self, coalition: Coalition) -> f64 {
        self.0.get(usize::from(coalition)).copied().unwrap_or(0.0)
    }
}

/// The rates of these outcomes.
pub fn rates(outcomes: &BTreeMap<Coalition, Outcome>) -> Rates {
    let mut rates = vec![0.0; outcomes.last_key_value().map_or(0, |(&last, _)| usize::from(last) + 1)];
    for (&coalition, outcome) in outcomes.iter().filter(|(_, outcome)| outcome.conversions > 0) {
        rates[usize::from(coalition)] = outcome.conversions as f64 / outcome.journeys.max(1) as f64;
    }
    Rates(rates)
}

/// The Shapley values of the players of `coalition`, lowest bit first, in the game that is worth `rates` for each of its
/// subsets and 0 for none. They sum to the coalition's own rate; a player that spoils rates has one below zero.
pub fn values(coalition: Coalition, rates: &Rates) -> Vec<f64> {
    let players: Vec<Coalition> = (0..16).map(|bit| 1 << bit).filter(|bit| coalition & bit != 0).collect();
    let shares = shares(players.len());
    let mut values = vec![0.0; players.len()];
    // Every subset once, the largest first; it counts for those in it, and against those not.
    let mut subset = coalition;
    while subset != 0 {
        let (rate, size) = (rates.of(subset), subset.count_ones() as usize);
        if rate > 0.0 {
            for (value, player) in values.iter_mut().zip(&players) {
                *value += if subset & player != 0 { rate * shares[size - 1] } else { -rate * shares[size] };
            }
        }
        subset = (subset - 1) & coalition;
    }
    values
}

/// `s! (n − s − 1)! / n!` for each size `s` of the coalition that a player joins; 0 for all of them together.
fn shares(players: usize) -> Vec<f64> {
    let factorial = |n: usize| (1..=n).map(|i| i as f64).product::<f64>();
    let whole = factorial(players);
    let share = |s: usize| if s < players { factorial(s) * factorial(players - s - 1) / whole } else { 0.0 };
    (0..=players).map(share).collect()
}

/// Whole weights in proportion to the values of a coalition of that rate, for exact splits; their sum is above zero. A
/// coalition that never converted tells its players apart by nothing: they weigh the same.
pub fn weights(values: &[f64], rate: f64) -> Vec<i64> {
    /// 2^60: finer than a floating-point number, and sums of weights still fit.
    const FINE: f64 = 1_152_921_504_606_846_976.0;
    // Values of either sign may each be far larger than the rate that they sum to.
    let size: f64 = values.iter().map(|value| value.abs()).sum::<f64>().max(rate);
    if rate > 0.0 {
        #[expect(clippy::cast_possible_truncation, reason = "no part is larger than the whole")]
        let weights: Vec<i64> = values.iter().map(|value| (value / size * FINE).round() as i64).collect();
        if weights.iter().sum::<i64>() > 0 {
            return weights;
        }
    }
    vec![1; values.len()]
}

#[cfg(test)]
mod tests {
    use super::weights;

    #[test]
    fn a_rate_far_smaller_than_its_values_overflows_nothing() {
        let weights = weights(&[0.9, -0.5, -0.399_999_999], 0.000_000_001);
        assert!((640_000_000..641_000_000).contains(&weights.iter().sum::<i64>()), "{weights:?}");
        // What rounding leaves of a rate of nothing is no rate.
        assert_eq!(super::weights(&[0.25, -0.25 + 1e-17], 0.0), [1, 1]);
    }
}
