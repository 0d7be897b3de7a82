//! Buyers that no contacts export names: their first opportunity and first purchase, as their deals tell them.

use std::collections::BTreeMap;

use crate::model::name::Name;
use crate::model::record::{Deal, Person, Records};

use super::dimensions::Dimensions;
use super::stage_dates::StageDates;
use super::window::Window;

/// Whoever buys: the person of the deal, else its account, else nobody but the deal itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Buyer {
    Person(Person),
    Account(Name),
    Deal(usize),
}

impl Buyer {
    pub(super) fn of((number, deal): (usize, &Deal)) -> Buyer {
        if deal.person.is_some() {
            Buyer::Person(deal.person)
        } else if deal.account.is_some() {
            Buyer::Account(deal.account)
        } else {
            Buyer::Deal(number)
        }
    }
}

/// One buyer: the first days on its stages, where it stands by its first deal, and how many deals it has that count.
pub(super) struct Bought {
    pub(super) dates: StageDates,
    pub(super) dimensions: Dimensions,
    pub(super) deals: Vec<Name>,
    /// Position of the first of them among all deals.
    pub(super) first: usize,
}

/// Every buyer without a row of contacts. Of two first deals of one day, the texts of their names decide.
pub(super) fn buyers(records: &Records, window: Window) -> Vec<Bought> {
    let alone = records.deals.iter().enumerate().filter(|(_, d)| records.contacts.row(d.person).is_none());
    let mut deals: BTreeMap<Buyer, Vec<(StageDates, Dimensions, Name, usize)>> = BTreeMap::new();
    for (number, deal) in alone {
        let dates = StageDates::of_deal(deal, window);
        if dates != StageDates::default() {
            let own = deals.entry(Buyer::of((number, deal))).or_default();
            own.push((dates, Dimensions::of_deal(records, deal), deal.id, number));
        }
    }
    let text = |name: Name| records.names.text(name);
    let place = |d: &Dimensions| [d.market, d.channel, d.campaign].map(text);
    let bought = deals.into_values().filter_map(|mut deals| {
        deals.sort_by_key(|(dates, dimensions, id, _)| (dates.first(), place(dimensions), text(*id)));
        let &(_, dimensions, _, first) = deals.first()?;
        let dates = deals.iter().fold(StageDates::default(), |all, (dates, ..)| all.earliest(*dates));
        Some(Bought { dates, dimensions, deals: deals.into_iter().map(|(_, _, id, _)| id).collect(), first })
    });
    bought.collect()
}
