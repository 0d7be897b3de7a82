//! Contacts: one entry per person, whatever number of exports and rows name it. The newest export counts, and of two rows of
//! one export the one with the later date, whatever their order. A gap never erases what is known.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::name::Name;
use crate::model::record::Person;
use crate::model::stage::Stage;

use super::block::Who;
use super::column::Column;
use super::contact_block::{Contact, ContactBlock, ContactDays, ContactLook, FIRST_CONTACTED, LOST};
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::{Filler, Outcome, Outcomes};
use crate::ingest::identity::spelling::canonical;
use crate::ingest::table::{Look, Looked, Row};

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

/// The columns of a contact.
#[derive(Clone)]
pub(super) struct ContactColumns {
    pub(super) id: Column,
    pub(super) email: Column,
    pub(super) market: Column,
    pub(super) channel: Column,
    pub(super) referred_by: Column,
    pub(super) campaign: Column,
    pub(super) owner: Column,
    pub(super) company: Column,
    pub(super) industry: Column,
    pub(super) stages: Vec<(Stage, Column)>,
    pub(super) lost: Column,
    pub(super) first_contacted: Column,
}

/// Rows of contacts.
pub(super) struct ContactRows {
    columns: ContactColumns,
    own: Vec<Own>,
    /// The day of the row whose name counts, where that is not the person's first row of this table.
    ranks: BTreeMap<(usize, usize), Option<NaiveDate>>,
    /// How many rows there are in all exports of contacts.
    most: usize,
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
    /// There are at most as many contacts as `most`.
    pub(super) fn new(mapping: &Mapping, most: usize) -> ContactRows {
        let stages = STAGES.iter().map(|&(stage, name)| (stage, mapping.column(name)));
        let columns = ContactColumns {
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
        };
        ContactRows { columns, own: Vec::new(), ranks: BTreeMap::new(), most }
    }

    /// The names of a row, in the order in which [`ContactRows::names`] stores them.
    fn given(&self, row: &Row<'_>, store: &mut Store<'_>) -> [Name; 7] {
        let ContactColumns { market, channel, referred_by, campaign, owner, company, industry, .. } = &self.columns;
        [
            store.market(market.text(row)),
            store.channel(channel.text(row).as_deref(), campaign.text(row).as_deref()),
            store.name(campaign.text(row)),
            store.name(owner.text(row)),
            store.name(company.text(row)),
            store.name(industry.text(row)),
            store.person(referred_by.text(row).as_deref()),
        ]
    }

    /// Stores the names of a row whose last day is `day`.
    fn names(&mut self, given: [Name; 7], at: usize, day: Option<NaiveDate>, store: &mut Store<'_>) -> Told {
        let own = entry(&mut self.own, at, self.most);
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
            &mut contacts.referred_by,
        ];
        let mut told = Told::default();
        for (number, (column, name)) in columns.into_iter().zip(given).enumerate().filter(|(_, (_, n))| n.is_some()) {
            let column = entry(column, at, self.most);
            let (known, bit) = (*column, 1_u8 << number);
            let text = |name: Name| if number == 6 { people.text(name) } else { names.text(name).into() };
            if known.is_some() {
                told.differs |= known != name;
                let rank = self.ranks.get(&(at, number)).copied().unwrap_or(own.day);
                let counts = own.seen && own.columns & bit != 0 && (day, text(name)) > (rank, text(known));
                if !counts {
                    continue;
                }
            }
            *column = name;
            own.columns |= bit;
            if own.seen {
                self.ranks.insert((at, number), day);
            }
        }
        own.seen = true;
        told
    }

    /// The days of a row. A cell that is no date leaves a gap and a remark; the contact still counts.
    fn days(&self, row: &Row<'_>, store: &mut Store<'_>) -> ContactDays {
        let mut days = ContactDays::default();
        for (day, (_, column)) in days.iter_mut().zip(&self.columns.stages) {
            *day = readable(column, row, store);
        }
        days[LOST] = readable(&self.columns.lost, row, store);
        days[FIRST_CONTACTED] = readable(&self.columns.first_contacted, row, store);
        days
    }

    /// Stores the days of a row, of two the earlier one: a stage date is the first day on a stage. The last of them but that
    /// of a first contact.
    fn first_days(&self, days: &ContactDays, at: usize, store: &mut Store<'_>) -> Option<NaiveDate> {
        let contacts = &mut store.records.contacts;
        for (&day, (stage, _)) in days.iter().zip(&self.columns.stages) {
            self.first(&mut contacts.stages[stage.index()], at, day);
        }
        self.first(&mut contacts.lost_on, at, days[LOST]);
        self.first(&mut contacts.first_contacted_on, at, days[FIRST_CONTACTED]);
        let last = days[..=LOST].iter().copied().max().flatten();
        if let Some(day) = last {
            store.days.see(day);
        }
        last
    }

    fn first(&self, column: &mut Vec<Option<NaiveDate>>, at: usize, day: Option<NaiveDate>) {
        let Some(day) = day else { return };
        let first = entry(column, at, self.most);
        *first = Some(first.map_or(day, |known| known.min(day)));
    }

    /// Stores a row of `person`; `joined` says that an export calls it otherwise.
    fn store(
        &mut self,
        (person, joined): (Person, bool),
        days: &ContactDays,
        given: [Name; 7],
        store: &mut Store<'_>,
    ) -> Outcome {
        let contacts = &mut store.records.contacts;
        let known = contacts.row(person);
        let at = known.unwrap_or(contacts.len());
        if known.is_none() {
            *entry(&mut contacts.person, at, self.most) = person;
            *entry(&mut contacts.row_of, person.index(), self.most + 1) = u32::try_from(at + 1).unwrap_or(u32::MAX);
        }
        store.joined = Some(at);
        let again = self.own.get(at).is_some_and(|own| own.seen);
        let day = self.first_days(days, at, store);
        let told = self.names(given, at, day, store);
        match (known, told) {
            (None, _) => Outcome::Used,
            (Some(_), Told { differs: true }) if again => Outcome::Overruled,
            (Some(_), Told { differs: true }) if !joined => Outcome::Superseded,
            (Some(_), _) => Outcome::Merged,
        }
    }
}

