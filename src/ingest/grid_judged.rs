//! What the rows of a packed block are: where each begins that counts, and what was set aside.

use super::grid::Grid;
use super::packed::Packed;
use super::shape::{self, Judge};
use super::table::Cell;

/// A block with what is known of its rows.
pub(super) struct Judged {
    /// Its number.
    pub(super) block: usize,
    /// The rows that count.
    pub(super) rows: Vec<RowAt>,
    /// Number and first texts of the others.
    pub(super) set_aside: Vec<(u64, String)>,
}

/// Where a row stands.
#[derive(Clone, Copy)]
pub(super) struct RowAt {
    /// As a spreadsheet shows it.
    pub(super) number: u32,
    /// The byte of the block where its cells begin.
    pub(super) from: u32,
    /// How many cells follow beyond the header.
    pub(super) beyond: u32,
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

/// Tells rows from other lines of a sheet.
pub(super) struct Judging<'g> {
    /// The sheet.
    pub(super) grid: &'g Grid,
    /// What is no row.
    pub(super) judge: &'g Judge,
    /// How many columns the header has.
    pub(super) width: usize,
}

impl Judging<'_> {
    /// The rows of a block from the byte `from` on, that follow the row with the number `before`.
    pub(super) fn judged(&self, block: usize, from: usize, before: u64) -> Judged {
        let mut judged = Judged { block, rows: Vec::new(), set_aside: Vec::new() };
        let first_name = self.judge.first_name();
        let mut unpacked = self.grid.unpacked(block, from);
        let end = from + unpacked.left();
        let mut number = before;
        let mut open: Option<Open> = None;
        while let Some(packed) = unpacked.next() {
            match packed {
                Packed::Row(row) => {
                    if let Some(row) = open.take() {
                        self.close(row, &mut judged);
                    }
                    // A block is at most some hundred megabytes, see what is told of one at once.
                    let from = u32::try_from(end - unpacked.left()).unwrap_or(u32::MAX);
                    let at = RowAt { number: row + 1, from, beyond: 0 };
                    let next = u64::from(at.number);
                    open = Some(Open { at, gap: next > number + 1, cells: 0, ordinary: true });
                    number = next;
                }
                Packed::Cell(column, value) => {
                    let Some(open) = &mut open else { continue };
                    let column = column as usize;
                    let named = |(at, name)| at == column && self.grid.says(value, name);
                    open.cells += 1;
                    open.at.beyond += u32::from(column >= self.width);
                    open.ordinary &= self.grid.is_ordinary(value) && !first_name.is_some_and(named);
                }
            }
        }
        if let Some(row) = open {
            self.close(row, &mut judged);
        }
        judged
    }

    /// Judges a row by all its cells, where one of them may make it something else.
    fn close(&self, Open { at, gap, cells, ordinary }: Open, judged: &mut Judged) {
        if ordinary && cells > 1 {
            return judged.rows.push(at);
        }
        let mut texts = vec![""; self.width];
        for (column, cell) in self.grid.cells(judged.block, at.from) {
            match texts.get_mut(column) {
                Some(place) => *place = text(&cell),
                None => texts.push(text(&cell)),
            }
        }
        if texts.iter().all(|text| text.trim_matches(super::numeral::is_blank).is_empty()) {
            return;
        }
        if self.judge.sets_aside(texts.iter().copied(), gap) {
            judged.set_aside.push((at.number.into(), shape::excerpt(texts.into_iter())));
        } else {
            judged.rows.push(at);
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
