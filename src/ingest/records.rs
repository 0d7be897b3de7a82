//! Opened tables → recognised sources → records: the table of contents of reading.

use std::ops::ControlFlow;

use crate::model::money::Currency;
use crate::model::month::Period;
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::Arg;
use crate::model::reading::FileReading;
use crate::model::record::Records;
use crate::model::settings::Settings;
use crate::model::template::Templates;

use super::channels::Channels;
use super::currency::{CurrencyCount, Rates};
use super::fill::amount::Amount;
use super::fill::mapping::Mapping;
use super::fill::period_above::period_above;
use super::fill::store::Store;
use super::fill::{fill, finish_subscriptions, span_note};
use super::ingested::{Ingested, Opened};
use super::kind::Kind;
use super::recognise::{Fit, Verdict, feeds, recognise};
use super::source::{Source, sources};
use super::table::Table;

/// A table that was recognised, on its way.
struct Known<'a> {
    table: &'a Table,
    fit: Fit<'a>,
    mapping: Mapping,
    /// Its position among the readings.
    reading: usize,
}

/// Reads every table. `on_progress` hears the file and the rows read of it so far.
pub fn records(
    files: &[Opened],
    settings: &Settings,
    templates: &Templates,
    on_progress: &mut dyn FnMut(&str, u64),
) -> Ingested {
    let (sources, mut notes) = sources(templates);
    let channels = Channels::new(templates, &settings.channels, &mut notes);
    let mut readings = Vec::new();
    let mut known = known_tables(files, settings, &sources, &mut readings, &mut notes);
    let mut settings = settings.clone();
    let currency = settle_currency(&mut settings, &known, &mut notes);
    let plan = settings.clone();
    let mut store = Store::new(Records::new(currency), channels, Rates::new(&settings.rates), &plan);
    for kind in Kind::ALL {
        for number in 0..known.len() {
            let Some(table) = known.get(number).filter(|k| k.fit.source.feeds.contains(&kind)) else { continue };
            if let Err(note) = read(table, number, kind, &mut store, &mut readings, &mut notes, on_progress) {
                readings[table.reading].source.clear();
                notes.push(note);
                // The other kinds that it feeds must not count either: of a damaged file nothing does.
                known[number].fit.columns.clear();
            }
        }
    }
    finish_subscriptions(&mut store);
    let people = store.records.people.len();
    store.records.contacts.row_of.resize(people, 0);
    for note in store.channels.unknown(&store.records.names).into_iter().chain(span_note(&store)) {
        notes.push(note);
    }
    settle_as_of(&mut settings, &store, &mut notes);
    Ingested { records: store.records, readings, settings, objectives: store.objectives, notes }
}

fn known_tables<'a>(
    files: &'a [Opened],
    settings: &Settings,
    sources: &'a [Source],
    readings: &mut Vec<FileReading>,
    notes: &mut Notes,
) -> Vec<Known<'a>> {
    let mut known = Vec::new();
    let mut strange: Vec<Strange<'a>> = Vec::new();
    for (file, table) in files.iter().flat_map(|f| f.tables.iter().map(move |t| (f, t))) {
        let mut reading = FileReading {
            file: table.file.clone(),
            sheet: table.sheet.clone(),
            sha256: file.sha256.clone(),
            bytes: file.bytes,
            text: table.text.clone(),
            ..FileReading::default()
        };
        let forced = settings.files.get(&table.file).map(String::as_str);
        let result = match recognise((&table.file, &table.header), sources, forced) {
            Verdict::Of(fit) => Mapping::new(table, &fit, notes).map(|mapping| (fit, mapping)),
            Verdict::Several(ids) => {
                let ids = ids.into_iter().map(|id| Arg::Text(id.to_owned())).collect();
                Err(Note::new("E212").with("sources", Arg::List(ids)).at(place(table)))
            }
            Verdict::None(nearest) => {
                let note = unknown(table, nearest.as_ref(), forced);
                strange.push(Strange { note, table, nearest: nearest.map(|fit| &*fit.source.id) });
                readings.push(reading);
                continue;
            }
        };
        match result {
            Ok((fit, mapping)) => {
                describe(&mut reading, table, &fit);
                known.push(Known { table, fit, mapping, reading: readings.len() });
            }
            Err(note) => notes.push(note),
        }
        readings.push(reading);
    }
    tell(strange, &known, notes);
    known
}

/// A table of no known source.
struct Strange<'a> {
    note: Note,
    table: &'a Table,
    nearest: Option<&'a str>,
}

/// Beside tables that were recognised, several that resemble nothing, or only what was found already, are lists and
/// finer cuts of the same: one note (W211) names them all. Any other is told by itself.
fn tell(strange: Vec<Strange<'_>>, known: &[Known<'_>], notes: &mut Notes) {
    let found = |id: &str| known.iter().any(|k| k.fit.source.id == id);
    let side = |s: &Strange<'_>| matches!(s.note.code.0, "W201" | "W207") && s.nearest.is_none_or(found);
    let (beside, alone): (Vec<_>, Vec<_>) = strange.into_iter().partition(side);
    let fold = !known.is_empty() && beside.len() >= 3;
    alone.into_iter().for_each(|s| notes.push(s.note));
    if fold {
        let names = beside.iter().take(6).map(|s| Arg::Text(format!("\"{}\"", s.table.file))).collect();
        notes.push(Note::new("W211").with("count", beside.len()).with("files", Arg::List(names)));
    } else {
        beside.into_iter().for_each(|s| notes.push(s.note));
    }
}

