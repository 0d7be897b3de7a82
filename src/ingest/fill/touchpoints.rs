//! Touchpoints: the longest tables by far, so a row costs no allocation and one look into each table of names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::name::Name;
use crate::model::origin::RecordKind;
use crate::model::reading::Fate;
use crate::model::record::Touchpoint;

use super::block::{parts, people};
use super::fault::Fault;
use super::mapping::Mapping;
use super::pairs::KnownPairs;
use super::picked::Picked;
use super::store::{Store, TouchTable};
use super::touch_block::{Pair, TouchBlock, TouchColumns, TouchLook, seconds};
use super::{Filler, Outcome, Outcomes};
use crate::ingest::table::{Look, Looked, Row};

/// Rows of touchpoints.
pub(super) struct TouchpointRows {
    columns: TouchColumns,
    sources: BTreeMap<(Name, Name), u32>,
    last: Option<((Name, Name), u32)>,
    pairs: KnownPairs,
    /// How many rows more each known pair has, by its number.
    again: Vec<u64>,
    start: usize,
}

impl TouchpointRows {
    /// The touchpoints of the table follow those before `start`.
    pub(super) fn new(mapping: &Mapping, start: usize) -> TouchpointRows {
        let columns = TouchColumns {
            contact: mapping.column("contact_id"),
            at: mapping.column("touched_at"),
            channel: mapping.column("channel"),
            campaign: mapping.column("campaign"),
        };
        let (pairs, again) = (KnownPairs::default(), Vec::new());
        TouchpointRows { columns, sources: BTreeMap::new(), last: None, pairs, again, start }
    }

    /// The number of a (channel, campaign), stored when it is new; rows that follow one another often share it.
    fn source(&mut self, pair: (Name, Name), store: &mut Store<'_>) -> u32 {
        if let Some((_, number)) = self.last.filter(|(known, _)| *known == pair) {
            return number;
        }
        if self.sources.is_empty() {
            self.sources = store.records.touch_sources.iter().copied().zip(0..).collect();
        }
        let next = u32::try_from(store.records.touch_sources.len()).unwrap_or(u32::MAX);
        let number = *self.sources.entry(pair).or_insert_with(|| {
            store.records.touch_sources.push(pair);
            next
        });
        self.last = Some((pair, number));
        number
    }
}

impl Filler for TouchpointRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let TouchColumns { contact, at, channel, campaign } = &self.columns;
        let moment = at.moment(row, store.zone)?.ok_or_else(|| at.fault("E203", row))?;
        let at = seconds(moment).ok_or_else(|| at.fault("E215", row))?;
        let contact = contact.text(row).ok_or_else(|| contact.fault("E203", row))?;
        let (word, campaign) = (channel.text(row), campaign.text(row));
        if word.is_none() && campaign.is_none() {
            return Err(channel.fault("E203", row));
        }
        let person = store.person(Some(&contact));
        let pair = (store.channel(word.as_deref(), campaign.as_deref()), store.name(campaign));
        let source = self.source(pair, store);
        store.records.touchpoints.push(Touchpoint { person, at, source });
        store.days.see(moment.date());
        Ok(Outcome::Open)
    }

    fn look<'a, 's: 'a>(&self, mapping: &'a Mapping, store: &mut Store<'s>) -> Option<Box<Look<'a>>> {
        // A run that tells the rows of every record must meet them one by one.
        if store.origins.is_some() {
            return None;
        }
        let TouchColumns { contact, at, channel, campaign } = self.columns.clone();
        let columns = [contact, at, channel, campaign].map(Picked::new);
        let (zone, pairs, roster) = (store.zone, self.pairs.clone(), store.records.people.roster());
        let look = TouchLook { columns, mapping, zone, pairs, roster };
        Some(Box::new(move |rows| Some(Box::new(look.block(rows)))))
    }

    fn block(&mut self, looked: &mut Looked, store: &mut Store<'_>, outcomes: &mut Outcomes) -> Option<usize> {
        let block = looked.as_mut()?.downcast_mut::<TouchBlock>()?;
        let TouchBlock { touches, strangers, pairs, known, cursor, met } = block;
        let (strangers, sources) = met.get_or_insert_with(|| {
            let sources: Vec<u32> = pairs.map(|text, rows| {
                let (word, campaign) = parts(text);
                let channel = store.channels.rows((word, campaign), rows, &mut store.records.names);
                let campaign = store.name(campaign.map(Cow::Borrowed));
                self.source((channel, campaign), store)
            });
            self.pairs.add(pairs.texts().map(|(pair, text)| (text, sources[pair.index()])));
            self.again.resize(self.again.len().max(known.len()), 0);
            self.again.iter_mut().zip(&*known).for_each(|(again, more)| *again += more);
            (people(strangers, store), sources)
        });
        for touch in &touches[cursor.run(touches.len())] {
            let person = touch.who.person(strangers);
            let source = match touch.pair {
                Pair::Known(source) => source,
                Pair::New(pair) => sources[pair.index()],
            };
            store.records.touchpoints.push(Touchpoint { person, at: touch.at, source });
            store.days.see_second(touch.at);
            outcomes.read(Outcome::Open, 0);
        }
        cursor.other()
    }

    fn finish(&mut self, store: &mut Store<'_>, outcomes: &mut Outcomes) {
        for (pair, text) in self.pairs.now().texts() {
            store.channels.again(parts(text), self.again.get(pair.index()).copied().unwrap_or(0));
        }
        let repeated = take_out_repeated(store, self.start);
        let rows = outcomes.account.read - Fate::ALL.iter().map(|&fate| outcomes.account.rows(fate)).sum::<u64>();
        outcomes.rows(Outcome::Repeated, repeated);
        outcomes.rows(Outcome::Used, rows.saturating_sub(repeated));
    }
}

/// Takes out touchpoints from `start` on that an earlier export of the same source already had: exports of overlapping
/// months are common. Repeats inside one export are kept. How many were taken out.
fn take_out_repeated(store: &mut Store<'_>, start: usize) -> u64 {
    let (earlier, new) = store.records.touchpoints.split_at(start);
    let moments = new.iter().map(|t| t.at);
    let Some((first, last)) = moments.clone().min().zip(moments.max()) else { return 0 };
    let overlapping =
        store.touch_tables.iter().filter(|t| t.source == store.source && t.first <= last && first <= t.last);
    let mut known: Vec<Touchpoint> = overlapping
        .flat_map(|t| &earlier[t.rows.clone()])
        .filter(|t| (first..=last).contains(&t.at))
        .copied()
        .collect();
    let key = |t: &Touchpoint| (t.person, t.at, t.source);
    known.sort_unstable_by_key(key);
    let before = store.records.touchpoints.len();
    let mut kept = start;
    for i in start..before {
        let touch = store.records.touchpoints[i];
        if known.binary_search_by_key(&key(&touch), key).is_err() {
            store.records.touchpoints[kept] = touch;
            if let Some(origins) = &mut store.origins {
                origins.moved(RecordKind::Touchpoint, i, kept);
            }
            kept += 1;
        }
    }
    store.records.touchpoints.truncate(kept);
    if let Some(origins) = &mut store.origins {
        origins.truncate(RecordKind::Touchpoint, kept);
    }
    store.touch_tables.push(TouchTable { source: store.source.clone(), rows: start..kept, first, last });
    (before - kept) as u64
}
