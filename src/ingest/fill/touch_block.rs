//! A block of touchpoints as any thread reads it: all of a row that needs no other row, with names by numbers of the block.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::block::{Cursor, Who, Words, find, pair};
use super::column::Column;
use super::mapping::Mapping;
use super::pairs::KnownPairs;
use crate::ingest::identity::roster::Roster;
use crate::ingest::identity::spelling::canonical;
use crate::ingest::table::{Row, Rows};
use crate::model::name::{Name, Names};
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
    pub(super) columns: TouchColumns,
    pub(super) mapping: &'a Mapping,
    pub(super) zone: &'a str,
    /// Names that contacts exports have.
    pub(super) known: Arc<Names>,
    /// Channels and campaigns that are known by now.
    pub(super) pairs: KnownPairs,
    /// The people of those exports, by id.
    pub(super) roster: Arc<Roster>,
}

impl TouchLook<'_> {
    /// Reads a block.
    pub(super) fn block(&self, rows: &dyn Rows) -> TouchBlock {
        let pairs = self.pairs.now();
        let (touches, known) = (Vec::with_capacity(rows.len()), vec![0; pairs.len()]);
        let mut block = TouchBlock { touches, known, ..TouchBlock::default() };
        let mut ids = (String::with_capacity(rows.len() * 16), Vec::with_capacity(rows.len()));
        let (mut at, mut asked) = (0, String::new());
        let _ = rows.each(&mut |row| {
            match self.touch(&row, &mut asked, &mut ids.0) {
                Some(moment) => {
                    let pair = match pairs.find(&asked) {
                        Some(pair) => {
                            block.known[pair.index()] += 1;
                            Pair::Known(pairs.source(pair))
                        }
                        None => Pair::New(block.pairs.see(&asked)),
                    };
                    block.touches.push(Touch { who: Who::Nobody, at: moment, pair });
                    ids.1.push(ids.0.len());
                }
                None => block.cursor.others.push(at),
            }
            at += 1;
            ControlFlow::Continue(())
        });
        let who = find((&self.known, Some(&self.roster)), &ids, &mut block.strangers);
        for (touch, who) in block.touches.iter_mut().zip(who) {
            touch.who = who;
        }
        block
    }

    /// The time of a row that is in no way out of the common, its channel and campaign in `asked`, its id behind `ids`.
    fn touch(&self, row: &Row<'_>, asked: &mut String, ids: &mut String) -> Option<Moment> {
        if row.beyond > 0 || self.mapping.is_no_record(row) {
            return None;
        }
        let columns = &self.columns;
        let at = Moment::try_from(columns.at.second(row, self.zone).ok()??).ok()?;
        let contact = columns.contact.text(row)?;
        let (channel, campaign) = (columns.channel.text(row), columns.campaign.text(row));
        if channel.is_none() && campaign.is_none() {
            return None;
        }
        pair(asked, channel.as_deref(), campaign.as_deref())?;
        let first = contact.bytes().position(|b| b == b';').map_or(&*contact, |end| &contact[..end]);
        ids.push_str(&canonical(first).unwrap_or_default());
        Some(at)
    }
}

/// Seconds since 1970, as far as records hold them.
pub(super) fn seconds(moment: NaiveDateTime) -> Option<Moment> {
    Moment::try_from(moment.and_utc().timestamp()).ok()
}
