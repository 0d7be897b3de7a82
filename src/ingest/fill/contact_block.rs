//! A block of contacts as any thread reads it: all of a row that needs no other row, with names by numbers of the block.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDate;

use super::block::{Cursor, Who, Words, find, pair, parts};
use super::contacts::ContactColumns;
use super::mapping::Mapping;
use super::store::Store;
use crate::ingest::identity::spelling::canonical;
use crate::ingest::table::{Row, Rows};
use crate::model::name::{Name, Names};
use crate::model::record::Person;

/// The days of a contact: of its stages as the table has them, then that of its loss and of its first contact.
pub(super) type ContactDays = [Option<NaiveDate>; 12];
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
            let records = &mut store.records;
            let people = strangers.iter().map(|(_, text)| records.people.intern(text));
            Met {
                strangers: std::iter::once(Person::NONE).chain(people).collect(),
                pairs: pairs.map(|text, rows| {
                    let (word, campaign) = parts(text);
                    let channel = store.channels.rows((word, campaign), rows, &mut records.names);
                    (channel, campaign.map_or(Name::NONE, |campaign| records.names.intern(campaign)))
                }),
                markets: markets.map(|text, rows| store.markets.rows(text, rows, &mut records.names)),
                names: names.map(|text, _| records.names.intern(text)),
            }
        })
    }
}

/// What a look needs to know.
pub(super) struct ContactLook<'a> {
    pub(super) columns: ContactColumns,
    pub(super) mapping: &'a Mapping,
    pub(super) zone: &'a str,
    /// Names that contacts exports have.
    pub(super) known: Arc<Names>,
}

impl ContactLook<'_> {
    /// Reads a block.
    pub(super) fn block(&self, rows: &dyn Rows) -> ContactBlock {
        let mut block = ContactBlock::default();
        let (mut ids, mut asked, mut at) = ((String::new(), Vec::new()), String::new(), 0);
        let _ = rows.each(&mut |row| {
            match self.contact(&row, &mut block.words, &mut ids, &mut asked) {
                Some(contact) => block.contacts.push(contact),
                None => block.cursor.others.push(at),
            }
            at += 1;
            ControlFlow::Continue(())
        });
        let who = find((&self.known, None), &ids, &mut block.words.strangers);
        for (contact, who) in block.contacts.iter_mut().zip(who) {
            contact.who = who;
        }
        block
    }

    /// A row that is in no way out of the common; its id is added to `ids`, its address to the block.
    fn contact(
        &self,
        row: &Row<'_>,
        words: &mut ContactWords,
        (ids, ends): &mut (String, Vec<usize>),
        asked: &mut String,
    ) -> Option<Contact> {
        if row.beyond > 0 || self.mapping.is_no_record(row) {
            return None;
        }
        let columns = &self.columns;
        let (id, email) = (columns.id.text(row), columns.email.text(row));
        let own = id.as_deref().and_then(canonical);
        let by_id = own.is_some();
        let address = || email.as_deref().filter(|e| e.contains('@')).and_then(canonical);
        let name = own.or_else(address)?;
        // One that has yet another form is looked at alone, as is who names somebody else.
        if name.is_empty() || canonical(&name).as_deref() != Some(&*name) || columns.referred_by.text(row).is_some() {
            return None;
        }
        let mut days = ContactDays::default();
        let stages = columns.stages.iter().map(|(_, column)| column);
        for (day, column) in days.iter_mut().zip(stages) {
            *day = column.day(row, self.zone).ok()?;
        }
        days[LOST] = columns.lost.day(row, self.zone).ok()?;
        days[FIRST_CONTACTED] = columns.first_contacted.day(row, self.zone).ok()?;
        pair(asked, columns.channel.text(row).as_deref(), columns.campaign.text(row).as_deref())?;
        let [owner, company, industry] = [&columns.owner, &columns.company, &columns.industry].map(|c| c.text(row));
        let names = [owner, company, industry].map(|text| words.names.see(&text.unwrap_or_default()));
        let market = words.markets.see(&columns.market.text(row).unwrap_or_default());
        let pair = words.pairs.see(asked);
        ids.push_str(&name);
        ends.push(ids.len());
        Some(Contact { who: Who::Nobody, by_id, days, pair, market, names })
    }
}
