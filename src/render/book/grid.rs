//! Rows of days, texts and numbers, column by column: what a fact sheet has below its header.
//!
//! A fact sheet has hundreds of thousands of cells. As cells of their own they would take five times as much memory, and a
//! sum over a column would look each one up.

use chrono::NaiveDate;

use super::cell::Style;
use super::value::{Value, serial};
use crate::model::name::{Name, Names};

/// Rows of a sheet without formulas; the cells of a column are of one kind.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The first row on the sheet.
    pub first: u32,
    /// How many rows there are, blank ones among them.
    pub count: u32,
    /// The texts that cells show.
    pub texts: Names,
    /// The columns, from the first of the sheet on.
    pub columns: Vec<Column>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// How its cells are shown.
    pub style: Style,
    /// What they hold.
    pub entries: Entries,
}

/// What the cells of a column hold, by row of the grid.
#[derive(Clone, Debug)]
pub enum Entries {
    /// A day in each row that is not blank.
    Days(Vec<Option<NaiveDate>>),
    /// A text in each row; [`Name::NONE`] is no cell.
    Texts(Vec<Name>),
    /// Numbers in some of the rows.
    Numbers(Numbers),
}

/// Numbers and their rows, ascending.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// Rows of the grid.
    pub rows: Vec<u32>,
    /// As many numbers.
    pub values: Vec<f64>,
}

impl Grid {
    /// The row of the grid at a row of the sheet.
    pub fn row(&self, row: u32) -> Option<u32> {
        row.checked_sub(self.first).filter(|&row| row < self.count)
    }

    /// The last row and column of the sheet that it takes.
    pub fn extent(&self) -> (u32, u16) {
        let columns = u16::try_from(self.columns.len()).unwrap_or(u16::MAX);
        ((self.first + self.count).saturating_sub(1), columns.saturating_sub(1))
    }

    /// What the cell at a row and column of the sheet shows, if the grid has that row.
    pub fn value(&self, row: u32, column: u16) -> Option<Value> {
        let row = self.row(row)?;
        let Some(column) = self.columns.get(usize::from(column)) else { return Some(Value::Empty) };
        let at = row as usize;
        Some(match &column.entries {
            Entries::Days(days) => {
                days.get(at).copied().flatten().map_or(Value::Empty, |day| Value::Number(serial(day)))
            }
            Entries::Texts(texts) => match texts.get(at) {
                Some(&name) if name.is_some() => Value::text(self.texts.text(name)),
                _ => Value::Empty,
            },
            Entries::Numbers(Numbers { rows, values }) => match rows.binary_search(&row) {
                Ok(place) => Value::Number(values[place]),
                Err(_) => Value::Empty,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_their_place_on_the_sheet() {
        let mut texts = Names::new();
        let name = texts.intern("DACH");
        let day = NaiveDate::from_ymd_opt(1900, 1, 9).unwrap();
        let column = |entries| Column { style: Style::text("fact"), entries };
        let columns = vec![
            column(Entries::Days(vec![Some(day), None, None])),
            column(Entries::Texts(vec![Name::NONE, name, Name::NONE])),
            column(Entries::Numbers(Numbers { rows: vec![0, 2], values: vec![1.5, -2.0] })),
        ];
        let grid = Grid { first: 1, count: 3, texts, columns };
        let shown = |row, column| grid.value(row, column);
        assert_eq!([shown(0, 0), shown(4, 0)], [None, None]);
        assert_eq!([shown(1, 0), shown(2, 0)], [Some(Value::Number(10.0)), Some(Value::Empty)]);
        assert_eq!([shown(1, 1), shown(2, 1)], [Some(Value::Empty), Some(Value::text("DACH"))]);
        assert_eq!([shown(2, 2), shown(3, 2)], [Some(Value::Empty), Some(Value::Number(-2.0))]);
        assert_eq!(shown(1, 3), Some(Value::Empty));
    }
}