fn place(table: &Table) -> Place {
    Place { file: table.file.clone(), sheet: table.sheet.clone(), ..Place::default() }
}

/// W201: no source fits; E213: the one that the plan names does not.
fn unknown(table: &Table, nearest: Option<&Fit<'_>>, forced: Option<&str>) -> Note {
    let headers = table.header.iter().filter(|h| !h.is_empty()).take(6).map(|h| Arg::Text(format!("\"{h}\"")));
    let headers = Arg::List(headers.collect());
    let note = match (nearest, forced) {
        (Some(fit), _) => {
            let missing = fit.missing.iter().take(6).map(|m| Arg::Text(m.clone())).collect();
            Note::new(if forced.is_some() { "E213" } else { "W201" })
                .with("title", fit.source.title.as_str())
                .with("source", fit.source.id.as_str())
                .with("missing", Arg::List(missing))
        }
        (None, Some(id)) => Note::new("E216").with("source", id),
        (None, None) => Note::new("W207"),
    };
    note.with("headers", headers).at(place(table))
}

fn describe(reading: &mut FileReading, table: &Table, fit: &Fit<'_>) {
    reading.source.clone_from(&fit.source.id);
    reading.title.clone_from(&fit.source.title);
    reading.feeds = fit.source.feeds.iter().map(|k| k.id()).collect::<Vec<_>>().join(", ");
    let mut used = vec![false; table.header.len()];
    for (name, taken) in &fit.columns {
        for &cell in &taken.cells {
            used[cell] = true;
            reading.columns.push(((*name).to_owned(), table.header[cell].clone()));
        }
    }
    let ignored = table.header.iter().zip(&used).filter(|&(h, &used)| !used && !h.is_empty());
    reading.ignored = ignored.map(|(h, _)| h.clone()).collect();
}

fn read(
    known: &Known<'_>,
    number: usize,
    kind: Kind,
    store: &mut Store<'_>,
    readings: &mut [FileReading],
    notes: &mut Notes,
    on_progress: &mut dyn FnMut(&str, u64),
) -> Result<(), Note> {
    if !feeds(&known.fit, kind) {
        return Ok(());
    }
    let reading = &mut readings[known.reading];
    store.table = u32::try_from(number).unwrap_or(u32::MAX);
    store.place = place(known.table);
    store.source.clone_from(&known.fit.source.id);
    store.above = period_above(&known.table.preamble);
    let first = known.fit.source.feeds.first() == Some(&kind);
    fill((known.table, &known.mapping), kind, first.then_some(&mut *reading), store, notes, on_progress)?;
    let months = store.days.take_months();
    reading.months = match (reading.months, months) {
        (Some(a), Some(b)) => Some(Period { first: a.first.min(b.first), last: a.last.max(b.last) }),
        (a, b) => a.or(b),
    };
    Ok(())
}

/// The plan's currency, else that of most amounts (A201); amounts that name none are taken to be in it (A202).
fn settle_currency(settings: &mut Settings, known: &[Known<'_>], notes: &mut Notes) -> Currency {
    let mut named = CurrencyCount::default();
    let mut silent = Vec::new();
    for known in known {
        let first = |k: &Kind| k.money().iter().map(|n| Amount::new(&known.mapping, n)).find(Amount::is_given);
        for amount in known.fit.source.feeds.iter().filter_map(first) {
            let (mut said, mut unsaid) = (CurrencyCount::default(), 0_u64);
            let pass = known.table.body.pass(&mut |row| {
                match amount.currency(&row) {
                    _ if !amount.is_in(&row) || known.mapping.dropped(&row).is_some() => {}
                    Some(currency) => said.add(currency),
                    None => unsaid += 1,
                }
                ControlFlow::Continue(())
            });
            if pass.is_ok() {
                named.merge(&said);
                if unsaid > 0 {
                    silent.push((place(known.table), unsaid));
                }
            }
        }
    }
    let most = named.most();
    let currency = settings.currency.or(most).unwrap_or(Currency::USD);
    if settings.currency.is_none() {
        settings.currency = Some(currency);
        settings.assumed.insert("currency".to_owned(), currency.code().to_owned());
        let all = named.all().map(|c| Arg::Text(c.code().to_owned())).collect();
        let code = if most.is_some() { "A201" } else { "A205" };
        if most.is_some() || !silent.is_empty() {
            notes.push(Note::new(code).with("currency", currency.code()).with("named", Arg::List(all)));
        }
    }
    for (place, rows) in silent.into_iter().filter(|_| most.is_some_and(|m| m != currency) || named.all().count() > 1) {
        notes.push(Note::new("A202").with("currency", currency.code()).with("rows", rows).at(place));
    }
    currency
}

/// The plan's as-of date, else the end of the last complete month in which something happened (A203).
fn settle_as_of(settings: &mut Settings, store: &Store<'_>, notes: &mut Notes) {
    if settings.as_of.is_some() {
        return;
    }
    if let Some(day) = store.days.last_complete() {
        settings.as_of = Some(day);
        settings.assumed.insert("as_of".to_owned(), day.to_string());
        notes.push(Note::new("A203").with("day", day));
    }
}
