//! Parties: whose touches make the journey of a deal, its contact alone or all contacts joined to it and to its account.

use std::collections::BTreeMap;

use crate::model::attribution::DealContacts;
use crate::model::name::Name;
use crate::model::record::{Contacts, Deal, Person, Records};

use super::conversions::Converted;

/// The persons of each account and of each deal that roles join contacts to, sorted.
pub(super) struct Parties {
    by_account: BTreeMap<Name, Vec<Person>>,
    by_deal: BTreeMap<Name, Vec<Person>>,
}

impl Parties {
    /// An account's persons are those whom its deals name, and the contacts whose company it is; a deal's are those of its
    /// account and those joined to it.
    pub(super) fn new(records: &Records, contacts: DealContacts) -> Parties {
        let mut parties = Parties { by_account: BTreeMap::new(), by_deal: BTreeMap::new() };
        if contacts == DealContacts::Primary {
            return parties;
        }
        for deal in records.deals.iter().filter(|d| d.account.is_some()) {
            let persons = parties.by_account.entry(deal.account).or_default();
            persons.extend(Some(deal.person).filter(|p| p.is_some()));
        }
        if !parties.by_account.is_empty() {
            for (row, &person) in records.contacts.person.iter().enumerate() {
                if let Some(persons) = parties.by_account.get_mut(&Contacts::name(&records.contacts.company, row)) {
                    persons.push(person);
                }
            }
        }
        settle(&mut parties.by_account);
        for &(deal, person) in &records.deal_contacts {
            parties.by_deal.entry(deal).or_default().push(person);
        }
        for deal in &records.deals {
            if let Some(persons) = parties.by_deal.get_mut(&deal.id) {
                persons.extend(Some(deal.person).filter(|p| p.is_some()));
                persons.extend(parties.by_account.get(&deal.account).into_iter().flatten());
            }
        }
        settle(&mut parties.by_deal);
        parties
    }

    /// The persons of a conversion.
    pub(super) fn of<'a>(&'a self, conversion: &'a Converted) -> &'a [Person] {
        self.persons(conversion.deal, conversion.account, &conversion.person)
    }

    /// The persons of a deal.
    pub(super) fn of_deal<'a>(&'a self, deal: &'a Deal) -> &'a [Person] {
        self.persons(deal.id, deal.account, &deal.person)
    }

    fn persons<'a>(&'a self, deal: Name, account: Name, own: &'a Person) -> &'a [Person] {
        // The lists hold the deal's own person too.
        let known = self.by_deal.get(&deal).or_else(|| self.by_account.get(&account));
        match known.filter(|persons| !persons.is_empty()) {
            Some(persons) => persons,
            None if own.is_some() => std::slice::from_ref(own),
            None => &[],
        }
    }
}

fn settle(parties: &mut BTreeMap<Name, Vec<Person>>) {
    for persons in parties.values_mut() {
        persons.sort_unstable();
        persons.dedup();
    }
}
