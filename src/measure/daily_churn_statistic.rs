//! Churn as a sum of daily rates by market: a rate of every market's own days, which no sum over markets gives.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::fact::Facts;
use crate::model::keyed::LedgerDay;
use crate::model::measure::RATE_SCALE;
use crate::model::name::Name;
use crate::model::phrase::Phrase;
use crate::model::settings::Settings;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;

use super::daily_churn::daily_churn;

/// The definition of `[customers]` that asks for it.
const CHOICE: &str = "daily_sum";

/// One row per market with a month that began with customers, then everybody; `None` where the plan's churn is not of daily
/// sums, or no market is named.
pub(super) fn by_market(facts: &Facts, settings: &Settings) -> Option<Statistic> {
    let chosen = settings.choices.values().any(|definition| definition == CHOICE);
    let markets = facts.customers.days.keys().map(|&(market, _)| market).filter(|m| m.is_some());
    let mut markets: Vec<Name> = markets.filter(|_| chosen).collect();
    markets.sort_by_key(|&market| facts.names.text(market));
    markets.dedup();
    markets.first()?;
    let rate = Some(Unit::Ratio);
    let columns = [
        ("market", None),
        ("months", Some(Unit::Count)),
        ("daily_churn", rate),
        ("daily_gross", rate),
        ("daily_net", rate),
    ];
    let how = Phrase::new("statistic.daily_churn_how").with("months", settings.baseline());
    let mut statistic = Statistic::new("daily_churn", how, &columns);
    for market in markets {
        let own = |name| name == market;
        statistic.rows.extend(row(facts, settings, StatisticCell::Text(facts.names.text(market).to_owned()), &own));
    }
    let total = StatisticCell::Word("column.total".to_owned());
    statistic.rows.extend(row(facts, settings, total, &|_| true));
    Some(statistic)
}

fn row(
    facts: &Facts,
    settings: &Settings,
    label: StatisticCell,
    wanted: &dyn Fn(Name) -> bool,
) -> Option<Vec<StatisticCell>> {
    let mut days: BTreeMap<NaiveDate, LedgerDay> = BTreeMap::new();
    for (&(_, day), &more) in facts.customers.days.iter().filter(|((market, _), _)| wanted(*market)) {
        days.entry(day).or_default().add(more);
    }
    let months = daily_churn(&days, settings.as_of_month());
    let months: Vec<_> = months.into_iter().filter(|(month, _)| settings.baseline().contains(*month)).collect();
    let count = months.len() as f64;
    let mean = |of: fn(&super::daily_churn::DailyRates) -> i128| -> StatisticCell {
        let sum: i128 = months.iter().map(|(_, rates)| of(rates)).sum();
        (sum as f64 / RATE_SCALE as f64 / count).into()
    };
    let rates = [mean(|r| r.customers), mean(|r| r.gross), mean(|r| r.net)];
    (!months.is_empty()).then(|| [label, count.into()].into_iter().chain(rates).collect())
}
