//! The store: records as they grow, with what reading one row may need to know of all others.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::model::name::{Name, Names};
use crate::model::note::{Notes, Place};
use crate::model::origin::{Origin, Origins, RowAt};
use crate::model::record::{Moment, Person, Records, SubscriptionChange};
use crate::model::settings::Settings;

use super::claims::{Claims, Mark};
use super::counted;
use super::days::Days;
use super::deal_places::DealPlaces;
use super::fault::Fault;
use super::outcome::Outcome;
use super::overlap::{RowKey, of_figures};
use super::terms::Terms;
use crate::ingest::channels::Channels;
use crate::ingest::currency::Rates;
use crate::ingest::deal_words::DealWords;
use crate::ingest::identity::Identity;
use crate::ingest::identity::wish::Wish;
use crate::ingest::ingested::ObjectiveRow;
use crate::ingest::kind::Kind;
use crate::ingest::markets::Markets;
use crate::ingest::rivals::Rivals;

/// Records and their surroundings.
pub struct Store<'s> {
    /// The records.
    pub records: Records,
    /// Who is who.
    pub identity: Identity,
    /// Channels as planned.
    pub channels: Channels,
    /// Stage words of deals.
    pub deal_words: DealWords,
    /// Markets as planned.
    pub markets: Markets,
    /// Exchange rates.
    pub rates: Arc<Rates>,
    /// The plan's time zone.
    pub zone: &'s str,
    /// Whether spans may be spread over their days.
    pub spread: bool,
    /// Number of the table that is being read.
    pub table: u32,
    /// Its position among the readings.
    pub reading: u32,
    /// Its file and sheet.
    pub place: Place,
    /// The source of that table.
    pub source: String,
    /// Its period, from the lines above its header.
    pub above: Option<(NaiveDate, NaiveDate)>,
    /// Faults of the row that is being read that do not refuse it.
    pub remarks: Vec<Fault>,
    /// The money in the row that is being read, minor units.
    pub worth: i64,
    /// What tells the row that is being read from others of its day and campaign, and the whole row, as numbers.
    pub fingerprints: (u64, u64),
    /// What concerns whole tables.
    pub notes: Notes,
    /// Lines of `merges.csv`.
    pub wishes: Vec<Wish>,
    /// Days on which something happened.
    pub days: Days,
    /// Deals by (vendor, id), and whether an export said of what kind they are.
    pub deals: DealPlaces,
    /// By how much recurring revenue changed as periods began and ended, in the order read.
    pub deltas: Vec<SubscriptionChange>,
    /// Objectives.
    pub objectives: Vec<ObjectiveRow>,
    /// The rows of every record, when a run is to tell them.
    pub origins: Option<Origins>,
    /// The record that the row being read was joined with, or the customer that it is about; cleared row by row.
    pub joined: Option<usize>,
    /// Tables of touchpoints that were read.
    pub touch_tables: Vec<TouchTable>,
    /// Tables that tell the same figures by different columns.
    pub rivals: Rivals,
    claims: Claims,
    gaps: BTreeMap<Mark, usize>,
    row_key: RowKey,
    mark: Mark,
    covered_by: Option<u32>,
    serial: u64,
    vendors: Names,
}

/// Touchpoints of one table.
#[derive(Clone, Debug)]
pub struct TouchTable {
    /// Id of its source.
    pub source: String,
    /// Where they stand among all touchpoints.
    pub rows: Range<usize>,
    /// The first of them.
    pub first: Moment,
    /// The last of them.
    pub last: Moment,
}

