//! Opened tables → recognised sources → records: the table of contents of reading.

use std::num::NonZeroUsize;

use crate::model::in_order::both;
use crate::model::money::Money;
use crate::model::note::{Note, Notes};
use crate::model::origin::Origins;
use crate::model::phrase::Arg;
use crate::model::reading::FileReading;
use crate::model::record::Records;
use crate::model::settings::Settings;
use crate::model::template::Templates;
use crate::model::touch_order::ordered;

use super::channels::Channels;
use super::clashes::set_apart;
use super::currency::Rates;
use super::deal_words::DealWords;
use super::detail::Detail;
use super::fill::overlap::Apart;
use super::fill::period_above::period_above;
use super::fill::store::Store;
use super::fill::{fill, finish_subscriptions};
use super::identity::Identity;
use super::ingested::{Ingested, Opened};
use super::kind::Kind;
use super::known::{Known, known_tables};
use super::order::{days_missing, gathered, newest_first};
use super::recognise::feeds;
use super::rivals::Rivals;
use super::settle;
use super::source::Source;
use super::strangers::place;
use super::unmapped::unmapped;

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
    let channels = Channels::new(templates, settings, &mut notes);
    let deal_words = DealWords::new(templates, &settings.deal_stages, &mut notes);
    let apart = Apart::new(templates, &mut notes);
    let mut readings = Vec::new();
    let mut known = known_tables(files, settings, (sources, &apart), &mut readings, &mut notes)?;
    set_apart(&mut known, &mut readings, &mut notes);
    newest_first(&mut known, &apart, &settings.time_zone, &mut readings);
    let mut gathered = gathered(&mut known);
    let details: Vec<_> = known.iter().map(|k| Detail::of(k, &apart, &settings.time_zone)).collect();
    let mut settings = settings.clone();
    let currency = settle::currency(&mut settings, &known, &mut notes);
    let plan = settings.clone();
    let mut store = Store::new(Records::new(currency), (channels, deal_words), Rates::new(&settings.rates), &plan);
    store.rivals = Rivals::new(&known, &details);
    store.origins = settings.keeps_origins.then(Origins::default);
    let mut read_all = |kinds: &[Kind], store: &mut Store<'_>| -> Result<(), Note> {
        for &kind in kinds {
            if kind == Kind::Contacts {
                (store.identity, store.records.people) =
                    Identity::settled(std::mem::take(&mut gathered), &store.wishes);
            }
            for number in 0..known.len() {
                let Some(table) = known.get(number).filter(|k| k.fit.source.feeds.contains(&kind)) else { continue };
                read(table, number, kind, store, &mut readings, &mut notes, on_progress)?;
            }
            store.kind_is_read();
        }
        Ok(())
    };
    let (first, others) =
        Kind::ALL.split_at(Kind::ALL.iter().take_while(|kind| **kind != Kind::Touchpoints).count() + 1);
    read_all(first, &mut store)?;
    while_touches_are_ordered(&mut store, settings.threads, |store| read_all(others, store))?;
    finish_subscriptions(&mut store);
    let people = store.records.people.len();
    store.records.contacts.row_of.resize(people, 0);
    let unmapped = unmapped(&store, &mut notes);
    settle::as_of(&mut settings, &store, &mut notes);
    notes.extend(std::mem::take(&mut store.notes));
    covered(&store, (&known, &details), &mut notes);
    never_met(&store, &mut notes);
    days_missing(&readings, &mut notes);
    let merges = std::mem::take(&mut store.identity.merges);
    Ok(Ingested {
        records: store.records,
        origins: store.origins.unwrap_or_default(),
        readings,
        settings,
        objectives: store.objectives,
        merges,
        deal_stages: store.deal_words.states(),
        unmapped,
        notes,
    })
}

/// Does `work`, while another thread puts the touchpoints in the order in which they are counted. Those whose rows are asked for stay
/// where they are.
fn while_touches_are_ordered<T>(
    store: &mut Store<'_>,
    threads: NonZeroUsize,
    work: impl FnOnce(&mut Store<'_>) -> T,
) -> T {
    if store.origins.is_some() {
        return work(store);
    }
    let (mut touches, people) = (std::mem::take(&mut store.records.touchpoints), store.records.people.len());
    let (_, done) = both(threads, || ordered(&mut touches, people), || work(store));
    store.records.touchpoints = touches;
    done
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
    let first = known.fit.source.feeds.iter().find(|&&k| feeds(&known.fit, k)) == Some(&kind);
    fill((&known.table, &known.mapping), kind, first.then_some(&mut *reading), store, notes, on_progress)?;
    reading.coverage.join(&store.days.take_coverage());
    Ok(())
}

/// A warning (W264) for each two tables that tell the same figures by different columns.
fn covered(store: &Store<'_>, (known, details): (&[Known<'_>], &[Option<Detail>]), notes: &mut Notes) {
    for (&(table, by), &(rows, minor)) in &store.rivals.covered {
        let (Ok(one), Ok(other)) = (usize::try_from(table), usize::try_from(by)) else { continue };
        let Some((own, theirs)) = details[one].as_ref().zip(details[other].as_ref()) else { continue };
        let columns: Vec<Arg> = own.difference(theirs).into_iter().map(Arg::Text).collect();
        let columns = if columns.is_empty() { Arg::Word("rivals.days".to_owned()) } else { Arg::List(columns) };
        let money = Money { minor, currency: store.records.currency };
        let note = Note::new("W264").with("rows", rows).with("money", money).with("columns", columns);
        notes.push(note.with("other", known[other].table.file.as_str()).at(place(&known[one].table)));
    }
}

/// A warning (W241) for each line of `merges.csv` that names somebody whom no export has.
fn never_met(store: &Store<'_>, notes: &mut Notes) {
    for (wish, name) in store.identity.never_met() {
        if let Some(wish) = store.wishes.get(wish) {
            notes.push(Note::new("W241").with("name", name).at(wish.place.clone()));
        }
    }
}
