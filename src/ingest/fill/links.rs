//! Links: what a table of its own adds to deals that other exports have: their contacts, their account, a stage's first day.

use super::Filler;
use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::outcome::{Outcome, Outcomes};
use super::store::Store;
use crate::ingest::identity::spelling::salesforce_15;
use crate::ingest::table::Row;
use crate::model::name::Name;
use crate::model::record::Person;

/// Rows of links.
pub(super) struct LinkRows {
    deal: Column,
    contact: Column,
    account: Column,
    primary: Column,
    stage: Column,
    entered: Column,
    found: Vec<Found>,
}

/// One link to a deal that is there.
#[derive(Clone, Copy)]
struct Found {
    deal: usize,
    primary: bool,
    person: Person,
    account: Name,
}

impl LinkRows {
    pub(super) fn new(mapping: &Mapping) -> LinkRows {
        LinkRows {
            deal: mapping.column("deal_id"),
            contact: mapping.column("contact_id"),
            account: mapping.column("account_id"),
            primary: mapping.column("primary"),
            stage: mapping.column("stage"),
            entered: mapping.column("entered_on"),
            found: Vec::new(),
        }
    }
}

impl Filler for LinkRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let id = self.deal.text(row).ok_or_else(|| self.deal.fault("E203", row))?;
        let (contact, account) = (self.contact.text(row), self.account.text(row));
        let entered = self.entered.day(row, store.zone)?;
        let offered = self.stage.text(row).is_some_and(|stage| stage == "proposal");
        let id = store.records.names.find(&salesforce_15(&id));
        let deal = id.and_then(|id| store.deal(id)).ok_or_else(|| self.deal.fault("W223", row))?;
        if let (true, Some(day), Some(deal)) = (offered, entered, store.records.deals.get_mut(deal)) {
            deal.proposal_on = Some(deal.proposal_on.map_or(day, |known| known.min(day)));
        }
        let (person, account) = (store.person(contact.as_deref()), store.name(account));
        // Every contact of a deal has a part in its journey; the deal's own is settled when all are known.
        if let (true, Some(deal)) = (person.is_some(), store.records.deals.get(deal)) {
            store.records.deal_contacts.push((deal.id, person));
        }
        self.found.push(Found { deal, primary: self.primary.truth(row) == Some(true), person, account });
        Ok(Outcome::Used)
    }

    /// A deal that names no contact gets its primary one, else the first by id; one without account likewise.
    fn finish(&mut self, store: &mut Store<'_>, _: &mut Outcomes) {
        let records = &mut store.records;
        let (people, names) = (&records.people, &records.names);
        self.found.sort_by(|a, b| {
            let known = (a.deal, !a.primary).cmp(&(b.deal, !b.primary));
            let person = || people.text(a.person).cmp(&people.text(b.person));
            known.then_with(person).then_with(|| names.text(a.account).cmp(names.text(b.account)))
        });
        for links in self.found.chunk_by(|a, b| a.deal == b.deal) {
            let Some(deal) = records.deals.get_mut(links[0].deal) else { continue };
            if !deal.person.is_some() {
                deal.person = links.iter().map(|l| l.person).find(|p| p.is_some()).unwrap_or_default();
            }
            if !deal.account.is_some() {
                deal.account = links.iter().map(|l| l.account).find(|a| a.is_some()).unwrap_or_default();
            }
        }
    }
}
