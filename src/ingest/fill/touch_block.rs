//! A block of touchpoints as any thread reads it: all of a row that needs no other row, with names by numbers of the block.

use std::sync::Arc;

use chrono::NaiveDateTime;

use super::block::{Cursor, Who, Words, pair};
use super::block_ids::Ids;
use super::column::Column;
use super::mapping::Mapping;
use super::pairs::KnownPairs;
use super::picked::{self, Picked};
use super::spelled::Spelled;
use crate::ingest::table::Rows;
use crate::model::name::{Name, Names};
use crate::model::people::Roster;
use crate::model::record::{Moment, Person};

/// The columns of a touchpoint.
#[derive(Clone)]
pub(super) struct TouchColumns {
    pub(super) contact: Column,
    pub(super) at: Column,
    pub(super) channel: Column,
    pub(super) campaign: Column,
}

/// A touch that counts.
#[derive(Clone, Copy)]
pub(super) struct Touch {
    pub(super) who: Who,
    pub(super) at: Moment,
    pub(super) pair: Pair,
}

/// Channel and campaign of a touch.
#[derive(Clone, Copy)]
pub(super) enum Pair {
    /// One that is known, by its source.
    Known(u32),
    /// One by its number among the new pairs of the block.
    New(Name),
}

/// What a look at a block found.
#[derive(Default)]
pub(super) struct TouchBlock {
    pub(super) touches: Vec<Touch>,
    /// Ids that no contacts export has.
    pub(super) strangers: Names,
    /// Pairs that were not known when the block was looked at.
    pub(super) pairs: Words,
    /// How many rows each known pair has, by its number.
    pub(super) known: Vec<u64>,
    pub(super) cursor: Cursor,
    /// Of strangers the people, of pairs the sources, by their numbers, once the rows are met in their order.
    pub(super) met: Option<(Vec<Person>, Vec<u32>)>,
}

/// What a look needs to know.
pub(super) struct TouchLook<'a> {
    /// Contact, time, channel and campaign.
    pub(super) columns: [Picked; 4],
    pub(super) mapping: &'a Mapping,
    pub(super) zone: &'a str,
    /// Channels and campaigns that are known by now.
    pub(super) pairs: KnownPairs,
    /// The people of contacts exports.
    pub(super) roster: Arc<Roster>,
}

impl TouchLook<'_> {
    /// Reads a block.
    pub(super) fn block(&self, rows: &dyn Rows) -> TouchBlock {
        let pairs = self.pairs.now();
        let (touches, known) = (Vec::with_capacity(rows.len()), vec![0; pairs.len()]);
        let mut block = TouchBlock { touches, known, ..TouchBlock::default() };
        let [contacts, times, channels, campaigns] = picked::columns(self.columns.each_ref(), rows);
        let moment = |at| Moment::try_from(times.second(at, self.zone)?).ok();
        let moments: Vec<Option<Moment>> = (0..rows.len()).map(moment).collect();
        let mut aside = self.mapping.aside(rows).into_iter().peekable();
        let (mut ids, mut spelled) = (Ids::with_room(rows.len()), Spelled::default());
        for (at, moment) in moments.into_iter().enumerate() {
            let mut read = || {
                let (moment, contact) = (moment?, contacts.text(at)?);
                let pair = spelled.meaning(channels.spelling(at).zip(campaigns.spelling(at)), |asked| {
                    let (channel, campaign) = (channels.text(at), campaigns.text(at));
                    if channel.is_none() && campaign.is_none() {
                        return None;
                    }
                    pair(asked, channel.as_deref(), campaign.as_deref())?;
                    Some(pairs.find(asked).map_or_else(|| SeenPair::New(block.pairs.number(asked)), SeenPair::Known))
                })?;
                ids.push_first(Some(&contact));
                Some((moment, pair))
            };
            let known = if aside.next_if_eq(&at).is_some() { None } else { read() };
            let Some((at, pair)) = known else {
                block.cursor.others.push(at);
                continue;
            };
            let pair = match pair {
                SeenPair::Known(pair) => {
                    block.known[pair.index()] += 1;
                    Pair::Known(pairs.source(pair))
                }
                SeenPair::New(pair) => {
                    block.pairs.again(pair);
                    Pair::New(pair)
                }
            };
            block.touches.push(Touch { who: Who::Nobody, at, pair });
        }
        let who = ids.found(&self.roster, &mut block.strangers);
        for (touch, who) in block.touches.iter_mut().zip(who) {
            touch.who = who;
        }
        block
    }
}

/// Channel and campaign of a row, by their number among the known pairs or among the new ones of the block.
#[derive(Clone, Copy)]
enum SeenPair {
    Known(Name),
    New(Name),
}

/// Seconds since 1970, as far as records hold them.
pub(super) fn seconds(moment: NaiveDateTime) -> Option<Moment> {
    Moment::try_from(moment.and_utc().timestamp()).ok()
}
