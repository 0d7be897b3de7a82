//! Opened tables → recognised sources → records: the table of contents of reading.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::model::money::Currency;
use crate::model::month::Period;
use crate::model::note::{Note, Notes, Place};
use crate::model::origin::Origins;
use crate::model::phrase::Arg;
use crate::model::reading::FileReading;
use crate::model::record::Records;
use crate::model::settings::Settings;
use crate::model::template::Templates;
use crate::model::writing::rule;

use super::channels::Channels;
use super::currency::{CurrencyCount, Rates};
use super::fill::amount::Amount;
use super::fill::mapping::Mapping;
use super::fill::period_above::period_above;
use super::fill::store::Store;
use super::fill::{fill, finish_subscriptions};
use super::ingested::{Ingested, Opened};
use super::kind::Kind;
use super::recognise::{Fit, Seen, Verdict, feeds, recognise};
use super::remarks::remarks;
use super::reshape::first_rows;
use super::source::Source;
use super::strangers::{Strangers, misnamed, place, several};
use super::table::Table;

/// A table that was recognised, on its way.
struct Known<'a> {
    table: Cow<'a, Table>,
    fit: Fit<'a>,
    mapping: Mapping,
    /// Its position among the readings.
    reading: usize,
}

/// Reads every table as one of `sources`. `on_progress` hears the file and the rows read of it so far.
///
/// # Errors
/// The note of a file that turned out to be damaged after rows of it had joined those of others: read the rest again
/// without it.
pub fn records(
    files: &[Opened],
    settings: &Settings,
    sources: &[Source],
    templates: &Templates,
    on_progress: &mut dyn FnMut(&str, u64),
) -> Result<Ingested, Note> {
    let mut notes = Notes::new();
    let channels = Channels::new(templates, &settings.channels, &mut notes);
    let mut readings = Vec::new();
    let known = known_tables(files, settings, sources, &mut readings, &mut notes)?;
    let mut settings = settings.clone();
    let currency = settle_currency(&mut settings, &known, &mut notes);
    let plan = settings.clone();
    let mut store = Store::new(Records::new(currency), channels, Rates::new(&settings.rates), &plan);
    store.origins = settings.keeps_origins.then(Origins::default);
    for kind in Kind::ALL {
        for number in 0..known.len() {
            let Some(table) = known.get(number).filter(|k| k.fit.source.feeds.contains(&kind)) else { continue };
            read(table, number, kind, &mut store, &mut readings, &mut notes, on_progress)?;
        }
    }
    finish_subscriptions(&mut store);
    let people = store.records.people.len();
    store.records.contacts.row_of.resize(people, 0);
    if let Some(note) = store.channels.unknown(&store.records.names) {
        notes.push(note);
    }
    settle_as_of(&mut settings, &store, &mut notes);
    Ok(Ingested {
        records: store.records,
        origins: store.origins.unwrap_or_default(),
        readings,
        settings,
        objectives: store.objectives,
        notes,
    })
}

fn known_tables<'a>(
    files: &'a [Opened],
    settings: &Settings,
    sources: &'a [Source],
    readings: &mut Vec<FileReading>,
    notes: &mut Notes,
) -> Result<Vec<Known<'a>>, Note> {
    let (mut known, mut strangers) = (Vec::new(), Strangers::default());
    for (file, table) in files.iter().flat_map(|f| f.tables.iter().map(move |t| (f, t))) {
        let mut reading = FileReading {
            file: table.file.clone(),
            sheet: table.sheet.clone(),
            sha256: file.sha256.clone(),
            bytes: file.bytes,
            text: table.text.clone(),
            ..FileReading::default()
        };
        let rule = rule(&settings.files, &table.file);
        let forced = rule.source.as_deref();
        let seen = Seen { file: &table.file, header: &table.header, lower: &|most| first_rows(table, most) };
        match recognise(seen, sources, forced) {
            Verdict::Of(fit) if !fit.source.aside.is_empty() => {
                reading.title.clone_from(&fit.source.title);
                strangers.leave_aside(table, &fit);
            }
            Verdict::Of(fit) => {
                let table = fit.reshape.as_ref().map_or(Cow::Borrowed(table), |r| Cow::Owned(r.table(table)));
                match Mapping::new(&table, &fit, (&rule.writing, &settings.format), notes) {
                    Ok(mapping) => {
                        describe(&mut reading, &table, &fit);
                        remarks(&table, &fit, notes);
                        known.push(Known { table, fit, mapping, reading: readings.len() });
                    }
                    // Of a damaged file nothing counts, its other tables neither.
                    Err(note) if DAMAGE.contains(&note.code.0) => return Err(note),
                    Err(note) => notes.push(note),
                }
            }
            Verdict::Several(rivals) => notes.push(several(table, &rivals)),
            Verdict::None(nearest) => match forced {
                Some(id) => notes.push(misnamed(table, nearest.as_ref(), id)),
                None => strangers.push(table, nearest.as_ref()),
            },
        }
        readings.push(reading);
    }
    for note in strangers.notes() {
        notes.push(note);
    }
    Ok(known)
}

/// What a table says when its file turns out to be damaged while its rows are passed over.
const DAMAGE: [&str; 4] = ["E101", "E107", "E120", "E122"];

fn describe(reading: &mut FileReading, table: &Table, fit: &Fit<'_>) {
    reading.source.clone_from(&fit.source.id);
    reading.title.clone_from(&fit.source.title);
    reading.feeds = fit.source.feeds.iter().map(|k| k.id()).collect::<Vec<_>>().join(", ");
    let mut used = vec![false; table.header.len()];
    if let Some(shape) = &fit.reshape {
        shape.used.iter().for_each(|&cell| used[cell] = true);
    }
    for (name, taken) in &fit.columns {
        for &cell in taken.cells.iter().chain(&taken.less) {
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
    store.reading = u32::try_from(known.reading).unwrap_or(u32::MAX);
    store.place = place(&known.table);
    store.source.clone_from(&known.fit.source.id);
    store.above = period_above(&known.table.preamble);
    let first = known.fit.source.feeds.first() == Some(&kind);
    fill((&known.table, &known.mapping), kind, first.then_some(&mut *reading), store, notes, on_progress)?;
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
                    _ if !amount.is_in(&row) || known.mapping.is_no_record(&row) => {}
                    Some(currency) => said.add(currency),
                    None => unsaid += 1,
                }
                ControlFlow::Continue(())
            });
            if pass.is_ok() {
                named.merge(&said);
                if unsaid > 0 {
                    silent.push((place(&known.table), unsaid));
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
