//! Faults of rows, gathered per table so that each kind is told once with its number and the money it concerns.

use std::collections::BTreeMap;

use crate::model::money::{Currency, Money};
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::{Arg, Phrase};

use crate::ingest::table::{Cell, Row, Table};

/// What is wrong with a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The note's code.
    pub code: &'static str,
    /// 1-based column; 0: the whole row.
    pub column: u32,
    /// The column's header.
    pub header: String,
    /// What stands there.
    pub found: String,
    /// Whether the row still counts, without this column.
    pub keeps: bool,
    /// What could not be converted, in minor units of its own currency.
    pub foreign: Option<(Currency, i64)>,
}

impl Fault {
    /// The same fault of a row that still counts.
    #[must_use]
    pub fn kept(self) -> Fault {
        Fault { keeps: true, ..self }
    }
}

/// The faults of one table.
pub struct Faults<'t> {
    table: &'t Table,
    feeds: &'static str,
    currency: Currency,
    kinds: BTreeMap<(&'static str, u32, bool), Told>,
}

struct Told {
    first: Fault,
    row: u64,
    excerpt: String,
    rows: u64,
    money: BTreeMap<Currency, i128>,
}

impl<'t> Faults<'t> {
    /// None yet, of rows of `table` that were to become `feeds`.
    pub fn new(table: &'t Table, feeds: &'static str, currency: Currency) -> Faults<'t> {
        Faults { table, feeds, currency, kinds: BTreeMap::new() }
    }

    /// Adds one; `worth` is the money in the row as far as it can be read, minor units.
    pub fn push(&mut self, fault: Fault, row: &Row<'_>, worth: Option<i64>) {
        let key = (fault.code, fault.column, fault.keeps);
        let money = fault.foreign.or(worth.map(|minor| (self.currency, minor)));
        let told = self.kinds.entry(key).or_insert_with(|| Told {
            first: fault,
            row: row.number,
            excerpt: excerpt(row),
            rows: 0,
            money: BTreeMap::new(),
        });
        told.rows += 1;
        if let Some((currency, minor)) = money.filter(|(_, minor)| *minor != 0) {
            *told.money.entry(currency).or_default() += i128::from(minor);
        }
    }

    /// The notes.
    pub fn notes(self, notes: &mut Notes) {
        for told in self.kinds.into_values() {
            let rows = Arg::Count(told.rows.into());
            let feeds = Phrase::new(format!("feeds.{}", self.feeds)).with("rows", told.rows);
            let money: Vec<Arg> =
                told.money.into_iter().map(|(currency, minor)| Money { minor, currency }.into()).collect();
            let key = match (told.first.keeps, money.is_empty()) {
                (true, true) => "effect_ingest.kept",
                (true, false) => "effect_ingest.kept_money",
                (false, true) => "effect_ingest.rows",
                (false, false) => "effect_ingest.money",
            };
            let effect = Phrase::new(key).with("header", told.first.header.as_str()).with("money", Arg::List(money));
            let place = Place {
                file: self.table.file.clone(),
                sheet: self.table.sheet.clone(),
                row: told.row,
                column: told.first.column,
                header: told.first.header.clone(),
                excerpt: told.excerpt,
            };
            let mut note = Note::new(told.first.code)
                .with("found", told.first.found)
                .with("header", told.first.header)
                .at(place)
                .effect(effect.with("rows", rows).with("feeds", feeds));
            note.count = told.rows;
            notes.push(note);
        }
    }
}

/// The row as a reader recognises it: its first texts, shortened.
pub(super) fn excerpt(row: &Row<'_>) -> String {
    let texts = row.cells.iter().enumerate().filter_map(|(i, c)| match c {
        Cell::Empty => None,
        Cell::Error(text) => Some((*text).to_owned()),
        _ => super::cell::cell_text(row, i).map(std::borrow::Cow::into_owned),
    });
    let line = texts.take(8).collect::<Vec<_>>().join("  ").replace(['\n', '\r'], " ");
    if line.chars().count() <= 100 { line } else { line.chars().take(99).chain(['…']).collect() }
}
