//! Customers without a contract: what each bought and when, and from that what they will buy (BG/NBD, Gamma–Gamma).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::fact::Facts;
use crate::model::keyed::Purchases;
use crate::model::money::Money;
use crate::model::phrase::{Arg, Phrase};
use crate::model::record::{DealKind, DealState};
use crate::model::settings::{RepeatPurchases, Settings};
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::statistics::bg_nbd::{BgNbd, History};
use crate::model::statistics::gamma_gamma::GammaGamma;
use crate::model::unit::Unit;

use super::buyers::Buyer;
use super::deals::booked;
use super::tally::Tally;

/// Buyers who came back below which no model is fitted.
const FEWEST: u64 = 30;
/// Weeks of a year.
const YEAR: f64 = 52.0;
/// Years of a new customer's lifetime value: beyond them a model of a few years of purchases tells stories.
const YEARS: f64 = 3.0;

/// Counts the won deals of every buyer: the days after the first one on which it bought, and what it paid on them.
pub(super) fn count(tally: &mut Tally) {
    let records = tally.records;
    let mut bought: BTreeMap<Buyer, BTreeMap<NaiveDate, i128>> = BTreeMap::new();
    for numbered in records.deals.iter().enumerate() {
        let deal = numbered.1;
        let won = deal.state == DealState::Won && deal.kind != DealKind::Refund && !deal.amount.is_blank();
        if let Some(day) = deal.closed_on.filter(|&d| won && tally.window.contains(d)) {
            *bought.entry(Buyer::of(numbered)).or_default().entry(day).or_default() += booked(deal);
        }
    }
    let as_of = tally.window.last;
    for days in bought.into_values() {
        let (Some((&first, _)), Some((&last, _))) = (days.first_key_value(), days.last_key_value()) else { continue };
        let between = |a: NaiveDate, b: NaiveDate| i32::try_from((b - a).num_days()).unwrap_or(0);
        let purchases = Purchases {
            repeats: u32::try_from(days.len() - 1).unwrap_or(u32::MAX),
            recency: between(first, last),
            age: between(first, as_of),
            money: days.values().skip(1).sum(),
        };
        *tally.customers().buyers.entry(purchases).or_default() += 1;
    }
}

/// What customers without a contract are expected to buy; `None` unless asked for, and with too few who came back.
pub(super) fn expected(facts: &Facts, settings: &Settings) -> Option<Statistic> {
    let wanted = match settings.repeat_purchases {
        RepeatPurchases::Auto => facts.customers.lives.is_empty(),
        RepeatPurchases::Always => true,
        RepeatPurchases::Never => false,
    };
    let buyers = &facts.customers.buyers;
    let back: u64 = buyers.iter().filter(|(p, _)| p.repeats > 0).map(|(_, n)| n).sum();
    if !wanted || back < FEWEST {
        return None;
    }
    let major = |minor: i128| Money { minor, currency: facts.currency }.major();
    let means: Vec<(f64, f64, f64)> = buyers
        .iter()
        .filter(|(p, _)| p.repeats > 0 && p.money > 0)
        .map(|(p, &n)| (f64::from(p.repeats), major(p.money) / f64::from(p.repeats), n as f64))
        .collect();
    let times = BgNbd::fitted(&by_week(buyers))?;
    let worth = GammaGamma::fitted(&means)?;
    let (mut all, mut alive, mut purchases, mut revenue) = (0.0, 0.0, 0.0, 0.0);
    for (of, &count) in buyers {
        let (history, count, x) = (history(of), count as f64, f64::from(of.repeats));
        let expected = times.expected(&history, YEAR);
        all += count;
        alive += count * times.alive(&history);
        purchases += count * expected;
        let mean = if of.repeats > 0 { major(of.money) / x } else { 0.0 };
        revenue += count * expected * worth.expected(x, mean);
    }
    let each = worth.expected(0.0, 0.0);
    let lifetime = (1.0 + times.expected_of_new(YEAR * YEARS)) * each * settings.gross_margin;
    let mut statistic = Statistic::new("repeat_purchases", how(&times, &worth), &COLUMNS);
    let row = |id: &str, count: Option<f64>, amount: Option<f64>| {
        let [count, amount] = [count, amount].map(|figure| StatisticCell::from(figure.map(steady)));
        vec![StatisticCell::Word(format!("repeat.{id}")), count, amount]
    };
    statistic.rows = vec![
        row("buyers", Some(all), None),
        row("came_back", Some(back as f64), None),
        row("alive", Some(alive), None),
        row("next_year", Some(purchases), Some(revenue)),
        row("purchase", None, Some(each)),
        row("lifetime", None, Some(lifetime)),
    ];
    Some(statistic)
}

const COLUMNS: [(&str, Option<Unit>); 3] =
    [("figure", None), ("counts", Some(Unit::Count)), ("amount", Some(Unit::Money))];

/// Histories in whole weeks, so that fitting costs the same whatever the number of buyers.
fn by_week(buyers: &BTreeMap<Purchases, u64>) -> Vec<(History, f64)> {
    let mut weeks: BTreeMap<(u32, i32, i32), u64> = BTreeMap::new();
    for (of, count) in buyers {
        *weeks.entry((of.repeats, (of.recency + 3) / 7, (of.age + 3) / 7)).or_default() += count;
    }
    let week = |((repeats, recency, age), count): ((u32, i32, i32), u64)| {
        let [repeats, recency, age] = [f64::from(repeats), f64::from(recency), f64::from(age)];
        (History { repeats, recency, age }, count as f64)
    };
    weeks.into_iter().map(week).collect()
}

fn history(of: &Purchases) -> History {
    let weeks = |days: i32| f64::from(days) / 7.0;
    History { repeats: of.repeats.into(), recency: weeks(of.recency), age: weeks(of.age) }
}

/// Six digits: what is fitted ends where the search stops, not where the machine's own logarithm does.
fn steady(figure: f64) -> f64 {
    format!("{figure:.5e}").parse().unwrap_or(figure)
}

fn how(times: &BgNbd, worth: &GammaGamma) -> Phrase {
    let number = |value: f64| Arg::Number(steady(value), 3);
    let BgNbd { r, alpha, a, b } = *times;
    let GammaGamma { p, q, gamma } = *worth;
    let phrase = Phrase::new("statistic.repeat_purchases_how").with("r", number(r)).with("alpha", number(alpha));
    let phrase = phrase.with("a", number(a)).with("b", number(b)).with("p", number(p)).with("q", number(q));
    phrase.with("gamma", number(gamma)).with("years", Arg::Number(YEARS, 0))
}
