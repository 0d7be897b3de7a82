//! A block of contacts as any thread reads it: all of a row that needs no other row, with names by numbers of the block.

use std::sync::Arc;

use chrono::NaiveDate;

use super::block::{Cursor, Who, Words, channels, people};
use super::block_ids::Ids;
use super::column::Column;
use super::contacts::ContactColumns;
use super::mapping::Mapping;
use super::picked::{self, BlockColumn, Picked};
use super::spelled::Spelled;
use super::store::Store;
use crate::ingest::identity::spelling::canonical;
use crate::ingest::table::Rows;
use crate::model::name::{Name, Names};
use crate::model::people::Roster;
use crate::model::record::Person;

/// The days of a contact: of its stages as the table has them, then that of its loss and of its first contact.
pub(super) type ContactDays = [Option<NaiveDate>; DAYS];
pub(super) const DAYS: usize = 12;
pub(super) const LOST: usize = 10;
pub(super) const FIRST_CONTACTED: usize = 11;

/// A row that names somebody.
#[derive(Clone, Copy)]
pub(super) struct Contact {
    pub(super) who: Who,
    /// Whether the name is the row's own id, not its address.
    pub(super) by_id: bool,
    pub(super) days: ContactDays,
    /// Channel and campaign, by their number among the pairs.
    pub(super) pair: Name,
    pub(super) market: Name,
    /// Owner, company and industry, by their numbers among the names.
    pub(super) names: [Name; 3],
}

/// What a look at a block found.
#[derive(Default)]
pub(super) struct ContactBlock {
    pub(super) contacts: Vec<Contact>,
    pub(super) words: ContactWords,
    pub(super) cursor: Cursor,
}

/// The words of a block.
#[derive(Default)]
pub(super) struct ContactWords {
    strangers: Names,
    pairs: Words,
    markets: Words,
    names: Words,
    met: Option<Met>,
}

/// What the words of a block are among all: by their numbers.
#[derive(Default)]
pub(super) struct Met {
    pub(super) strangers: Vec<Person>,
    pub(super) pairs: Vec<(Name, Name)>,
    pub(super) markets: Vec<Name>,
    pub(super) names: Vec<Name>,
}

impl ContactWords {
    /// What they are among all, once the rows are met in their order.
    pub(super) fn met(&mut self, store: &mut Store<'_>) -> &Met {
        let ContactWords { strangers, pairs, markets, names, met } = self;
        met.get_or_insert_with(|| {
            let (strangers, pairs) = (people(strangers, store), channels(pairs, store));
            let records = &mut store.records;
            let markets = markets.map(|text, rows| store.markets.rows(text, rows, &mut records.names));
            Met { strangers, pairs, markets, names: names.map(|text, _| records.names.intern(text)) }
        })
    }
}

/// What a look needs to know.
pub(super) struct ContactLook<'a> {
    /// The columns of names, then those of days.
    columns: [Picked; NAMES + DAYS],
    mapping: &'a Mapping,
    zone: &'a str,
    /// The people of contacts exports.
    roster: Arc<Roster>,
}

/// Columns of names.
const NAMES: usize = 9;

impl<'a> ContactLook<'a> {
    /// A look at rows with these columns.
    pub(super) fn new(
        columns: &ContactColumns,
        mapping: &'a Mapping,
        zone: &'a str,
        roster: Arc<Roster>,
    ) -> ContactLook<'a> {
        let ContactColumns { id, email, channel, campaign, market, owner, company, industry, referred_by, .. } =
            columns;
        let names = [id, email, channel, campaign, market, owner, company, industry, referred_by];
        let mut days: [Column; DAYS] = std::array::from_fn(|_| Column::default());
        for (day, (_, column)) in days.iter_mut().zip(&columns.stages) {
            day.clone_from(column);
        }
        days[LOST].clone_from(&columns.lost);
        days[FIRST_CONTACTED].clone_from(&columns.first_contacted);
        let mut columns = names.into_iter().cloned().chain(days);
        let columns = std::array::from_fn(|_| Picked::new(columns.next().unwrap_or_default()));
        ContactLook { columns, mapping, zone, roster }
    }

    /// Reads a block.
    pub(super) fn block(&self, rows: &dyn Rows) -> ContactBlock {
        let mut block = ContactBlock { contacts: Vec::with_capacity(rows.len()), ..ContactBlock::default() };
        let [id, email, channel, campaign, market, owner, company, industry, referred_by, days @ ..] =
            picked::columns(self.columns.each_ref(), rows);
        let days = self.days(&days, rows.len());
        let mut aside = self.mapping.aside(rows).into_iter().peekable();
        let (mut ids, mut spelled) = (Ids::with_room(rows.len()), Spelled::default());
        for (at, days) in days.into_iter().enumerate() {
            let ContactWords { pairs, markets, names, .. } = &mut block.words;
            let mut read = || {
                let (days, id, email) = (days?, id.text(at), email.text(at));
                let own = id.as_deref().and_then(canonical);
                let by_id = own.is_some();
                let address = || email.as_deref().filter(|e| e.contains('@')).and_then(canonical);
                let name = own.or_else(address)?;
                // One that has yet another form is looked at alone, as is who names somebody else.
                if name.is_empty() || canonical(&name).as_deref() != Some(&*name) || referred_by.text(at).is_some() {
                    return None;
                }
                let spelling = channel.spelling(at).zip(campaign.spelling(at));
                let pair = pairs.see_pair(&mut spelled, spelling, || [channel.text(at), campaign.text(at)])?;
                let word = |words: &mut Words, column: &BlockColumn<'_>| {
                    column.text(at).map_or(Name::NONE, |text| words.see(&text))
                };
                let market = word(markets, &market);
                let names = [&owner, &company, &industry].map(|column| word(names, column));
                ids.push(&name);
                Some(Contact { who: Who::Nobody, by_id, days, pair, market, names })
            };
            let known = if aside.next_if_eq(&at).is_some() { None } else { read() };
            match known {
                Some(contact) => block.contacts.push(contact),
                None => block.cursor.others.push(at),
            }
        }
        let who = ids.found(&self.roster, &mut block.words.strangers);
        for (contact, who) in block.contacts.iter_mut().zip(who) {
            contact.who = who;
        }
        block
    }

    /// The days of each of so many rows; `None` where one cannot be read.
    fn days(&self, columns: &[BlockColumn<'_>], rows: usize) -> Vec<Option<ContactDays>> {
        let mut days = vec![Some(ContactDays::default()); rows];
        for (number, column) in columns.iter().enumerate().filter(|(_, column)| column.is_given()) {
            for (at, days) in days.iter_mut().enumerate() {
                match (column.day(at, self.zone), days.as_mut()) {
                    (Ok(day), Some(days)) => days[number] = day,
                    (Err(_), _) => *days = None,
                    (Ok(_), None) => {}
                }
            }
        }
        days
    }
}
