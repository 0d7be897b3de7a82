//! A table: one header and the rows below it, whatever file format it came from.

use std::any::Any;
use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime};

use crate::model::note::Note;

/// One cell as the file holds it; text borrows from the reader's buffer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Cell<'a> {
    /// Nothing there.
    Empty,
    /// Text, untrimmed. Every cell of a text file is this or [`Cell::Empty`].
    Text(&'a str),
    /// A number of a workbook.
    Number(f64),
    /// A date or time of a workbook in seconds since 1970, its date system already settled.
    Moment(i64),
    /// A truth value of a workbook.
    Bool(bool),
    /// An error value of a workbook: `#REF!`.
    Error(&'a str),
}

/// A moment of a workbook as the calendar shows it.
pub(crate) fn calendar(seconds: i64) -> NaiveDateTime {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc()
}

/// One row below the header.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Its 1-based number as a spreadsheet shows it; for text files the line on which it starts.
    pub number: u64,
    /// Its cells, as many as the header has: short rows are padded with [`Cell::Empty`].
    pub cells: &'a [Cell<'a>],
    /// How many cells the file had beyond the header, were they not empty: a ragged row is refused.
    pub beyond: usize,
}

/// What a pass over a table's rows came to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pass {
    /// Rows handed out.
    pub rows: u64,
    /// Total, subtotal, repeated-header and footer lines that were not handed out: row number and first texts.
    pub set_aside: Vec<(u64, String)>,
    /// The last row, when it lacks cells and its line has no end: the file may have been cut there. 0: it was not.
    pub cut: u64,
}

/// Rows that follow one another.
pub trait Rows {
    /// How many.
    fn len(&self) -> usize;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Hands every row to `each` until it breaks.
    fn each(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> ControlFlow<()>;

    /// The cells of these columns, of each one cell of every row.
    fn columns(&self, wanted: &[usize]) -> Vec<Vec<Cell<'_>>>;

    /// The positions of rows with more cells than the header, in rising order.
    fn ragged(&self) -> Vec<usize>;

    /// The number of the row at a position.
    fn number(&self, position: usize) -> u64;

    /// Hands the rows at these positions to `each`.
    fn some(&self, positions: &[usize], each: &mut dyn FnMut(Row<'_>));
}

/// What was found in a block of rows by a look at it.
pub type Looked = Option<Box<dyn Any + Send>>;

/// A look at a block of rows that any thread may take.
pub type Look<'a> = dyn Fn(&dyn Rows) -> Looked + Sync + 'a;

/// The rows of a table. They can be passed over more than once, always in the same order.
pub trait Body: Send + Sync {
    /// Hands every row to `each` until it breaks.
    ///
    /// # Errors
    /// A note when the file turns out to be damaged: then nothing of the table may be used.
    fn pass(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> Result<Pass, Note>;

    /// Hands the rows to `each` in blocks, in their order, after a `look` at each block that several threads may take at
    /// once. A body that knows no blocks hands every row by itself, and nobody has looked at it.
    ///
    /// # Errors
    /// As [`Body::pass`].
    fn looked(
        &self,
        look: &Look<'_>,
        each: &mut dyn FnMut(Looked, &dyn Rows) -> ControlFlow<()>,
    ) -> Result<Pass, Note> {
        let _ = look;
        self.pass(&mut |row| each(None, &row))
    }
}

impl Rows for Row<'_> {
    fn len(&self) -> usize {
        1
    }

    fn each(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        each(*self)
    }

    fn columns(&self, wanted: &[usize]) -> Vec<Vec<Cell<'_>>> {
        wanted.iter().map(|column| vec![self.cells.get(*column).copied().unwrap_or(Cell::Empty)]).collect()
    }

    fn ragged(&self) -> Vec<usize> {
        if self.beyond > 0 { vec![0] } else { Vec::new() }
    }

    fn number(&self, _: usize) -> u64 {
        self.number
    }

    fn some(&self, positions: &[usize], each: &mut dyn FnMut(Row<'_>)) {
        for _ in positions {
            each(*self);
        }
    }
}

/// One header and the rows below it. A copy shares the rows.
#[derive(Clone)]
pub struct Table {
    /// File name relative to the folder of exports.
    pub file: String,
    /// Sheet; empty for text files.
    pub sheet: String,
    /// Header cells, trimmed, in order; blank ones stay blank, a repeated one is kept as it is.
    pub header: Vec<String>,
    /// Row number of the header.
    pub header_row: u64,
    /// The lines above the header: report name, period, currency.
    pub preamble: Vec<String>,
    /// Encoding and delimiter as settled, for the verdict: `UTF-16LE, tab`.
    pub text: String,
    /// Whether serial numbers of days count from 1904, as the workbook says.
    pub since_1904: bool,
    /// The rows.
    pub body: Arc<dyn Body>,
}
