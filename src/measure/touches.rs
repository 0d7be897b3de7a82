//! Touches of the persons that matter for attribution, each person's in time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};

use crate::model::attribution::{Attribution, Ties};
use crate::model::name::Name;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::{Moment, Person, Records, Touchpoint};
use crate::model::touch_order::ordered;

/// One touch. Its source is the position of its channel and campaign in [`Touches::sources`], so that touches of one person
/// sort by time, then by channel (in the plan's order, if it asks for that), then by campaign, and ties never depend on
/// the order of rows.
pub(super) type Touch = Touchpoint;

/// Where a touch stands among those of several persons: by time and source.
pub(super) fn place(touch: &Touch) -> (Moment, u32) {
    (touch.at, touch.source)
}

/// Position of the touch's channel and campaign in [`Touches::sources`].
pub(super) fn source(touch: Touch) -> usize {
    touch.source as usize
}

/// The last second of `day`.
pub(super) fn end_of(day: NaiveDate) -> Moment {
    let midnight = day.and_time(NaiveTime::MIN).and_utc().timestamp();
    u32::try_from((midnight + 86_399).max(0)).unwrap_or(Moment::MAX)
}

/// The touchpoints behind each touch.
pub(super) type TouchOrigins = BTreeMap<Touch, Vec<Origin>>;

/// Touches by person.
pub(super) struct Touches {
    /// Channel and campaign, as names of the records, in the order of ties.
    pub(super) sources: Vec<(Name, Name)>,
    /// The texts of the channels, sorted.
    pub(super) channels: Vec<String>,
    /// For each source the position of its channel in [`Touches::channels`].
    pub(super) channel_of: Vec<u32>,
    sorted: Vec<Touch>,
    /// Person *p* has `sorted[starts[p]..starts[p + 1]]`.
    starts: Vec<u32>,
    /// How many touches share their moment with the one before, of the same person but another source.
    pub(super) ties: u64,
}

impl Touches {
    /// The touches of every person for whom `wanted` holds, put in order where they are: a copy may not find room.
    pub(super) fn new(
        records: &Records,
        touchpoints: Cow<'_, [Touchpoint]>,
        wanted: &[bool],
        options: &Attribution,
    ) -> Touches {
        let (sources, ranks) = ranked_sources(records, options);
        let mut sorted = touchpoints.into_owned();
        sorted.retain_mut(|touch| {
            touch.source = ranks.get(touch.source as usize).copied().unwrap_or(0);
            wanted.get(touch.person.index()).copied().unwrap_or(false)
        });
        let ties = ordered(&mut sorted, wanted.len());
        let mut starts = Vec::with_capacity(wanted.len() + 1);
        for (at, touch) in (0..).zip(&sorted) {
            if starts.len() <= touch.person.index() {
                starts.resize(touch.person.index() + 1, at);
            }
        }
        starts.resize(wanted.len() + 1, u32::try_from(sorted.len()).unwrap_or(u32::MAX));
        let text = |source: &(Name, Name)| records.names.text(source.0);
        let mut channels: Vec<String> = sources.iter().map(|s| text(s).to_owned()).collect();
        channels.sort_unstable();
        channels.dedup();
        let number = |s| u32::try_from(channels.partition_point(|c| c.as_str() < text(s))).unwrap_or(0);
        let channel_of = sources.iter().map(number).collect();
        Touches { sources, channels, channel_of, sorted, starts, ties }
    }

    /// Fetches the newest and the oldest touches of `persons`, who stand far apart in memory, side by side: whoever asks for them
    /// next does not wait for each.
    pub(super) fn fetch(&self, persons: impl Iterator<Item = Person>) {
        let at = |place: Option<u32>| self.sorted.get(place? as usize).map(|touch| touch.at);
        for person in persons.map(Person::index) {
            let (from, to) = (self.starts.get(person).copied(), self.starts.get(person + 1).copied());
            std::hint::black_box((at(from), at(to.and_then(|to| to.checked_sub(1)))));
        }
    }

    /// The touches of `person` up to and including `end`, oldest first.
    pub(super) fn until(&self, person: Person, end: Moment) -> &[Touch] {
        let Some(&[from, to]) = self.starts.get(person.index()..person.index() + 2) else {
            return &[];
        };
        let own = &self.sorted[from as usize..to as usize];
        match own.last() {
            // Most are asked for all that they have.
            Some(newest) if newest.at > end => &own[..own.partition_point(|t| t.at <= end)],
            _ => own,
        }
    }

    /// The touchpoints of each touch: for tracing a credit to its rows.
    pub(super) fn origins(
        records: &Records,
        touchpoints: &[Touchpoint],
        wanted: &[bool],
        options: &Attribution,
    ) -> TouchOrigins {
        let (_, ranks) = ranked_sources(records, options);
        let mut origins = TouchOrigins::new();
        for (at, touch) in touchpoints.iter().enumerate() {
            if wanted.get(touch.person.index()).copied().unwrap_or(false) {
                let touch = Touch { source: ranks.get(touch.source as usize).copied().unwrap_or(0), ..*touch };
                origins.entry(touch).or_default().push(Origin::new(RecordKind::Touchpoint, at));
            }
        }
        origins
    }
}

/// The sources in the order of ties, and for each position in the records its place in that order.
fn ranked_sources(records: &Records, options: &Attribution) -> (Vec<(Name, Name)>, Vec<u32>) {
    let planned = |channel: &str| {
        let place = options.channels.iter().position(|c| c == channel).unwrap_or(options.channels.len());
        if options.ties == Ties::Plan { place } else { 0 }
    };
    let order = |&(channel, campaign): &(Name, Name)| {
        let channel = records.names.text(channel);
        (planned(channel), channel, records.names.text(campaign))
    };
    let mut sources = records.touch_sources.clone();
    sources.sort_by(|a, b| order(a).cmp(&order(b)));
    sources.dedup();
    let rank = |s: &(Name, Name)| sources.partition_point(|other| order(other) < order(s));
    let ranks = records.touch_sources.iter().map(|s| u32::try_from(rank(s)).unwrap_or(0)).collect();
    (sources, ranks)
}
