//! The sheets of a workbook as they are told, held to the bounds of a spreadsheet: whoever reads it, nothing beyond
//! them is believed or kept.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::files::SourceFile;
use super::grid::Grid;
use super::ordinary::Ordinary;
use super::packed::{GRID_COLUMNS, GRID_ROWS};
use super::sheet;
use super::table::Table;
use super::texts::Texts;
use super::told::{Fault, Merged, Told};
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::Arg;

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
    texts: Arc<Texts>,
    ordinary: Arc<Ordinary>,
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
                let grid = Arc::new(Grid::new(Arc::clone(&self.texts), Arc::clone(&self.ordinary)));
                self.visible.push(Sheet { name: name.to_owned(), grid, merged: Vec::new() });
            }
            Told::Sheet { name, visible: false } => self.hidden.push(name.to_owned()),
            Told::Merged(merged) => {
                let Merged { last: (row, column), .. } = merged;
                if row >= GRID_ROWS || column >= GRID_COLUMNS {
                    let name = self.visible.last().map_or("", |s| s.name.as_str());
                    return Err(Fault { code: "E109", ..Fault::damage("impossible.outside") }.on(name).at(row, column));
                }
                self.merged += 1;
                let sheet = self.visible.last_mut().filter(|_| self.merged <= MERGED).ok_or_else(bomb)?;
                sheet.merged.push(merged);
            }
            Told::Texts(texts) if texts.parts().0.len() > TEXT || texts.len() as u64 > CELLS => return Err(bomb()),
            Told::Texts(texts) => {
                self.ordinary = Arc::new(Ordinary::of(&texts));
                self.texts = Arc::new(texts);
            }
            Told::Rows(rows) => return self.keep(rows),
            Told::HiddenRows(rows) => self.hidden_rows = rows,
            Told::Linked => self.linked = true,
            Told::Since1904 => self.since_1904 = true,
        }
        Ok(())
    }

    fn keep(&mut self, rows: Vec<u8>) -> Result<(), Fault> {
        let Some(sheet) = self.visible.last_mut() else { return Err(Fault::damage("damage.content")) };
        let grid = Arc::get_mut(&mut sheet.grid).ok_or_else(bomb)?;
        let (cells, text) = grid.add(rows).map_err(|fault| fault.on(&sheet.name))?;
        self.cells += cells;
        self.text += text;
        if self.cells > CELLS || self.text > TEXT { Err(bomb()) } else { Ok(()) }
    }

    /// The tables of the visible sheets, once everything has been told.
    pub(crate) fn tables(
        self,
        file: &SourceFile,
        known: &dyn Fn(&str) -> bool,
        threads: NonZeroUsize,
        notes: &mut Notes,
    ) -> Vec<Table> {
        let place = || Place::file(file.name.as_str());
        let mut tables = Vec::new();
        for found in self.visible {
            if found.grid.last() == u64::from(GRID_ROWS) {
                let place = Place { sheet: found.name.clone(), ..place() };
                notes.push(Note::new("W105").with("rows", u64::from(GRID_ROWS)).at(place));
            }
            let since_1904 = self.since_1904;
            tables.extend(sheet::table(file, found, known, threads).map(|table| Table { since_1904, ..table }));
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
