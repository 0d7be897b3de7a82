//! Opened tables → recognised sources → records: the table of contents of reading.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::model::money::Currency;
use crate::model::month::Period;
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::{Arg, Phrase};
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
use super::fill::{fill, finish_subscriptions};
use super::ingested::{Ingested, Opened};
use super::kind::Kind;
use super::recognise::{Fit, Verdict, feeds, recognise};
use super::source::Source;
use super::table::Table;

/// A table that was recognised, on its way.
struct Known<'a> {
    table: &'a Table,
    fit: Fit<'a>,
    mapping: Mapping,
    /// Its position among the readings.
    reading: usize,
}

/// Reads every table as one of `sources`. `on_progress` hears the file and the rows read of it so far.
pub fn records(
    files: &[Opened],
    settings: &Settings,
    sources: &[Source],
    templates: &Templates,
    on_progress: &mut dyn FnMut(&str, u64),
) -> Ingested {
    let mut notes = Notes::new();
    let channels = Channels::new(templates, &settings.channels, &mut notes);
    let mut readings = Vec::new();
    let mut known = known_tables(files, settings, sources, &mut readings, &mut notes);
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
    if let Some(note) = store.channels.unknown(&store.records.names) {
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
    let (mut known, mut strangers) = (Vec::new(), Vec::new());
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
            Verdict::None(nearest) => match forced {
                Some(id) => Err(misnamed(table, nearest.as_ref(), id)),
                None => {
                    strangers.push((place(table), stranger(table, nearest.as_ref())));
                    readings.push(reading);
                    continue;
                }
            },
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
    if let Some(note) = unknown(strangers) {
        notes.push(note);
    }
    known
}

fn place(table: &Table) -> Place {
    Place { file: table.file.clone(), sheet: table.sheet.clone(), ..Place::default() }
}

/// How many tables that are no known export are named; the rest is told by number.
const NAMED: usize = 8;

/// The source that the plan names for a file does not fit it (E213), or is none (E216).
fn misnamed(table: &Table, source: Option<&Fit<'_>>, id: &str) -> Note {
    let note = match source {
        Some(fit) => Note::new("E213").with("title", fit.source.title.as_str()).with("missing", missing(fit)),
        None => Note::new("E216"),
    };
    note.with("source", id).at(place(table))
}

/// A table that is no known export: its name, and the nearest source or, where none is near, its headers.
fn stranger(table: &Table, nearest: Option<&Fit<'_>>) -> Phrase {
    let name = if table.sheet.is_empty() { "stranger.file" } else { "stranger.sheet" };
    let name = Phrase::new(name).with("file", table.file.as_str()).with("sheet", table.sheet.as_str());
    let phrase = match nearest {
        Some(fit) => Phrase::new("stranger.near")
            .with("title", fit.source.title.as_str())
            .with("source", fit.source.id.as_str())
            .with("missing", missing(fit)),
        None => {
            let headers = table.header.iter().filter(|h| !h.is_empty()).take(6);
            Phrase::new("stranger.far")
                .with("headers", Arg::List(headers.map(|h| Arg::Text(format!("\"{h}\""))).collect()))
        }
    };
    phrase.with("name", name)
}

fn missing(fit: &Fit<'_>) -> Arg {
    Arg::List(fit.missing.iter().take(6).map(|m| Arg::Text(m.clone())).collect())
}

/// One warning (W201) for all tables that are no known export.
fn unknown(strangers: Vec<(Place, Phrase)>) -> Option<Note> {
    let tables = strangers.len();
    let place = strangers.first().filter(|_| tables == 1).map(|(place, _)| place.clone());
    let mut list: Vec<Arg> = strangers.into_iter().take(NAMED).map(|(_, phrase)| phrase.into()).collect();
    if tables > NAMED {
        list.push(Phrase::new("stranger.more").with("tables", tables - NAMED).into());
    }
    (tables > 0)
        .then(|| Note::new("W201").with("tables", tables).with("list", Arg::List(list)).at(place.unwrap_or_default()))
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
    if (most.is_some_and(|m| m != currency) || named.all().count() > 1)
        && let Some(note) = silent_note(silent, currency)
    {
        notes.push(note);
    }
    currency
}

/// One assumption (A202) for all tables with amounts that name no currency.
fn silent_note(silent: Vec<(Place, u64)>, currency: Currency) -> Option<Note> {
    let rows: u64 = silent.iter().map(|(_, rows)| rows).sum();
    let files: BTreeSet<&str> = silent.iter().map(|(place, _)| place.file.as_str()).collect();
    let files = Arg::List(files.into_iter().map(Arg::from).collect());
    let note = Note::new("A202").with("currency", currency.code()).with("rows", rows).with("files", files);
    match <[_; 1]>::try_from(silent) {
        Ok([(place, _)]) => Some(note.at(place)),
        Err(silent) => (!silent.is_empty()).then_some(note),
    }
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
