//! Activities of people and teams.

use crate::model::record::Activity;

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// Rows of activities.
pub(super) struct ActivityRows {
    day: Column,
    kind: Column,
    count: Column,
    team: Column,
    owner: Column,
    campaign: Column,
    hours: Column,
}

impl ActivityRows {
    pub(super) fn new(mapping: &Mapping) -> ActivityRows {
        ActivityRows {
            day: mapping.column("day"),
            kind: mapping.column("kind"),
            count: mapping.column("count"),
            team: mapping.column("team"),
            owner: mapping.column("owner"),
            campaign: mapping.column("campaign"),
            hours: mapping.column("hours"),
        }
    }
}

impl Filler for ActivityRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let day = self.day.required_day(row, store.zone)?;
        let kind = self.kind.text(row).ok_or_else(|| self.kind.fault("E203", row))?;
        let (count, hours) = (self.count.count(row)?, self.hours.scaled(row, 3)?.unwrap_or(0));
        let activity = Activity {
            day,
            kind: store.name(Some(kind.to_lowercase().into())),
            count,
            team: store.name(self.team.text(row)),
            owner: store.name(self.owner.text(row)),
            campaign: store.name(self.campaign.text(row)),
            hours,
        };
        store.days.see(day);
        store.records.activities.push(activity);
        Ok(Outcome::Used)
    }
}
