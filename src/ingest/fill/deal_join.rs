//! Rows of deals joined to one entry per deal id of a vendor. The newest export counts, column by column, and of two rows of one
//! export the one that is further along, whatever their order; a gap never erases.

use std::cmp::Ordering;

use crate::model::name::Name;
use crate::model::origin::{Origin, RecordKind, RowAt};
use crate::model::record::{Deal, DealState, Records};

use super::outcome::{Outcome, Outcomes};
use super::store::Store;

/// The rows of a table: until they are joined each stands among the deals as one of its own. Most stay where they are.
pub(super) struct ReadDeals {
    /// Where they begin.
    start: usize,
    /// Of each whether it says of what kind the deal is.
    of_kind: Vec<bool>,
    /// Of each its row, when a run is to tell the rows of every record.
    rows: Vec<RowAt>,
}

/// A row before it is joined with others of its deal.
#[derive(Clone, Copy, PartialEq)]
struct DealRow {
    deal: Deal,
    of_kind: bool,
}

impl ReadDeals {
    /// No rows yet; there are `start` deals of other tables.
    pub(super) fn new(start: usize) -> ReadDeals {
        ReadDeals { start, of_kind: Vec::new(), rows: Vec::new() }
    }

    /// Adds the row of that number, and whether it says of what kind the deal is.
    pub(super) fn push(&mut self, (deal, of_kind): (Deal, bool), row: u64, store: &mut Store<'_>) {
        store.records.deals.push(deal);
        self.of_kind.push(of_kind);
        if store.origins.is_some() {
            self.rows.push(RowAt { table: store.reading, row: u32::try_from(row).unwrap_or(u32::MAX) });
        }
    }

    /// Joins the rows of each deal with one another, and the result with what newer exports say of it.
    pub(super) fn join(&mut self, store: &mut Store<'_>, outcomes: &mut Outcomes) {
        self.sort(&mut store.records);
        let (vendor, mut from, mut free, mut own) = (store.vendor(), self.start, self.start, Vec::new());
        while let Some(first) = store.records.deals.get(from) {
            let rows = store.records.deals[from..].iter().take_while(|deal| deal.id == first.id);
            own.clear();
            own.extend(rows.zip(&self.of_kind[from - self.start..]).map(|(&deal, &of_kind)| DealRow { deal, of_kind }));
            let at = joined((&own, vendor, free), store, outcomes, |number| {
                self.rows.get(from - self.start + number).copied()
            });
            free = free.max(at + 1);
            from += own.len();
        }
        store.records.deals.truncate(free);
    }

    /// Puts rows of one deal beside one another, that which is furthest along last.
    fn sort(&mut self, records: &mut Records) {
        let deals = &records.deals[self.start..];
        let text = |name: Name| records.names.text(name);
        let names = |d: &Deal| [d.stage, d.owner, d.market, d.channel, d.campaign, d.account].map(text);
        let person = |d: &Deal| records.people.text(d.person);
        let compared = |a: &Deal, b: &Deal| {
            let known = a.id.cmp(&b.id).then_with(|| along(a).cmp(&along(b)));
            known.then_with(|| names(a).cmp(&names(b))).then_with(|| person(a).cmp(&person(b)))
        };
        if deals.is_sorted_by(|a, b| compared(a, b) != Ordering::Greater) {
            return;
        }
        let mut order: Vec<usize> = (0..deals.len()).collect();
        order.sort_by(|&a, &b| compared(&deals[a], &deals[b]));
        let sorted: Vec<Deal> = order.iter().map(|&at| deals[at]).collect();
        records.deals[self.start..].copy_from_slice(&sorted);
        self.of_kind = order.iter().map(|&at| self.of_kind[at]).collect();
        self.rows = order.iter().filter_map(|&at| self.rows.get(at).copied()).collect();
    }
}

/// Joins all rows of one deal of a vendor and stores it, in the free place where it is new. Where it stands.
fn joined(
    (rows, vendor, free): (&[DealRow], Name, usize),
    store: &mut Store<'_>,
    outcomes: &mut Outcomes,
    row_at: impl Fn(usize) -> Option<RowAt>,
) -> usize {
    let Some((last, earlier)) = rows.split_last() else { return free };
    let own = rows.iter().skip(1).fold(rows[0], |joined, row| join(joined, *row));
    let known = store.deals.get(vendor, last.deal.id);
    let at = known.map_or(free, |(at, _)| at);
    let deal = &mut store.records.deals[at];
    let (deal_row, outcome, brings_amount) = match known {
        None => (own, Outcome::Used, true),
        Some((_, of_kind)) => {
            let newer = DealRow { deal: *deal, of_kind };
            let joined = join(own, newer);
            let agree = joined == join(newer, own);
            let outcome = if own == newer {
                Outcome::Repeated
            } else if agree {
                Outcome::Merged
            } else {
                Outcome::Superseded
            };
            (joined, outcome, newer.deal.amount.is_blank())
        }
    };
    *deal = deal_row.deal;
    store.deals.set((vendor, last.deal.id), (at, deal_row.of_kind));
    // The money of a deal is that of the last row that has any, even where its row counts for nothing else.
    let source = rows.iter().rposition(|row| !row.deal.amount.is_blank());
    for (number, row) in rows.iter().enumerate() {
        let met = if number == earlier.len() {
            outcome
        } else if row == last {
            Outcome::Repeated
        } else if join(*row, *last) == join(*last, *row) {
            Outcome::Merged
        } else {
            Outcome::Overruled
        };
        if let (Some(origins), Some(row)) = (&mut store.origins, row_at(number).filter(|_| met != Outcome::Repeated)) {
            origins.see(Origin::new(RecordKind::Deal, at), row);
        }
        outcomes.rows(met, 1);
        let counts = Some(number) == source && brings_amount;
        outcomes.money(if counts { Outcome::Used } else { met }, row.deal.amount.or_zero());
    }
    at
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
