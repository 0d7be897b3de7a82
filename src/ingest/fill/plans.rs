//! What was planned for people: quotas of owners, hours and budgets of teams.

use crate::model::record::{Capacity, Quota};

use super::amount::Amount;
use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::{Store, day_key};
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// Rows of quotas.
pub(super) struct QuotaRows {
    owner: Column,
    month: Column,
    quota: Amount,
}

impl QuotaRows {
    pub(super) fn new(mapping: &Mapping) -> QuotaRows {
        QuotaRows {
            owner: mapping.column("owner"),
            month: mapping.column("month"),
            quota: Amount::new(mapping, "quota"),
        }
    }
}

impl Filler for QuotaRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let month = self.month.month(row, store.zone)?;
        let owner = self.owner.text(row).ok_or_else(|| self.owner.fault("E203", row))?;
        let quota = self.quota.read(row, Some(month), store)?.unwrap_or(0);
        let owner = store.name(Some(owner));
        store.worth = quota;
        let outcome = store.claim(8, [day_key(month.first_day()), owner.0.into(), 0, 0, 0, 0], &[quota]);
        if outcome == Outcome::Used {
            store.records.quotas.push(Quota { owner, month, quota });
        }
        Ok(outcome)
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        self.quota.read(row, None, store).ok().flatten()
    }
}

/// Rows of capacity.
pub(super) struct CapacityRows {
    team: Column,
    month: Column,
    hours: Column,
    budget: Amount,
}

impl CapacityRows {
    pub(super) fn new(mapping: &Mapping) -> CapacityRows {
        CapacityRows {
            team: mapping.column("team"),
            month: mapping.column("month"),
            hours: mapping.column("hours"),
            budget: Amount::new(mapping, "budget"),
        }
    }
}

impl Filler for CapacityRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let month = self.month.month(row, store.zone)?;
        let team = self.team.text(row).ok_or_else(|| self.team.fault("E203", row))?;
        let hours = self.hours.scaled(row, 3)?.unwrap_or(0);
        let budget = self.budget.read(row, Some(month), store)?.unwrap_or(0);
        let team = store.name(Some(team));
        store.worth = budget;
        let outcome = store.claim(9, [day_key(month.first_day()), team.0.into(), 0, 0, 0, 0], &[hours, budget]);
        if outcome == Outcome::Used {
            store.records.capacity.push(Capacity { team, month, hours, budget });
        }
        Ok(outcome)
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        self.budget.read(row, None, store).ok().flatten()
    }
}
