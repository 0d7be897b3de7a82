//! Deals: what each row of their exports says.

use std::borrow::Cow;

use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::record::{Deal, DealKind, DealState, Minor, Moment, Person};

use super::amount::Amount;
use super::column::Column;
use super::deal_block::{BlockDeal, DealBlock, DealLook};
use super::deal_join::ReadDeals;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::terms::Terms;
use super::{Filler, Outcome, Outcomes};
use crate::ingest::identity::spelling::salesforce_15;
use crate::ingest::table::{Look, Looked, Row};

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

/// The columns of a deal.
#[derive(Clone)]
pub(super) struct DealColumns {
    id: Column,
    stage: Column,
    is_won: Column,
    is_closed: Column,
    contact: Column,
    account: Column,
    owner: Column,
    market: Column,
    pub(super) channel: Column,
    pub(super) campaign: Column,
    kind: Column,
    created: Column,
    proposal: Column,
    closed: Column,
    closed_at: Column,
    amount: Amount,
    margin: Amount,
}

/// What a row says of a deal.
pub(super) struct SeenDeal<'r> {
    /// The deal, without names and money.
    pub(super) deal: Deal,
    /// Whether the row says of what kind it is.
    pub(super) of_kind: bool,
    pub(super) id: Cow<'r, str>,
    pub(super) stage: Option<Cow<'r, str>>,
    pub(super) contact: Option<Cow<'r, str>>,
    pub(super) account: Option<Cow<'r, str>>,
    pub(super) owner: Option<Cow<'r, str>>,
    pub(super) market: Option<Cow<'r, str>>,
    pub(super) channel: Option<Cow<'r, str>>,
    pub(super) campaign: Option<Cow<'r, str>>,
}

impl DealColumns {
    fn new(mapping: &Mapping) -> DealColumns {
        DealColumns {
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

    /// All of a row but its money. `meaning` says what a stage means; what does not refuse the row becomes a remark.
    pub(super) fn seen<'r>(
        &'r self,
        row: &Row<'r>,
        zone: &str,
        meaning: &mut dyn FnMut(&str) -> DealState,
        remarks: &mut Vec<Fault>,
    ) -> Result<SeenDeal<'r>, Fault> {
        let id = self.id.text(row).ok_or_else(|| self.id.fault("E203", row))?;
        let word = self.stage.text(row);
        let state = match (self.is_won.truth(row), self.is_closed.truth(row)) {
            (Some(true), _) => DealState::Won,
            (Some(false), Some(true)) => DealState::Lost,
            (Some(false), Some(false)) => DealState::Open,
            _ => meaning(word.as_deref().ok_or_else(|| self.stage.fault("E203", row))?),
        };
        let (created_on, proposal_on) = (self.created.day(row, zone)?, self.proposal.day(row, zone)?);
        let closed_on = self.closed.day(row, zone)?;
        if state != DealState::Open && closed_on.is_none() {
            return Err(self.closed.fault("E203", row));
        }
        let closed_at = self.closed_at.moment(row, zone)?;
        let kind = self.kind(row, remarks);
        let deal = Deal {
            id: Name::NONE,
            state,
            stage: Name::NONE,
            person: Person::NONE,
            account: Name::NONE,
            owner: Name::NONE,
            market: Name::NONE,
            channel: Name::NONE,
            campaign: Name::NONE,
            kind: kind.unwrap_or_default(),
            created_on,
            proposal_on,
            closed_on,
            closed_at: closed_at.and_then(|at| Moment::try_from(at.and_utc().timestamp()).ok()),
            amount: Minor::BLANK,
            margin: Minor::BLANK,
        };
        Ok(SeenDeal {
            deal,
            of_kind: kind.is_some(),
            id,
            stage: word,
            contact: self.contact.text(row),
            account: self.account.text(row),
            owner: self.owner.text(row),
            market: self.market.text(row),
            channel: self.channel.text(row),
            campaign: self.campaign.text(row),
        })
    }

