//! Advertising: spend and what platforms report with it, spans spread over their days.

use crate::model::money::Money;
use chrono::NaiveDate;

use crate::model::month::Month;
use crate::model::note::Note;
use crate::model::origin::{Origin, RecordKind};
use crate::model::phrase::Arg;
use crate::model::record::Spend;
use crate::model::split::split;

use super::dimensions::Dimensions;
use super::tally::Tally;
use super::who::Who;

const MEASURES: [&str; 5] = ["spend", "impressions", "clicks", "platform_conversions", "platform_revenue"];

/// Counts spend by month. A row whose span crosses months, or the as-of date, is spread evenly over its days.
pub(super) fn count(tally: &mut Tally) {
    let measures = MEASURES.map(|id| tally.measure(id));
    let (mut spread, mut total, mut rows) = (0_i128, 0_i128, 0_u64);
    let records = tally.records;
    for (at, row) in records.spend.iter().enumerate() {
        if !tally.counts("spend", row.day) {
            continue;
        }
        tally.begin(Origin::new(RecordKind::Spend, at), Who::default());
        total += i128::from(row.spend);
        let crosses = Month::of(row.day) != Month::of(row.last_day) || row.last_day > tally.window.last;
        if crosses {
            spread += i128::from(row.spend);
            rows += 1;
        }
        let amounts = [row.spend, row.impressions, row.clicks, row.platform_conversions, row.platform_revenue];
        let dimensions = Dimensions { market: row.market, channel: row.channel, campaign: row.campaign };
        if !crosses {
            let spot = tally.spot(Month::of(row.day), dimensions);
            measures.into_iter().zip(amounts).for_each(|(measure, amount)| tally.add(measure, spot, amount.into()));
            continue;
        }
        let (months, weights) = days_by_month(row, tally.window.last);
        for (measure, amount) in measures.into_iter().zip(amounts) {
            for (&month, share) in months.iter().zip(split(amount.into(), &weights)) {
                let spot = tally.spot(month, dimensions);
                tally.add(measure, spot, share);
            }
        }
    }
    if rows > 0 {
        let share = Arg::Share(if total == 0 { 0.0 } else { spread as f64 / total as f64 });
        let money = Money { minor: spread, currency: tally.records.currency };
        tally.notes.push(Note::new("W403").with("count", rows).with("money", money).with("share", share));
    }
}

/// The months of the span up to `as_of` and how many of its days each holds; one weight more stands for the days after.
fn days_by_month(row: &Spend, as_of: NaiveDate) -> (Vec<Month>, Vec<u64>) {
    let last = row.last_day.max(row.day);
    let counted = last.min(as_of);
    let days = |from: NaiveDate, to: NaiveDate| u64::try_from((to - from).num_days() + 1).unwrap_or(0);
    let months: Vec<Month> = Month::of(row.day).through(Month::of(counted)).collect();
    let weights = months.iter().map(|m| days(m.first_day().max(row.day), m.last_day().min(counted)));
    let after = u64::try_from((last - counted).num_days()).unwrap_or(0);
    (months.clone(), weights.chain([after]).collect())
}