impl Filler for ContactRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let (id, email) = (self.columns.id.text(row), self.columns.email.text(row));
        let email = email.as_deref().filter(|e| e.contains('@'));
        let own_id = id.as_deref().and_then(canonical);
        let person = match (own_id.as_deref(), email) {
            (Some(id), _) | (None, Some(id)) => store.identity.person(&mut store.records.people, id),
            (None, None) => Name::NONE,
        };
        if person == Name::NONE {
            let key = if self.columns.id.is_given() { &self.columns.id } else { &self.columns.email };
            return Err(key.fault("E203", row));
        }
        // Two exports that call a person by two ids were joined: what one says in other words is no contradiction.
        let joined = own_id.is_some_and(|id| id != store.records.people.text(person));
        let days = self.days(row, store);
        let given = self.given(row, store);
        Ok(self.store((person, joined), &days, given, store))
    }

    fn look<'a, 's: 'a>(&self, mapping: &'a Mapping, store: &mut Store<'s>) -> Option<Box<Look<'a>>> {
        // A run that tells the rows of every record must meet them one by one.
        if store.origins.is_some() {
            return None;
        }
        let look = ContactLook::new(&self.columns, mapping, store.zone, store.records.people.roster());
        Some(Box::new(move |rows| Some(Box::new(look.block(rows)))))
    }

    fn block(&mut self, looked: &mut Looked, store: &mut Store<'_>, outcomes: &mut Outcomes) -> Option<usize> {
        let ContactBlock { contacts, words, cursor } = looked.as_mut()?.downcast_mut::<ContactBlock>()?;
        let words = words.met(store);
        for &Contact { who, by_id, days, pair, market, names } in &contacts[cursor.run(contacts.len())] {
            let joined = by_id && matches!(who, Who::Known { joined: true, .. });
            let person = who.person(&words.strangers);
            let (channel, campaign) = words.pairs[pair.index()];
            let [owner, company, industry] = names.map(|name| words.names[name.index()]);
            let market = words.markets[market.index()];
            let given = [market, channel, campaign, owner, company, industry, Name::NONE];
            let outcome = self.store((person, joined), &days, given, store);
            outcomes.read(outcome, 0);
        }
        store.joined = None;
        cursor.other()
    }
}

/// The entry at `at`. A column that begins has room for `most`, so that it need not move while it grows.
fn entry<T: Clone + Default>(column: &mut Vec<T>, at: usize, most: usize) -> &mut T {
    if column.len() <= at {
        if column.is_empty() {
            column.reserve_exact(most);
        }
        column.resize(at + 1, T::default());
    }
    &mut column[at]
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
