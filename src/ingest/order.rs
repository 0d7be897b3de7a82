//! Order: which export is newer, who is named in all of them, and on which days one lacks rows. None of it depends on the order of
//! files or of their rows.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::model::month::Month;
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::{Arg, Phrase};
use crate::model::reading::{Fate, FileReading};

use super::detail::Detail;
use super::export_date;
use super::fill::overlap::Apart;
use super::fill::picked::{self, Picked};
use super::identity::{Gathered, Seen};
use super::kind::Kind;
use super::known::Known;
use super::recognise::feeds;
use super::strangers::place;
use super::table::Rows;

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

/// Who is named in contacts exports: looked through before any is read, so that no order of files matters.
pub(super) fn gathered(known: &[Known<'_>]) -> Gathered {
    let mut gathered = Gathered::default();
    for table in known.iter().filter(|k| feeds(&k.fit, Kind::Contacts) && k.fit.source.feeds.contains(&Kind::Contacts))
    {
        let picked = ["contact_id", "email"].map(|name| Picked::new(table.mapping.column(name)));
        gathered.table(place(&table.table));
        let look = |rows: &dyn Rows| {
            let [id, email] = picked::columns(picked.each_ref(), rows);
            let (mut seen, mut aside) = (Seen::default(), table.mapping.aside(rows).into_iter().peekable());
            for at in 0..rows.len() {
                if aside.next_if_eq(&at).is_none() {
                    seen.row(id.text(at).as_deref(), email.text(at).as_deref(), rows.number(at));
                }
            }
            seen
        };
        let pass = table.table.body.looked(&|rows| Some(Box::new(look(rows))), &mut |looked, rows| {
            match looked.and_then(|seen| seen.downcast().ok()) {
                Some(seen) => gathered.see(&seen),
                None => gathered.see(&look(rows)),
            }
            ControlFlow::Continue(())
        });
        // What is damaged is told, and left out, when its rows are read.
        drop(pass);
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
