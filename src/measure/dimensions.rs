//! Where a record stands before its names become those of facts: market, channel and campaign.

use crate::model::name::Name;
use crate::model::record::{Contacts, Deal, Person, Records};

/// Market, channel and campaign, as names of [`Records::names`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) struct Dimensions {
    pub(super) market: Name,
    pub(super) channel: Name,
    pub(super) campaign: Name,
}

impl Dimensions {
    /// Those of a contact.
    pub(super) fn of_contact(contacts: &Contacts, row: usize) -> Dimensions {
        Dimensions {
            market: Contacts::name(&contacts.market, row),
            channel: Contacts::name(&contacts.channel, row),
            campaign: Contacts::name(&contacts.campaign, row),
        }
    }

    /// Those of a person, as far as a contacts export named it.
    pub(super) fn of_person(records: &Records, person: Person) -> Dimensions {
        let row = records.contacts.row(person);
        row.map_or_else(Dimensions::default, |row| Dimensions::of_contact(&records.contacts, row))
    }

    /// Those of a deal, else of its contact. Channel and campaign come from the same record: a deal's channel with its
    /// contact's campaign would be a pair that nobody booked.
    pub(super) fn of_deal(records: &Records, deal: &Deal) -> Dimensions {
        let contact = Dimensions::of_person(records, deal.person);
        let own = deal.channel.is_some() || deal.campaign.is_some();
        let (channel, campaign) = if own { (deal.channel, deal.campaign) } else { (contact.channel, contact.campaign) };
        Dimensions { market: first_given(deal.market, contact.market), channel, campaign }
    }
}

/// `own` when the export gave it, else `other`.
pub(super) fn first_given(own: Name, other: Name) -> Name {
    if own.is_some() { own } else { other }
}
