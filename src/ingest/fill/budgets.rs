//! What was budgeted and committed for a channel, month by month.

use crate::model::record::Budget;

use super::amount::Amount;
use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::{Store, day_key};
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// Rows of budget lines.
pub(super) struct BudgetRows {
    month: Column,
    channel: Column,
    market: Column,
    plan: Amount,
    committed: Amount,
}

impl BudgetRows {
    pub(super) fn new(mapping: &Mapping) -> BudgetRows {
        BudgetRows {
            month: mapping.column("month"),
            channel: mapping.column("channel"),
            market: mapping.column("market"),
            plan: Amount::new(mapping, "plan"),
            committed: Amount::new(mapping, "committed"),
        }
    }
}

impl Filler for BudgetRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let month = self.month.month(row, store.zone)?;
        let plan = self.plan.read(row, Some(month), store)?.unwrap_or(0);
        let committed = self.committed.read(row, Some(month), store)?.unwrap_or(0);
        let channel = store.channel(self.channel.text(row).as_deref(), None);
        let market = store.market(self.market.text(row));
        store.worth = plan;
        let key = [day_key(month.first_day()), channel.0.into(), market.0.into(), 0, 0, 0];
        let outcome = store.claim(10, key, &[plan, committed]);
        if outcome == Outcome::Used {
            store.records.budgets.push(Budget { month, channel, plan, committed });
        }
        Ok(outcome)
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        self.plan.read(row, None, store).ok().flatten()
    }
}
