//! Columns of a block of rows, each read from top to bottom: what one row needs is not waited for by the next, and what all
//! of them need stays at hand.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::column::{Column, Origin};
use super::fault::Fault;
use crate::ingest::table::{Cell, Row, Rows};

/// A column that knows its cells by their place among those that are picked for it.
#[derive(Clone)]
pub(crate) struct Picked {
    column: Column,
    /// The cells of a row that it is read from.
    cells: Vec<usize>,
}

impl Picked {
    /// A column of texts or dates.
    pub(crate) fn new(mut column: Column) -> Picked {
        let cells = match &mut column.origin {
            Origin::Nowhere | Origin::Always => Vec::new(),
            Origin::Cell(cell) => vec![std::mem::take(cell)],
            Origin::Either(cells) | Origin::Sum(cells) | Origin::Join(cells, _) => {
                let places = (0..cells.len()).collect();
                std::mem::replace(cells, places)
            }
        };
        Picked { column, cells }
    }
}

/// A column of a block of rows.
pub(crate) struct BlockColumn<'r> {
    column: &'r Column,
    /// The cells that the column is read from, row by row, and how many each row has.
    cells: Vec<Cell<'r>>,
    width: usize,
}

/// Columns of a block.
pub(crate) fn columns<'r, const N: usize>(picked: [&'r Picked; N], rows: &'r dyn Rows) -> [BlockColumn<'r>; N] {
    let wanted: Vec<usize> = picked.iter().flat_map(|picked| &picked.cells).copied().collect();
    let mut found = rows.columns(&wanted).into_iter();
    picked.map(|Picked { column, cells }| {
        let width = cells.len();
        let mut columns: Vec<Vec<Cell<'r>>> = found.by_ref().take(width).collect();
        let cells = match columns.as_mut_slice() {
            [cells] => std::mem::take(cells),
            columns => (0..rows.len()).flat_map(|row| columns.iter().map(move |cells| cells[row])).collect(),
        };
        BlockColumn { column, cells, width }
    })
}

impl BlockColumn<'_> {
    #[inline]
    fn row(&self, at: usize) -> Row<'_> {
        let from = at * self.width;
        Row { number: 0, cells: &self.cells[from..from + self.width], beyond: 0 }
    }

    /// The text of the row at a position, as [`Column::text`].
    #[inline]
    pub(crate) fn text(&self, at: usize) -> Option<Cow<'_, str>> {
        self.column.text(&self.row(at))
    }

    /// What the file itself has for it: rows of the same spelling have the same text. `None` where that is not one text.
    #[inline]
    pub(crate) fn spelling(&self, at: usize) -> Option<&str> {
        match self.row(at).cells {
            [] | [Cell::Empty] => Some(""),
            [Cell::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The local time of the row in seconds since 1970; `None` when it has none that can be read.
    #[inline]
    pub(crate) fn second(&self, at: usize, zone: &str) -> Option<i64> {
        self.column.second(&self.row(at), zone).ok()?
    }

    /// The day of the row, as [`Column::day`].
    ///
    /// # Errors
    /// As there.
    #[inline]
    pub(crate) fn day(&self, at: usize, zone: &str) -> Result<Option<NaiveDate>, Fault> {
        self.column.day(&self.row(at), zone)
    }

    /// Whether the table has it.
    pub(crate) fn is_given(&self) -> bool {
        self.column.is_given()
    }
}
