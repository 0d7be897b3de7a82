//! Rows of a recognised table become records of one kind, one file per kind; this one hands out the rows and keeps the account.

pub mod amount;
pub(crate) mod cell;
pub mod claims;
pub mod column;
pub mod days;
pub mod deal_places;
pub mod fault;
pub mod mapping;
pub mod outcome;
pub mod overlap;
pub mod period_above;
pub(crate) mod picked;
pub mod store;
pub(super) mod survey;
pub mod terms;
pub(super) mod totals;

mod activities;
mod block;
mod block_ids;
mod budgets;
mod column_number;
mod contact_block;
mod contacts;
mod costs;
mod counted;
mod deal_block;
mod deal_join;
mod deals;
mod drops;
mod links;
mod mailings;
mod merges;
mod naming;
mod objectives;
mod pairs;
mod plans;
mod rates;
mod social;
mod spelled;
mod spend;
mod spend_block;
mod subscription_block;
mod subscriptions;
mod surveys;
mod touch_block;
mod touchpoints;
mod web;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::model::money::{Currency, Money};
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::{Arg, Phrase};
use crate::model::reading::{Fate, FileReading};

use super::kind::Kind;
use super::table::{Look, Looked, Row, Table};
use fault::{Fault, Faults};
use mapping::Mapping;
use outcome::{Outcome, Outcomes};
use overlap::fingerprints;
use store::Store;

pub use subscriptions::finish as finish_subscriptions;

/// Rows that the source says are no records: (cell, value) → how many, with how much money.
type Dropped = BTreeMap<(usize, String), (u64, i128)>;

/// Turns rows of one table into records of one kind.
pub trait Filler {
    /// Reads one row.
    ///
    /// # Errors
    /// What is wrong with it; then nothing of it was stored.
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault>;

    /// What a look at a block of rows may read of them while other blocks are looked at; `None`: they are read one by one.
    fn look<'a, 's: 'a>(&self, mapping: &'a Mapping, store: &mut Store<'s>) -> Option<Box<Look<'a>>> {
        let _ = (mapping, store);
        None
    }

    /// Stores the rows of a block that such a look has read, up to the next one that it has not, and tells its position;
    /// `None` at the end.
    fn block(&mut self, looked: &mut Looked, store: &mut Store<'_>, outcomes: &mut Outcomes) -> Option<usize> {
        let _ = (looked, store, outcomes);
        None
    }

    /// Settles the rows that were [`Outcome::Open`] once the whole table is read.
    fn finish(&mut self, store: &mut Store<'_>, outcomes: &mut Outcomes) {
        let _ = (store, outcomes);
    }

    /// The money in a row that was refused, as far as it can be read.
    fn worth(&self, row: &Row<'_>, store: &Store<'_>) -> Option<i64> {
        let _ = (row, store);
        None
    }
}

