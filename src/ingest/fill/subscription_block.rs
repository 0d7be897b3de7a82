//! A block of subscriptions as any thread reads it: all of a row that needs no other row, with names by numbers of the block.

use std::sync::Arc;

use super::block::{Cursor, Texts, Who, Words, people};
use super::block_ids::Ids;
use super::mapping::Mapping;
use super::overlap::fingerprints;
use super::store::Store;
use super::subscriptions::{Period, SubscriptionColumns};
use super::terms::Terms;
use crate::ingest::table::{Row, Rows};
use crate::model::name::{Name, Names};
use crate::model::people::Roster;
use crate::model::record::Person;

/// A row that tells of a subscription.
pub(super) struct BlockSubscription {
    pub(super) period: Period,
    /// By its number in the block.
    pub(super) market: Name,
    pub(super) who: Who,
    /// As of the row that is being read: [`Store::fingerprints`].
    pub(super) fingerprints: (u64, u64),
}

/// What a look at a block found.
#[derive(Default)]
pub(super) struct SubscriptionBlock {
    pub(super) rows: Vec<BlockSubscription>,
    /// Their customers.
    pub(super) customers: Texts,
    pub(super) words: SubscriptionWords,
    pub(super) cursor: Cursor,
}

/// The words of a block.
#[derive(Default)]
pub(super) struct SubscriptionWords {
    strangers: Names,
    markets: Words,
    /// What they are among all.
    met: Option<(Vec<Person>, Vec<Name>)>,
}

impl SubscriptionWords {
    /// Strangers and markets, by their numbers, as they are among all, once the rows are met in their order.
    pub(super) fn met(&mut self, store: &mut Store<'_>) -> &(Vec<Person>, Vec<Name>) {
        let SubscriptionWords { strangers, markets, met } = self;
        met.get_or_insert_with(|| {
            let names = &mut store.records.names;
            let markets = markets.map(|text, rows| store.markets.rows(text, rows, names));
            (people(strangers, store), markets)
        })
    }
}

/// What a look needs to know.
pub(super) struct SubscriptionLook<'a> {
    pub(super) columns: SubscriptionColumns,
    pub(super) mapping: &'a Mapping,
    pub(super) terms: Terms<'a>,
    /// The people of contacts exports.
    pub(super) roster: Arc<Roster>,
}

impl SubscriptionLook<'_> {
    /// Reads a block.
    pub(super) fn block(&self, rows: &dyn Rows) -> SubscriptionBlock {
        let mut block = SubscriptionBlock { rows: Vec::with_capacity(rows.len()), ..SubscriptionBlock::default() };
        let mut people = Ids::with_room(rows.len());
        block.cursor = Cursor::reading(rows, self.mapping, &mut |row| self.row(row, &mut block, &mut people));
        let who = people.found(&self.roster, &mut block.words.strangers);
        for (row, who) in block.rows.iter_mut().zip(who) {
            row.who = who;
        }
        block
    }

    /// Adds a row; `None` leaves it to be read by itself.
    fn row(&self, row: &Row<'_>, block: &mut SubscriptionBlock, people: &mut Ids) -> Option<()> {
        let seen = self.columns.seen(row, &self.terms).ok()?;
        people.push_first(seen.contact.as_deref());
        block.customers.push(&seen.customer);
        let market = seen.market.as_deref().map_or(Name::NONE, |text| block.words.markets.see(text));
        let fingerprints = fingerprints(row, &self.mapping.apart);
        block.rows.push(BlockSubscription { period: seen.period, market, who: Who::Nobody, fingerprints });
        Some(())
    }
}
