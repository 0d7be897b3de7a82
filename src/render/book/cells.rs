//! The cells of a sheet, row by row: found by their row's number and a short search, walked in reading order.

use super::cell::Cell;

/// A cell with its row and column.
type Placed = ((u32, u16), Cell);

/// Cells by row and column.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    /// Each row in the order of its columns; most cells are put at the end of theirs.
    rows: Vec<Vec<Placed>>,
}

impl Cells {
    /// Puts a cell, in place of the one that was there.
    pub fn insert(&mut self, at: (u32, u16), cell: Cell) {
        let number = at.0 as usize;
        if self.rows.len() <= number {
            self.rows.resize_with(number + 1, Vec::new);
        }
        let row = &mut self.rows[number];
        match position(row, at.1) {
            Ok(place) => row[place].1 = cell,
            Err(place) => row.insert(place, (at, cell)),
        }
    }

    /// The cell at a row and column, if there is one.
    pub fn get(&self, at: &(u32, u16)) -> Option<&Cell> {
        let row = self.rows.get(at.0 as usize)?;
        position(row, at.1).ok().map(|place| &row[place].1)
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, at: &(u32, u16)) -> Option<&mut Cell> {
        let row = self.rows.get_mut(at.0 as usize)?;
        position(row, at.1).ok().map(|place| &mut row[place].1)
    }

    /// All in reading order.
    pub fn iter(&self) -> impl Iterator<Item = (&(u32, u16), &Cell)> {
        self.first_rows(u32::MAX)
    }

    /// Those of the first rows in reading order.
    pub fn first_rows(&self, count: u32) -> impl Iterator<Item = (&(u32, u16), &Cell)> {
        self.rows.iter().take(count as usize).flatten().map(|(at, cell)| (at, cell))
    }

    /// Those of one row in the order of their columns.
    pub fn row(&self, number: u32) -> impl Iterator<Item = (u16, &Cell)> {
        self.rows.get(number as usize).into_iter().flatten().map(|(at, cell)| (at.1, cell))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// All without their places.
    pub fn values(&self) -> impl Iterator<Item = &Cell> {
        self.iter().map(|(_, cell)| cell)
    }

    /// The first row and column that hold a cell, if any does.
    pub fn start(&self) -> Option<(u32, u16)> {
        let first = self.rows.iter().filter_map(|row| row.first()).map(|&(at, _)| at);
        first.reduce(|(row, column), at| (row.min(at.0), column.min(at.1)))
    }

    /// The last row and column that hold a cell.
    pub fn extent(&self) -> (u32, u16) {
        let last = self.rows.iter().filter_map(|row| row.last());
        last.fold((0, 0), |(row, column), (at, _)| (row.max(at.0), column.max(at.1)))
    }
}

/// Where a column stands in a row. A row without gaps has it at its own number or, after a margin, one before.
fn position(row: &[Placed], column: u16) -> Result<usize, usize> {
    let guess = usize::from(column);
    for place in [guess, guess.wrapping_sub(1)] {
        if row.get(place).is_some_and(|(at, _)| at.1 == column) {
            return Ok(place);
        }
    }
    row.binary_search_by_key(&column, |(at, _)| at.1)
}
