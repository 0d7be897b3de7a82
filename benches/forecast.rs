//! How often the truth lies inside the 80 % interval of a forecast: published series and seeded ones, each cut at many
//! points, whose next months are known. `cargo bench --bench forecast`.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may fail loudly")]

use planbook::plan::forecast::outlook;
use serde_json::Value;

/// Months of history that the plan looks at.
const HISTORY: usize = 36;
/// The sum of so many coming months is what an objective asks.
const AHEAD: [usize; 3] = [1, 3, 6];

fn main() {
    let (mut inside, mut all, mut count) = (0, 0, 0);
    for (kind, members) in published().into_iter().chain(seeded()) {
        let (mut hits, mut cases) = (0, 0);
        for values in &members {
            let (h, c) = coverage(values);
            (hits, cases) = (hits + h, cases + c);
        }
        let of = format!("{hits} of {cases}");
        println!("{kind:<14} {:>2} series {of:>14}  {:>5.1} %", members.len(), share(hits, cases));
        (inside, all, count) = (inside + hits, all + cases, count + members.len());
    }
    println!("{count} series, {all} forecasts: the 80 % interval holds the truth in {:.1} %", share(inside, all));
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// Forecasts of one series that hold the truth, and all of them.
fn coverage(values: &[f64]) -> (usize, usize) {
    let (mut hits, mut cases) = (0, 0);
    for cut in (4..values.len()).step_by((values.len() / 24).max(1)) {
        let history = &values[cut.saturating_sub(HISTORY)..cut];
        for ahead in AHEAD.into_iter().filter(|&a| cut + a <= values.len()) {
            let Some(coming) = outlook(history, 6, &vec![1.0; ahead]) else { continue };
            let (low, high) = coming.range();
            let truth: f64 = values[cut..cut + ahead].iter().sum();
            hits += usize::from((low..=high).contains(&truth));
            cases += 1;
        }
    }
    (hits, cases)
}

fn published() -> Vec<(String, Vec<Vec<f64>>)> {
    let text = include_str!("../tests/oracles/forecast/holtwinters.json");
    let oracle: Value = serde_json::from_str(text).unwrap();
    let series = oracle["series"].as_object().unwrap();
    let numbers = |v: &Value| v.as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect();
    series.iter().map(|(name, values)| (name.clone(), vec![numbers(values)])).collect()
}

/// The month of this number after a last value.
type Next = fn(&mut Dice, usize, f64) -> f64;

/// Eight kinds of months, six seeds each; the short ones end after a year and a quarter and have thirty, because a series
/// of few months says little about how often its interval holds.
fn seeded() -> Vec<(String, Vec<Vec<f64>>)> {
    let kinds: [(&str, usize, Next); 8] = [
        ("noise", 72, |dice, _, _| 100.0 + 10.0 * dice.normal()),
        ("random walk", 72, |dice, _, last| last + 8.0 * dice.normal()),
        ("trend", 72, |dice, i, _| 100.0 + 3.0 * i as f64 + 12.0 * dice.normal()),
        ("seasonal", 72, |dice, i, _| {
            let season = (i as f64 * std::f64::consts::TAU / 12.0).sin();
            (100.0 + i as f64) * (1.0 + 0.4 * season) + 6.0 * dice.normal()
        }),
        ("counts", 72, |dice, _, _| dice.poisson(4.0)),
        ("sticky", 72, |dice, _, last| 100.0 + 0.6 * (last - 100.0) + 10.0 * dice.normal()),
        ("short noise", 15, |dice, _, _| 100.0 + 10.0 * dice.normal()),
        ("short trend", 15, |dice, i, _| 100.0 + 5.0 * i as f64 + 10.0 * dice.normal()),
    ];
    let one = |length, next: Next, seed: u64| {
        let (mut dice, mut last) = (Dice(seed * 7_919), 100.0);
        let step = |i| {
            last = next(&mut dice, i, last);
            last
        };
        (0..length).map(step).collect()
    };
    kinds
        .into_iter()
        .map(|(kind, length, next)| {
            let seeds = if length < 36 { 30 } else { 6 };
            (kind.to_owned(), (1..=seeds).map(|seed| one(length, next, seed)).collect())
        })
        .collect()
}

/// A small seeded generator (splitmix64), so that the series are the same everywhere.
struct Dice(u64);

impl Dice {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let (u, v) = (self.uniform().max(1e-12), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    fn poisson(&mut self, mean: f64) -> f64 {
        let (mut product, mut count, bound) = (self.uniform(), 0.0, (-mean).exp());
        while product > bound {
            product *= self.uniform();
            count += 1.0;
        }
        count
    }
}
