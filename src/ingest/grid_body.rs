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

/// The rows of a block.
#[derive(Default)]
struct Judged<'g> {
    cells: Vec<(u16, Cell<'g>)>,
    /// Of each row its number, where its cells begin and end, and how many follow beyond the header.
    rows: Vec<(u64, usize, usize, usize)>,
    set_aside: Vec<(u64, String)>,
    width: usize,
}

/// A row on its way: its cells begin at `start`.
struct Open<'g> {
    number: u64,
    gap: bool,
    start: usize,
    blank: bool,
    beyond: Vec<&'g str>,
}

impl GridBody {
    /// The rows of a block from the byte `from` on, that follow the row with the number `before`.
    fn judged(&self, block: usize, from: usize, before: u64) -> Judged<'_> {
        let unpacked = self.grid.unpacked(block, from);
        let mut judged = Judged { width: self.width, ..Judged::default() };
        // A cell takes five bytes and more.
        judged.cells.reserve(unpacked.left() / 5);
        let mut row = vec![Cell::Empty; self.width];
        let mut open = Open { number: before, gap: false, start: 0, blank: true, beyond: Vec::new() };
        for packed in unpacked {
            match packed {
                Packed::Row(number) => {
                    self.close(&mut open, &mut row, &mut judged);
                    let number = u64::from(number) + 1;
                    open.gap = number > open.number + 1;
                    (open.number, open.start, open.blank) = (number, judged.cells.len(), true);
                    open.beyond.clear();
                }
                Packed::Cell(column, value) => {
                    let cell = self.grid.cell(value);
                    open.blank = open.blank && text(&cell).trim_matches(super::numeral::is_blank).is_empty();
                    match row.get_mut(column as usize) {
                        Some(place) => {
                            *place = cell;
                            judged.cells.push((u16::try_from(column).unwrap_or(u16::MAX), cell));
                        }
                        None => open.beyond.push(text(&cell)),
                    }
                }
            }
        }
        self.close(&mut open, &mut row, &mut judged);
        judged
    }

    /// Judges the row that lies in `row`, and empties that.
    fn close<'g>(&self, open: &mut Open<'g>, row: &mut [Cell<'g>], judged: &mut Judged<'g>) {
        let texts = row.iter().map(text).chain(open.beyond.iter().copied());
        let aside = !open.blank && self.judge.sets_aside(texts.clone(), open.gap);
        if aside {
            judged.set_aside.push((open.number, shape::excerpt(texts)));
        }
        for (column, _) in &judged.cells[open.start..] {
            row[usize::from(*column)] = Cell::Empty;
        }
        if open.blank || aside {
            judged.cells.truncate(open.start);
        } else {
            judged.rows.push((open.number, open.start, judged.cells.len(), open.beyond.len()));
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
