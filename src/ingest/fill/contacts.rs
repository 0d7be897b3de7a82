//! Contacts: one entry per person, whatever number of exports and rows name it. The newest export counts, and of two rows of
//! one export the one with the later date, whatever their order. A gap never erases what is known.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::name::Name;
use crate::model::record::Contacts;
use crate::model::stage::Stage;

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::{Filler, Outcome};
use crate::ingest::identity::spelling::canonical;
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
    own: Vec<Own>,
    /// The day of the row whose name counts, where that is not the person's first row of this table.
    ranks: BTreeMap<(usize, usize), Option<NaiveDate>>,
}

/// What this table has said of a contact: in which columns its names count, one bit each, and the day of its first row.
#[derive(Clone, Copy, Default)]
struct Own {
    seen: bool,
    columns: u8,
    day: Option<NaiveDate>,
}

/// How a row's names stand to those that are known.
#[derive(Clone, Copy, Default)]
struct Told {
    differs: bool,
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
            own: Vec::new(),
            ranks: BTreeMap::new(),
        }
    }

    /// Stores the names of a row whose last day is `day`.
    fn names(&mut self, row: &Row<'_>, at: usize, day: Option<NaiveDate>, store: &mut Store<'_>) -> Told {
        let email = self.email.text(row).map(|e| e.to_lowercase().into());
        let given = [
            store.market(self.market.text(row)),
            store.channel(self.channel.text(row).as_deref(), self.campaign.text(row).as_deref()),
            store.name(self.campaign.text(row)),
            store.name(self.owner.text(row)),
            store.name(self.company.text(row)),
            store.name(self.industry.text(row)),
            store.name(email),
            store.person(self.referred_by.text(row).as_deref()),
        ];
        if self.own.len() <= at {
            self.own.resize(at + 1, Own::default());
        }
        let own = &mut self.own[at];
        if !own.seen {
            own.day = day;
        }
        let (contacts, names, people) = (&mut store.records.contacts, &store.records.names, &store.records.people);
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
        let mut told = Told::default();
        for (number, (column, name)) in columns.into_iter().zip(given).enumerate().filter(|(_, (_, n))| n.is_some()) {
            if column.len() <= at {
                column.resize(at + 1, Name::NONE);
            }
            let (known, bit) = (column[at], 1_u8 << number);
            let text = |name: Name| if number == 7 { people.text(name) } else { names.text(name) };
            if known.is_some() {
                told.differs |= known != name;
                let rank = self.ranks.get(&(at, number)).copied().unwrap_or(own.day);
                let counts = own.seen && own.columns & bit != 0 && (day, text(name)) > (rank, text(known));
                if !counts {
                    continue;
                }
            }
            column[at] = name;
            own.columns |= bit;
            if own.seen {
                self.ranks.insert((at, number), day);
            }
        }
        own.seen = true;
        told
    }

    /// Stores the days of a row, of two the earlier one: a stage date is the first day on a stage. A cell that is no
    /// date leaves a gap and a remark; the contact still counts.
    fn days(&self, row: &Row<'_>, at: usize, store: &mut Store<'_>) -> Option<NaiveDate> {
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
        last
    }
}

impl Filler for ContactRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let (id, email) = (self.id.text(row), self.email.text(row));
        let email = email.as_deref().filter(|e| e.contains('@'));
        let own_id = id.as_deref().and_then(canonical);
        let person = match (own_id.as_deref(), email) {
            (Some(id), _) | (None, Some(id)) => store.identity.person(&mut store.records.people, id),
            (None, None) => Name::NONE,
        };
        if person == Name::NONE {
            let key = if self.id.is_given() { &self.id } else { &self.email };
            return Err(key.fault("E203", row));
        }
        // Two exports that call a person by two ids were joined: what one says in other words is no contradiction.
        let joined = own_id.is_some_and(|id| id != store.records.people.text(person));
        let contacts = &mut store.records.contacts;
        let known = contacts.row(person);
        let at = known.unwrap_or(contacts.len());
        if known.is_none() {
            contacts.person.push(person);
            mark(contacts, person, at);
        }
        store.joined = Some(at);
        let again = self.own.get(at).is_some_and(|own| own.seen);
        let day = self.days(row, at, store);
        let told = self.names(row, at, day, store);
        Ok(match (known, told) {
            (None, _) => Outcome::Used,
            (Some(_), Told { differs: true }) if again => Outcome::Overruled,
            (Some(_), Told { differs: true }) if !joined => Outcome::Superseded,
            (Some(_), _) => Outcome::Merged,
        })
    }
}

fn mark(contacts: &mut Contacts, person: Name, at: usize) {
    if contacts.row_of.len() <= person.index() {
        contacts.row_of.resize(person.index() + 1, 0);
    }
    contacts.row_of[person.index()] = u32::try_from(at + 1).unwrap_or(u32::MAX);
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
