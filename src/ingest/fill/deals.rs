//! Deals: one entry per deal id of a vendor. The newest export counts, column by column, and of two rows of one export the
//! one that is further along, whatever their order; a gap never erases.

use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::origin::{Origin, RecordKind, RowAt};
use crate::model::record::{Deal, DealKind, DealState, Moment};

use super::amount::Amount;
use super::column::Column;
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
    /// Each with its row number.
    rows: Vec<(DealRow, u64)>,
}

/// A row before it is joined with others of its deal.
#[derive(Clone, Copy, PartialEq)]
struct DealRow {
    deal: Deal,
    /// Whether the row says of what kind the deal is.
    of_kind: bool,
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
            rows: Vec::new(),
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
        self.rows.push((DealRow { deal, of_kind: self.kind.text(row).is_some() }, row.number));
        Ok(Outcome::Open)
    }

    /// Joins the rows of each deal with one another, and the result with what newer exports say of it.
    fn finish(&mut self, store: &mut Store<'_>, outcomes: &mut Outcomes) {
        let vendor = store.vendor();
        let records = &mut store.records;
        let text = |name: Name| records.names.text(name);
        self.rows.sort_by(|(a, _), (b, _)| {
            let names = |d: &Deal| [d.stage, d.owner, d.market, d.channel, d.campaign, d.account].map(text);
            let known = a.deal.id.cmp(&b.deal.id).then_with(|| along(&a.deal).cmp(&along(&b.deal)));
            let person = |d: &Deal| records.people.text(d.person);
            known.then_with(|| names(&a.deal).cmp(&names(&b.deal))).then_with(|| person(&a.deal).cmp(person(&b.deal)))
        });
        for rows in self.rows.chunk_by(|(a, _), (b, _)| a.deal.id == b.deal.id) {
            let Some(((last, _), earlier)) = rows.split_last() else { continue };
            let own = rows.iter().skip(1).fold(rows[0].0, |joined, (row, _)| join(joined, *row));
            let next = records.deals.len();
            let place = store.deals.entry((vendor, last.deal.id)).or_insert((next, own.of_kind));
            let at = place.0;
            let (outcome, brings_amount) = match records.deals.get_mut(at) {
                None => {
                    records.deals.push(own.deal);
                    (Outcome::Used, true)
                }
                Some(known) => {
                    let newer = DealRow { deal: *known, of_kind: place.1 };
                    let joined = join(own, newer);
                    let brings_amount = known.amount.is_none();
                    (*known, place.1) = (joined.deal, joined.of_kind);
                    let agree = joined == join(newer, own);
                    let outcome = if own == newer {
                        Outcome::Repeated
                    } else if agree {
                        Outcome::Merged
                    } else {
                        Outcome::Superseded
                    };
                    (outcome, brings_amount)
                }
            };
            // The money of a deal is that of the last row that has any, even where its row counts for nothing else.
            let source = rows.iter().rposition(|(row, _)| row.deal.amount.is_some());
            for (number, (row, line)) in rows.iter().enumerate() {
                let met = if number == earlier.len() {
                    outcome
                } else if row == last {
                    Outcome::Repeated
                } else if join(*row, *last) == join(*last, *row) {
                    Outcome::Merged
                } else {
                    Outcome::Overruled
                };
                let minor = row.deal.amount.unwrap_or(0);
                if let Some(origins) = store.origins.as_mut().filter(|_| met != Outcome::Repeated) {
                    let row = RowAt { table: store.reading, row: u32::try_from(*line).unwrap_or(u32::MAX) };
                    origins.see(Origin::new(RecordKind::Deal, at), row);
                }
                outcomes.rows(met, 1);
                let counts = Some(number) == source && brings_amount;
                outcomes.money(if counts { Outcome::Used } else { met }, minor);
            }
        }
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        self.amount.read(row, None, store).ok().flatten()
    }
}

/// How far a row's deal has come: of two rows of one deal in one export the further one counts.
fn along(deal: &Deal) -> impl Ord {
    let state = match deal.state {
        DealState::Open => 0,
        DealState::Lost => 1,
        DealState::Won => 2,
    };
    let closed = deal.closed_on.filter(|_| deal.state != DealState::Open);
    let day = closed.max(deal.proposal_on).max(deal.created_on);
    let dates = (deal.closed_at, deal.closed_on, deal.created_on, deal.proposal_on);
    (day, state, dates, deal.amount, deal.margin, deal.kind as u8)
}

/// `later` where it says something, else `earlier`.
fn join(earlier: DealRow, later: DealRow) -> DealRow {
    let name = |a: Name, b: Name| if b.is_some() { b } else { a };
    let of_kind = earlier.of_kind || later.of_kind;
    let kind = if later.of_kind { later.deal.kind } else { earlier.deal.kind };
    let (earlier, later) = (earlier.deal, later.deal);
    let deal = Deal {
        id: later.id,
        state: later.state,
        stage: name(earlier.stage, later.stage),
        person: name(earlier.person, later.person),
        account: name(earlier.account, later.account),
        owner: name(earlier.owner, later.owner),
        market: name(earlier.market, later.market),
        channel: name(earlier.channel, later.channel),
        campaign: name(earlier.campaign, later.campaign),
        kind,
        created_on: later.created_on.or(earlier.created_on),
        proposal_on: later.proposal_on.or(earlier.proposal_on),
        closed_on: later.closed_on.or(earlier.closed_on),
        closed_at: if later.closed_on.is_some() { later.closed_at } else { earlier.closed_at },
        amount: later.amount.or(earlier.amount),
        margin: later.margin.or(earlier.margin),
    };
    DealRow { deal, of_kind }
}
