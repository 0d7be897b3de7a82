//! Recurring revenue by month: what customers started with, gained, lost, and the cohort triangle.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::fact::{CohortCell, Spot};
use crate::model::keyed::LedgerDay;
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::SubscriptionChange;

use super::churn::{Change, Kind, Ledger};
use super::daily_churn::daily_churn;
use super::dimensions::{Dimensions, first_given};
use super::tally::Tally;
use super::who::Who;

/// One customer: where it stands, whose it is, and its changes in order.
type Customer<'a> = (Dimensions, Who, &'a [&'a SubscriptionChange]);

/// Counts subscription changes. A customer keeps one market and channel throughout, so that what it starts a month with
/// and what it gains and loses always meet in the same place.
pub(super) fn count(tally: &mut Tally) {
    let records = tally.records;
    let mut changes: Vec<_> = records.subscriptions.iter().collect();
    changes.retain(|c| tally.counts("subscriptions", c.changed_on));
    changes.sort_by_key(|c| (c.customer, c.changed_on));
    let last = Month::of(tally.window.last);
    let own = changes.chunk_by(|a, b| a.customer == b.customer);
    let mut customers: Vec<Customer> = own.map(|own| customer(tally, own)).collect();
    // Those of one place together: they add to the same facts.
    customers.sort_by_key(|customer| customer.0);
    let mut months = Months::new(tally);
    for (dimensions, who, own) in customers {
        tally.begin(Origin::new(RecordKind::Customer, own[0].customer.index()), who);
        let place = tally.spot(last, dimensions);
        let ledger = Ledger::new(own.iter().map(|c| (c.changed_on, c.mrr.into())));
        months.count_movements(tally, &ledger, place);
        months.count(tally, &ledger, place, last);
        count_days(tally, &ledger, dimensions.market);
    }
    months.finish(tally);
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

fn customer<'a>(tally: &Tally, own: &'a [&'a SubscriptionChange]) -> Customer<'a> {
    let market = own.iter().rev().map(|c| c.market).find(|m| m.is_some()).unwrap_or(Name::NONE);
    let person = own.iter().rev().map(|c| c.person).find(|p| p.is_some()).unwrap_or(Name::NONE);
    let contact = Dimensions::of_person(tally.records, person);
    let who = tally.people.of_person(tally.records, person);
    let dimensions = Dimensions { market: first_given(market, contact.market), campaign: Name::NONE, ..contact };
    (dimensions, who, own)
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

/// The movements and months of customers, with the measures that they add to.
struct Months {
    moved: [(Option<Measure>, Option<Measure>); 5],
    at_start: [Option<Measure>; 2],
    money_at_start: [Option<Measure>; 2],
    left: Option<Measure>,
    kept: Option<Measure>,
    average: Option<Measure>,
    passing: Option<Measure>,
    with_new: Option<Measure>,
    money_kept: Option<Measure>,
    money_grown: Option<Measure>,
    /// By start month: the cells of the cohort triangle by age.
    cohorts: BTreeMap<Month, Vec<CohortCell>>,
}

impl Months {
    fn new(tally: &Tally) -> Months {
        let of = |id| tally.measure(id);
        let moved = |kind: Kind| match kind {
            Kind::New => (of("customers_new"), of("mrr_new")),
            Kind::Reactivation => (of("customers_reactivated"), of("mrr_reactivated")),
            Kind::Churn => (of("customers_churned"), of("mrr_churned")),
            Kind::Expansion => (None, of("mrr_expansion")),
            Kind::Contraction => (None, of("mrr_contraction")),
        };
        Months {
            moved: Kind::ALL.map(moved),
            at_start: ["customers_start", "customer_months"].map(of),
            money_at_start: ["mrr_start", "mrr_months"].map(of),
            left: of("customers_churned_of_start"),
            kept: of("customer_months_kept"),
            average: of("customer_months_average"),
            passing: of("customers_passing"),
            with_new: of("customer_months_with_new"),
            money_kept: of("mrr_kept"),
            money_grown: of("mrr_kept_and_grown"),
            cohorts: BTreeMap::new(),
        }
    }

    fn count_movements(&self, tally: &mut Tally, ledger: &Ledger, place: Spot) {
        for Change { day, kind, amount } in ledger.changes() {
            let (customers, money) = self.moved[kind as usize];
            let spot = Spot { month: Month::of(day), ..place };
            tally.add(customers, spot, 1);
            tally.add(money, spot, amount);
        }
    }

    /// The state at the start of every month up to `last`, and the customer's column of the cohort triangle.
    fn count(&mut self, tally: &mut Tally, ledger: &Ledger, place: Spot, last: Month) {
        let Some(start) = ledger.changes().next().map(|c| Month::of(c.day)) else {
            return;
        };
        let cohort = self.cohorts.entry(start).or_default();
        cohort.resize(usize::try_from(last.since(start) + 1).unwrap_or(0), CohortCell::default());
        let mut paid = ledger.changes().filter(|c| c.kind != Kind::Churn).map(|c| Month::of(c.day)).peekable();
        let mut states = ledger.states().map(|(day, mrr)| (Month::of(day), mrr)).peekable();
        let (mut opening, mut closing) = (0, 0);
        for (cell, month) in cohort.iter_mut().zip(start.through(last)) {
            while let Some((_, mrr)) = states.next_if(|&(changed, _)| changed <= month) {
                closing = mrr;
            }
            let mut paying = false;
            while paid.next_if(|&m| m <= month).is_some() {
                paying = true;
            }
            let mut add = |measure, value| tally.add_in(measure, &place, month, value);
            let (opens, closes) = (opening > 0, closing > 0);
            for measure in self.at_start {
                add(measure, opens.into());
            }
            for measure in self.money_at_start {
                add(measure, opening);
            }
            add(self.left, (opens && !closes).into());
            add(self.kept, (opens && closes).into());
            // Half a customer for each end of the month at which it is there, in thousandths.
            add(self.average, 500 * (i128::from(opens) + i128::from(closes)));
            add(self.with_new, i128::from(opens) + i128::from(month == start));
            add(self.passing, (paying && !opens && !closes).into());
            if opens {
                add(self.money_kept, opening.min(closing));
                add(self.money_grown, closing);
            }
            cell.customers += u64::from(closes);
            cell.mrr += closing;
            opening = closing;
        }
    }

    /// Hands over the triangle.
    fn finish(self, tally: &mut Tally) {
        for (start, cells) in self.cohorts {
            for (age, cell) in (0..).zip(cells) {
                let own = tally.cohorts().entry((start, age)).or_default();
                own.customers += cell.customers;
                own.mrr += cell.mrr;
            }
        }
    }
}
