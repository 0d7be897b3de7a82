//! Deals: one entry per deal id of a source. Of two rows the later one counts, column by column; a gap never erases.

use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::record::{Deal, DealKind, DealState, Moment};

use super::amount::Amount;
use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::{Filler, Outcome};
use crate::ingest::identity::salesforce_15;
use crate::ingest::table::Row;

/// Rows of deals.
pub(super) struct DealRows {
    id: Column,
    stage: Column,
    is_won: Column,
    is_closed: Column,
    contact: Column,
    account: Column,
    owner: Column,
    market: Column,
    channel: Column,
    campaign: Column,
    kind: Column,
    created: Column,
    proposal: Column,
    closed: Column,
    closed_at: Column,
    amount: Amount,
    margin: Amount,
}

impl DealRows {
    pub(super) fn new(mapping: &Mapping) -> DealRows {
        DealRows {
            id: mapping.column("deal_id"),
            stage: mapping.column("stage"),
            is_won: mapping.column("is_won"),
            is_closed: mapping.column("is_closed"),
            contact: mapping.column("contact_id"),
            account: mapping.column("account_id"),
            owner: mapping.column("owner"),
            market: mapping.column("market"),
            channel: mapping.column("channel"),
            campaign: mapping.column("campaign"),
            kind: mapping.column("kind"),
            created: mapping.column("created_on"),
            proposal: mapping.column("proposal_on"),
            closed: mapping.column("closed_on"),
            closed_at: mapping.column("closed_at"),
            amount: Amount::new(mapping, "amount"),
            margin: Amount::new(mapping, "margin"),
        }
    }

    fn state(&self, row: &Row<'_>) -> Result<DealState, Fault> {
        match (self.is_won.truth(row), self.is_closed.truth(row)) {
            (Some(true), _) => return Ok(DealState::Won),
            (Some(false), Some(true)) => return Ok(DealState::Lost),
            (Some(false), Some(false)) => return Ok(DealState::Open),
            _ => {}
        }
        let stage = self.stage.text(row).ok_or_else(|| self.stage.fault("E203", row))?;
        let letters: String = stage.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        Ok(match letters.as_str() {
            "won" | "closedwon" => DealState::Won,
            "lost" | "closedlost" => DealState::Lost,
            _ => DealState::Open,
        })
    }

    fn kind(&self, row: &Row<'_>, store: &mut Store<'_>) -> DealKind {
        let Some(kind) = self.kind.text(row) else { return DealKind::New };
        match kind.to_lowercase().as_str() {
            "new" | "new business" | "newbusiness" | "new customer" => DealKind::New,
            "expansion" | "existing business" | "existingbusiness" | "upsell" | "upgrade" => DealKind::Expansion,
            "renewal" => DealKind::Renewal,
            "refund" => DealKind::Refund,
            _ => {
                store.remarks.push(self.kind.fault("W206", row));
                DealKind::New
            }
        }
    }

    /// An amount, or a gap and a remark: a deal without a rate still is a deal.
    fn money(
        amount: &Amount,
        row: &Row<'_>,
        month: Option<Month>,
        store: &mut Store<'_>,
    ) -> Result<Option<i64>, Fault> {
        match amount.read(row, month, store) {
            Err(fault) if fault.code == "E206" => {
                store.remarks.push(fault);
                Ok(None)
            }
            other => other,
        }
    }

    fn deal(&self, row: &Row<'_>, id: Name, store: &mut Store<'_>) -> Result<Deal, Fault> {
        let state = self.state(row)?;
        let [created_on, proposal_on, closed_on] =
            [&self.created, &self.proposal, &self.closed].map(|c| c.day(row, store.zone));
        let (created_on, proposal_on, closed_on) = (created_on?, proposal_on?, closed_on?);
        if state != DealState::Open && closed_on.is_none() {
            return Err(self.closed.fault("E203", row));
        }
        let closed_at = self.closed_at.moment(row, store.zone)?;
        let month = closed_on.or(created_on).map(Month::of);
        Ok(Deal {
            id,
            state,
            stage: store.name(self.stage.text(row)),
            person: store.person(self.contact.text(row).as_deref()),
            account: store.name(self.account.text(row)),
            owner: store.name(self.owner.text(row)),
            market: store.market(self.market.text(row)),
            channel: store.channel(self.channel.text(row)),
            campaign: store.name(self.campaign.text(row)),
            kind: self.kind(row, store),
            created_on,
            proposal_on,
            closed_on,
            closed_at: closed_at.and_then(|at| Moment::try_from(at.and_utc().timestamp()).ok()),
            amount: Self::money(&self.amount, row, month, store)?,
            margin: Self::money(&self.margin, row, month, store)?,
        })
    }
}

impl Filler for DealRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let id = self.id.text(row).ok_or_else(|| self.id.fault("E203", row))?;
        let id = store.records.names.intern(salesforce_15(&id));
        let deal = self.deal(row, id, store)?;
        let happened = if deal.state == DealState::Open { deal.created_on } else { deal.closed_on };
        if let Some(day) = happened {
            store.days.see(day);
        }
        let next = store.records.deals.len();
        let at = *store.deals.entry((store.source.clone(), id)).or_insert(next);
        store.joined = Some(at);
        let Some(known) = store.records.deals.get_mut(at) else {
            store.records.deals.push(deal);
            return Ok(Outcome::Used);
        };
        let joined = join(*known, deal);
        let overruled = joined != join(deal, *known);
        *known = joined;
        Ok(if overruled { Outcome::Overruled } else { Outcome::Merged })
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        self.amount.read(row, None, store).ok().flatten()
    }
}

/// `later` where it says something, else `earlier`.
fn join(earlier: Deal, later: Deal) -> Deal {
    let name = |a: Name, b: Name| if b.is_some() { b } else { a };
    Deal {
        id: later.id,
        state: later.state,
        stage: name(earlier.stage, later.stage),
        person: name(earlier.person, later.person),
        account: name(earlier.account, later.account),
        owner: name(earlier.owner, later.owner),
        market: name(earlier.market, later.market),
        channel: name(earlier.channel, later.channel),
        campaign: name(earlier.campaign, later.campaign),
        kind: later.kind,
        created_on: later.created_on.or(earlier.created_on),
        proposal_on: later.proposal_on.or(earlier.proposal_on),
        closed_on: later.closed_on.or(earlier.closed_on),
        closed_at: if later.closed_on.is_some() { later.closed_at } else { earlier.closed_at },
        amount: later.amount.or(earlier.amount),
        margin: later.margin.or(earlier.margin),
    }
}
