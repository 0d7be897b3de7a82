//! A mapping: the columns of a recognised table, with their conventions settled from its first rows.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::model::money::Currency;
use crate::model::note::Note;

use super::column::{Column, Origin, cell_text};
use super::settle::{date_order, decimal_sign};
use crate::ingest::date::{DateFormat, DateOrder};
use crate::ingest::header::normal;
use crate::ingest::kind::Kind;
use crate::ingest::number::NumberFormat;
use crate::ingest::recognise::{Fit, Taken};
use crate::ingest::source::{SourceFormat, Takes};
use crate::ingest::table::{Cell, Row, Table};

/// Rows looked at before a column's conventions are settled.
const SAMPLE: usize = 2000;

/// A table's columns, ready to be read.
pub struct Mapping {
    columns: BTreeMap<String, Column>,
    drops: Vec<(usize, Vec<String>)>,
    /// The currency that the source says of amounts that name none.
    pub currency: Option<Currency>,
    /// Whether a table without days takes its period from the lines above the header.
    pub period_above: bool,
}

impl Mapping {
    /// Settles the columns of `table`.
    ///
    /// # Errors
    /// The note of a file that turns out to be damaged.
    pub fn new(table: &Table, fit: &Fit<'_>) -> Result<Mapping, Note> {
        let samples = samples(table, fit)?;
        let settled = fit.columns.iter().map(|(&name, taken)| {
            let column = column(table, fit, name, taken, &samples);
            (name.to_owned(), column)
        });
        let header: Vec<String> = table.header.iter().map(|h| normal(h)).collect();
        let drops = fit.source.drop.iter().filter_map(|(pattern, values)| {
            Some((header.iter().position(|h| pattern.fits(h).is_some())?, values.clone()))
        });
        Ok(Mapping {
            columns: settled.collect(),
            drops: drops.collect(),
            currency: fit.source.format.currency,
            period_above: fit.source.format.period_above,
        })
    }

    /// The column of planbook's `name`; one that gives nothing when the table does not have it.
    pub fn column(&self, name: &str) -> Column {
        self.columns.get(name).cloned().unwrap_or_default()
    }

    /// The position and value by which the source says that this row is no record.
    pub fn dropped(&self, row: &Row<'_>) -> Option<(usize, String)> {
        self.drops.iter().find_map(|(cell, values)| {
            let text = cell_text(row, *cell).unwrap_or_default().to_lowercase();
            values.contains(&text).then_some((*cell, text))
        })
    }
}

/// Texts of the first rows, by cell. The pass goes on to the end, so that a damaged file is found before any of its rows
/// joins those of others; only touchpoints, which can be taken back, are spared it.
fn samples(table: &Table, fit: &Fit<'_>) -> Result<BTreeMap<usize, Vec<String>>, Note> {
    let cells = fit.columns.values().flat_map(|t| t.cells.iter().copied());
    let mut samples: BTreeMap<usize, Vec<String>> = cells.map(|c| (c, Vec::new())).collect();
    let spared = fit.source.feeds.first() == Some(&Kind::Touchpoints);
    let mut rows = 0;
    table.body.pass(&mut |row| {
        rows += 1;
        if rows > SAMPLE {
            return if spared { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        }
        for (&cell, texts) in &mut samples {
            if let Some(Cell::Text(text)) = row.cells.get(cell) {
                texts.push((*text).to_owned());
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(samples)
}

fn column(table: &Table, fit: &Fit<'_>, name: &str, taken: &Taken, samples: &BTreeMap<usize, Vec<String>>) -> Column {
    let spec = &fit.source.columns[name];
    let origin = match (&spec.takes, taken.cells.as_slice()) {
        (_, []) => Origin::Always,
        (Takes::First, [cell, ..]) => Origin::Cell(*cell),
        (Takes::Either, cells) => Origin::Either(cells.to_vec()),
        (Takes::Sum, cells) => Origin::Sum(cells.to_vec()),
        (Takes::Join(with), cells) => Origin::Join(cells.to_vec(), with.clone()),
    };
    let texts = || taken.cells.iter().filter_map(|c| samples.get(c)).flatten().map(String::as_str);
    let header = taken.cells.first().and_then(|&c| table.header.get(c)).cloned().unwrap_or_default();
    Column {
        origin,
        header,
        captured: taken.captured.clone(),
        always: spec.always.clone().unwrap_or_default(),
        otherwise: spec.otherwise.clone(),
        words: fit.source.words.get(name).cloned().unwrap_or_default(),
        decimals: spec.decimals,
        dates: dates(&fit.source.format, name, texts()),
        numbers: numbers(&fit.source.format, texts()),
    }
}

fn dates<'a>(format: &SourceFormat, name: &str, texts: impl Iterator<Item = &'a str>) -> DateFormat {
    let is_date = name.ends_with("_on") || name.ends_with("_at") || matches!(name, "day" | "last_day" | "month");
    let order = if is_date { format.dates.unwrap_or_else(|| date_order(texts)) } else { DateOrder::default() };
    DateFormat { order, zone: format.zone.clone() }
}

fn numbers<'a>(format: &SourceFormat, texts: impl Iterator<Item = &'a str>) -> NumberFormat {
    NumberFormat { decimal: format.decimal.unwrap_or_else(|| decimal_sign(texts)) }
}
