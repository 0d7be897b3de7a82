//! Who a record belongs to beside its place: the industry of the buyer, the owner, and the owner's team.

use std::collections::BTreeMap;

use crate::model::name::Name;
use crate::model::record::{Contacts, Person, Records};

/// Names of records on the axes that facts are cut by; `None`: records of this kind have no such name, so they are not
/// counted on that axis.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Who {
    pub(super) industry: Option<Name>,
    pub(super) team: Option<Name>,
    pub(super) owner: Option<Name>,
}

/// What is known of people beside their rows.
#[derive(Debug, Default)]
pub(super) struct People {
    industries: bool,
    /// The industry of most contacts of each company that deals name.
    accounts: BTreeMap<Name, Name>,
    /// The team in which each owner was last active.
    teams: BTreeMap<Name, Name>,
}

impl People {
    pub(super) fn of(records: &Records) -> People {
        let mut last = BTreeMap::new();
        for activity in records.activities.iter().filter(|a| a.owner.is_some() && a.team.is_some()) {
            let latest = last.entry(activity.owner).or_insert((activity.day, activity.team));
            let text = |name: Name| records.names.text(name);
            if (activity.day, text(activity.team)) > (latest.0, text(latest.1)) {
                *latest = (activity.day, activity.team);
            }
        }
        let teams = last.into_iter().map(|(owner, (_, team))| (owner, team)).collect();
        People { industries: !records.contacts.industry.is_empty(), accounts: accounts(records), teams }
    }

    /// The industry of the contact at `row`.
    pub(super) fn of_contact(&self, contacts: &Contacts, row: Option<usize>) -> Who {
        let industry = row.map_or(Name::NONE, |row| Contacts::name(&contacts.industry, row));
        Who { industry: self.industries.then_some(industry), ..Who::default() }
    }

    /// The industry of `person`.
    pub(super) fn of_person(&self, records: &Records, person: Person) -> Who {
        // Most often nothing is known of industries: then nobody's row need be fetched.
        if !self.industries {
            return Who::default();
        }
        self.of_contact(&records.contacts, records.contacts.row(person))
    }

    /// The industry of whoever bought: of the person, else of the account.
    pub(super) fn of_buyer(&self, records: &Records, person: Person, account: Name) -> Option<Name> {
        let own = self.of_person(records, person).industry?;
        let of_account = || self.accounts.get(&account).copied().unwrap_or(Name::NONE);
        Some(if own.is_some() { own } else { of_account() })
    }

    /// An owner with its team.
    pub(super) fn owner(&self, owner: Name) -> Who {
        let team = self.teams.get(&owner).copied().unwrap_or(Name::NONE);
        Who { industry: None, team: Some(team), owner: Some(owner) }
    }
}

/// The industry of most contacts of each account; of as many, the first by text.
fn accounts(records: &Records) -> BTreeMap<Name, Name> {
    let contacts = &records.contacts;
    let mut counts: BTreeMap<Name, BTreeMap<Name, u64>> = BTreeMap::new();
    for deal in records.deals.iter().filter(|d| d.account.is_some() && !contacts.industry.is_empty()) {
        counts.entry(deal.account).or_default();
    }
    for (&company, &industry) in contacts.company.iter().zip(&contacts.industry).filter(|(_, i)| i.is_some()) {
        if let Some(own) = counts.get_mut(&company) {
            *own.entry(industry).or_default() += 1;
        }
    }
    let most = |own: BTreeMap<Name, u64>| {
        let first = |name: Name| std::cmp::Reverse(records.names.text(name));
        own.into_iter().max_by_key(|&(name, count)| (count, first(name))).map(|(name, _)| name)
    };
    counts.into_iter().filter_map(|(account, own)| Some((account, most(own)?))).collect()
}
