//! The rows of a sheet below its header, laid out and judged block by block on several threads.

use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::grid::Grid;
use super::in_order::in_order;
use super::packed::Packed;
use super::shape::{self, Judge};
use super::table::{Body, Cell, Look, Looked, Pass, Row, Rows};
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

/// The rows of a block.
#[derive(Default)]
struct Judged<'g> {
    cells: Vec<(u16, Cell<'g>)>,
    /// Of each row its number, where its cells begin and end, and how many follow beyond the header.
    rows: Vec<(u64, usize, usize, usize)>,
    set_aside: Vec<(u64, String)>,
    width: usize,
}

impl GridBody {
    /// The rows of a block from the byte `from` on, that follow the row with the number `before`.
    fn judged(&self, block: usize, from: usize, before: u64) -> Judged<'_> {
        let mut judged = Judged { width: self.width, ..Judged::default() };
        let (mut row, mut beyond): (Vec<Cell<'_>>, Vec<&str>) = (vec![Cell::Empty; self.width], Vec::new());
        let mut packed = self.grid.unpacked(block, from).peekable();
        let mut last = before;
        while let Some(Packed::Row(number)) = packed.next() {
            let number = u64::from(number) + 1;
            let gap = number > last + 1;
            last = number;
            let start = judged.cells.len();
            beyond.clear();
            let mut blank = true;
            while let Some(Packed::Cell(column, value)) = packed.next_if(|p| matches!(p, Packed::Cell(..))) {
                let cell = self.grid.cell(value);
                blank &= text(&cell).trim_matches(super::numeral::is_blank).is_empty();
                match row.get_mut(column as usize) {
                    Some(place) => {
                        *place = cell;
                        judged.cells.push((u16::try_from(column).unwrap_or(u16::MAX), cell));
                    }
                    None => beyond.push(match cell {
                        Cell::Text(text) => text,
                        _ => "#",
                    }),
                }
            }
            let texts = row.iter().map(text).chain(beyond.iter().copied());
            let aside = !blank && self.judge.sets_aside(texts.clone(), gap);
            if aside {
                judged.set_aside.push((number, shape::excerpt(texts)));
            }
            for (column, _) in &judged.cells[start..] {
                row[usize::from(*column)] = Cell::Empty;
            }
            if blank || aside {
                judged.cells.truncate(start);
            } else {
                judged.rows.push((number, start, judged.cells.len(), beyond.len()));
            }
        }
        judged
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
    /// Hands a row to `each`, laid out in `cells`, which are empty before and after.
    fn row<T>(&self, at: usize, cells: &mut [Cell<'g>], each: &mut dyn FnMut(Row<'_>) -> T) -> T {
        let (number, start, end, beyond) = self.rows[at];
        for (column, cell) in &self.cells[start..end] {
            cells[usize::from(*column)] = *cell;
        }
        let answer = each(Row { number, cells, beyond });
        for (column, _) in &self.cells[start..end] {
            cells[usize::from(*column)] = Cell::Empty;
        }
        answer
    }
}

impl Rows for Judged<'_> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn each(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut cells = vec![Cell::Empty; self.width];
        (0..self.rows.len()).try_for_each(|at| self.row(at, &mut cells, each))
    }

    fn some(&self, positions: &[usize], each: &mut dyn FnMut(Row<'_>)) {
        let mut cells = vec![Cell::Empty; self.width];
        positions.iter().filter(|at| **at < self.rows.len()).for_each(|at| self.row(*at, &mut cells, each));
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
        let mut jobs = self.grid.blocks_from(self.from);
        let work = |(block, from, before)| {
            let judged = self.judged(block, from, before);
            let looked = look(&judged);
            (judged, looked)
        };
        let done: Result<(), Infallible> =
            in_order(self.threads, &mut || Ok(jobs.next()), &work, &mut |(mut judged, looked)| {
                pass.rows += judged.rows.len() as u64;
                pass.set_aside.append(&mut judged.set_aside);
                each(looked, &judged)
            });
        done.unwrap_or_else(|never| match never {});
        Ok(pass)
    }
}
