//! A column of planbook's as one table has it: where its value stands in a row, and how it is read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use crate::model::month::Month;

use super::cell::{cell_text, is_blank, joined, names_zone};
use super::fault::Fault;
use crate::ingest::currency_sign::Sign;
use crate::ingest::date::{DateFormat, moment, second};
use crate::ingest::date_plain::bare_day;
use crate::ingest::number::{NumberFormat, Reading, damaged_id};
use crate::ingest::table::{Cell, Row};
use crate::ingest::{date_span, numeral};

/// Where a column's value stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Origin {
    /// Nowhere: the table does not have it.
    #[default]
    Nowhere,
    /// In no cell; the source says what it always is.
    Always,
    /// In one cell.
    Cell(usize),
    /// In the first of several cells that is not empty.
    Either(Vec<usize>),
    /// In the sum of several cells.
    Sum(Vec<usize>),
    /// In several cells, joined by a text.
    Join(Vec<usize>, String),
}

/// A column with everything that reading one of its cells needs, settled once per table.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Where.
    pub origin: Origin,
    /// The file's own header, for notes.
    pub header: String,
    /// What the `*` of the header stood for.
    pub captured: String,
    /// The constant of [`Origin::Always`].
    pub always: String,
    /// The value where the cell is empty.
    pub otherwise: Option<String>,
    /// Their word (lower case) → ours.
    pub words: BTreeMap<String, String>,
    /// Hidden decimals: 6 for micros.
    pub decimals: u32,
    /// Whether the number is in the smallest unit of its currency.
    pub minor: bool,
    /// Cells whose numbers are taken off.
    pub less: Vec<usize>,
    /// Dates.
    pub dates: DateFormat,
    /// Numbers.
    pub numbers: NumberFormat,
    /// Whether it holds ids, which a spreadsheet may have damaged.
    pub is_id: bool,
}

impl Column {
    /// Whether the table has it.
    pub fn is_given(&self) -> bool {
        self.origin != Origin::Nowhere
    }

    /// The 1-based column of its first cell; 0 when it has none.
    pub fn number(&self) -> u32 {
        let first = match &self.origin {
            Origin::Cell(cell) => Some(*cell),
            Origin::Either(cells) | Origin::Sum(cells) | Origin::Join(cells, _) => cells.first().copied(),
            Origin::Nowhere | Origin::Always => None,
        };
        first.and_then(|c| u32::try_from(c + 1).ok()).unwrap_or(0)
    }

    /// The text of the row, in our words; `None` when there is none.
    pub fn text<'a>(&'a self, row: &Row<'a>) -> Option<Cow<'a, str>> {
        let found = match &self.origin {
            Origin::Nowhere => return None,
            Origin::Always => return Some(Cow::Borrowed(&self.always)),
            Origin::Cell(cell) => cell_text(row, *cell),
            Origin::Either(cells) => cells.iter().find_map(|&c| cell_text(row, c)),
            Origin::Sum(_) => None,
            Origin::Join(cells, with) => joined(row, cells, with),
        };
        let found = found.filter(|text| !self.is_id || !damaged_id(text));
        let Some(text) = found else { return self.otherwise.as_deref().map(Cow::Borrowed) };
        if self.words.is_empty() {
            return Some(text);
        }
        match self.words.get(&text.to_lowercase()) {
            Some(ours) if ours.is_empty() => None,
            Some(ours) => Some(Cow::Borrowed(ours)),
            None => Some(text),
        }
    }

