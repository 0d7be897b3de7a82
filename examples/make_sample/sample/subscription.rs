//! The subscriptions: who pays what a month, who moved up, and who left.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use planbook::model::month::Month;

use super::calendar::{at_minute, last_day, later};
use super::contact::Contact;
use super::deal::{Deal, PLANS, Plan, State, plan};
use super::market::MARKETS;
use super::random::Random;

/// One subscription, a row of Stripe's export.
pub(crate) struct Subscription {
    /// Stripe's id.
    pub(crate) id: String,
    /// Stripe's customer id.
    pub(crate) customer: String,
    /// Position among the contacts.
    pub(crate) contact: usize,
    /// Position in [`PLANS`].
    pub(crate) plan: usize,
    /// Paid yearly, a tenth cheaper.
    pub(crate) yearly: bool,
    /// Paid in won.
    pub(crate) won: bool,
    /// Began, in Bangkok's time.
    pub(crate) start: NaiveDateTime,
    /// Ended, in Bangkok's time.
    pub(crate) end: Option<NaiveDateTime>,
    /// Still in its free trial: not a customer yet.
    pub(crate) trial: bool,
}

impl Subscription {
    /// Amount of one interval, in whole units of its currency.
    pub(crate) fn amount(&self) -> i64 {
        let Plan { usd, krw, .. } = PLANS[self.plan];
        let month = if self.won { krw } else { usd };
        if self.yearly { month * 12 * 9 / 10 } else { month }
    }

    /// US cents a month: a twelfth of a yearly amount, at the rate of the month in which it began.
    pub(crate) fn mrr(&self) -> i64 {
        let month = if self.yearly { self.amount() / 12 } else { self.amount() };
        if self.won { month * won_rate(Month::of(self.start.date())) / 1000 } else { month * 100 }
    }
}

/// What 1,000 won buy, in US cents, as `plan.toml` says.
pub(crate) fn won_rate(month: Month) -> i64 {
    match month.year() {
        ..=2024 => 75,
        2025 => 70,
        _ => 68,
    }
}

/// No subscription is older.
pub(crate) const OLDEST: NaiveDate = match NaiveDate::from_ymd_opt(2021, 3, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Subscriptions of the `old` contacts from before the story and of every won deal; moves up add deals.
pub(crate) fn subscriptions(contacts: &[Contact], old: usize, deals: &mut Vec<Deal>) -> Vec<Subscription> {
    let mut chance = Random::new(5);
    let mut all = Vec::new();
    for contact in contacts.len() - old..contacts.len() {
        let start = at_minute(OLDEST + TimeDelta::days(chance.between(0, 990)), chance.between(240, 1300));
        let plan = plan(&mut chance);
        live(&mut chance, contacts, contact, plan, start, deals, &mut all);
    }
    for i in 0..deals.len() {
        let deal = &deals[i];
        if deal.state == State::Won && !deal.expansion {
            let (contact, plan, start) = (deal.contact, deal.plan, deal.closed + TimeDelta::minutes(37));
            live(&mut chance, contacts, contact, plan, start, deals, &mut all);
        }
    }
    all
}

/// One customer's subscriptions from `start` on, month by month.
fn live(
    chance: &mut Random,
    contacts: &[Contact],
    contact: usize,
    plan: usize,
    start: NaiveDateTime,
    deals: &mut Vec<Deal>,
    all: &mut Vec<Subscription>,
) {
    let market = contacts[contact].market;
    let yearly = chance.chance(350);
    let won = MARKETS[market].name == "Korea";
    let customer = format!("cus_{}", chance.token(14));
    let mut now = Subscription {
        id: format!("sub_1{}", chance.token(23)),
        customer: customer.clone(),
        contact,
        plan,
        yearly,
        won,
        start,
        end: None,
        trial: false,
    };
    let mut moved = false;
    for month in 2.. {
        let at = later(start, month * 30 + chance.between(0, 14)) + TimeDelta::minutes(chance.between(-300, 300));
        if at.date() > last_day() {
            break;
        }
        let before_story = at.date() < super::calendar::first_day();
        if !before_story && chance.chance(MARKETS[market].churn) {
            now.end = Some(at);
            break;
        }
        if !moved && !before_story && now.plan + 1 < PLANS.len() && chance.chance(14) {
            moved = true;
            deals.push(move_up(chance, contact, now.plan, at));
            now.end = Some(at);
            let next = Subscription {
                id: format!("sub_1{}", chance.token(23)),
                customer: customer.clone(),
                plan: now.plan + 1,
                start: at,
                end: None,
                ..now
            };
            all.push(std::mem::replace(&mut now, next));
        }
    }
    all.push(now);
}

fn move_up(chance: &mut Random, contact: usize, from: usize, at: NaiveDateTime) -> Deal {
    let amount = (PLANS[from + 1].usd - PLANS[from].usd) * 12;
    Deal {
        id: 0,
        contact,
        colleague: None,
        expansion: true,
        plan: from + 1,
        created: later(at, -chance.between(9, 40)),
        closed: at,
        state: State::Won,
        amount: Some(amount),
    }
}
