//! The numbers that the file gives to the formats of cells, which are written beside the writer of workbooks.
//!
//! A number is known once the file is written. All formats are therefore shown to the first sheet before any other, which
//! makes them the first of the file, in a row that says which numbers they got; no row of that writer reaches the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::render::book::Book;
use crate::render::book::cell::{At, Style};
use crate::render::book::grid::Entries;
use crate::render::book::print::letters;
use crate::render::book::sheet::Sheet;
use crate::render::look::Look;

use super::cells::kind;
use super::dress::{QUOTED, format};

/// A style and what a cell is beside it.
pub(super) type Dress = (Style, &'static str);

/// Whether two dresses are the very same ones: most that are alike are, and reading them costs more than all else about a cell.
pub(super) fn is_same(one: Dress, other: Dress) -> bool {
    let parts = |(style, kind): Dress| [style.role, style.format, kind];
    parts(one).into_iter().zip(parts(other)).all(|(one, other)| std::ptr::eq(one, other))
}

/// Formats of cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    /// In the order of their numbers, from 1 on.
    formats: Vec<Format>,
    numbers: BTreeMap<Dress, u32>,
}

impl Styles {
    /// Those of all cells of the book.
    pub(super) fn of(book: &Book, look: &Look) -> Styles {
        let mut styles = Styles::default();
        for dress in book.sheets.iter().flat_map(dresses).collect::<BTreeSet<Dress>>() {
            styles.add(dress, look);
        }
        styles
    }

    fn add(&mut self, (style, kind): Dress, look: &Look) {
        // Styles that look alike are one format.
        let format = format(look, style, kind);
        let place = self.formats.iter().position(|known| *known == format).unwrap_or_else(|| {
            self.formats.push(format);
            self.formats.len() - 1
        });
        self.numbers.insert((style, kind), u32::try_from(place).map_or(0, |place| place + 1));
    }

    /// The number of a format; 0 is a cell without one.
    pub(super) fn number(&self, style: Style, kind: &'static str) -> u32 {
        self.numbers.get(&(style, kind)).copied().unwrap_or_default()
    }

    /// The format of that style.
    pub(super) fn format(&self, style: Style, kind: &'static str) -> Option<&Format> {
        self.formats.get((self.number(style, kind) as usize).checked_sub(1)?)
    }

    /// Shows the formats to `sheet` in a row of their own.
    pub(super) fn announce(&self, sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
        for (column, format) in (0..).zip(&self.formats) {
            sheet.write_blank(row, column, format)?;
        }
        Ok(())
    }

    /// Whether that row says in the XML of its sheet that the formats got their numbers.
    pub(super) fn are_numbered(&self, xml: &str, row: u32) -> bool {
        let (mut cells, row) = (String::new(), row + 1);
        for (column, number) in (0..).zip(1..).take(self.formats.len()) {
            let _ = write!(cells, "<c r=\"{}{row}\" s=\"{number}\"/>", letters(column));
        }
        xml.contains(&cells)
    }
}

/// The dresses of a sheet, many of them more than once.
fn dresses(sheet: &Sheet) -> BTreeSet<Dress> {
    let mut dresses: BTreeSet<Dress> = sheet.columns.values().map(|&style| (style, "")).collect();
    dresses.extend(sheet.merges.iter().map(|&(row, column, ..)| (sheet.joined_style(row, column), "")));
    for column in sheet.rows.iter().flat_map(|grid| &grid.columns) {
        dresses.insert((column.style, ""));
        if matches!(column.entries, Entries::Texts(_)) {
            dresses.insert((column.style, QUOTED));
        }
    }
    // Cells that stand side by side are often dressed alike, and so are those of a column.
    let (mut before, mut above) = (None::<Dress>, Vec::new());
    let is_known = |known: Option<Dress>, dress| known.is_some_and(|known| is_same(known, dress));
    for (&(row, column), cell) in sheet.cells.iter() {
        let dress = (cell.style, kind(sheet, At::new(sheet.number, row, column), cell));
        let column = usize::from(column);
        if above.len() <= column {
            above.resize(column + 1, None);
        }
        if !is_known(before, dress) && !is_known(above[column], dress) {
            dresses.insert(dress);
        }
        (before, above[column]) = (Some(dress), Some(dress));
    }
    dresses
}
