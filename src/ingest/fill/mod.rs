//! Rows of a recognised table become records of one kind, one file per kind; this one hands out the rows and keeps the account.

pub mod amount;
pub(crate) mod cell;
pub mod column;
pub mod days;
pub mod fault;
pub mod mapping;
pub mod period_above;
pub mod store;
pub(super) mod survey;
pub(super) mod totals;

mod activities;
mod contacts;
mod costs;
mod counted;
mod deals;
mod links;
mod mailings;
mod objectives;
mod plans;
mod rates;
mod social;
mod spend;
mod subscriptions;
mod surveys;
mod touchpoints;
mod web;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::model::money::{Currency, Money};
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::{Arg, Phrase};
use crate::model::reading::FileReading;

use super::kind::Kind;
use super::table::{Row, Table};
use fault::{Fault, Faults};
use mapping::Mapping;
use store::Store;

pub use subscriptions::finish as finish_subscriptions;

/// Rows that the source says are no records: (cell, value) → how many, with how much money.
type Dropped = BTreeMap<(usize, String), (u64, i128)>;

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It counts.
    Used,
    /// It was joined with another row of the same record.
    Merged,
    /// It was joined with another row that said otherwise in some column.
    Overruled,
    /// An earlier export had this very row.
    Repeated,
}

/// Turns rows of one table into records of one kind.
pub trait Filler {
    /// Reads one row.
    ///
    /// # Errors
    /// What is wrong with it; then nothing of it was stored.
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault>;

    /// The money in a row that was refused, as far as it can be read.
    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        let _ = (row, store);
        None
    }
}

fn filler(kind: Kind, mapping: &Mapping) -> Box<dyn Filler> {
    match kind {
        Kind::Rates => Box::new(rates::RateRows::new(mapping)),
        Kind::Contacts => Box::new(contacts::ContactRows::new(mapping)),
        Kind::Touchpoints => Box::new(touchpoints::TouchpointRows::new(mapping)),
        Kind::Deals => Box::new(deals::DealRows::new(mapping)),
        Kind::Links => Box::new(links::LinkRows::new(mapping)),
        Kind::Spend => Box::new(spend::SpendRows::new(mapping)),
        Kind::Mailings => Box::new(mailings::MailingRows::new(mapping)),
        Kind::Web => Box::new(web::WebRows::new(mapping)),
        Kind::Social => Box::new(social::SocialRows::new(mapping)),
        Kind::Subscriptions => Box::new(subscriptions::SubscriptionRows::new(mapping)),
        Kind::Surveys => Box::new(surveys::SurveyRows::new(mapping)),
        Kind::Activities => Box::new(activities::ActivityRows::new(mapping)),
        Kind::Costs => Box::new(costs::CostRows::new(mapping)),
        Kind::Quotas => Box::new(plans::QuotaRows::new(mapping)),
        Kind::Capacity => Box::new(plans::CapacityRows::new(mapping)),
        Kind::Objectives => Box::new(objectives::ObjectiveRows::new(mapping)),
    }
}

