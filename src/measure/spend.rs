//! Advertising: spend and what platforms report with it, spans spread over their days.

use crate::model::money::Money;
use crate::model::month::Month;
use crate::model::note::Note;
use crate::model::phrase::{Arg, Phrase};
use crate::model::record::Spend;
use crate::model::settings::Settings;
use crate::model::split::split;

use super::dimensions::Dimensions;
use super::tally::Tally;

const MEASURES: [&str; 5] = ["spend", "impressions", "clicks", "platform_conversions", "platform_revenue"];

/// Counts spend by month. A row whose span crosses months, or the as-of date, is spread evenly over its days.
pub(super) fn count(tally: &mut Tally, settings: &Settings) {
    let measures = MEASURES.map(|id| tally.measure(id));
    let (mut spread, mut total, mut rows) = (0_i128, 0_i128, 0_u64);
    for row in &tally.records.spend {
        if !tally.counts("spend", row.day) {
            continue;
        }
        total += i128::from(row.spend);
        let crosses = Month::of(row.day) != Month::of(row.last_day) || row.last_day > tally.as_of;
        if crosses {
            spread += i128::from(row.spend);
            rows += 1;
        }
        if crosses && !settings.spread_periods {
            continue;
        }
        let amounts = [row.spend, row.impressions, row.clicks, row.platform_conversions, row.platform_revenue];
        let (months, weights) = days_by_month(row);
        let dimensions = Dimensions { market: row.market, channel: row.channel, campaign: row.campaign };
        for (measure, amount) in measures.into_iter().zip(amounts) {
            for (&month, share) in months.iter().zip(split(amount.into(), &weights)) {
                let counted = share_until(tally, month, row, share);
                let spot = tally.spot(month, dimensions);
                tally.add(measure, spot, counted);
            }
        }
    }
    if rows > 0 {
        let share = Arg::Share(if total == 0 { 0.0 } else { spread as f64 / total as f64 });
        let money = Money { minor: spread, currency: tally.records.currency };
        let code = if settings.spread_periods { "W403" } else { "W404" };
        let effect = Phrase::new(format!("effect_measure.{code}")).with("money", money).with("share", share);
        tally.notes.push(Note::new(code).with("count", rows).effect(effect));
    }
}

/// The months of the span and how many of its days each holds.
fn days_by_month(row: &Spend) -> (Vec<Month>, Vec<u64>) {
    let last = row.last_day.max(row.day);
    let months: Vec<Month> = Month::of(row.day).through(Month::of(last)).collect();
    let days = months.iter().map(|m| {
        let days = (m.last_day().min(last) - m.first_day().max(row.day)).num_days() + 1;
        u64::try_from(days).unwrap_or(0)
    });
    let weights = days.collect();
    (months, weights)
}

/// The part of a month's share that lies on days up to the as-of date.
fn share_until(tally: &Tally, month: Month, row: &Spend, share: i128) -> i128 {
    if month.last_day().min(row.last_day) <= tally.as_of {
        return share;
    }
    let first = month.first_day().max(row.day);
    let days = |n: i64| u64::try_from(n.max(0)).unwrap_or(0);
    let before = days((tally.as_of - first).num_days() + 1);
    let after = days((month.last_day().min(row.last_day) - first).num_days() + 1).saturating_sub(before);
    split(share, &[before, after]).first().copied().unwrap_or(0)
}
