//! Costs by month.

use crate::model::record::{Cost, CostKind};

use super::amount::Amount;
use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::{Store, day_key};
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// Rows of costs.
pub(super) struct CostRows {
    month: Column,
    kind: Column,
    amount: Amount,
    market: Column,
    channel: Column,
    campaign: Column,
}

impl CostRows {
    pub(super) fn new(mapping: &Mapping) -> CostRows {
        CostRows {
            month: mapping.column("month"),
            kind: mapping.column("kind"),
            amount: Amount::new(mapping, "amount"),
            market: mapping.column("market"),
            channel: mapping.column("channel"),
            campaign: mapping.column("campaign"),
        }
    }
}

impl Filler for CostRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let month = self.month.month(row, store.zone)?;
        let kind = match self.kind.text(row).as_deref().map(str::to_lowercase).as_deref() {
            Some("people") => CostKind::People,
            Some("tools") => CostKind::Tools,
            Some("agency") => CostKind::Agency,
            Some("cogs") => CostKind::Cogs,
            Some(_) => return Err(self.kind.fault("E205", row)),
            None => return Err(self.kind.fault("E203", row)),
        };
        let cost = Cost {
            month,
            kind,
            amount: self.amount.read(row, Some(month), store)?.unwrap_or(0),
            market: store.market(self.market.text(row)),
            channel: store.channel(self.channel.text(row).as_deref(), self.campaign.text(row).as_deref()),
            campaign: store.name(self.campaign.text(row)),
        };
        store.worth = cost.amount;
        let [market, channel, campaign] = [cost.market, cost.channel, cost.campaign].map(|n| i64::from(n.0));
        let key = [day_key(month.first_day()), cost.kind as i64, market, channel, campaign, 0];
        let outcome = store.claim(7, key, &[cost.amount]);
        if outcome == Outcome::Used {
            store.records.costs.push(cost);
        }
        Ok(outcome)
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        self.amount.read(row, None, store).ok().flatten()
    }
}
