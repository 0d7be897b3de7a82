//! Contacts: one entry per person, whatever number of exports and rows name it. A gap never erases what is known.

use chrono::NaiveDate;

use crate::model::name::Name;
use crate::model::record::Contacts;
use crate::model::stage::Stage;

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// The column of each stage's first day. A visit is counted from web days, not from contacts.
const STAGES: [(Stage, &str); 10] = [
    (Stage::Subscriber, "subscribed_on"),
    (Stage::Lead, "lead_on"),
    (Stage::Pql, "pql_on"),
    (Stage::Trial, "trial_on"),
    (Stage::Mql, "mql_on"),
    (Stage::Sal, "sal_on"),
    (Stage::Sql, "sql_on"),
    (Stage::Opportunity, "opportunity_on"),
    (Stage::Proposal, "proposal_on"),
    (Stage::Customer, "customer_on"),
];

/// Rows of contacts.
pub(super) struct ContactRows {
    id: Column,
    email: Column,
    market: Column,
    channel: Column,
    referred_by: Column,
    campaign: Column,
    owner: Column,
    company: Column,
    industry: Column,
    stages: Vec<(Stage, Column)>,
    lost: Column,
    first_contacted: Column,
}

impl ContactRows {
    pub(super) fn new(mapping: &Mapping) -> ContactRows {
        let stages = STAGES.iter().map(|&(stage, name)| (stage, mapping.column(name)));
        ContactRows {
            id: mapping.column("contact_id"),
            email: mapping.column("email"),
            market: mapping.column("market"),
            channel: mapping.column("channel"),
            referred_by: mapping.column("referred_by"),
            campaign: mapping.column("campaign"),
            owner: mapping.column("owner"),
            company: mapping.column("company"),
            industry: mapping.column("industry"),
            stages: stages.filter(|(_, column)| column.is_given()).collect(),
            lost: mapping.column("lost_on"),
            first_contacted: mapping.column("first_contacted_on"),
        }
    }

    /// Stores the names of a row; whether one of them overruled another.
    fn names(&self, row: &Row<'_>, at: usize, store: &mut Store<'_>) -> bool {
        let email = self.email.text(row).map(|e| e.to_lowercase().into());
        let given = [
            store.market(self.market.text(row)),
            store.channel(self.channel.text(row)),
            store.name(self.campaign.text(row)),
            store.name(self.owner.text(row)),
            store.name(self.company.text(row)),
            store.name(self.industry.text(row)),
            store.name(email),
            store.person(self.referred_by.text(row).as_deref()),
        ];
        let contacts = &mut store.records.contacts;
        let columns = [
            &mut contacts.market,
            &mut contacts.channel,
            &mut contacts.campaign,
            &mut contacts.owner,
            &mut contacts.company,
            &mut contacts.industry,
            &mut contacts.email,
            &mut contacts.referred_by,
        ];
        columns.into_iter().zip(given).fold(false, |overruled, (column, name)| overruled | set(column, at, name))
    }

    /// Stores the days of a row, of two the earlier one: a stage date is the first day on a stage. A cell that is no
    /// date leaves a gap and a remark; the contact still counts.
    fn days(&self, row: &Row<'_>, at: usize, store: &mut Store<'_>) {
        let mut last = None;
        for (stage, column) in &self.stages {
            if let Some(day) = readable(column, row, store) {
                first(&mut store.records.contacts.stages[stage.index()], at, day);
                last = last.max(Some(day));
            }
        }
        if let Some(day) = readable(&self.lost, row, store) {
            first(&mut store.records.contacts.lost_on, at, day);
            last = last.max(Some(day));
        }
        if let Some(day) = readable(&self.first_contacted, row, store) {
            first(&mut store.records.contacts.first_contacted_on, at, day);
        }
        if let Some(day) = last {
            store.days.see(day);
        }
    }
}

impl Filler for ContactRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let (id, email) = (self.id.text(row), self.email.text(row));
        let email = email.as_deref().filter(|e| e.contains('@'));
        let table = store.table;
        let (person, joined) = store.identity.contact(&mut store.records.people, id.as_deref(), email, table);
        if person == Name::NONE {
            let key = if self.id.is_given() { &self.id } else { &self.email };
            return Err(key.fault("E203", row));
        }
        let contacts = &mut store.records.contacts;
        let known = contacts.row(person);
        let at = known.unwrap_or(contacts.len());
        if known.is_none() {
            contacts.person.push(person);
            mark(contacts, person, at);
        }
        store.joined = Some(at);
        let overruled = self.names(row, at, store);
        self.days(row, at, store);
        Ok(match (known, overruled && !joined) {
            (None, _) => Outcome::Used,
            (Some(_), false) => Outcome::Merged,
            (Some(_), true) => Outcome::Overruled,
        })
    }
}

fn mark(contacts: &mut Contacts, person: Name, at: usize) {
    if contacts.row_of.len() <= person.index() {
        contacts.row_of.resize(person.index() + 1, 0);
    }
    contacts.row_of[person.index()] = u32::try_from(at + 1).unwrap_or(u32::MAX);
}

/// Stores a name that is given; whether it overruled another.
fn set(column: &mut Vec<Name>, at: usize, name: Name) -> bool {
    if !name.is_some() {
        return false;
    }
    if column.len() <= at {
        column.resize(at + 1, Name::NONE);
    }
    let before = std::mem::replace(&mut column[at], name);
    before.is_some() && before != name
}

fn first(column: &mut Vec<Option<NaiveDate>>, at: usize, day: NaiveDate) {
    if column.len() <= at {
        column.resize(at + 1, None);
    }
    column[at] = Some(column[at].map_or(day, |known| known.min(day)));
}

fn readable(column: &Column, row: &Row<'_>, store: &mut Store<'_>) -> Option<NaiveDate> {
    match column.day(row, store.zone) {
        Ok(day) => day,
        Err(fault) => {
            store.remarks.push(fault);
            None
        }
    }
}