impl<'s> Store<'s> {
    /// An empty store.
    pub fn new(
        records: Records,
        (channels, deal_words): (Channels, DealWords),
        rates: Rates,
        settings: &'s Settings,
    ) -> Store<'s> {
        Store {
            records,
            identity: Identity::default(),
            channels,
            deal_words,
            markets: Markets::new(&settings.markets),
            rates: Arc::new(rates),
            zone: &settings.time_zone,
            spread: settings.spread_periods,
            table: 0,
            reading: 0,
            place: Place::default(),
            source: String::new(),
            above: None,
            remarks: Vec::new(),
            days: Days::default(),
            worth: 0,
            fingerprints: (0, 0),
            notes: Notes::new(),
            wishes: Vec::new(),
            deals: DealPlaces::default(),
            deltas: Vec::new(),
            objectives: Vec::new(),
            origins: None,
            joined: None,
            touch_tables: Vec::new(),
            rivals: Rivals::default(),
            claims: Claims::default(),
            gaps: BTreeMap::new(),
            row_key: [0; 9],
            mark: Mark::default(),
            covered_by: None,
            serial: 0,
            vendors: Names::new(),
        }
    }

    /// On what terms cells are read.
    pub fn terms(&self) -> Terms<'s> {
        let &Store { zone, spread, above, .. } = self;
        Terms { zone, currency: self.records.currency, rates: Arc::clone(&self.rates), spread, above }
    }

    /// The number of a name as it stands.
    pub fn name(&mut self, text: Option<Cow<'_, str>>) -> Name {
        text.map_or(Name::NONE, |t| self.records.names.intern(&t))
    }

    /// The planned channel of an export's word, or of a campaign where it has none.
    pub fn channel(&mut self, text: Option<&str>, campaign: Option<&str>) -> Name {
        self.channels.channel(text, campaign, &mut self.records.names)
    }

    /// The planned market of an export's word.
    pub fn market(&mut self, text: Option<Cow<'_, str>>) -> Name {
        text.map_or(Name::NONE, |t| self.markets.market(&t, &mut self.records.names))
    }

    /// The person of a contact id or address; of a list (`11;12`) the first.
    pub fn person(&mut self, text: Option<&str>) -> Person {
        let first = text.and_then(|t| t.split(';').next()).map(str::trim).filter(|t| !t.is_empty());
        first.map_or(Person::NONE, |id| self.identity.person(&mut self.records.people, id))
    }

    /// Remembers the row of that number, just read as a record of `kind`, unless another row or export had it. A row that
    /// is settled with its whole table is remembered then; touchpoints are records at once.
    pub fn see_row(&mut self, kind: Kind, row: u64, outcome: Outcome) {
        let joined = self.joined.take();
        self.see_covered();
        let kept = match outcome {
            Outcome::Repeated | Outcome::Covered => false,
            Outcome::Superseded => joined.is_some(),
            Outcome::Open => kind == Kind::Touchpoints,
            Outcome::Used | Outcome::Merged | Outcome::Overruled => true,
        };
        let Some(record) = counted::record(kind).filter(|_| kept) else { return };
        let newest = || counted::length(kind, &self.records).checked_sub(1);
        if let (Some(origins), Some(at)) = (&mut self.origins, joined.or_else(newest)) {
            let row = RowAt { table: self.reading, row: u32::try_from(row).unwrap_or(u32::MAX) };
            origins.see(Origin::new(record, at), row);
        }
    }

    /// What becomes of the row that is being read, whose record is known by `key` and says `figures`: a newer export of
    /// the same platform that has the record counts in its place.
    pub fn claim(&mut self, kind: u8, key: [i64; 6], figures: &[i64]) -> Outcome {
        let source = self.source.strip_prefix("fivetran-").unwrap_or(&self.source);
        let platform = self.vendors.intern(source);
        let (apart, cells) = self.fingerprints;
        let mut whole = [0; 9];
        whole[..3].copy_from_slice(&[kind.into(), platform.0.into(), apart.cast_signed()]);
        whole[3..].copy_from_slice(&key);
        (self.row_key, self.mark) = (whole, Mark::of(&whole));
        self.covered_by = self.rivals.other(self.table, &whole);
        if self.covered_by.is_some() {
            return Outcome::Covered;
        }
        self.claims.outcome(self.mark, self.table, of_figures(figures), cells)
    }

    /// Remembers that the claimed row has told its spend, for tables that tell the same by other columns.
    pub fn tell(&mut self) {
        self.rivals.tell(self.table, &self.row_key);
    }

    /// Counts the row that was just read where another export has told the same.
    fn see_covered(&mut self) {
        if let Some(by) = self.covered_by.take() {
            let (rows, minor) = self.rivals.covered.entry((self.table, by)).or_default();
            *rows += 1;
            *minor += i128::from(self.worth);
        }
    }

    /// Remembers that the claimed row, which becomes record `at`, has nothing where an older export may have an amount.
    /// A row beside others of its record is no gap: these say the amount.
    pub fn leave_gap(&mut self, at: usize) {
        if self.claims.is_single(self.mark) {
            self.gaps.insert(self.mark, at);
        }
    }

    /// The record of a newer export whose gap the row that lost its claim may fill.
    pub fn gap(&mut self) -> Option<usize> {
        self.gaps.remove(&self.mark)
    }

    /// Lets go of what is needed only while tables of one kind are read.
    pub fn kind_is_read(&mut self) {
        (self.claims, self.gaps) = (Claims::default(), BTreeMap::new());
    }

    /// A number that no row had before.
    pub fn next_row(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// The vendor of the table that is being read: ids of its exports are of one kind.
    pub fn vendor(&mut self) -> Name {
        let source = self.source.strip_prefix("fivetran-").unwrap_or(&self.source);
        self.vendors.intern(source.split('-').next().unwrap_or(source))
    }

    /// The deal of that id: of the vendor of the table that is being read, else the only one of any vendor.
    pub fn deal(&mut self, id: Name) -> Option<usize> {
        let vendor = self.vendor();
        self.deals.get(vendor, id).map(|(at, _)| at).or_else(|| self.deals.only(id))
    }
}

/// A day as part of a record's key.
pub fn day_key(day: NaiveDate) -> i64 {
    i64::from(day.to_epoch_days())
}
