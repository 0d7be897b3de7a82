//! A block of deals as any thread reads it: all of a row that needs no other row, with names by numbers of the block.

use std::sync::Arc;

use super::block::{Cursor, Texts, Who, Words, channels, people};
use super::block_ids::Ids;
use super::deals::DealColumns;
use super::mapping::Mapping;
use super::spelled::Spelled;
use super::store::Store;
use super::terms::Terms;
use crate::ingest::deal_words::StageWords;
use crate::ingest::identity::spelling::salesforce_15;
use crate::ingest::table::{Row, Rows};
use crate::model::name::{Name, Names};
use crate::model::people::Roster;
use crate::model::record::{Deal, DealState, Person};

/// A row that has a deal.
pub(super) struct BlockDeal {
    /// The deal: stage, market, owner and account by their numbers in the block, and neither id nor person.
    pub(super) deal: Deal,
    pub(super) of_kind: bool,
    /// Channel and campaign, by their number among the pairs.
    pub(super) pair: Name,
    pub(super) who: Who,
}

/// What a look at a block found.
#[derive(Default)]
pub(super) struct DealBlock {
    pub(super) deals: Vec<BlockDeal>,
    /// Their ids.
    pub(super) ids: Texts,
    pub(super) words: DealBlockWords,
    pub(super) cursor: Cursor,
}

/// The words of a block.
#[derive(Default)]
pub(super) struct DealBlockWords {
    strangers: Names,
    /// Stages, each with the rows whose state it says.
    stages: Words,
    pairs: Words,
    markets: Words,
    /// Owners and accounts.
    names: Names,
    met: Option<Met>,
}

/// What the words of a block are among all: by their numbers.
pub(super) struct Met {
    pub(super) strangers: Vec<Person>,
    stages: Vec<Name>,
    pairs: Vec<(Name, Name)>,
    markets: Vec<Name>,
    names: Vec<Name>,
}

impl DealBlockWords {
    /// What they are among all, once the rows are met in their order.
    pub(super) fn met(&mut self, store: &mut Store<'_>) -> &Met {
        let DealBlockWords { strangers, stages, pairs, markets, names, met } = self;
        met.get_or_insert_with(|| {
            let (strangers, pairs) = (people(strangers, store), channels(pairs, store));
            let all = &mut store.records.names;
            Met {
                strangers,
                stages: stages.map(|text, rows| {
                    if rows > 0 {
                        store.deal_words.rows(text, rows, all);
                    }
                    all.intern(text)
                }),
                pairs,
                markets: markets.map(|text, rows| store.markets.rows(text, rows, all)),
                names: std::iter::once(Name::NONE).chain(names.iter().map(|(_, text)| all.intern(text))).collect(),
            }
        })
    }
}

impl Met {
    /// A deal of the block with its names among all.
    pub(super) fn named(&self, deal: Deal, pair: Name) -> Deal {
        let (channel, campaign) = self.pairs[pair.index()];
        Deal {
            stage: self.stages[deal.stage.index()],
            account: self.names[deal.account.index()],
            owner: self.names[deal.owner.index()],
            market: self.markets[deal.market.index()],
            channel,
            campaign,
            ..deal
        }
    }
}

/// What a look needs to know.
pub(super) struct DealLook<'a> {
    pub(super) columns: DealColumns,
    pub(super) mapping: &'a Mapping,
    pub(super) terms: Terms<'a>,
    pub(super) stages: StageWords,
    /// The people of contacts exports.
    pub(super) roster: Arc<Roster>,
}

/// What a look has at hand while it reads a block.
#[derive(Default)]
struct Reading {
    people: Ids,
    spelled: Spelled<Name>,
    /// What stages mean, by their numbers.
    states: Vec<Option<DealState>>,
}

impl DealLook<'_> {
    /// Reads a block.
    pub(super) fn block(&self, rows: &dyn Rows) -> DealBlock {
        let mut block = DealBlock { deals: Vec::with_capacity(rows.len()), ..DealBlock::default() };
        let mut reading = Reading { people: Ids::with_room(rows.len()), ..Reading::default() };
        block.cursor = Cursor::reading(rows, self.mapping, &mut |row| self.deal(row, &mut block, &mut reading));
        let who = reading.people.found(&self.roster, &mut block.words.strangers);
        for (deal, who) in block.deals.iter_mut().zip(who) {
            deal.who = who;
        }
        block
    }

    /// Adds the deal of a row; `None` leaves the row to be read by itself.
    fn deal(&self, row: &Row<'_>, block: &mut DealBlock, reading: &mut Reading) -> Option<()> {
        let (DealBlockWords { stages, pairs, markets, names, .. }, remarks) = (&mut block.words, &mut Vec::new());
        let Reading { people, spelled, states } = reading;
        let mut told = Name::NONE;
        let mut meaning = |stage: &str| {
            told = stages.number(stage);
            states.resize(states.len().max(told.index() + 1), None);
            *states[told.index()].get_or_insert_with(|| self.stages.meaning(stage).unwrap_or(DealState::Open))
        };
        let seen = self.columns.seen(row, self.terms.zone, &mut meaning, remarks).ok()?;
        let mut deal = seen.deal;
        self.columns.money(row, &mut deal, &self.terms, remarks).ok()?;
        if !remarks.is_empty() {
            return None;
        }
        let (channel, campaign) = (self.columns.channel.spelling(row), self.columns.campaign.spelling(row));
        let pair = pairs.see_pair(spelled, channel.zip(campaign), || [seen.channel, seen.campaign])?;
        if told.is_some() {
            stages.again(told);
        }
        deal.stage = seen.stage.map_or(Name::NONE, |text| stages.number(&text));
        deal.market = seen.market.map_or(Name::NONE, |text| markets.see(&text));
        [deal.owner, deal.account] =
            [seen.owner, seen.account].map(|text| text.map_or(Name::NONE, |t| names.intern(&t)));
        people.push_first(seen.contact.as_deref());
        block.ids.push(&salesforce_15(&seen.id));
        block.deals.push(BlockDeal { deal, of_kind: seen.of_kind, pair, who: Who::Nobody });
        Some(())
    }
}
