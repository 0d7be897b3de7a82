//! Advertising spend: a row of one day, or of a span of days, never booked to the first day of the span.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::record::Spend;

use super::amount::Amount;
use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::spend_block::{SpendBlock, SpendLook};
use super::store::{Store, day_key};
use super::terms::Terms;
use super::{Filler, Outcome, Outcomes};
use crate::ingest::table::{Look, Looked, Row};

/// The columns of spend.
#[derive(Clone)]
pub(super) struct SpendColumns {
    day: Column,
    last_day: Column,
    above: bool,
    whole_period: Option<(NaiveDate, NaiveDate)>,
    pub(super) channel: Column,
    pub(super) campaign: Column,
    market: Column,
    spend: Amount,
    impressions: Column,
    clicks: Column,
    conversions: Column,
    revenue: Amount,
}

/// What a row says of spend.
pub(super) struct SeenSpend<'r> {
    /// The record, without names.
    pub(super) spend: Spend,
    /// Whether nothing stands where the amount should.
    pub(super) is_blank: bool,
    pub(super) channel: Option<Cow<'r, str>>,
    pub(super) campaign: Option<Cow<'r, str>>,
    pub(super) market: Option<Cow<'r, str>>,
}

impl SpendColumns {
    fn new(mapping: &Mapping) -> SpendColumns {
        SpendColumns {
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

    /// All of a row.
    pub(super) fn seen<'r>(&'r self, row: &Row<'r>, terms: &Terms<'_>) -> Result<SeenSpend<'r>, Fault> {
        let (mut day, mut last_day) = span((&self.day, &self.last_day, self.above), row, terms)?;
        if let Some(whole) = self.whole_period {
            if !terms.spread {
                return Err(self.day.fault("E210", row));
            }
            (day, last_day) = whole;
        }
        let month = Some(Month::of(day));
        let given = self.spend.read_on(row, month, terms)?;
        let spend = Spend {
            day,
            last_day,
            spend: given.unwrap_or(0),
            impressions: self.impressions.count(row)?,
            clicks: self.clicks.count(row)?,
            platform_conversions: self.conversions.scaled(row, 6)?.unwrap_or(0),
            platform_revenue: self.revenue.read_on(row, month, terms)?.unwrap_or(0),
            channel: Name::NONE,
            campaign: Name::NONE,
            market: Name::NONE,
        };
        let (channel, campaign, market) = (self.channel.text(row), self.campaign.text(row), self.market.text(row));
        Ok(SeenSpend { spend, is_blank: given.is_none(), channel, campaign, market })
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
    terms: &Terms<'_>,
) -> Result<(NaiveDate, NaiveDate), Fault> {
    let (first, last) = if day.is_given() {
        let (first, last) = day.span(row, terms.zone)?;
        (first, last_day.day(row, terms.zone)?.unwrap_or(last))
    } else {
        terms.above.filter(|_| above).ok_or_else(|| day.fault("E209", row))?
    };
    if last < first {
        return Err(last_day.fault("E214", row));
    }
    if last > first && !terms.spread {
        return Err(last_day.fault("E210", row));
    }
    Ok((first, last))
}

/// Rows of spend.
pub(super) struct SpendRows {
    columns: SpendColumns,
}

impl SpendRows {
    pub(super) fn new(mapping: &Mapping) -> SpendRows {
        SpendRows { columns: SpendColumns::new(mapping) }
    }
}

fn stored(spend: Spend, is_blank: bool, store: &mut Store<'_>) -> Outcome {
    let [channel, campaign, market] = [spend.channel, spend.campaign, spend.market].map(|n| i64::from(n.0));
    let days = [day_key(spend.day), day_key(spend.last_day)];
    let counts = [spend.spend, spend.impressions, spend.clicks];
    let outcome = store.claim(1, [days[0], days[1], channel, campaign, market, 0], &counts);
    store.days.cover(spend.day, spend.last_day);
    if outcome != Outcome::Used {
        // A newer export whose cell is blank does not say that nothing was spent.
        if let Some(at) = if is_blank { None } else { store.gap() } {
            store.records.spend[at].spend = spend.spend;
            store.joined = Some(at);
            return Outcome::Used;
        }
        return outcome;
    }
    // A gap never erases: neither an older row's amount, nor what another export tells by other columns.
    if is_blank {
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
        store.days.see(spend.day);
        store.days.see(spend.last_day);
    }
    store.records.spend.push(spend);
    Outcome::Used
}

impl Filler for SpendRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let seen = self.columns.seen(row, &store.terms())?;
        let spend = Spend {
            channel: store.channel(seen.channel.as_deref(), seen.campaign.as_deref()),
            campaign: store.name(seen.campaign),
            market: store.market(seen.market),
            ..seen.spend
        };
        store.worth = spend.spend;
        Ok(stored(spend, seen.is_blank, store))
    }

    fn look<'a, 's: 'a>(&self, mapping: &'a Mapping, store: &mut Store<'s>) -> Option<Box<Look<'a>>> {
        // A run that tells the rows of every record must meet them one by one, as must what is compared with other tables.
        if store.origins.is_some() || store.rivals.concern(store.table) {
            return None;
        }
        let look = SpendLook { columns: self.columns.clone(), mapping, terms: store.terms() };
        Some(Box::new(move |rows| Some(Box::new(look.block(rows)))))
    }

    fn block(&mut self, looked: &mut Looked, store: &mut Store<'_>, outcomes: &mut Outcomes) -> Option<usize> {
        let block = looked.as_mut()?.downcast_mut::<SpendBlock>()?;
        let (pairs, markets) = block.words.met(store);
        for row in &block.rows[block.cursor.run(block.rows.len())] {
            let ((channel, campaign), market) = (pairs[row.pair.index()], markets[row.market.index()]);
            store.fingerprints = row.fingerprints;
            let outcome = stored(Spend { channel, campaign, market, ..row.spend }, row.is_blank, store);
            outcomes.read(outcome, row.spend.spend);
        }
        store.joined = None;
        block.cursor.other()
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        self.columns.spend.read(row, None, store).ok().flatten()
    }
}