fn filler(kind: Kind, mapping: &Mapping, store: &Store<'_>) -> Box<dyn Filler> {
    match kind {
        Kind::Rates => Box::new(rates::RateRows::new(mapping)),
        Kind::Merges => Box::new(merges::MergeRows::new(mapping)),
        Kind::Links => Box::new(links::LinkRows::new(mapping)),
        Kind::Contacts => Box::new(contacts::ContactRows::new(mapping, store.identity.rows)),
        Kind::Touchpoints => Box::new(touchpoints::TouchpointRows::new(mapping, store.records.touchpoints.len())),
        Kind::Deals => Box::new(deals::DealRows::new(mapping, store.records.deals.len())),
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
        Kind::Budgets => Box::new(budgets::BudgetRows::new(mapping)),
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
    let filler = filler(kind, mapping, store);
    let faults = Faults::new(table, kind.id(), store.records.currency);
    let (touchpoints, deals) = (store.records.touchpoints.len(), store.records.deals.len());
    let look = filler.look(mapping, store);
    let mut filling = Filling {
        mapping,
        kind,
        filler,
        faults,
        outcomes: Outcomes::default(),
        dropped: Dropped::new(),
        totals: (0, 0),
    };
    let mut told = 0;
    let pass = table.body.looked(&|rows| look.as_ref().and_then(|look| look(rows)), &mut |mut looked, rows| {
        if looked.is_none() {
            let _ = rows.each(&mut |row| {
                filling.row(&row, store);
                ControlFlow::Continue(())
            });
        } else {
            while let Some(other) = filling.filler.block(&mut looked, store, &mut filling.outcomes) {
                rows.some(&[other], &mut |row| filling.row(&row, store));
            }
        }
        let read = filling.outcomes.account.read;
        if read / 65_536 > told {
            told = read / 65_536;
            on_progress(&table.file, read);
        }
        ControlFlow::Continue(())
    });
    let Filling { mut filler, faults, mut outcomes, dropped, totals, .. } = filling;
    let pass = pass.inspect_err(|_| {
        store.records.touchpoints.truncate(touchpoints);
        store.records.deals.truncate(deals);
    })?;
    outcomes.set_aside(pass.set_aside.len() as u64, 0);
    on_progress(&table.file, outcomes.account.read);
    filler.finish(store, &mut outcomes);
    let Some(reading) = accounts else { return Ok(()) };
    faults.notes(notes);
    if pass.cut > 0 {
        notes.push(Note::new("W122").at(Place { row: pass.cut, ..Place::file(table.file.as_str()) }));
    }
    account_notes(table, kind, &outcomes, (&dropped, totals, store.records.currency), notes);
    reading.account = outcomes.account;
    Ok(())
}

/// Rows on their way into the store, with their account.
struct Filling<'a> {
    mapping: &'a Mapping,
    kind: Kind,
    filler: Box<dyn Filler>,
    faults: Faults<'a>,
    outcomes: Outcomes,
    dropped: Dropped,
    totals: (u64, i128),
}

impl Filling<'_> {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) {
        let Filling { mapping, kind, filler, faults, outcomes, dropped, totals } = self;
        store.worth = 0;
        if kind.claims() {
            store.fingerprints = fingerprints(row, &mapping.apart);
            store.rivals.see(store.table, row);
        }
        if let Some(why) = mapping.dropped(row) {
            let (rows, money) = dropped.entry(why).or_default();
            let worth = i128::from(filler.worth(row, store).unwrap_or(0));
            *rows += 1;
            *money += worth;
            return outcomes.set_aside(1, worth);
        }
        if mapping.is_total(row.number) {
            let worth = i128::from(filler.worth(row, store).unwrap_or(0));
            totals.0 += 1;
            totals.1 += worth;
            return outcomes.set_aside(1, worth);
        }
        let result = if row.beyond > 0 { Err(ragged()) } else { filler.row(row, store) };
        match result {
            Ok(outcome) => {
                store.see_row(*kind, row.number, outcome);
                outcomes.read(outcome, store.worth);
            }
            Err(fault) => {
                let worth = filler.worth(row, store);
                outcomes.refused(worth.unwrap_or(0));
                faults.push(fault, row, worth);
            }
        }
        for remark in store.remarks.drain(..) {
            faults.push(remark.kept(), row, None);
        }
    }
}

fn ragged() -> Fault {
    Fault { code: "E204", column: 0, header: String::new(), found: String::new(), keeps: false, foreign: None }
}

fn account_notes(
    table: &Table,
    kind: Kind,
    outcomes: &Outcomes,
    (dropped, (totals, minor), currency): (&Dropped, (u64, i128), Currency),
    notes: &mut Notes,
) {
    let place = || Place { file: table.file.clone(), sheet: table.sheet.clone(), ..Place::default() };
    for (code, rows, worth) in outcomes.notes() {
        let feeds = Phrase::new(format!("feeds.{}", kind.id())).with("rows", rows);
        let money = if worth == 0 { "effect_ingest.no_money" } else { "effect_ingest.with_money" };
        let money = Phrase::new(money).with("money", Money { minor: worth, currency });
        notes.push(Note::new(code).with("rows", rows).with("feeds", feeds).with("money", money).at(place()));
    }
    let read = outcomes.account.read - outcomes.account.rows(Fate::SetAside);
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
