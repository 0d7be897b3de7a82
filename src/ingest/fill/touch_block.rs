//! A block of touchpoints as any thread reads it: all of a row that needs no other row, with names by numbers of the block.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::column::Column;
use super::mapping::Mapping;
use crate::ingest::identity::spelling::canonical;
use crate::ingest::table::{Row, Rows};
use crate::model::name::{Name, Names};
use crate::model::record::Moment;

/// The columns of a touchpoint.
#[derive(Clone)]
pub(super) struct TouchColumns {
    pub(super) contact: Column,
    pub(super) at: Column,
    pub(super) channel: Column,
    pub(super) campaign: Column,
}

/// Who was touched, as far as a block can tell.
#[derive(Clone, Copy)]
pub(super) enum Who {
    /// Nobody: what stands there is no id.
    Nobody,
    /// A name that contacts exports have.
    Known(Name),
    /// Another one, by its number in [`TouchBlock::strangers`].
    Stranger(Name),
}

/// A touch that counts.
#[derive(Clone, Copy)]
pub(super) struct Touch {
    pub(super) who: Who,
    pub(super) at: Moment,
    /// Its number in [`TouchBlock::pairs`].
    pub(super) pair: Name,
}

/// What a look at a block found.
pub(super) struct TouchBlock {
    pub(super) touches: Vec<Touch>,
    /// Ids that no contacts export has.
    pub(super) strangers: Names,
    /// Channel and campaign, with [`AND`] between them.
    pub(super) pairs: Names,
    /// How many touches each pair has, by its number.
    pub(super) rows: Vec<u64>,
    /// The positions of rows that must be read one by one: refused ones, and whatever is out of the common.
    pub(super) others: Vec<usize>,
}

/// Between the word for a channel and a campaign: a channel that holds it is out of the common.
pub(super) const AND: char = '\u{1f}';

/// What a look needs to know.
pub(super) struct TouchLook<'a> {
    pub(super) columns: TouchColumns,
    pub(super) mapping: &'a Mapping,
    pub(super) zone: &'a str,
    /// Names that contacts exports have.
    pub(super) known: Arc<Names>,
}

impl TouchLook<'_> {
    /// Reads a block.
    pub(super) fn block(&self, rows: &dyn Rows) -> TouchBlock {
        let mut block = TouchBlock {
            touches: Vec::with_capacity(rows.len()),
            strangers: Names::new(),
            pairs: Names::new(),
            rows: Vec::new(),
            others: Vec::new(),
        };
        let (mut ids, mut ends) = (String::with_capacity(rows.len() * 16), Vec::with_capacity(rows.len()));
        let (mut at, mut pair) = (0, String::new());
        let _ = rows.each(&mut |row| {
            match self.touch(&row, &mut pair, &mut ids) {
                Some(moment) => {
                    let pair = block.pairs.intern(&pair);
                    if block.rows.len() <= pair.index() {
                        block.rows.resize(pair.index() + 1, 0);
                    }
                    block.rows[pair.index()] += 1;
                    block.touches.push(Touch { who: Who::Nobody, at: moment, pair });
                    ends.push(ids.len());
                }
                None => block.others.push(at),
            }
            at += 1;
            ControlFlow::Continue(())
        });
        self.who(&mut block, &ids, &ends);
        block
    }

    /// Finds everybody at once: the table of names is larger than any cache, and its answers come side by side.
    fn who(&self, block: &mut TouchBlock, ids: &str, ends: &[usize]) {
        let mut from = 0;
        let ids: Vec<&str> = ends.iter().map(|&end| &ids[std::mem::replace(&mut from, end)..end]).collect();
        let known = self.known.find_all(&ids);
        for ((touch, id), known) in block.touches.iter_mut().zip(ids).zip(known) {
            touch.who = match known {
                _ if id.is_empty() => Who::Nobody,
                Some(name) => Who::Known(name),
                None => Who::Stranger(block.strangers.intern(id)),
            };
        }
    }

    /// The time of a row that is in no way out of the common, its channel and campaign in `pair`, its id behind `ids`.
    fn touch(&self, row: &Row<'_>, pair: &mut String, ids: &mut String) -> Option<Moment> {
        if row.beyond > 0 || self.mapping.is_no_record(row) {
            return None;
        }
        let columns = &self.columns;
        let moment = columns.at.moment(row, self.zone).ok()??;
        let at = seconds(moment)?;
        let contact = columns.contact.text(row)?;
        let (channel, campaign) = (columns.channel.text(row), columns.campaign.text(row));
        let said = |text: Option<&str>| text.is_none_or(|t| !t.is_empty());
        if (channel.is_none() && campaign.is_none()) || !said(channel.as_deref()) || !said(campaign.as_deref()) {
            return None;
        }
        pair.clear();
        pair.push_str(channel.as_deref().unwrap_or_default());
        if pair.contains(AND) {
            return None;
        }
        pair.push(AND);
        pair.push_str(campaign.as_deref().unwrap_or_default());
        let first = contact.split(';').next().unwrap_or_default();
        ids.push_str(&canonical(first).unwrap_or_default());
        Some(at)
    }
}

/// Seconds since 1970, as far as records hold them.
pub(super) fn seconds(moment: NaiveDateTime) -> Option<Moment> {
    Moment::try_from(moment.and_utc().timestamp()).ok()
}
