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

/// The conversion rate of journeys that held exactly each coalition; 0 where none did.
pub fn rates(outcomes: &BTreeMap<Coalition, Outcome>) -> BTreeMap<Coalition, f64> {
    let rate = |o: &Outcome| o.conversions as f64 / o.journeys.max(1) as f64;
    outcomes.iter().filter(|(_, o)| o.conversions > 0).map(|(&coalition, o)| (coalition, rate(o))).collect()
}

/// The Shapley values of the players of `coalition`, lowest bit first, in the game that is worth `rates` for each of its
/// subsets and 0 for none. They sum to the coalition's own rate; a player that spoils rates has one below zero.
pub fn values(coalition: Coalition, rates: &BTreeMap<Coalition, f64>) -> Vec<f64> {
    let players: Vec<Coalition> = (0..16).map(|bit| 1 << bit).filter(|bit| coalition & bit != 0).collect();
    let shares = shares(players.len());
    let worth = |coalition: Coalition| rates.get(&coalition).copied().unwrap_or(0.0);
    let mut values = vec![0.0; players.len()];
    // Every subset once, the largest first; it counts for those in it, and against those not.
    let mut subset = coalition;
    while subset != 0 {
        let (rate, size) = (worth(subset), subset.count_ones() as usize);
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

/// Whole weights in proportion to the values, for exact splits; their sum is above zero. A coalition that never converted
/// tells its players apart by nothing: they weigh the same.
pub fn weights(values: &[f64]) -> Vec<i64> {
    /// 2^40, as for the removal effects.
    const FINE: f64 = 1_099_511_627_776.0;
    let whole: f64 = values.iter().sum();
    #[expect(clippy::cast_possible_truncation, reason = "a value is a few times the whole at most")]
    let weight = |value: f64| (value / whole * FINE).round() as i64;
    let weights: Vec<i64> = values.iter().map(|&value| if whole > 0.0 { weight(value) } else { 1 }).collect();
    if weights.iter().sum::<i64>() > 0 { weights } else { vec![1; values.len()] }
}
