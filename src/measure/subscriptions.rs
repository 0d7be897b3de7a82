//! Recurring revenue by month: what customers started with, gained, lost, and the cohort triangle.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::fact::CohortCell;
use crate::model::keyed::LedgerDay;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::SubscriptionChange;

use super::churn::{Change, Kind, Ledger};
use super::daily_churn::daily_churn;
use super::dimensions::{Dimensions, first_given};
use super::month_sums::MonthSums;
use super::tally::Tally;
use super::who::Who;

/// One customer: where it stands, whose it is, and its changes in order.
type Customer<'a> = (Dimensions, Who, &'a [SubscriptionChange]);

/// How many customers are fetched side by side.
const TOGETHER: usize = 32;

/// Counts subscription changes. A customer keeps one market and channel throughout, so that what it starts a month with
/// and what it gains and loses always meet in the same place.
pub(super) fn count(tally: &mut Tally) {
    let records = tally.records;
    let mut changes = records.subscriptions.clone();
    changes.retain(|c| tally.counts("subscriptions", c.changed_on));
    changes.sort_by_key(|c| (c.customer, c.changed_on));
    let last = Month::of(tally.window.last);
    let own = changes.chunk_by(|a, b| a.customer == b.customer);
    let mut customers: Vec<Customer> = own.map(|own| customer(tally, own)).collect();
    // Those of one place and industry together: they add to the same facts.
    customers.sort_by_key(|(dimensions, who, _)| (*dimensions, who.industry));
    let mut months = Months::new(tally, last);
    // A trace wants every customer by itself.
    let one_by_one = tally.traces();
    for alike in customers.chunk_by(|a, b| !one_by_one && (a.0, a.1) == (b.0, b.1)) {
        let (dimensions, who, first) = alike[0];
        tally.begin(Origin::new(RecordKind::Customer, first[0].customer.index()), who);
        for near in alike.chunks(TOGETHER) {
            let ledger = |(.., own): &Customer| Ledger::new(own.iter().map(|c| (c.changed_on, c.mrr.into())));
            for ledger in near.iter().map(ledger).collect::<Vec<Ledger>>() {
                months.count_movements(&ledger);
                months.count(&ledger, last);
                count_days(tally, &ledger, dimensions.market);
            }
        }
        let place = tally.spot(last, dimensions);
        months.sums.book(tally, &place);
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

fn customer<'a>(tally: &Tally, own: &'a [SubscriptionChange]) -> Customer<'a> {
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

/// What is counted of a customer month by month.
#[derive(Clone, Copy)]
enum Counted {
    New,
    Reactivated,
    Churned,
    MrrNew,
    MrrReactivated,
    MrrExpansion,
    MrrContraction,
    MrrChurned,
    AtStart,
    Months,
    MrrAtStart,
    MrrMonths,
    Left,
    Kept,
    Average,
    Passing,
    WithNew,
    MrrKept,
    MrrGrown,
}

/// Their measures.
const MEASURES: [&str; 19] = [
    "customers_new",
    "customers_reactivated",
    "customers_churned",
    "mrr_new",
    "mrr_reactivated",
    "mrr_expansion",
    "mrr_contraction",
    "mrr_churned",
    "customers_start",
    "customer_months",
    "mrr_start",
    "mrr_months",
    "customers_churned_of_start",
    "customer_months_kept",
    "customer_months_average",
    "customers_passing",
    "customer_months_with_new",
    "mrr_kept",
    "mrr_kept_and_grown",
];

/// The movements and months of the customers of one place.
struct Months {
    sums: MonthSums<19>,
    /// By start month: the cells of the cohort triangle by age.
    cohorts: BTreeMap<Month, Vec<CohortCell>>,
}

impl Months {
    fn new(tally: &Tally, last: Month) -> Months {
        Months { sums: MonthSums::new(tally, last, MEASURES), cohorts: BTreeMap::new() }
    }

    fn add(&mut self, counted: Counted, month: Month, value: i128) {
        self.sums.add(counted as usize, month, value);
    }

    fn count_movements(&mut self, ledger: &Ledger) {
        for Change { day, kind, amount } in ledger.changes() {
            let (customers, money) = match kind {
                Kind::New => (Some(Counted::New), Counted::MrrNew),
                Kind::Reactivation => (Some(Counted::Reactivated), Counted::MrrReactivated),
                Kind::Churn => (Some(Counted::Churned), Counted::MrrChurned),
                Kind::Expansion => (None, Counted::MrrExpansion),
                Kind::Contraction => (None, Counted::MrrContraction),
            };
            let month = Month::of(day);
            if let Some(customers) = customers {
                self.add(customers, month, 1);
            }
            self.add(money, month, amount);
        }
    }

    /// The state at the start of every month up to `last`, and the customer's column of the cohort triangle.
    fn count(&mut self, ledger: &Ledger, last: Month) {
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
            let mut add = |counted: Counted, value| self.sums.add(counted as usize, month, value);
            let (opens, closes) = (opening > 0, closing > 0);
            add(Counted::AtStart, opens.into());
            add(Counted::Months, opens.into());
            add(Counted::MrrAtStart, opening);
            add(Counted::MrrMonths, opening);
            add(Counted::Left, (opens && !closes).into());
            add(Counted::Kept, (opens && closes).into());
            // Half a customer for each end of the month at which it is there, in thousandths.
            add(Counted::Average, 500 * (i128::from(opens) + i128::from(closes)));
            add(Counted::WithNew, i128::from(opens) + i128::from(month == start));
            add(Counted::Passing, (paying && !opens && !closes).into());
            if opens {
                add(Counted::MrrKept, opening.min(closing));
                add(Counted::MrrGrown, closing);
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