    /// What the file itself has for it: rows of the same spelling have the same text. `None` where that is not one text.
    #[inline]
    pub(crate) fn spelling<'a>(&self, row: &Row<'a>) -> Option<&'a str> {
        match &self.origin {
            Origin::Nowhere => Some(""),
            Origin::Cell(cell) => match row.cells.get(*cell) {
                None | Some(Cell::Empty) => Some(""),
                Some(Cell::Text(text)) => Some(text),
                Some(_) => None,
            },
            _ => None,
        }
    }

    /// The day of the row.
    ///
    /// # Errors
    /// E201 when the cell is no date, E215 when its year lies outside 1970 to 2105, E234 when letters stand for its zone.
    #[inline]
    pub fn day(&self, row: &Row<'_>, zone: &str) -> Result<Option<NaiveDate>, Fault> {
        if let Origin::Cell(cell) = self.origin {
            match row.cells.get(cell) {
                None | Some(Cell::Empty) => return Ok(None),
                // Such a day is the same by every convention.
                Some(Cell::Text(text)) if let Some(day) = bare_day(text.as_bytes()) => return Ok(Some(day)),
                Some(_) => {}
            }
        }
        Ok(self.moment(row, zone)?.map(|m| m.date()))
    }

    /// The day of the row, which must be there.
    ///
    /// # Errors
    /// As [`Column::day`], and E203 when the cell is empty.
    pub fn required_day(&self, row: &Row<'_>, zone: &str) -> Result<NaiveDate, Fault> {
        self.day(row, zone)?.ok_or_else(|| self.fault("E203", row))
    }

    /// The local time of the row.
    ///
    /// # Errors
    /// As [`Column::day`].
    pub fn moment(&self, row: &Row<'_>, zone: &str) -> Result<Option<NaiveDateTime>, Fault> {
        let cell = match &self.origin {
            Origin::Cell(cell) => row.cells.get(*cell).copied().unwrap_or(Cell::Empty),
            Origin::Either(cells) => {
                cells.iter().filter_map(|&c| row.cells.get(c)).find(|c| !is_blank(c)).copied().unwrap_or(Cell::Empty)
            }
            Origin::Always => Cell::Text(&self.always),
            Origin::Nowhere | Origin::Sum(_) | Origin::Join(..) => return Ok(None),
        };
        if is_blank(&cell) {
            return Ok(None);
        }
        let unreadable = || self.fault(if names_zone(&cell) { "E234" } else { "E201" }, row);
        match moment(&cell, &self.dates, zone) {
            Reading::Given(moment) if (1970..2106).contains(&moment.year()) => Ok(Some(moment)),
            Reading::Given(_) => Err(self.fault("E215", row)),
            Reading::Missing => Ok(None),
            Reading::Unreadable => Err(unreadable()),
        }
    }

    /// The local time of the row in seconds since 1970; `None` when it has none.
    ///
    /// # Errors
    /// As [`Column::day`].
    pub fn second(&self, row: &Row<'_>, zone: &str) -> Result<Option<i64>, Fault> {
        let plain = match &self.origin {
            Origin::Cell(cell) => row.cells.get(*cell).and_then(|cell| second(cell, &self.dates, zone)),
            _ => None,
        };
        match plain {
            Some(second) => Ok(Some(second)),
            None => Ok(self.moment(row, zone)?.map(|moment| moment.and_utc().timestamp())),
        }
    }

    /// The month of the row: `2026-03`, `Mar 2026`, or the month of a day.
    ///
    /// # Errors
    /// E203 when it is empty, E201 when it is neither.
    pub fn month(&self, row: &Row<'_>, zone: &str) -> Result<Month, Fault> {
        let (first, last) = self.span(row, zone)?;
        if Month::of(first) == Month::of(last) { Ok(Month::of(first)) } else { Err(self.fault("E201", row)) }
    }

    /// First and last day of the row: a day, or a month, quarter or week of the calendar.
    ///
    /// # Errors
    /// As [`Column::required_day`].
    pub fn span(&self, row: &Row<'_>, zone: &str) -> Result<(NaiveDate, NaiveDate), Fault> {
        match self.required_day(row, zone) {
            Err(fault) if fault.code == "E201" => {
                let text = self.text(row).unwrap_or_default();
                date_span::span(&text, self.dates.buddhist).ok_or(fault)
            }
            day => day.map(|day| (day, day)),
        }
    }

    /// Whether the row says yes; `None` when it says nothing that can be read.
    pub fn truth(&self, row: &Row<'_>) -> Option<bool> {
        match self.text(row)?.to_lowercase().as_str() {
            "true" | "1" | "yes" | "y" => Some(true),
            "false" | "0" | "no" | "n" => Some(false),
            _ => None,
        }
    }

    /// The currency sign beside the number of the row.
    pub(crate) fn sign(&self, row: &Row<'_>) -> Option<Sign> {
        let cells = match &self.origin {
            Origin::Cell(cell) => std::slice::from_ref(cell),
            Origin::Either(cells) | Origin::Sum(cells) => cells,
            Origin::Nowhere | Origin::Always | Origin::Join(..) => &[],
        };
        cells.iter().find_map(|&cell| match row.cells.get(cell)? {
            Cell::Text(text) => numeral::sign(text),
            _ => None,
        })
    }

    /// A fault of this column in `row`. An id that is missed because a spreadsheet has damaged it (E236) is not empty.
    pub fn fault(&self, code: &'static str, row: &Row<'_>) -> Fault {
        let cell = (self.number() as usize).checked_sub(1);
        let found = cell.and_then(|c| cell_text(row, c)).map(Cow::into_owned).unwrap_or_default();
        let code = if code == "E203" && self.is_id && damaged_id(&found) { "E236" } else { code };
        Fault { code, column: self.number(), header: self.header.clone(), found, keeps: false, foreign: None }
    }
}
