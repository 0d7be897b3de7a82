//! A block of spend as any thread reads it: all of a row that needs no other row, with names by numbers of the block.

use super::block::{Cursor, Words, channels};
use super::mapping::Mapping;
use super::overlap::fingerprints;
use super::spelled::Spelled;
use super::spend::SpendColumns;
use super::store::Store;
use super::terms::Terms;
use crate::ingest::table::{Row, Rows};
use crate::model::name::Name;
use crate::model::record::Spend;

/// A row that tells of spend.
pub(super) struct BlockSpend {
    /// The record, without names.
    pub(super) spend: Spend,
    pub(super) is_blank: bool,
    /// Channel and campaign, by their number among the pairs.
    pub(super) pair: Name,
    /// By its number in the block.
    pub(super) market: Name,
    /// As of the row that is being read: [`Store::fingerprints`].
    pub(super) fingerprints: (u64, u64),
}

/// What a look at a block found.
#[derive(Default)]
pub(super) struct SpendBlock {
    pub(super) rows: Vec<BlockSpend>,
    pub(super) words: SpendWords,
    pub(super) cursor: Cursor,
}

/// Channel and campaign of each pair, and the markets, by their numbers in a block.
type Met = (Vec<(Name, Name)>, Vec<Name>);

/// The words of a block.
#[derive(Default)]
pub(super) struct SpendWords {
    pairs: Words,
    markets: Words,
    met: Option<Met>,
}

impl SpendWords {
    /// What they are among all, once the rows are met in their order.
    pub(super) fn met(&mut self, store: &mut Store<'_>) -> &Met {
        let SpendWords { pairs, markets, met } = self;
        met.get_or_insert_with(|| {
            let pairs = channels(pairs, store);
            let names = &mut store.records.names;
            (pairs, markets.map(|text, rows| store.markets.rows(text, rows, names)))
        })
    }
}

/// What a look needs to know.
pub(super) struct SpendLook<'a> {
    pub(super) columns: SpendColumns,
    pub(super) mapping: &'a Mapping,
    pub(super) terms: Terms<'a>,
}

impl SpendLook<'_> {
    /// Reads a block.
    pub(super) fn block(&self, rows: &dyn Rows) -> SpendBlock {
        let mut block = SpendBlock { rows: Vec::with_capacity(rows.len()), ..SpendBlock::default() };
        let mut spelled = Spelled::default();
        block.cursor = Cursor::reading(rows, self.mapping, &mut |row| self.row(row, &mut block, &mut spelled));
        block
    }

    /// Adds a row; `None` leaves it to be read by itself.
    fn row(&self, row: &Row<'_>, block: &mut SpendBlock, spelled: &mut Spelled<Name>) -> Option<()> {
        let seen = self.columns.seen(row, &self.terms).ok()?;
        let SpendWords { pairs, markets, .. } = &mut block.words;
        let (channel, campaign) = (self.columns.channel.spelling(row), self.columns.campaign.spelling(row));
        let pair = pairs.see_pair(spelled, channel.zip(campaign), || [seen.channel, seen.campaign])?;
        let market = seen.market.map_or(Name::NONE, |text| markets.see(&text));
        let fingerprints = fingerprints(row, &self.mapping.apart);
        block.rows.push(BlockSpend { spend: seen.spend, is_blank: seen.is_blank, pair, market, fingerprints });
        Some(())
    }
}
