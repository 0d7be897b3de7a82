//! Subscriptions: states after a change, or periods that begin and end; both become changes of a customer's revenue.

use chrono::NaiveDate;

use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::record::SubscriptionChange;

use super::amount::Amount;
use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::{Store, day_key};
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// Rows of subscriptions.
pub(super) struct SubscriptionRows {
    customer: Column,
    changed: Column,
    started: Column,
    ended: Column,
    trial_ended: Column,
    mrr: Amount,
    amount: Amount,
    quantity: Column,
    interval: Column,
    interval_count: Column,
    market: Column,
    contact: Column,
}

impl SubscriptionRows {
    pub(super) fn new(mapping: &Mapping) -> SubscriptionRows {
        SubscriptionRows {
            customer: mapping.column("customer_id"),
            changed: mapping.column("changed_on"),
            started: mapping.column("started_on"),
            ended: mapping.column("ended_on"),
            trial_ended: mapping.column("trial_ended_on"),
            mrr: Amount::new(mapping, "mrr"),
            amount: Amount::new(mapping, "amount"),
            quantity: mapping.column("quantity"),
            interval: mapping.column("interval"),
            interval_count: mapping.column("interval_count"),
            market: mapping.column("market"),
            contact: mapping.column("contact_id"),
        }
    }

    /// Monthly revenue: given, or the price × quantity of an interval as its share of a month. A year has 12 months, 52
    /// weeks and 365 days.
    fn monthly(&self, row: &Row<'_>, month: Month, store: &Store<'_>) -> Result<i64, Fault> {
        let month = Some(month);
        if self.mrr.is_given() {
            return self.mrr.read(row, month, store).map(|m| m.unwrap_or(0));
        }
        let quantity = if self.quantity.is_given() { self.quantity.scaled(row, 0)?.unwrap_or(1) } else { 1 };
        let every = if self.interval_count.is_given() { self.interval_count.count(row)?.max(1) } else { 1 };
        let interval = self.interval.text(row).unwrap_or_default().to_lowercase();
        let (times, by) = match interval.trim_end_matches('s') {
            "" | "month" | "monthly" => (1, 1),
            "year" | "yearly" | "annual" => (1, 12),
            "quarter" | "quarterly" => (1, 3),
            "week" | "weekly" => (52, 12),
            "day" | "daily" => (365, 12),
            _ => return Err(self.interval.fault("E205", row)),
        };
        let large = || self.quantity.fault("E207", row);
        let times = quantity.checked_mul(times).ok_or_else(large)?;
        let by = every.checked_mul(by).ok_or_else(large)?;
        Ok(self.amount.read_divided(row, month, store, (times, by))?.unwrap_or(0))
    }

    /// When paying begins: after the trial, if there is one.
    fn begins(&self, row: &Row<'_>, store: &Store<'_>) -> Result<NaiveDate, Fault> {
        let started = self.started.required_day(row, store.zone)?;
        Ok(self.trial_ended.day(row, store.zone)?.map_or(started, |t| t.max(started)))
    }
}

impl Filler for SubscriptionRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let customer = self.customer.text(row).ok_or_else(|| self.customer.fault("E203", row))?;
        let by_change = self.changed.is_given();
        let (day, ended) = if by_change {
            (self.changed.required_day(row, store.zone)?, None)
        } else {
            (self.begins(row, store)?, self.ended.day(row, store.zone)?)
        };
        let mrr = self.monthly(row, Month::of(day), store)?;
        if ended.is_some_and(|e| e < day) && !self.trial_ended.is_given() {
            return Err(self.ended.fault("E214", row));
        }
        let person = if self.contact.is_given() { self.contact.text(row) } else { Some(customer.clone()) };
        let (customer, market) = (store.name(Some(customer.clone())), store.market(self.market.text(row)));
        let person = store.person(person.as_deref());
        store.worth = mrr;
        let key = [day_key(day), customer.0.into(), 0, 0, 0, 0];
        let outcome = store.claim(5, key, &[ended.map_or(0, day_key), mrr, market.0.into()]);
        if outcome != Outcome::Used {
            return Ok(outcome);
        }
        store.joined = Some(customer.index());
        // The end of a trial may lie in the future: what has happened is its beginning.
        let happened = if by_change { Some(day) } else { self.started.day(row, store.zone)? };
        store.days.see(happened.unwrap_or(day));
        let change = |(changed_on, mrr)| SubscriptionChange { customer, changed_on, mrr, market, person };
        if by_change {
            store.records.subscriptions.push(change((day, mrr)));
        } else if ended.is_none_or(|e| e > day) {
            store.deltas.extend(std::iter::once((day, mrr)).chain(ended.map(|e| (e, -mrr))).map(change));
        }
        Ok(Outcome::Used)
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        let amount = if self.mrr.is_given() { &self.mrr } else { &self.amount };
        amount.read(row, None, store).ok().flatten()
    }
}

/// Adds up the periods of each customer to the state after each change, and puts all changes in the order (customer,
/// day). A day on which as much began as ended is no change.
pub fn finish(store: &mut Store<'_>) {
    let when = |change: &SubscriptionChange| (change.customer, change.changed_on);
    let mut deltas = std::mem::take(&mut store.deltas);
    // Of several on one day the row that came first says market and person: the sort keeps their order.
    deltas.sort_by_key(when);
    let mut state = (Name::NONE, 0_i64);
    for same_day in deltas.chunk_by(|a, b| when(a) == when(b)) {
        let first = same_day[0];
        if state.0 != first.customer {
            state = (first.customer, 0);
        }
        let delta: i64 = same_day.iter().map(|change| change.mrr).sum();
        if delta != 0 {
            state.1 += delta;
            store.records.subscriptions.push(SubscriptionChange { mrr: state.1, ..first });
        }
    }
    // Of several changes on one day the last row stands last: the sort keeps their order.
    store.records.subscriptions.sort_by_key(when);
}
