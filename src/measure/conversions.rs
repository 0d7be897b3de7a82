//! Conversions: what attribution gives credit for, a won deal or a new customer with all that it bought.

use chrono::NaiveDate;

use crate::model::name::Name;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::{Deal, DealKind, DealState, Moment, Person, Records};
use crate::model::settings::Conversion;
use crate::model::stage::Stage;

use super::deals::booked;
use super::dimensions::Dimensions;
use super::registry::Registry;
use super::stage_dates::earlier;
use super::window::Window;

/// One conversion. The values of all of them sum to booked revenue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Converted {
    pub(super) person: Person,
    /// The id of a deal, whose other contacts may have had touches too; none of a customer.
    pub(super) deal: Name,
    /// The account of a deal, likewise.
    pub(super) account: Name,
    /// The day the opportunity was created.
    pub(super) opportunity_on: Option<NaiveDate>,
    /// Its day.
    pub(super) on: NaiveDate,
    /// The second of it, where it is known; else it happens at the end of the day.
    pub(super) at: Option<Moment>,
    /// Market, and the channel and campaign that the CRM itself names for it.
    pub(super) from: Dimensions,
    /// Minor units; a refund is below zero.
    pub(super) value: i128,
    /// 1; a refund takes money back but converts nobody: 0.
    pub(super) count: i128,
    /// The deal, or the contact of a customer.
    pub(super) of: Origin,
}

/// All conversions on days that count.
pub(super) fn conversions(registry: &Registry<'_>, conversion: Conversion, window: Window) -> Vec<Converted> {
    let records = registry.records;
    let won = records.deals.iter().enumerate().filter(|(_, d)| d.state == DealState::Won);
    let deals = won.filter_map(|deal| of_deal(records, deal, window)).collect();
    match conversion {
        Conversion::Deal => deals,
        Conversion::Customer => by_customer(registry, deals),
    }
}

fn of_deal(records: &Records, (at, deal): (usize, &Deal), window: Window) -> Option<Converted> {
    let on = deal.closed_on.filter(|&d| window.contains(d))?;
    let from = Dimensions::of_deal(records, deal);
    let count = i128::from(deal.kind != DealKind::Refund);
    Some(Converted {
        person: deal.person,
        deal: deal.id,
        account: deal.account,
        opportunity_on: deal.created_on,
        on,
        at: deal.closed_at,
        from,
        value: booked(deal),
        count,
        of: Origin::new(RecordKind::Deal, at),
    })
}

/// One conversion per person, on its first day as customer; deals of nobody known stay by themselves.
fn by_customer(registry: &Registry<'_>, mut deals: Vec<Converted>) -> Vec<Converted> {
    let Registry { records, stages, .. } = registry;
    let contacts = records.contacts.person.iter().enumerate().filter_map(|(row, &person)| {
        let on = stages.on(person, Stage::Customer)?;
        let from = Dimensions::of_person(records, person);
        let (deal, account) = (Name::NONE, Name::NONE);
        let of = Origin::new(RecordKind::Contact, row);
        Some(Converted { person, deal, account, opportunity_on: None, on, at: None, from, value: 0, count: 1, of })
    });
    deals.extend(contacts);
    // The contact's own line, of no value, comes first and brings its date; whatever its deals add, it is one customer.
    let texts = |from: Dimensions| [from.market, from.channel, from.campaign].map(|name| records.names.text(name));
    let first = |c: &Converted| (c.person, c.value != 0, c.on);
    deals.sort_by(|a, b| first(a).cmp(&first(b)).then_with(|| texts(a.from).cmp(&texts(b.from))));
    let mut customers: Vec<Converted> = Vec::new();
    for deal in deals {
        match customers.last_mut().filter(|c| c.person == deal.person && c.person.is_some()) {
            Some(customer) => {
                customer.value += deal.value;
                customer.count = customer.count.max(deal.count);
                customer.opportunity_on = earlier(customer.opportunity_on, deal.opportunity_on);
                if deal.on < customer.on {
                    (customer.on, customer.at) = (deal.on, deal.at);
                }
            }
            None => customers.push(deal),
        }
    }
    for customer in customers.iter_mut().filter(|c| c.person.is_some()) {
        (customer.deal, customer.account) = (Name::NONE, Name::NONE);
        customer.opportunity_on = earlier(customer.opportunity_on, stages.on(customer.person, Stage::Opportunity));
        if let Some(day) = stages.on(customer.person, Stage::Customer).filter(|&day| day != customer.on) {
            (customer.on, customer.at) = (day, None);
        }
    }
    customers
}
