//! One sheet: its cells, and what belongs to the sheet as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cell::{At, Cell, Content, Style};
use super::cells::Cells;
use super::chart::{Chart, Sparkline};
use super::expression::Expression;
use super::grid::Grid;
use super::value::{Value, serial};

/// A sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its number in the book.
    pub number: u16,
    /// Name on the tab.
    pub name: String,
    /// Cells by row and column.
    pub cells: Cells,
    /// Rows below them that are no cells of their own.
    pub rows: Option<Arc<Grid>>,
    /// Widths that content must not change, in characters.
    pub widths: BTreeMap<u16, f64>,
    /// Styles that whole columns have, for sheets of many rows.
    pub columns: BTreeMap<u16, Style>,
    /// Row heights in points, where they differ.
    pub heights: BTreeMap<u32, f64>,
    /// Rows above and columns left of this cell stay in view.
    pub freeze: Option<(u32, u16)>,
    /// Cells joined into one: first row, first column, last row, last column.
    pub merges: Vec<(u32, u16, u32, u16)>,
    /// Conditional formats.
    pub shades: Vec<Shade>,
    /// Charts.
    pub charts: Vec<Chart>,
    /// Small charts in cells.
    pub sparklines: Vec<Sparkline>,
    /// Rows repeated on each printed page.
    pub repeat: Option<(u32, u32)>,
    /// First row of each block: what a printed page should not cut.
    pub blocks: Vec<u32>,
    /// How it is printed.
    pub paper: Paper,
    /// Cells in which one of a row of cells is chosen: row, column, first and last cell of the list.
    pub choices: Vec<(u32, u16, At, At)>,
    /// Cells of text that lead to another cell when they are clicked.
    pub links: BTreeMap<(u32, u16), At>,
    /// Rows that can be filtered, from header to last row, and the last column.
    pub filter: Option<(u32, u16, u32, u16)>,
    /// Name of the tab's colour in the look.
    pub tab: String,
    /// Sheets of facts show their grid; report sheets do not.
    pub grid: bool,
}

/// How a sheet is printed, always as wide as the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Paper {
    /// Upright rather than across.
    pub portrait: bool,
    /// All on one page.
    pub one_page: bool,
}

/// A conditional format over a rectangle.
#[derive(Clone, PartialEq, Debug)]
pub struct Shade {
    /// First row, first column, last row, last column.
    pub cells: (u32, u16, u32, u16),
    /// What it does.
    pub kind: ShadeKind,
}

/// Kinds of conditional formats.
#[derive(Clone, PartialEq, Debug)]
pub enum ShadeKind {
    /// From no colour to the accent, by value.
    Scale,
    /// A bar as long as the value.
    Bar,
    /// The role's look when the cell is this text.
    Word(String, &'static str),
}

impl Sheet {
    /// Puts a cell.
    pub fn put(&mut self, row: u32, column: u16, content: impl Into<Content>, style: Style) -> At {
        self.cells.insert((row, column), Cell { content: content.into(), style, note: None });
        At::new(self.number, row, column)
    }

    /// Puts a comment on a cell that is there.
    pub fn annotate(&mut self, at: At, note: String) {
        if let Some(cell) = self.cells.get_mut(&(at.row, at.column)) {
            cell.note = Some(note);
        }
    }

    /// The cell, if there is one.
    pub fn cell(&self, row: u32, column: u16) -> Option<&Cell> {
        self.cells.get(&(row, column))
    }

    /// What a cell shows.
    ///
    /// # Errors
    /// Its formula, where that tells.
    pub fn constant(&self, row: u32, column: u16) -> Result<Value, &Expression> {
        let Some(cell) = self.cell(row, column) else {
            return Ok(self.grid_at(row).and_then(|grid| grid.value(row, column)).unwrap_or(Value::Empty));
        };
        match &cell.content {
            Content::Empty => Ok(Value::Empty),
            Content::Text(text) => Ok(Value::text(text)),
            Content::Number(number) => Ok(Value::Number(*number)),
            Content::Day(day) => Ok(Value::Number(serial(*day))),
            Content::Formula(formula) => Err(formula),
        }
    }

    /// How a rectangle of joined cells is shown: as its first cell.
    pub fn joined_style(&self, row: u32, column: u16) -> Style {
        self.cell(row, column).map_or(Style::text("label"), |cell| cell.style)
    }

    /// The rows that are no cells of their own, if `row` is one of them.
    pub fn grid_at(&self, row: u32) -> Option<&Grid> {
        self.rows.as_deref().filter(|grid| grid.row(row).is_some())
    }

    /// The first row and column that hold a cell.
    pub fn start(&self) -> (u32, u16) {
        let own = self.cells.start().into_iter();
        own.chain(self.rows.as_deref().map(|grid| (grid.first, 0)))
            .reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)))
            .unwrap_or_default()
    }

    /// The last row and column that hold a cell.
    pub fn extent(&self) -> (u32, u16) {
        let (row, column) = self.cells.extent();
        let below = self.rows.as_deref().map(Grid::extent).unwrap_or_default();
        (row.max(below.0), column.max(below.1))
    }

    /// The same with rectangles of joined cells.
    pub fn merged_extent(&self) -> (u32, u16) {
        let joined = self.merges.iter().map(|&(.., row, column)| (row, column));
        joined.fold(self.extent(), |last, at| (last.0.max(at.0), last.1.max(at.1)))
    }
}
