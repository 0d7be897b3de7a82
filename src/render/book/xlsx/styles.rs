//! The numbers that the file gives to the formats of rows that are written beside the writer of workbooks.
//!
//! A number is known once the file is written. The formats are therefore shown to the first sheet before any other, which
//! makes them the first of the file, and the sheet of the rows has a row that says which numbers they got.

use std::fmt::Write as _;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::render::book::Book;
use crate::render::book::cell::Style;
use crate::render::book::grid::{Entries, Grid};
use crate::render::book::print::letters;
use crate::render::look::Look;

use super::dress::{QUOTED, format};

/// Formats of rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    /// In the order of their numbers, from 1 on.
    formats: Vec<Format>,
    numbers: Vec<((Style, &'static str), u32)>,
}

impl Styles {
    /// Those of all rows of the book that are no cells of their own.
    pub(super) fn of(book: &Book, look: &Look) -> Styles {
        let mut styles = Styles::default();
        for column in book.sheets.iter().filter_map(|sheet| sheet.rows.as_deref()).flat_map(|grid| &grid.columns) {
            styles.add(column.style, "", look);
            if matches!(column.entries, Entries::Texts(_)) {
                styles.add(column.style, QUOTED, look);
            }
        }
        styles
    }

    fn add(&mut self, style: Style, kind: &'static str, look: &Look) {
        if self.numbers.iter().any(|&(known, _)| known == (style, kind)) {
            return;
        }
        // Styles that look alike are one format.
        let format = format(look, style, kind);
        let place = self.formats.iter().position(|known| *known == format).unwrap_or_else(|| {
            self.formats.push(format);
            self.formats.len() - 1
        });
        self.numbers.push(((style, kind), u32::try_from(place).map_or(0, |place| place + 1)));
    }

    /// The number of a format; 0 is a cell without one.
    pub(super) fn number(&self, style: Style, kind: &'static str) -> u32 {
        self.numbers.iter().find(|&&(known, _)| known == (style, kind)).map_or(0, |&(_, number)| number)
    }

    /// Shows the formats to `sheet`, on which nothing stands yet; nothing of it is seen.
    pub(super) fn announce(&self, sheet: &mut Worksheet, (row, column): (u32, u16)) -> Result<(), XlsxError> {
        for format in &self.formats {
            sheet.write_blank(row, column, format)?;
        }
        sheet.clear_cell(row, column);
        Ok(())
    }

    /// Writes the row that says which numbers the formats got, where the rows of `grid` are to stand, and a cell where they
    /// end.
    pub(super) fn sample(&self, sheet: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
        let (row, column) = grid.extent();
        for format in &self.formats {
            sheet.write_blank(row, column, format)?;
        }
        for (column, format) in (0..).zip(&self.formats) {
            sheet.write_blank(grid.first, column, format)?;
        }
        Ok(())
    }

    /// Where the rows of `grid` are to stand in the XML of its sheet; `None` if the formats got other numbers.
    pub(super) fn gap(&self, xml: &str, grid: &Grid) -> Option<(usize, usize)> {
        let row = grid.first + 1;
        let (start, end) = (xml.find(&format!("<row r=\"{row}\""))?, xml.find("</sheetData>")?);
        let mut cells = String::new();
        for (column, number) in (0..).zip(1..).take(self.formats.len()) {
            let _ = write!(cells, "<c r=\"{}{row}\" s=\"{number}\"/>", letters(column));
        }
        xml.get(start..end)?.contains(&cells).then_some((start, end))
    }
}
