//! The sheets of a workbook as they are told, held to the bounds of a spreadsheet: whoever reads it, nothing beyond
//! them is believed or kept.

use std::sync::Arc;

use super::files::SourceFile;
use super::grid::Grid;
use super::sheet;
use super::table::{Cell, Table};
use super::told::{Fault, Merged, Told, Value};
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::Arg;

/// The rows of a sheet.
pub(crate) const GRID_ROWS: u64 = 1_048_576;
/// The columns of a sheet.
const GRID_COLUMNS: u16 = 16_384;
/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;
/// More sheets than any workbook of an export has.
const SHEETS: usize = 2_000;
/// Cells that are kept of one workbook: forty full columns.
const CELLS: u64 = 40 << 20;
/// Text that is kept of one workbook, in bytes.
const TEXT: usize = 512 << 20;
/// Merged cells that are kept of one workbook.
const MERGED: usize = 100_000;

/// What has been told of a workbook so far.
#[derive(Default)]
pub(crate) struct Sheets {
    visible: Vec<Sheet>,
    hidden: Vec<String>,
    hidden_rows: u64,
    linked: bool,
    since_1904: bool,
    cells: u64,
    text: usize,
    merged: usize,
}

/// A visible sheet.
#[derive(Default)]
pub(crate) struct Sheet {
    /// Its name.
    pub name: String,
    /// Its cells.
    pub grid: Arc<Grid>,
    /// Its merged cells.
    pub merged: Vec<Merged>,
    last: Option<(u32, u32)>,
}

impl Sheets {
    /// Takes the next thing told.
    ///
    /// # Errors
    /// The fault for which the whole workbook is refused.
    pub(crate) fn hear(&mut self, told: Told<'_>) -> Result<(), Fault> {
        match told {
            Told::Sheet { .. } if self.visible.len() + self.hidden.len() >= SHEETS => return Err(bomb()),
            Told::Sheet { name, visible: true } => {
                self.visible.push(Sheet { name: name.to_owned(), ..Sheet::default() });
            }
            Told::Sheet { name, visible: false } => self.hidden.push(name.to_owned()),
            Told::Merged(merged) => {
                let Merged { last: (row, column), .. } = merged;
                if u64::from(row) >= GRID_ROWS || column >= u32::from(GRID_COLUMNS) {
                    let name = self.visible.last().map_or("", |s| s.name.as_str());
                    return Err(Fault { code: "E109", ..Fault::damage("impossible.outside") }.on(name).at(row, column));
                }
                self.merged += 1;
                let sheet = self.visible.last_mut().filter(|_| self.merged <= MERGED).ok_or_else(bomb)?;
                sheet.merged.push(merged);
            }
            Told::Cell { row, column, value } => return self.keep(row, column, value),
            Told::HiddenRows(rows) => self.hidden_rows = rows,
            Told::Linked => self.linked = true,
            Told::Since1904 => self.since_1904 = true,
        }
        Ok(())
    }

    fn keep(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<(), Fault> {
        let Some(sheet) = self.visible.last_mut() else { return Err(Fault::damage("damage.content")) };
        let refuse = |name: &str, code, why: &str| Err(Fault { code, ..Fault::damage(why) }.on(name).at(row, column));
        let inside = u64::from(row) < GRID_ROWS;
        let Some(narrow) = u16::try_from(column).ok().filter(|c| inside && *c < GRID_COLUMNS) else {
            return refuse(&sheet.name, "E109", "impossible.outside");
        };
        if sheet.last.is_some_and(|last| last >= (row, column)) {
            return refuse(&sheet.name, "E109", "impossible.order");
        }
        sheet.last = Some((row, column));
        let cell = match value {
            Value::Uncomputed => return refuse(&sheet.name, "E110", ""),
            Value::Number(number) if number.is_finite() => Cell::Number(number),
            Value::Text(text) if text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST => Cell::Text(text),
            Value::Number(_) | Value::Text(_) => return refuse(&sheet.name, "E109", "impossible.content"),
            Value::Bool(truth) => Cell::Bool(truth),
            Value::Error(text) => Cell::Error(text),
            Value::Moment(moment) => Cell::Moment(moment),
        };
        self.cells += 1;
        self.text += if let Cell::Text(text) | Cell::Error(text) = cell { text.len() } else { 0 };
        if self.cells > CELLS || self.text > TEXT {
            return Err(bomb());
        }
        let grid = Arc::get_mut(&mut sheet.grid).ok_or_else(bomb)?;
        grid.push(u64::from(row) + 1, narrow, cell).ok_or_else(bomb)
    }

    /// The tables of the visible sheets, once everything has been told.
    pub(crate) fn tables(self, file: &SourceFile, known: &dyn Fn(&str) -> bool, notes: &mut Notes) -> Vec<Table> {
        let place = || Place::file(file.name.as_str());
        let mut tables = Vec::new();
        for found in self.visible {
            let full = found.grid.number(found.grid.len().saturating_sub(1)) == GRID_ROWS;
            if full {
                let place = Place { sheet: found.name.clone(), ..place() };
                notes.push(Note::new("W105").with("rows", GRID_ROWS).at(place));
            }
            let since_1904 = self.since_1904;
            tables.extend(sheet::table(file, found, known).map(|table| Table { since_1904, ..table }));
        }
        if !self.hidden.is_empty() {
            let names = Arg::List(self.hidden.into_iter().map(Arg::Text).collect());
            notes.push(Note::new("W103").with("sheets", names).at(place()));
        }
        if self.hidden_rows > 0 && !tables.is_empty() {
            notes.push(Note::new("W120").with("rows", self.hidden_rows).at(place()));
        }
        if self.linked && !tables.is_empty() {
            notes.push(Note::new("W121").at(place()));
        }
        tables
    }
}

fn bomb() -> Fault {
    Fault::damage("damage.bomb")
}
