//! The tally: facts while records are counted, with the as-of date and the names of records turned into those of facts.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use chrono::NaiveDate;

use crate::model::fact::{Axis, Cohorts, Facts, Lags, Spot};
use crate::model::fact_sums::FactSums;
use crate::model::journey::JourneyCounts;
use crate::model::keyed::{CustomerCounts, FunnelCounts};
use crate::model::measure::{Measure, Measures};
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::note::{Note, Notes};
use crate::model::number_sums::NumberSums;
use crate::model::origin::{Origin, RecordKind};
use crate::model::phrase::{Arg, Phrase};
use crate::model::record::Records;
use crate::model::settings::Settings;
use crate::model::work::Work;

use super::dimensions::Dimensions;
use super::registry::Registry;
use super::trace::{Contribution, TouchesBySource, Trace};
use super::who::{People, Who};
use super::window::Window;

/// A name of records that no fact has used yet.
const UNUSED: Name = Name(u32::MAX);

/// How many of those that a note counts it names.
const EXAMPLES: usize = 3;

/// Facts while they are counted; the objective of every spot is still open.
pub(super) struct Tally<'a> {
    pub(super) records: &'a Records,
    pub(super) registry: &'a Registry<'a>,
    pub(super) window: Window,
    pub(super) notes: Notes,
    pub(super) people: &'a People,
    of: Origin,
    touches: TouchesBySource,
    by: [Option<u32>; 3],
    /// Whether what is added is neither cut nor traced.
    is_plain: bool,
    /// Whom a contribution is told of: a credit's industry is known, though its facts are cut once for all channels.
    told_by: [Option<Name>; 3],
    trace: Option<Trace>,
    sums: FactSums,
    names: Vec<Name>,
    outside: BTreeMap<(&'static str, &'static str), u64>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(registry: &'a Registry<'a>, settings: &Settings) -> Tally<'a> {
        let records = registry.records;
        Tally {
            records,
            registry,
            window: Window::until(settings.as_of()),
            notes: Notes::new(),
            people: &registry.people,
            of: Origin { kind: RecordKind::Contact, at: 0 },
            touches: TouchesBySource::new(),
            by: [None; 3],
            is_plain: false,
            told_by: [None; 3],
            trace: None,
            sums: FactSums::new(records.currency),
            names: vec![UNUSED; records.names.len()],
            outside: BTreeMap::new(),
        }
    }

    /// The same, keeping what each record adds to measures that `trace` asks for.
    pub(super) fn traced(registry: &'a Registry<'a>, settings: &Settings, trace: Trace) -> Tally<'a> {
        Tally { trace: Some(trace), ..Tally::new(registry, settings) }
    }

    /// Whether contributions are kept: then what is counted in tables for speed must be counted record by record.
    pub(super) fn traces(&self) -> bool {
        self.trace.is_some()
    }

    /// What is added from now on comes from `record`, which belongs to `who`.
    pub(super) fn begin(&mut self, record: Origin, who: Who) {
        self.of = record;
        self.touches.clear();
        self.told_by = [who.industry, who.team, who.owner].map(|name| name.map(|name| self.name(name)));
        for ((own, name), axis) in self.by.iter_mut().zip(self.told_by).zip([Axis::Industry, Axis::Team, Axis::Owner]) {
            *own = name.map(|name| self.sums.cut(axis, name));
        }
        self.is_plain = self.trace.is_none() && self.by == [None; 3];
    }

    /// What is added from now on is credit for a conversion that these touches (a source of records and its touch)
    /// earned.
    pub(super) fn credit(&mut self, conversion: Origin, touches: impl IntoIterator<Item = ((Name, Name), Origin)>) {
        self.begin(conversion, Who::default());
        let industry = match conversion.kind {
            RecordKind::Deal => self
                .records
                .deals
                .get(conversion.at as usize)
                .and_then(|deal| self.people.of_buyer(self.records, deal.person, deal.account)),
            _ => self.people.of_contact(&self.records.contacts, Some(conversion.at as usize)).industry,
        };
        self.told_by[0] = industry.map(|name| self.name(name));
        for ((channel, campaign), touch) in touches {
            let source = (self.name(channel), self.name(campaign));
            self.touches.entry(source).or_default().push(touch);
        }
    }

    /// Whether `day` counts. What lies outside the window is told as left out, under the word `kind`.
    pub(super) fn counts(&mut self, kind: &'static str, day: NaiveDate) -> bool {
        let counts = self.window.contains(day);
        if !counts {
            let code = if day < self.window.first { "W408" } else { "A403" };
            *self.outside.entry((code, kind)).or_default() += 1;
        }
        counts
    }

    /// The measure of that id; the fixed measures always exist.
    pub(super) fn measure(&self, id: &str) -> Option<Measure> {
        self.sums.facts.measures.find(id)
    }

    pub(super) fn measures(&mut self) -> &mut Measures {
        &mut self.sums.facts.measures
    }

    pub(super) fn lags(&mut self) -> &mut Lags {
        &mut self.sums.facts.lags
    }

    pub(super) fn work(&mut self) -> &mut Work {
        &mut self.sums.facts.work
    }

    pub(super) fn cohorts(&mut self) -> &mut Cohorts {
        &mut self.sums.facts.cohorts
    }

    pub(super) fn customers(&mut self) -> &mut CustomerCounts {
        &mut self.sums.facts.customers
    }

    pub(super) fn funnel(&mut self) -> &mut FunnelCounts {
        &mut self.sums.facts.funnel
    }

    /// The spot of `dimensions` in `month`.
    pub(super) fn spot(&mut self, month: Month, dimensions: Dimensions) -> Spot {
        Spot {
            month,
            market: self.name(dimensions.market),
            channel: self.name(dimensions.channel),
            campaign: self.name(dimensions.campaign),
            objective: Name::NONE,
        }
    }

    /// A channel that no record names.
    pub(super) fn own_name(&mut self, text: &str) -> Name {
        self.sums.facts.names.intern(text)
    }

    /// Keeps what was counted of journeys.
    pub(super) fn journeys(&mut self, counts: JourneyCounts) {
        self.sums.facts.journeys = counts;
    }

    /// Sorts `rows` by the texts of names of facts.
    pub(super) fn sort_by_text<T>(&self, rows: &mut [T], name: impl Fn(&T) -> Name) {
        rows.sort_by(|a, b| self.sums.facts.names.text(name(a)).cmp(self.sums.facts.names.text(name(b))));
    }

    /// The first few names of `all`, so that a reader can look them up.
    pub(super) fn examples(&self, all: &[Name]) -> Arg {
        let shown = all.iter().take(EXAMPLES).map(|&name| Arg::Text(self.records.names.text(name).to_owned()));
        let rest = (all.len() > EXAMPLES).then(|| Arg::Text("…".to_owned()));
        Arg::List(shown.chain(rest).collect())
    }

    /// Adds `value` in stored units.
    pub(super) fn add(&mut self, measure: Option<Measure>, spot: Spot, value: i128) {
        self.add_in(measure, &spot, spot.month, value);
    }

    /// Adds `value` in `month` at `place`, whatever month that has itself.
    pub(super) fn add_in(&mut self, measure: Option<Measure>, place: &Spot, month: Month, value: i128) {
        let Some(measure) = measure.filter(|_| value != 0) else {
            return;
        };
        let number = self.sums.number(place, month);
        self.sums.add_at(measure, number, value);
        if !self.is_plain {
            self.add_more(measure, Spot { month, ..*place }, value);
        }
    }

    /// The position of `place`, whatever its month: for what is counted in tables of its own, [`Tally::add_all`].
    pub(super) fn place(&mut self, place: &Spot) -> u32 {
        self.sums.place(place)
    }

    /// How many places have a position.
    pub(super) fn places(&self) -> usize {
        self.sums.places()
    }

    /// The number of the place at that position in `month`.
    pub(super) fn number(&mut self, place: u32, month: Month) -> u32 {
        self.sums.number_at(place, month)
    }

    /// The numbers of the cuts of what is added now in `month`.
    pub(super) fn cuts(&mut self, month: Month) -> [Option<u32>; 3] {
        self.by.map(|cut| cut.map(|cut| self.sums.cut_number(cut, month)))
    }

    /// Adds to `measure` sums by the numbers of places in months, and others by those of cuts.
    pub(super) fn add_all(&mut self, measure: Measure, spots: &NumberSums, cuts: &NumberSums) {
        self.sums.add_all(measure, spots, cuts);
    }

    /// Adds `value` to cuts and to what is traced.
    fn add_more(&mut self, measure: Measure, spot: Spot, value: i128) {
        for cut in self.by.into_iter().flatten() {
            let number = self.sums.cut_number(cut, spot.month);
            self.sums.add_cut_at(measure, number, value);
        }
        if let Some(trace) = &mut self.trace
            && trace.wanted.contains(self.sums.facts.measures.id(measure))
        {
            // Credit of a channel belongs to no campaign: all touches of the channel earned it.
            let earning = self.touches.iter().filter(|((channel, campaign), _)| {
                *channel == spot.channel && (*campaign == spot.campaign || !spot.campaign.is_some())
            });
            let touches = earning.flat_map(|(_, touches)| touches).copied().collect();
            trace.rows.push(Contribution { measure, spot, by: self.told_by, value, of: self.of, touches });
        }
    }

    /// Adds `value` of what is cut by a name of records on its own.
    pub(super) fn cut(&mut self, measure: Measure, axis: Axis, (month, name): (Month, Name), value: i128) {
        let name = self.name(name);
        self.sums.add_cut(measure, axis, (month, name), value);
    }

    /// Adds what `other` counted of the same records, journeys among it.
    pub(super) fn join(&mut self, other: Tally<'_>) {
        let Tally { notes, mut sums, outside, .. } = other;
        self.sums.facts.journeys = std::mem::take(&mut sums.facts.journeys);
        self.sums.absorb(sums);
        self.notes.extend(notes);
        for (kind, count) in outside {
            *self.outside.entry(kind).or_default() += count;
        }
    }

    /// The facts, what there is to say about them, and the contributions that were asked for.
    pub(super) fn finish(mut self, threads: NonZeroUsize) -> (Facts, Notes, Vec<Contribution>) {
        for ((code, kind), count) in self.outside {
            let kind = Phrase::new(format!("measured.{kind}")).with("count", count);
            let note = Note::new(code).with("kind", kind).with("count", count);
            self.notes.push(note.with("first", self.window.first).with("as_of", self.window.last));
        }
        (self.sums.finish_on(threads), self.notes, self.trace.map(|trace| trace.rows).unwrap_or_default())
    }

    /// A name of records as facts have it.
    pub(super) fn name(&mut self, name: Name) -> Name {
        match self.names.get(name.index()) {
            Some(&UNUSED) => {
                let new = self.sums.facts.names.intern(self.records.names.text(name));
                self.names[name.index()] = new;
                new
            }
            Some(&known) => known,
            None => Name::NONE,
        }
    }
}