    /// The kind that a row says, if it says one.
    fn kind(&self, row: &Row<'_>, remarks: &mut Vec<Fault>) -> Option<DealKind> {
        let kind = self.kind.text(row)?;
        let known = KINDS.iter().find(|(word, _)| kind.eq_ignore_ascii_case(word)).map(|(_, kind)| *kind);
        Some(known.unwrap_or_else(|| {
            remarks.push(self.kind.fault("W206", row));
            DealKind::New
        }))
    }

    /// Gives a deal the money of its row.
    pub(super) fn money(
        &self,
        row: &Row<'_>,
        deal: &mut Deal,
        terms: &Terms<'_>,
        remarks: &mut Vec<Fault>,
    ) -> Result<(), Fault> {
        let month = deal.closed_on.or(deal.created_on).map(Month::of);
        // Without a rate there is a gap and a remark: a deal without a rate still is a deal.
        let mut money = |amount: &Amount| match amount.read_on(row, month, terms) {
            Err(fault) if fault.code == "E206" => {
                remarks.push(fault);
                Ok(None)
            }
            other => other,
        };
        (deal.amount, deal.margin) = (money(&self.amount)?.into(), money(&self.margin)?.into());
        Ok(())
    }
}

/// Rows of deals.
pub(super) struct DealRows {
    columns: DealColumns,
    read: ReadDeals,
}

impl DealRows {
    /// The deals of the table follow those before `start`.
    pub(super) fn new(mapping: &Mapping, start: usize) -> DealRows {
        DealRows { columns: DealColumns::new(mapping), read: ReadDeals::new(start) }
    }

    fn store(&mut self, (deal, of_kind): (Deal, bool), row: u64, store: &mut Store<'_>) {
        let happened = if deal.state == DealState::Open { deal.created_on } else { deal.closed_on };
        if let Some(day) = happened {
            store.days.see(day);
        }
        self.read.push((deal, of_kind), row, store);
    }
}

impl Filler for DealRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let mut meaning = |stage: &str| store.deal_words.state(stage, &mut store.records.names);
        let seen = self.columns.seen(row, store.zone, &mut meaning, &mut store.remarks)?;
        let mut deal = Deal {
            id: store.records.names.intern(&salesforce_15(&seen.id)),
            stage: store.name(seen.stage),
            person: store.person(seen.contact.as_deref()),
            account: store.name(seen.account),
            owner: store.name(seen.owner),
            market: store.market(seen.market),
            channel: store.channel(seen.channel.as_deref(), seen.campaign.as_deref()),
            campaign: store.name(seen.campaign),
            ..seen.deal
        };
        let terms = store.terms();
        self.columns.money(row, &mut deal, &terms, &mut store.remarks)?;
        store.worth = deal.amount.or_zero();
        self.store((deal, seen.of_kind), row.number, store);
        Ok(Outcome::Open)
    }

    fn look<'a, 's: 'a>(&self, mapping: &'a Mapping, store: &mut Store<'s>) -> Option<Box<Look<'a>>> {
        // A run that tells the rows of every record must meet them one by one.
        if store.origins.is_some() {
            return None;
        }
        let look = DealLook {
            columns: self.columns.clone(),
            mapping,
            terms: store.terms(),
            stages: store.deal_words.known(),
            roster: store.records.people.roster(),
        };
        Some(Box::new(move |rows| Some(Box::new(look.block(rows)))))
    }

    fn block(&mut self, looked: &mut Looked, store: &mut Store<'_>, outcomes: &mut Outcomes) -> Option<usize> {
        let DealBlock { deals, ids, words, cursor } = looked.as_mut()?.downcast_mut::<DealBlock>()?;
        let met = words.met(store);
        let run = cursor.run(deals.len());
        let ids = store.records.names.intern_all(&ids.of(run.clone()));
        for (BlockDeal { deal, of_kind, pair, who }, id) in deals[run].iter().zip(ids) {
            let deal = Deal { id, person: who.person(&met.strangers), ..met.named(*deal, *pair) };
            self.store((deal, *of_kind), 0, store);
            outcomes.read(Outcome::Open, deal.amount.or_zero());
        }
        cursor.other()
    }

    fn finish(&mut self, store: &mut Store<'_>, outcomes: &mut Outcomes) {
        self.read.join(store, outcomes);
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        self.columns.amount.read(row, None, store).ok().flatten()
    }
}
