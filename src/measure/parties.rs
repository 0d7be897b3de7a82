//! Parties: whose touches make the journey of a deal, its contact alone or all contacts of its account.

use std::collections::BTreeMap;

use crate::model::attribution::DealContacts;
use crate::model::name::Name;
use crate::model::record::{Contacts, Person, Records};

/// The persons of each account, sorted.
pub(super) struct Parties {
    by_account: BTreeMap<Name, Vec<Person>>,
}

impl Parties {
    /// An account's persons are those whom its deals name, and the contacts whose company it is.
    pub(super) fn new(records: &Records, contacts: DealContacts) -> Parties {
        let mut by_account: BTreeMap<Name, Vec<Person>> = BTreeMap::new();
        if contacts == DealContacts::All {
            for deal in records.deals.iter().filter(|d| d.account.is_some()) {
                let persons = by_account.entry(deal.account).or_default();
                persons.extend(Some(deal.person).filter(|p| p.is_some()));
            }
            if !by_account.is_empty() {
                for (row, &person) in records.contacts.person.iter().enumerate() {
                    if let Some(persons) = by_account.get_mut(&Contacts::name(&records.contacts.company, row)) {
                        persons.push(person);
                    }
                }
            }
        }
        for persons in by_account.values_mut() {
            persons.sort_unstable();
            persons.dedup();
        }
        Parties { by_account }
    }

    /// The persons of a deal of `person` and `account`.
    pub(super) fn of<'a>(&'a self, person: &'a Person, account: Name) -> &'a [Person] {
        // The account's list holds the deal's own person too.
        match self.by_account.get(&account).filter(|persons| !persons.is_empty()) {
            Some(persons) => persons,
            None if person.is_some() => std::slice::from_ref(person),
            None => &[],
        }
    }
}