/// Reads every row of `table` as records of `kind`. The reading accounts for the rows when `kind` is the first that
/// its source feeds.
///
/// # Errors
/// The note of a file that turns out to be damaged; then nothing of it was stored.
pub fn fill(
    (table, mapping): (&Table, &Mapping),
    kind: Kind,
    accounts: Option<&mut FileReading>,
    store: &mut Store<'_>,
    notes: &mut Notes,
    on_progress: &mut dyn FnMut(&str, u64),
) -> Result<(), Note> {
    let mut filler = filler(kind, mapping);
    let mut faults = Faults::new(table, kind.id(), store.records.currency);
    let mut outcomes = [0_u64; 4];
    let (mut refused, mut read) = (0_u64, 0_u64);
    let mut dropped = Dropped::new();
    let mut totals = (0_u64, 0_i128);
    let touchpoints = store.records.touchpoints.len();
    let pass = table.body.pass(&mut |row| {
        if read % 65_536 == 65_535 {
            on_progress(&table.file, read);
        }
        if let Some(why) = mapping.dropped(&row) {
            let (rows, money) = dropped.entry(why).or_default();
            *rows += 1;
            *money += i128::from(filler.worth(&row, store).unwrap_or(0));
            return ControlFlow::Continue(());
        }
        if mapping.is_total(row.number) {
            totals.0 += 1;
            totals.1 += i128::from(filler.worth(&row, store).unwrap_or(0));
            return ControlFlow::Continue(());
        }
        read += 1;
        let result = if row.beyond > 0 { Err(ragged()) } else { filler.row(&row, store) };
        match result {
            Ok(outcome) => {
                store.see_row(kind, row.number, outcome);
                outcomes[outcome as usize] += 1;
            }
            Err(fault) => {
                refused += 1;
                faults.push(fault, &row, filler.worth(&row, store));
            }
        }
        for remark in store.remarks.drain(..) {
            faults.push(remark.kept(), &row, None);
        }
        ControlFlow::Continue(())
    });
    let pass = pass.inspect_err(|_| store.records.touchpoints.truncate(touchpoints))?;
    on_progress(&table.file, read);
    if kind == Kind::Touchpoints {
        let repeated = touchpoints::take_out_repeated(store, touchpoints);
        outcomes[Outcome::Used as usize] -= repeated;
        outcomes[Outcome::Repeated as usize] += repeated;
    }
    let Some(reading) = accounts else { return Ok(()) };
    faults.notes(notes);
    if pass.cut > 0 {
        notes.push(Note::new("W122").at(Place { row: pass.cut, ..Place::file(table.file.as_str()) }));
    }
    let [used, merged, overruled, repeated] = outcomes;
    reading.read = read;
    reading.used = used;
    reading.refused = refused;
    reading.merged = merged + overruled + repeated;
    reading.set_aside = totals.0 + pass.set_aside.len() as u64 + dropped.values().map(|(rows, _)| rows).sum::<u64>();
    account_notes(table, kind, (read, overruled, repeated), (&dropped, totals, store.records.currency), notes);
    Ok(())
}

fn ragged() -> Fault {
    Fault { code: "E204", column: 0, header: String::new(), found: String::new(), keeps: false, foreign: None }
}

fn account_notes(
    table: &Table,
    kind: Kind,
    (read, overruled, repeated): (u64, u64, u64),
    (dropped, (totals, minor), currency): (&Dropped, (u64, i128), Currency),
    notes: &mut Notes,
) {
    let place = || Place { file: table.file.clone(), sheet: table.sheet.clone(), ..Place::default() };
    for (code, rows) in [("W202", overruled), ("W205", repeated)] {
        if rows > 0 {
            let feeds = Phrase::new(format!("feeds.{}", kind.id())).with("rows", rows);
            notes.push(Note::new(code).with("rows", rows).with("feeds", feeds).at(place()));
        }
    }
    if read == 0 && totals == 0 && dropped.is_empty() {
        notes.push(Note::new("A223").at(place()));
    }
    if totals > 0 {
        let note = Note::new("A221").with("rows", totals).at(place());
        let effect = Phrase::new("effect_ingest.aside").with("money", Money { minor, currency });
        notes.push(if minor == 0 { note } else { note.effect(effect) });
    }
    for ((cell, value), &(rows, minor)) in dropped {
        let header = table.header.get(*cell).cloned().unwrap_or_default();
        let column = u32::try_from(cell + 1).unwrap_or(0);
        let shown =
            if value.is_empty() { Arg::Word("effect_ingest.empty".into()) } else { format!("\"{value}\"").into() };
        let place = Place { column, header: header.clone(), ..place() };
        let note = Note::new("A204").with("rows", rows).with("header", header).with("value", shown).at(place);
        let effect = Phrase::new("effect_ingest.aside").with("money", Money { minor, currency });
        notes.push(if minor == 0 { note } else { note.effect(effect) });
    }
}
