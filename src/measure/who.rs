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
        People { industries: !records.contacts.industry.is_empty(), teams }
    }

    /// The industry of the contact at `row`.
    pub(super) fn of_contact(&self, contacts: &Contacts, row: Option<usize>) -> Who {
        let industry = row.map_or(Name::NONE, |row| Contacts::name(&contacts.industry, row));
        Who { industry: self.industries.then_some(industry), ..Who::default() }
    }

    /// The industry of `person`.
    pub(super) fn of_person(&self, records: &Records, person: Person) -> Who {
        self.of_contact(&records.contacts, records.contacts.row(person))
    }

    /// An owner with its team.
    pub(super) fn owner(&self, owner: Name) -> Who {
        let team = self.teams.get(&owner).copied().unwrap_or(Name::NONE);
        Who { industry: None, team: Some(team), owner: Some(owner) }
    }
}
