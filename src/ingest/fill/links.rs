//! Links: what a table of its own adds to deals that other exports have, their contact, their account, a stage's first day.

use std::collections::BTreeMap;

use crate::model::name::Name;

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::{Filler, Outcome};
use crate::ingest::identity::salesforce_15;
use crate::ingest::table::Row;

/// Rows of links.
pub(super) struct LinkRows {
    deal: Column,
    contact: Column,
    account: Column,
    stage: Column,
    entered: Column,
    deals: Option<BTreeMap<Name, usize>>,
}

impl LinkRows {
    pub(super) fn new(mapping: &Mapping) -> LinkRows {
        LinkRows {
            deal: mapping.column("deal_id"),
            contact: mapping.column("contact_id"),
            account: mapping.column("account_id"),
            stage: mapping.column("stage"),
            entered: mapping.column("entered_on"),
            deals: None,
        }
    }
}

/// Where the deal of `id` stands: of several exports that have it, the first.
fn place(deals: &mut Option<BTreeMap<Name, usize>>, id: &str, store: &Store<'_>) -> Option<usize> {
    let deals = deals.get_or_insert_with(|| {
        let all = store.records.deals.iter().enumerate().rev();
        all.map(|(at, deal)| (deal.id, at)).collect()
    });
    deals.get(&store.records.names.find(salesforce_15(id))?).copied()
}

impl Filler for LinkRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let id = self.deal.text(row).ok_or_else(|| self.deal.fault("E203", row))?;
        let entered = self.entered.day(row, store.zone)?;
        let Some(at) = place(&mut self.deals, &id, store) else { return Err(self.deal.fault("W223", row)) };
        let person = store.person(self.contact.text(row).as_deref());
        let account = store.name(self.account.text(row));
        let offered = self.stage.text(row).is_some_and(|stage| stage == "proposal");
        let Some(deal) = store.records.deals.get_mut(at) else { return Ok(Outcome::Merged) };
        let (before, known) = (*deal, store.records.deal_contacts.len());
        if person.is_some() {
            store.records.deal_contacts.push((deal.id, person));
        }
        // What the deal's own export says stands; of several contacts the first is the deal's own, the others have a part
        // in its journey.
        if !deal.person.is_some() {
            deal.person = person;
        }
        if !deal.account.is_some() {
            deal.account = account;
        }
        if let Some(day) = entered.filter(|_| offered) {
            deal.proposal_on = Some(deal.proposal_on.map_or(day, |known| known.min(day)));
        }
        let joined = store.records.deal_contacts.len() > known;
        Ok(if *deal == before && !joined { Outcome::Merged } else { Outcome::Used })
    }
}
