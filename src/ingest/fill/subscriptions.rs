//! Subscriptions: states after a change, or periods that begin and end; both become changes of a customer's revenue.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::record::{Person, SubscriptionChange};

use super::amount::Amount;
use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::{Store, day_key};
use super::subscription_block::{SubscriptionBlock, SubscriptionLook};
use super::terms::Terms;
use super::{Filler, Outcome, Outcomes};
use crate::ingest::table::{Look, Looked, Row};

/// The columns of a subscription.
#[derive(Clone)]
pub(super) struct SubscriptionColumns {
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

/// What a row says of a subscription.
pub(super) struct SeenSubscription<'r> {
    pub(super) customer: Cow<'r, str>,
    /// The customer's contact, by an id of its own or that of the customer.
    pub(super) contact: Option<Cow<'r, str>>,
    pub(super) market: Option<Cow<'r, str>>,
    pub(super) period: Period,
}

/// When what was paid.
#[derive(Clone, Copy)]
pub(super) struct Period {
    day: NaiveDate,
    ended: Option<NaiveDate>,
    /// The day on which something happened: the end of a trial may lie in the future, its beginning does not.
    happened: NaiveDate,
    pub(super) mrr: i64,
}

impl SubscriptionColumns {
    fn new(mapping: &Mapping) -> SubscriptionColumns {
        SubscriptionColumns {
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

    /// All of a row.
    pub(super) fn seen<'r>(&'r self, row: &Row<'r>, terms: &Terms<'_>) -> Result<SeenSubscription<'r>, Fault> {
        let customer = self.customer.text(row).ok_or_else(|| self.customer.fault("E203", row))?;
        let (day, happened, ended) = if self.changed.is_given() {
            let day = self.changed.required_day(row, terms.zone)?;
            (day, day, None)
        } else {
            let started = self.started.required_day(row, terms.zone)?;
            // Paying begins after the trial, if there is one.
            let day = self.trial_ended.day(row, terms.zone)?.map_or(started, |t| t.max(started));
            (day, started, self.ended.day(row, terms.zone)?)
        };
        let mrr = self.monthly(row, Month::of(day), terms)?;
        if ended.is_some_and(|e| e < day) && !self.trial_ended.is_given() {
            return Err(self.ended.fault("E214", row));
        }
        let contact = if self.contact.is_given() { self.contact.text(row) } else { Some(customer.clone()) };
        let period = Period { day, ended, happened, mrr };
        Ok(SeenSubscription { customer, contact, market: self.market.text(row), period })
    }

    /// Monthly revenue: given, or the price × quantity of an interval as its share of a month. A year has 12 months, 52
    /// weeks and 365 days.
    fn monthly(&self, row: &Row<'_>, month: Month, terms: &Terms<'_>) -> Result<i64, Fault> {
        let month = Some(month);
        if self.mrr.is_given() {
            return self.mrr.read_on(row, month, terms).map(|m| m.unwrap_or(0));
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
        Ok(self.amount.read_divided(row, month, terms, (times, by))?.unwrap_or(0))
    }
}

/// Rows of subscriptions.
pub(super) struct SubscriptionRows {
    columns: SubscriptionColumns,
}

impl SubscriptionRows {
    pub(super) fn new(mapping: &Mapping) -> SubscriptionRows {
        SubscriptionRows { columns: SubscriptionColumns::new(mapping) }
    }

    fn store(
        &self,
        (customer, market, person): (Name, Name, Person),
        Period { day, ended, happened, mrr }: Period,
        store: &mut Store<'_>,
    ) -> Outcome {
        let key = [day_key(day), customer.0.into(), 0, 0, 0, 0];
        let outcome = store.claim(5, key, &[ended.map_or(0, day_key), mrr, market.0.into()]);
        if outcome != Outcome::Used {
            return outcome;
        }
        store.joined = Some(customer.index());
        store.days.see(happened);
        let change = |(changed_on, mrr)| SubscriptionChange { customer, changed_on, mrr, market, person };
        if self.columns.changed.is_given() {
            store.records.subscriptions.push(change((day, mrr)));
        } else if ended.is_none_or(|e| e > day) {
            store.deltas.push(change((day, mrr)));
            if let Some(ended) = ended {
                store.deltas.push(change((ended, -mrr)));
            }
        }
        Outcome::Used
    }
}

impl Filler for SubscriptionRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let seen = self.columns.seen(row, &store.terms())?;
        let person = store.person(seen.contact.as_deref());
        let (customer, market) = (store.name(Some(seen.customer)), store.market(seen.market));
        store.worth = seen.period.mrr;
        Ok(self.store((customer, market, person), seen.period, store))
    }

    fn look<'a, 's: 'a>(&self, mapping: &'a Mapping, store: &mut Store<'s>) -> Option<Box<Look<'a>>> {
        // A run that tells the rows of every record must meet them one by one.
        if store.origins.is_some() {
            return None;
        }
        let (columns, terms, roster) = (self.columns.clone(), store.terms(), store.records.people.roster());
        let look = SubscriptionLook { columns, mapping, terms, roster };
        Some(Box::new(move |rows| Some(Box::new(look.block(rows)))))
    }

    fn block(&mut self, looked: &mut Looked, store: &mut Store<'_>, outcomes: &mut Outcomes) -> Option<usize> {
        let block = looked.as_mut()?.downcast_mut::<SubscriptionBlock>()?;
        let (strangers, markets) = block.words.met(store);
        let run = block.cursor.run(block.rows.len());
        let customers = store.records.names.intern_all(&block.customers.of(run.clone()));
        for (row, customer) in block.rows[run].iter().zip(customers) {
            let (market, person) = (markets[row.market.index()], row.who.person(strangers));
            store.fingerprints = row.fingerprints;
            let outcome = self.store((customer, market, person), row.period, store);
            outcomes.read(outcome, row.period.mrr);
        }
        store.joined = None;
        block.cursor.other()
    }

    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        let SubscriptionColumns { mrr, amount, .. } = &self.columns;
        let amount = if mrr.is_given() { mrr } else { amount };
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
