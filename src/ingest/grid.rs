//! Rows in memory, packed: one arena of text and small cells, for workbooks and for reports that stand upright.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::composed::composed;
use super::shape::{self, Judge};
use super::table::{Body, Cell, Pass, Row};
use crate::model::note::Note;

#[derive(Clone, Copy, Debug)]
enum Packed {
    Text(u32, u32),
    Error(u32, u32),
    Number(f64),
    Moment(NaiveDateTime),
    Bool(bool),
}

/// Rows of a sheet; only cells that hold something are kept.
#[derive(Default, Debug)]
pub(crate) struct Grid {
    arena: String,
    cells: Vec<(u16, Packed)>,
    /// Row number, and where its cells begin.
    rows: Vec<(u64, usize)>,
}

impl Grid {
    /// Adds a cell of row `number` (1-based) in the 0-based `column`; rows and columns come in rising order. `None`:
    /// the text is more than can be kept.
    pub(crate) fn push(&mut self, number: u64, column: u16, cell: Cell<'_>) -> Option<()> {
        let packed = match cell {
            Cell::Empty | Cell::Text("") => return Some(()),
            Cell::Text(text) => self.keep(text).map(|(from, to)| Packed::Text(from, to))?,
            Cell::Error(text) => self.keep(text).map(|(from, to)| Packed::Error(from, to))?,
            Cell::Number(value) => Packed::Number(value),
            Cell::Moment(moment) => Packed::Moment(moment),
            Cell::Bool(truth) => Packed::Bool(truth),
        };
        if self.rows.last().is_none_or(|(last, _)| *last != number) {
            self.rows.push((number, self.cells.len()));
        }
        self.cells.push((column, packed));
        Some(())
    }

    fn keep(&mut self, text: &str) -> Option<(u32, u32)> {
        let from = u32::try_from(self.arena.len()).ok()?;
        self.arena.push_str(&composed(text));
        Some((from, u32::try_from(self.arena.len()).ok()?))
    }

    /// How many rows hold something.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The number of the row at `at`.
    pub(crate) fn number(&self, at: usize) -> u64 {
        self.rows.get(at).map_or(0, |(number, _)| *number)
    }

    /// The cells of the row at `at` with their columns.
    pub(crate) fn row(&self, at: usize) -> impl Iterator<Item = (usize, Cell<'_>)> {
        let start = self.rows.get(at).map_or(self.cells.len(), |(_, start)| *start);
        let end = self.rows.get(at + 1).map_or(self.cells.len(), |(_, start)| *start);
        self.cells[start..end].iter().map(|(column, packed)| (usize::from(*column), self.cell(*packed)))
    }

    fn cell(&self, packed: Packed) -> Cell<'_> {
        let text = |from: u32, to: u32| self.arena.get(from as usize..to as usize).unwrap_or("");
        match packed {
            Packed::Text(from, to) => Cell::Text(text(from, to)),
            Packed::Error(from, to) => Cell::Error(text(from, to)),
            Packed::Number(value) => Cell::Number(value),
            Packed::Moment(moment) => Cell::Moment(moment),
            Packed::Bool(truth) => Cell::Bool(truth),
        }
    }

    /// The row at `at` as texts, one per column from the first.
    pub(crate) fn texts(&self, at: usize) -> Vec<String> {
        let mut texts = Vec::new();
        for (column, cell) in self.row(at) {
            texts.resize(column, String::new());
            texts.push(match cell {
                Cell::Text(text) | Cell::Error(text) => text.trim_matches(super::numeral::is_blank).to_owned(),
                Cell::Number(value) => value.to_string(),
                Cell::Moment(moment) => moment.to_string(),
                Cell::Bool(truth) => truth.to_string(),
                Cell::Empty => String::new(),
            });
        }
        texts
    }

    /// One past the last column of the rows from `at` on.
    pub(crate) fn width_from(&self, at: usize) -> usize {
        let start = self.rows.get(at).map_or(self.cells.len(), |(_, start)| *start);
        self.cells[start..].iter().map(|(column, _)| usize::from(*column) + 1).max().unwrap_or(0)
    }
}

/// The rows of a grid below a header.
pub(crate) struct GridBody {
    /// The sheet.
    pub grid: Arc<Grid>,
    /// Index of the first row.
    pub from: usize,
    /// How many columns the header has.
    pub width: usize,
    /// What is no row.
    pub judge: Judge,
}

impl Body for GridBody {
    fn pass(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> Result<Pass, Note> {
        let mut pass = Pass::default();
        let mut cells = vec![Cell::Empty; self.width];
        let mut last = self.grid.number(self.from.saturating_sub(1));
        for at in self.from..self.grid.len() {
            let number = self.grid.number(at);
            let gap = number > last + 1;
            last = number;
            cells.fill(Cell::Empty);
            let mut beyond = 0;
            for (column, cell) in self.grid.row(at) {
                match cells.get_mut(column) {
                    Some(place) => *place = cell,
                    None => beyond += 1,
                }
            }
            let texts = self.texts(at, &cells);
            if texts.clone().all(|t| t.trim_matches(super::numeral::is_blank).is_empty()) {
                continue;
            }
            if self.judge.sets_aside(texts.clone(), gap) {
                pass.set_aside.push((number, shape::excerpt(texts)));
                continue;
            }
            pass.rows += 1;
            if each(Row { number, cells: &cells, beyond }).is_break() {
                break;
            }
        }
        Ok(pass)
    }
}

impl GridBody {
    /// The row as the judge sees it: texts, a stand-in for every other value, then what lies beyond the header.
    fn texts<'a>(&'a self, at: usize, cells: &'a [Cell<'a>]) -> impl Iterator<Item = &'a str> + Clone {
        let beyond = self.grid.row(at).filter(|(column, _)| *column >= self.width).map(|(_, cell)| cell);
        let beyond: Vec<Cell<'a>> = beyond.collect();
        cells.iter().copied().chain(beyond).map(|cell| match cell {
            Cell::Text(text) => text,
            Cell::Empty => "",
            Cell::Number(_) | Cell::Moment(_) | Cell::Bool(_) | Cell::Error(_) => "#",
        })
    }
}
