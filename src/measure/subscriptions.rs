//! Recurring revenue by month: what customers started with, gained, lost, and the cohort triangle.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::keyed::LedgerDay;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::origin::{Origin, RecordKind};

use super::churn::{Change, Kind, Ledger};
use super::daily_churn::daily_churn;
use super::dimensions::{Dimensions, first_given};
use super::tally::Tally;

/// Counts subscription changes. A customer keeps one market and channel throughout, so that what it starts a month with
/// and what it gains and loses always meet in the same place.
pub(super) fn count(tally: &mut Tally) {
    let records = tally.records;
    let mut changes: Vec<_> = records.subscriptions.iter().collect();
    changes.retain(|c| tally.counts("subscriptions", c.changed_on));
    changes.sort_by_key(|c| (c.customer, c.changed_on));
    let last = Month::of(tally.window.last);
    for own in changes.chunk_by(|a, b| a.customer == b.customer) {
        let market = own.iter().rev().map(|c| c.market).find(|m| m.is_some()).unwrap_or(Name::NONE);
        let person = own.iter().rev().map(|c| c.person).find(|p| p.is_some()).unwrap_or(Name::NONE);
        let contact = Dimensions::of_person(records, person);
        let who = tally.people.of_person(records, person);
        tally.begin(Origin::new(RecordKind::Customer, own[0].customer.index()), who);
        let dimensions = Dimensions { market: first_given(market, contact.market), campaign: Name::NONE, ..contact };
        let ledger = Ledger::new(own.iter().map(|c| (c.changed_on, c.mrr.into())));
        count_movements(tally, &ledger, dimensions);
        count_months(tally, &ledger, dimensions, last);
        count_days(tally, &ledger, dimensions.market);
    }
    let mut days: BTreeMap<NaiveDate, LedgerDay> = BTreeMap::new();
    for (&(_, day), &more) in &tally.customers().days {
        days.entry(day).or_default().add(more);
    }
    for (month, rates) in daily_churn(&days, last) {
        let spot = tally.spot(month, Dimensions::default());
        tally.add(tally.measure("daily_churn_months"), spot, 1);
        tally.add(tally.measure("daily_churn_customers"), spot, rates.customers);
        tally.add(tally.measure("daily_churn_gross"), spot, rates.gross);
        tally.add(tally.measure("daily_churn_net"), spot, rates.net);
    }
}

/// The ledger's changes by day, and how long the customer first stayed.
fn count_days(tally: &mut Tally, ledger: &Ledger, market: Name) {
    let market = tally.name(market);
    let as_of = tally.window.last;
    let (mut start, mut end) = (None, None);
    for change in ledger.changes() {
        let day = tally.customers().days.entry((market, change.day)).or_default();
        match change.kind {
            Kind::New | Kind::Reactivation => day.customers += 1,
            Kind::Churn => {
                day.customers -= 1;
                day.churned += 1;
                end = end.or(Some(change.day));
            }
            Kind::Expansion | Kind::Contraction => {}
        }
        match change.kind {
            Kind::Churn | Kind::Contraction => day.lost += change.amount,
            Kind::Expansion | Kind::Reactivation => day.grown += change.amount,
            Kind::New => {}
        }
        let gained = matches!(change.kind, Kind::New | Kind::Reactivation | Kind::Expansion);
        day.mrr += if gained { change.amount } else { -change.amount };
        start = start.or(Some(change.day));
    }
    let Some(start) = start else { return };
    if let Ok(age) = i32::try_from((end.unwrap_or(as_of) - start).num_days()) {
        let ending = tally.customers().lives.entry(age).or_default();
        ending.ended += u64::from(end.is_some());
        ending.going += u64::from(end.is_none());
    }
}

fn count_movements(tally: &mut Tally, ledger: &Ledger, dimensions: Dimensions) {
    for Change { day, kind, amount } in ledger.changes() {
        let (customers, money) = match kind {
            Kind::New => (Some("customers_new"), "mrr_new"),
            Kind::Reactivation => (Some("customers_reactivated"), "mrr_reactivated"),
            Kind::Churn => (Some("customers_churned"), "mrr_churned"),
            Kind::Expansion => (None, "mrr_expansion"),
            Kind::Contraction => (None, "mrr_contraction"),
        };
        let spot = tally.spot(Month::of(day), dimensions);
        tally.add(customers.and_then(|id| tally.measure(id)), spot, 1);
        tally.add(tally.measure(money), spot, amount);
    }
}

/// The state at the start of every month up to `last`, and the customer's column of the cohort triangle.
fn count_months(tally: &mut Tally, ledger: &Ledger, dimensions: Dimensions, last: Month) {
    let Some(start) = ledger.changes().next().map(|c| Month::of(c.day)) else { return };
    let of = |id| tally.measure(id);
    let customers = ["customers_start", "customer_months"].map(of);
    let money = ["mrr_start", "mrr_months"].map(of);
    let [left, kept] = ["customers_churned_of_start", "customer_months_kept"].map(of);
    let [average, passing] = ["customer_months_average", "customers_passing"].map(of);
    let with_new = of("customer_months_with_new");
    let [money_kept, money_grown] = ["mrr_kept", "mrr_kept_and_grown"].map(of);
    let mut paid = ledger.changes().filter(|c| c.kind != Kind::Churn).map(|c| Month::of(c.day)).peekable();
    let mut opening = 0;
    for (age, month) in (0..).zip(start.through(last)) {
        let closing = ledger.at_end_of(month.last_day());
        let spot = tally.spot(month, dimensions);
        for measure in customers {
            tally.add(measure, spot, (opening > 0).into());
        }
        for measure in money {
            tally.add(measure, spot, opening);
        }
        tally.add(left, spot, (opening > 0 && closing == 0).into());
        tally.add(kept, spot, (opening > 0 && closing > 0).into());
        // Half a customer for each end of the month at which it is there, in thousandths.
        tally.add(average, spot, 500 * (i128::from(opening > 0) + i128::from(closing > 0)));
        tally.add(with_new, spot, i128::from(opening > 0) + i128::from(age == 0));
        let mut paying = false;
        while paid.next_if(|&m| m <= month).is_some() {
            paying = true;
        }
        tally.add(passing, spot, (paying && opening == 0 && closing == 0).into());
        if opening > 0 {
            tally.add(money_kept, spot, opening.min(closing));
            tally.add(money_grown, spot, closing);
        }
        let cell = tally.cohorts().entry((start, age)).or_default();
        cell.customers += u64::from(closing > 0);
        cell.mrr += closing;
        opening = closing;
    }
}
