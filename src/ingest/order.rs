//! Order: which export is newer, who is named in all of them, and on which days one lacks rows. None of it depends on the order of
//! files or of their rows.

use std::collections::BTreeMap;

use crate::model::month::Month;
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::{Arg, Phrase};
use crate::model::reading::{Fate, FileReading};

use super::detail::Detail;
use super::export_date;
use super::fill::overlap::Apart;
use super::identity::Gathered;
use super::kind::Kind;
use super::known::Known;
use super::strangers::place;

/// How many months without a row are named; the sheet Coverage has all.
const NAMED: usize = 8;

/// Puts the newest export first, so that it counts where an older one has the same record. Of exports of one day the copy
/// with the higher number is newer, else the first by name and sheet goes first.
/// Of spend, where that does not tell, the one that tells more apart goes first.
pub(super) fn newest_first(known: &mut [Known<'_>], apart: &Apart, zone: &str, readings: &mut [FileReading]) {
    for i in 0..known.len() {
        let table = &known[i];
        let alike = |k: &&Known<'_>| k.fit.source.id == table.fit.source.id;
        let counts = table.fit.source.feeds.first() != Some(&Kind::Touchpoints);
        let day = export_date::outside(&table.table).or_else(|| {
            let several = counts && known.iter().filter(alike).count() > 1;
            several.then(|| export_date::inside(&table.table, &table.mapping, &table.fit.source.feeds, zone))?
        });
        readings[table.reading].exported_on = day;
    }
    let age = |k: &Known<'_>| (readings[k.reading].exported_on, export_date::copy(&k.table.file));
    let depth = |k: &Known<'_>| Detail::of(k, apart, zone).map_or(0, |detail| detail.depth());
    let depths: BTreeMap<usize, usize> = known.iter().map(|k| (k.reading, depth(k))).collect();
    let rank = |k: &Known<'_>| (age(k), depths.get(&k.reading));
    known.sort_by(|a, b| rank(b).cmp(&rank(a)).then(a.table.file.cmp(&b.table.file)).then(a.reading.cmp(&b.reading)));
}

/// Whom contacts exports name, all of them before any is read, so that no order of files matters.
pub(super) fn gathered(known: &mut [Known<'_>]) -> Gathered {
    let mut gathered = Gathered::default();
    for table in known {
        gathered.join(std::mem::take(&mut table.mapping.named), place(&table.table));
    }
    gathered
}

/// An assumption (A240) for each daily export of spend that lacks days.
pub(super) fn days_missing(readings: &[FileReading], notes: &mut Notes) {
    let counts = |r: &&FileReading| r.rows(Fate::Used) > 0 && r.feeds.contains("spend");
    for reading in readings.iter().filter(counts).filter(|r| r.is_daily()) {
        let months = reading.months().into_iter().flat_map(|p| p.first.through(p.last));
        let missing = months.map(|month| (month, u64::from(reading.coverage.missing(month)))).filter(|(_, n)| *n > 0);
        let missing: Vec<(Month, u64)> = missing.collect();
        let one =
            |&(month, days): &(Month, u64)| Phrase::new("stranger.days").with("month", month).with("days", days).into();
        let list = missing.iter().take(NAMED).map(one).collect();
        let days: u64 = missing.iter().map(|(_, days)| days).sum();
        if days > 0 {
            let place = Place { sheet: reading.sheet.clone(), ..Place::file(reading.file.as_str()) };
            notes.push(Note::new("A240").with("days", days).with("list", Arg::List(list)).at(place));
        }
    }
}
