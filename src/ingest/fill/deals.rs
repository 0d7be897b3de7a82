//! Deals: what each row of their exports says.

use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::record::{Deal, DealKind, DealState, Moment};

use super::amount::Amount;
use super::column::Column;
use super::deal_join::ReadDeals;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::{Filler, Outcome, Outcomes};
use crate::ingest::identity::spelling::salesforce_15;
use crate::ingest::table::Row;

/// What vendors call the kinds of deals.
const KINDS: [(&str, DealKind); 11] = [
    ("new", DealKind::New),
    ("new business", DealKind::New),
    ("newbusiness", DealKind::New),
    ("new customer", DealKind::New),
    ("expansion", DealKind::Expansion),
    ("existing business", DealKind::Expansion),
    ("existingbusiness", DealKind::Expansion),
    ("upsell", DealKind::Expansion),
    ("upgrade", DealKind::Expansion),
    ("renewal", DealKind::Renewal),
    ("refund", DealKind::Refund),
];

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
    read: ReadDeals,
}

impl DealRows {
    /// The deals of the table follow those before `start`.
    pub(super) fn new(mapping: &Mapping, start: usize) -> DealRows {
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
            read: ReadDeals::new(start),
        }
    }

    fn state(&self, row: &Row<'_>, store: &mut Store<'_>) -> Result<DealState, Fault> {
        match (self.is_won.truth(row), self.is_closed.truth(row)) {
            (Some(true), _) => return Ok(DealState::Won),
            (Some(false), Some(true)) => return Ok(DealState::Lost),
            (Some(false), Some(false)) => return Ok(DealState::Open),
            _ => {}
        }
        let stage = self.stage.text(row).ok_or_else(|| self.stage.fault("E203", row))?;
        Ok(store.deal_words.state(&stage, &mut store.records.names))
    }

    fn kind(&self, row: &Row<'_>, store: &mut Store<'_>) -> DealKind {
        let Some(kind) = self.kind.text(row) else { return DealKind::New };
        let known = KINDS.iter().find(|(word, _)| kind.eq_ignore_ascii_case(word));
        known.map_or_else(
            || {
                store.remarks.push(self.kind.fault("W206", row));
                DealKind::New
            },
            |(_, kind)| *kind,
        )
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
        let state = self.state(row, store)?;
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
            channel: store.channel(self.channel.text(row).as_deref(), self.campaign.text(row).as_deref()),
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
        let id = store.records.names.intern(&salesforce_15(&id));
        let deal = self.deal(row, id, store)?;
        let happened = if deal.state == DealState::Open { deal.created_on } else { deal.closed_on };
        if let Some(day) = happened {
            store.days.see(day);
        }
        store.worth = deal.amount.unwrap_or(0);
        self.read.push((deal, self.kind.text(row).is_some()), row.number, store);
        Ok(Outcome::Open)
    }

    fn finish(&mut self, store: &mut Store<'_>, outcomes: &mut Outcomes) {
        self.read.join(store, outcomes);
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        self.amount.read(row, None, store).ok().flatten()
    }
}
