//! Rows that are totals without saying so: no name and no day in them, and every figure the sum of its column.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::cell::{cell_text, text};
use super::column::Column;
use super::column_number::add;
use crate::ingest::number::Decimal;
use crate::ingest::shape::is_number;
use crate::ingest::table::{Cell, Row, Rows, Table};
use crate::model::note::Note;

/// More nameless rows than this are how the export is, not its totals.
const MOST: usize = 16;

/// Rows that may be totals: found while the conventions are settled, judged when they are.
#[derive(Clone)]
pub(super) struct Candidates {
    /// Cells of figures that add up.
    numbers: BTreeSet<usize>,
    /// Cells of names and days.
    names: BTreeSet<usize>,
    rows: Vec<u64>,
}

impl Candidates {
    /// Among the rows of a table whose figures and names stand in these cells.
    pub(super) fn new(numbers: BTreeSet<usize>, names: &BTreeSet<usize>) -> Candidates {
        let names = names - &numbers;
        Candidates { numbers, names, rows: Vec::new() }
    }

    /// Takes rows into account.
    pub(super) fn feed(&mut self, rows: &dyn Rows) {
        let Some(first) = self.names.first().filter(|_| !self.numbers.is_empty() && self.rows.len() <= MOST) else {
            return;
        };
        // Most rows end here: the first name is there.
        let columns = rows.columns(&[*first]);
        let nameless = |(_, cell): &(usize, &Cell<'_>)| text(cell).is_none();
        let some: Vec<usize> = columns.iter().flatten().enumerate().filter(nameless).map(|(at, _)| at).collect();
        rows.some(&some, &mut |row| {
            let blank = |at: usize| cell_text(&row, at).is_none();
            let fits = self.names.iter().all(|&at| blank(at)) && self.numbers.iter().any(|&at| !blank(at));
            if fits && self.rows.len() <= MOST && self.is_bare(&row) {
                self.rows.push(row.number);
            }
        });
    }

    /// Takes into account what was found in later rows.
    pub(super) fn join(&mut self, later: Candidates) {
        self.rows.extend(later.rows);
        self.rows.truncate(MOST + 1);
    }

    /// Whether what no column is taken from holds figures only.
    fn is_bare(&self, row: &Row<'_>) -> bool {
        row.cells.iter().enumerate().all(|(at, cell)| match cell {
            _ if self.numbers.contains(&at) => true,
            Cell::Text(text) => cell_text(row, at).is_none() || is_number(text),
            Cell::Empty | Cell::Number(_) => true,
            Cell::Moment(_) | Cell::Bool(_) | Cell::Error(_) => false,
        })
    }

    /// Those whose every figure is the sum of its column over all other rows; `columns` read the cells of `numbers`.
    ///
    /// # Errors
    /// The note of a file that turns out to be damaged.
    pub(super) fn totals(&self, table: &Table, columns: &[&Column]) -> Result<BTreeSet<u64>, Note> {
        if self.rows.is_empty() || self.rows.len() > MOST {
            return Ok(BTreeSet::new());
        }
        let mut sums: Vec<Option<Decimal>> = vec![Some(Decimal { mantissa: 0, scale: 0 }); columns.len()];
        let (mut given, mut others) = (Vec::new(), 0);
        table.body.pass(&mut |row| {
            let values = columns.iter().map(|c| c.decimal(&row).ok().flatten());
            if self.rows.contains(&row.number) {
                given.push((row.number, values.collect::<Vec<_>>()));
                return ControlFlow::Continue(());
            }
            others += 1;
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum = sum.and_then(|s| value.map_or(Some(s), |v| add(s, v)));
            }
            ControlFlow::Continue(())
        })?;
        let is_total = |values: &[Option<Decimal>]| {
            let pairs = values.iter().zip(&sums).filter_map(|(value, sum)| Some(((*value)?, *sum)));
            let (mut some, mut all) = (false, true);
            for (value, sum) in pairs {
                some |= value.mantissa != 0;
                all &= sum.is_some_and(|sum| near(value, sum));
            }
            some && all
        };
        let found = given.into_iter().filter(|(_, values)| others > 0 && is_total(values));
        Ok(found.map(|(row, _)| row).collect())
    }
}

/// Whether two figures are the same but for the rounding of a spreadsheet, which adds in floats.
fn near(a: Decimal, b: Decimal) -> bool {
    let of = |d: Decimal| d.mantissa as f64 / 10_f64.powi(i32::try_from(d.scale).unwrap_or(0));
    (of(a) - of(b)).abs() <= of(b).abs() * 1e-9
}
