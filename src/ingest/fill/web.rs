//! Web traffic by day. A table that only has totals of its period is spread evenly over the days, to the last session.

use chrono::{Days, NaiveDate};

use crate::model::record::WebDay;
use crate::model::split::split;

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::spend::span;
use super::store::{Store, day_key};
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// Rows of web traffic.
pub(super) struct WebRows {
    day: Column,
    last_day: Column,
    nth_day: Column,
    above: bool,
    sessions: Column,
    visitors: Column,
    submissions: Column,
    channel: Column,
    campaign: Column,
    market: Column,
    landing_page: Column,
}

impl WebRows {
    pub(super) fn new(mapping: &Mapping) -> WebRows {
        WebRows {
            day: mapping.column("day"),
            last_day: mapping.column("last_day"),
            nth_day: mapping.column("nth_day"),
            above: mapping.period_above,
            sessions: mapping.column("sessions"),
            visitors: mapping.column("visitors"),
            submissions: mapping.column("submissions"),
            channel: mapping.column("channel"),
            campaign: mapping.column("campaign"),
            market: mapping.column("market"),
            landing_page: mapping.column("landing_page"),
        }
    }

    fn days(&self, row: &Row<'_>, store: &Store<'_>) -> Result<(NaiveDate, NaiveDate), Fault> {
        if self.day.is_given() || !self.nth_day.is_given() {
            return span((&self.day, &self.last_day, self.above), row, &store.terms());
        }
        let (start, _) = store.above.ok_or_else(|| self.nth_day.fault("E209", row))?;
        let text = self.nth_day.text(row).ok_or_else(|| self.nth_day.fault("E203", row))?;
        let day = text.parse().ok().and_then(|n| start.checked_add_days(Days::new(n)));
        day.map(|d| (d, d)).ok_or_else(|| self.nth_day.fault("E202", row))
    }
}

impl Filler for WebRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let (first, last) = self.days(row, store)?;
        let counts = [self.sessions.count(row)?, self.visitors.count(row)?, self.submissions.count(row)?];
        let channel = store.channel(self.channel.text(row).as_deref(), self.campaign.text(row).as_deref());
        let campaign = store.name(self.campaign.text(row));
        let market = store.market(self.market.text(row));
        let landing_page = store.name(self.landing_page.text(row));
        let names = [channel, campaign, market, landing_page].map(|n| i64::from(n.0));
        let [a, b, c, d] = names;
        let outcome = store.claim(3, [day_key(first), day_key(last), a, b, c, d], &counts);
        store.days.cover(first, last);
        if outcome != Outcome::Used {
            return Ok(outcome);
        }
        let length = usize::try_from((last - first).num_days() + 1).unwrap_or(1);
        let shares = counts.map(|c| split(c.into(), &vec![1; length]));
        let [sessions, visitors, submissions] = &shares;
        for (i, day) in first.iter_days().take(length).enumerate() {
            let [sessions, visitors, submissions] =
                [sessions, visitors, submissions].map(|s| i64::try_from(s[i]).unwrap_or(0));
            store.records.web.push(WebDay {
                day,
                channel,
                campaign,
                market,
                landing_page,
                sessions,
                visitors,
                submissions,
            });
        }
        store.days.see(first);
        store.days.see(last);
        Ok(Outcome::Used)
    }
}
