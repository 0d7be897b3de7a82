//! Advertising spend: a row of one day, or of a span of days, never booked to the first day of the span.

use chrono::NaiveDate;

use crate::model::month::Month;
use crate::model::record::Spend;

use super::amount::Amount;
use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::{Store, day_key};
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// Rows of spend.
pub(super) struct SpendRows {
    day: Column,
    last_day: Column,
    above: bool,
    whole_period: Option<(NaiveDate, NaiveDate)>,
    channel: Column,
    campaign: Column,
    market: Column,
    spend: Amount,
    impressions: Column,
    clicks: Column,
    conversions: Column,
    revenue: Amount,
}

impl SpendRows {
    pub(super) fn new(mapping: &Mapping) -> SpendRows {
        SpendRows {
            day: mapping.column("day"),
            last_day: mapping.column("last_day"),
            above: mapping.period_above,
            whole_period: mapping.whole_period,
            channel: mapping.column("channel"),
            campaign: mapping.column("campaign"),
            market: mapping.column("market"),
            spend: Amount::new(mapping, "spend"),
            impressions: mapping.column("impressions"),
            clicks: mapping.column("clicks"),
            conversions: mapping.column("platform_conversions"),
            revenue: Amount::new(mapping, "platform_revenue"),
        }
    }
}

/// First and last day of a row: its own, or those above the header when the table has no days.
///
/// # Errors
/// E203 and E201 as the columns say, E209 when nothing says the days, E214 when the last comes before the first, E210
/// when the plan refuses spans.
pub(super) fn span(
    (day, last_day, above): (&Column, &Column, bool),
    row: &Row<'_>,
    store: &Store<'_>,
) -> Result<(NaiveDate, NaiveDate), Fault> {
    let (first, last) = if day.is_given() {
        let (first, last) = day.span(row, store.zone)?;
        (first, last_day.day(row, store.zone)?.unwrap_or(last))
    } else {
        store.above.filter(|_| above).ok_or_else(|| day.fault("E209", row))?
    };
    if last < first {
        return Err(last_day.fault("E214", row));
    }
    if last > first && !store.spread {
        return Err(last_day.fault("E210", row));
    }
    Ok((first, last))
}

impl Filler for SpendRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let (mut day, mut last_day) = span((&self.day, &self.last_day, self.above), row, store)?;
        if let Some(whole) = self.whole_period {
            if !store.spread {
                return Err(self.day.fault("E210", row));
            }
            (day, last_day) = whole;
        }
        let month = Some(Month::of(day));
        let given = self.spend.read(row, month, store)?;
        let spend = Spend {
            day,
            last_day,
            spend: given.unwrap_or(0),
            impressions: self.impressions.count(row)?,
            clicks: self.clicks.count(row)?,
            platform_conversions: self.conversions.scaled(row, 6)?.unwrap_or(0),
            platform_revenue: self.revenue.read(row, month, store)?.unwrap_or(0),
            channel: store.channel(self.channel.text(row).as_deref(), self.campaign.text(row).as_deref()),
            campaign: store.name(self.campaign.text(row)),
            market: store.market(self.market.text(row)),
        };
        let names = [spend.channel, spend.campaign, spend.market].map(|n| i64::from(n.0));
        let days = [day_key(day), day_key(last_day)];
        let [channel, campaign, market] = names;
        let counts = [spend.spend, spend.impressions, spend.clicks];
        store.worth = spend.spend;
        let outcome = store.claim(1, [days[0], days[1], channel, campaign, market, 0], &counts);
        store.days.cover(day, last_day);
        if outcome != Outcome::Used {
            // A newer export whose cell is blank does not say that nothing was spent.
            if let Some(at) = given.and_then(|_| store.gap()) {
                store.records.spend[at].spend = spend.spend;
                store.joined = Some(at);
                return Ok(Outcome::Used);
            }
            return Ok(outcome);
        }
        // A gap never erases: neither an older row's amount, nor what another export tells by other columns.
        if given.is_none() {
            store.leave_gap(store.records.spend.len());
        } else {
            // Another row of the same record says the amount.
            store.gap();
            if counts != [0; 3] {
                store.tell();
            }
        }
        // A day on which nothing was spent or shown says nothing of how far the exports go.
        if counts != [0; 3] {
            store.days.see(day);
            store.days.see(last_day);
        }
        store.records.spend.push(spend);
        Ok(Outcome::Used)
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        self.spend.read(row, None, store).ok().flatten()
    }
}
