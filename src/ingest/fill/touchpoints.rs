//! Touchpoints: the longest tables by far, so a row costs no allocation and one look into each table of names.

use std::collections::BTreeMap;

use crate::model::name::Name;
use crate::model::record::{Moment, Touchpoint};

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// Rows of touchpoints.
pub(super) struct TouchpointRows {
    contact: Column,
    at: Column,
    channel: Column,
    campaign: Column,
    sources: BTreeMap<(Name, Name), u32>,
    last: Option<((Name, Name), u32)>,
}

impl TouchpointRows {
    pub(super) fn new(mapping: &Mapping) -> TouchpointRows {
        TouchpointRows {
            contact: mapping.column("contact_id"),
            at: mapping.column("touched_at"),
            channel: mapping.column("channel"),
            campaign: mapping.column("campaign"),
            sources: BTreeMap::new(),
            last: None,
        }
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
        let moment = self.at.moment(row, store.zone)?.ok_or_else(|| self.at.fault("E203", row))?;
        let at = Moment::try_from(moment.and_utc().timestamp()).map_err(|_| self.at.fault("E215", row))?;
        let contact = self.contact.text(row).ok_or_else(|| self.contact.fault("E203", row))?;
        let person = store.person(Some(&contact));
        let pair = (store.channel(self.channel.text(row)), store.name(self.campaign.text(row)));
        let source = self.source(pair, store);
        store.records.touchpoints.push(Touchpoint { person, at, source });
        store.days.see(moment.date());
        Ok(Outcome::Used)
    }
}
