//! The rows of a sheet below its header, laid out and judged block by block on several threads.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::grid::Grid;
use super::packed::Packed;
use super::shape::{self, Judge};
use super::table::{Body, Cell, Look, Looked, Pass, Row, Rows};
use crate::model::in_order::all_in_order;
use crate::model::note::Note;

/// The rows of a grid below a header.
pub(crate) struct GridBody {
    /// The sheet.
    pub grid: Arc<Grid>,
    /// Index of the first row, near the top.
    pub from: usize,
    /// How many columns the header has.
    pub width: usize,
    /// What is no row.
    pub judge: Judge,
    /// On how many threads they are read.
    pub threads: NonZeroUsize,
}

/// A block with what is known of its rows.
struct Judged<'g> {
    body: &'g GridBody,
    block: usize,
    rows: Vec<RowAt>,
    set_aside: Vec<(u64, String)>,
}

/// Where a row stands.
#[derive(Clone, Copy)]
struct RowAt {
    number: u64,
    /// The byte of the block where its cells begin.
    from: usize,
    /// How many cells follow beyond the header.
    beyond: usize,
}

/// A row on its way.
struct Open {
    at: RowAt,
    /// Whether an empty row stands before it.
    gap: bool,
    cells: usize,
    /// Whether each of its cells can stand in any row.
    ordinary: bool,
}

impl GridBody {
    /// The rows of a block from the byte `from` on, that follow the row with the number `before`.
    fn judged(&self, block: usize, from: usize, before: u64) -> Judged<'_> {
        let mut judged = Judged { body: self, block, rows: Vec::new(), set_aside: Vec::new() };
        let first_name = self.judge.first_name();
        let mut unpacked = self.grid.unpacked(block, from);
        let end = from + unpacked.left();
        let mut number = before;
        let mut open: Option<Open> = None;
        while let Some(packed) = unpacked.next() {
            match packed {
                Packed::Row(row) => {
                    if let Some(row) = open.take() {
                        judged.close(row);
                    }
                    let next = u64::from(row) + 1;
                    let at = RowAt { number: next, from: end - unpacked.left(), beyond: 0 };
                    open = Some(Open { at, gap: next > number + 1, cells: 0, ordinary: true });
                    number = next;
                }
                Packed::Cell(column, value) => {
                    let Some(open) = &mut open else { continue };
                    let column = column as usize;
                    let named = |(at, name)| at == column && self.grid.says(value, name);
                    open.cells += 1;
                    open.at.beyond += usize::from(column >= self.width);
                    open.ordinary &= self.grid.is_ordinary(value) && !first_name.is_some_and(named);
                }
            }
        }
        if let Some(row) = open {
            judged.close(row);
        }
        judged
    }

    /// The cells of a row, with their columns.
    fn cells(&self, block: usize, row: RowAt) -> impl Iterator<Item = (usize, Cell<'_>)> {
        self.grid.unpacked(block, row.from).map_while(|packed| match packed {
            Packed::Cell(column, value) => Some((column as usize, self.grid.cell(value))),
            Packed::Row(_) => None,
        })
    }
}

impl Judged<'_> {
    /// Judges a row by all its cells, where one of them may make it something else.
    fn close(&mut self, Open { at, gap, cells, ordinary }: Open) {
        if ordinary && cells > 1 {
            return self.rows.push(at);
        }
        let mut texts = vec![""; self.body.width];
        for (column, cell) in self.body.cells(self.block, at) {
            match texts.get_mut(column) {
                Some(place) => *place = text(&cell),
                None => texts.push(text(&cell)),
            }
        }
        if texts.iter().all(|text| text.trim_matches(super::numeral::is_blank).is_empty()) {
            return;
        }
        if self.body.judge.sets_aside(texts.iter().copied(), gap) {
            self.set_aside.push((at.number, shape::excerpt(texts.into_iter())));
        } else {
            self.rows.push(at);
        }
    }
}

/// The cell as the judge sees it: its text, or a stand-in for every other value.
fn text<'a>(cell: &Cell<'a>) -> &'a str {
    match cell {
        Cell::Text(text) => text,
        Cell::Empty => "",
        Cell::Number(_) | Cell::Moment(_) | Cell::Bool(_) | Cell::Error(_) => "#",
    }
}

impl<'g> Judged<'g> {
    /// Hands a row to `each`, laid out in `cells`, which are empty before and after; `filled` has room for their columns.
    fn row<T>(
        &self,
        row: RowAt,
        (cells, filled): &mut (Vec<Cell<'g>>, Vec<usize>),
        each: &mut dyn FnMut(Row<'_>) -> T,
    ) -> T {
        for (column, cell) in self.body.cells(self.block, row) {
            let Some(place) = cells.get_mut(column) else { break };
            *place = cell;
            filled.push(column);
        }
        let answer = each(Row { number: row.number, cells, beyond: row.beyond });
        filled.drain(..).for_each(|column| cells[column] = Cell::Empty);
        answer
    }

    fn no_cells(&self) -> (Vec<Cell<'g>>, Vec<usize>) {
        (vec![Cell::Empty; self.body.width], Vec::new())
    }
}

impl Rows for Judged<'_> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn each(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut cells = self.no_cells();
        self.rows.iter().try_for_each(|row| self.row(*row, &mut cells, each))
    }

    fn some(&self, positions: &[usize], each: &mut dyn FnMut(Row<'_>)) {
        let mut cells = self.no_cells();
        let rows = positions.iter().filter_map(|at| self.rows.get(*at));
        rows.for_each(|row| self.row(*row, &mut cells, each));
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
        let work = |(block, from, before)| {
            let judged = self.judged(block, from, before);
            let looked = look(&judged);
            (judged, looked)
        };
        all_in_order(self.threads, self.grid.blocks_from(self.from), &work, &mut |(mut judged, looked)| {
            pass.rows += judged.rows.len() as u64;
            pass.set_aside.append(&mut judged.set_aside);
            each(looked, &judged)
        });
        Ok(pass)
    }
}
