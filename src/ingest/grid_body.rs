//! The rows of a sheet below its header, laid out block by block on several threads.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::grid::Grid;
use super::grid_judged::{Judged, Judging, RowAt};
use super::shape::Judge;
use super::table::{Body, Cell, Look, Looked, Pass, Row, Rows};
use crate::model::in_order::all_in_order;
use crate::model::note::Note;

/// The rows of a grid below a header.
pub(crate) struct GridBody {
    /// The sheet.
    grid: Arc<Grid>,
    /// Index of the first row, near the top.
    from: usize,
    /// How many columns the header has.
    width: usize,
    /// What is no row.
    judge: Judge,
    /// On how many threads they are read.
    threads: NonZeroUsize,
}

impl GridBody {
    /// The rows from the one at `from` on, which is near the top, below a header of `width` columns; read on `threads`.
    pub(crate) fn new(grid: Arc<Grid>, from: usize, width: usize, judge: Judge, threads: NonZeroUsize) -> GridBody {
        GridBody { grid, from, width, judge, threads }
    }

    fn rows<'g>(&'g self, judged: &'g Judged) -> GridRows<'g> {
        GridRows { grid: &self.grid, width: self.width, judged }
    }
}

/// The rows of a block.
struct GridRows<'g> {
    grid: &'g Grid,
    width: usize,
    judged: &'g Judged,
}

impl<'g> GridRows<'g> {
    /// Hands a row to `each`, laid out in `cells`, which are empty before and after; `filled` has room for their columns.
    fn row<T>(
        &self,
        row: RowAt,
        (cells, filled): &mut (Vec<Cell<'g>>, Vec<usize>),
        each: &mut dyn FnMut(Row<'_>) -> T,
    ) -> T {
        for (column, cell) in self.grid.cells(self.judged.block, row.from) {
            let Some(place) = cells.get_mut(column) else { break };
            *place = cell;
            filled.push(column);
        }
        let answer = each(Row { number: row.number.into(), cells, beyond: row.beyond as usize });
        filled.drain(..).for_each(|column| cells[column] = Cell::Empty);
        answer
    }

    fn no_cells(&self) -> (Vec<Cell<'g>>, Vec<usize>) {
        (vec![Cell::Empty; self.width], Vec::new())
    }
}

impl Rows for GridRows<'_> {
    fn len(&self) -> usize {
        self.judged.rows.len()
    }

    fn each(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut cells = self.no_cells();
        self.judged.rows.iter().try_for_each(|row| self.row(*row, &mut cells, each))
    }

    fn columns(&self, wanted: &[usize]) -> Vec<Vec<Cell<'_>>> {
        let mut columns = vec![Vec::with_capacity(self.len()); wanted.len()];
        let last = wanted.iter().copied().max().unwrap_or_default();
        for row in &self.judged.rows {
            for column in &mut columns {
                column.push(Cell::Empty);
            }
            for (at, cell) in self.grid.cells(self.judged.block, row.from).take_while(|(at, _)| *at <= last) {
                let taken = wanted.iter().zip(&mut columns).filter(|(wanted, _)| **wanted == at);
                taken.for_each(|(_, column)| column.last_mut().into_iter().for_each(|place| *place = cell));
            }
        }
        columns
    }

    fn ragged(&self) -> Vec<usize> {
        (0..).zip(&self.judged.rows).filter(|(_, row)| row.beyond > 0).map(|(position, _)| position).collect()
    }

    fn number(&self, position: usize) -> u64 {
        self.judged.rows.get(position).map_or(0, |row| row.number.into())
    }

    fn some(&self, positions: &[usize], each: &mut dyn FnMut(Row<'_>)) {
        let mut cells = self.no_cells();
        let rows = positions.iter().filter_map(|at| self.judged.rows.get(*at));
        rows.for_each(|row| self.row(*row, &mut cells, each));
    }
}

impl Pass {
    fn meet(&mut self, judged: &Judged) {
        self.rows += judged.rows.len() as u64;
        self.set_aside.extend_from_slice(&judged.set_aside);
    }
}

impl Body for GridBody {
    fn pass(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> Result<Pass, Note> {
        self.looked(&|_| None, &mut |_, rows| rows.each(each))
    }

    fn looked(
        &self,
        look: &Look<'_>,
        each: &mut dyn FnMut(Looked, &dyn Rows) -> ControlFlow<()>,
    ) -> Result<Pass, Note> {
        let mut pass = Pass::default();
        let judging = Judging { grid: &self.grid, judge: &self.judge, width: self.width };
        let work = |(block, from, before)| {
            let judged = judging.judged(block, from, before);
            let looked = look(&self.rows(&judged));
            (judged, looked)
        };
        all_in_order(self.threads, self.grid.blocks_from(self.from), &work, &mut |(judged, looked)| {
            pass.meet(&judged);
            each(looked, &self.rows(&judged))
        });
        Ok(pass)
    }
}
