//! The workbook before any file format: sheets of cells, formulas as trees, and a small spreadsheet engine over them.

pub mod cell;
pub mod cells;
pub mod chart;
pub mod criteria;
pub mod evaluate;
pub mod expression;
pub mod fit;
pub mod function;
pub mod grid;
pub mod named;
pub mod pages;
pub mod print;
pub mod sheet;
pub mod shown;
pub mod value;
pub mod width;
pub mod xlsx;

use chrono::NaiveDate;

use cell::At;
use named::{Named, Scenarios};
use sheet::Sheet;

/// A workbook.
#[derive(Clone, Debug)]
pub struct Book {
    /// Title in the file's properties.
    pub title: String,
    /// Author in the file's properties and left in each footer.
    pub company: String,
    /// Creation date in the file's properties.
    pub as_of: NaiveDate,
    /// As-of date in words, for the footer.
    pub footer: String,
    /// Sheets in the order of their tabs.
    pub sheets: Vec<Sheet>,
    /// Cells that a what-if changes or tells, in reading order.
    pub named: Vec<Named>,
    /// Where the main figure of each finding stands, in the order of the findings.
    pub places: Vec<Option<At>>,
    /// The switch between scenarios, if the book has one.
    pub scenarios: Option<Scenarios>,
}

impl Book {
    /// A cell as people write it: `Funnel!C5`.
    pub fn address(&self, at: At) -> String {
        format!("{}!{}", self.sheet(at.sheet).map_or("", |s| s.name.as_str()), print::plain(at))
    }

    /// The sheet of that number, if there is one.
    pub fn sheet(&self, number: u16) -> Option<&Sheet> {
        self.sheets.get(usize::from(number))
    }
}
