//! Activities of people and teams.

use crate::model::record::Activity;

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::{Store, day_key};
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
        let [kind, team, owner, campaign] =
            [activity.kind, activity.team, activity.owner, activity.campaign].map(|n| i64::from(n.0));
        // Two calls of one person on one day are two; the same day in another export is the same day.
        store.fingerprints.1 = store.next_row();
        let outcome = store.claim(10, [day_key(day), kind, team, owner, campaign, 0], &[count, hours]);
        store.days.see(day);
        if outcome == Outcome::Used {
            store.records.activities.push(activity);
        }
        Ok(outcome)
    }
}
