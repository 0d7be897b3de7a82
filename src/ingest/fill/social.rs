//! Days of social channels.

use crate::model::record::SocialDay;

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::{Store, day_key};
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// In the order of [`SocialDay::counts`].
const COUNTS: [&str; 5] = ["posts", "impressions", "likes", "comments", "shares"];

/// Rows of social channels.
pub(super) struct SocialRows {
    day: Column,
    channel: Column,
    campaign: Column,
    counts: [Column; 5],
    followers: Column,
}

impl SocialRows {
    pub(super) fn new(mapping: &Mapping) -> SocialRows {
        SocialRows {
            day: mapping.column("day"),
            channel: mapping.column("channel"),
            campaign: mapping.column("campaign"),
            counts: COUNTS.map(|name| mapping.column(name)),
            followers: mapping.column("followers"),
        }
    }
}

impl Filler for SocialRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let day = self.day.required_day(row, store.zone)?;
        let mut counts = [0; 5];
        for (count, column) in counts.iter_mut().zip(&self.counts) {
            *count = column.count(row)?;
        }
        let followers = self.followers.scaled(row, 0)?;
        let campaign = self.campaign.text(row);
        let channel = store.channel(self.channel.text(row).as_deref(), campaign.as_deref());
        let campaign = store.name(campaign);
        let outcome = store.claim(4, [day_key(day), channel.0.into(), campaign.0.into(), 0, 0, 0], &counts);
        if outcome != Outcome::Used {
            return Ok(outcome);
        }
        store.days.see(day);
        store.records.social.push(SocialDay { day, channel, campaign, counts, followers });
        Ok(Outcome::Used)
    }
}
