//! Rows in memory, packed, with the texts that they share: for workbooks and for reports that stand upright.

use std::sync::Arc;

use super::ordinary::Ordinary;
use super::packed::{ERRORS, GRID_ROWS, MOMENTS, Packed, Packer, Unpacked, Value};
use super::shape::is_ordinary;
use super::table::{Cell, calendar};
use super::texts::Texts;
use super::told::Fault;

/// How many rows from the top can be asked for one by one.
const TOP: usize = 64;
/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

/// Rows of a sheet; only cells that hold something are kept.
#[derive(Default, Debug)]
pub(crate) struct Grid {
    texts: Arc<Texts>,
    ordinary: Arc<Ordinary>,
    blocks: Vec<Block>,
    rows: usize,
    /// The number of the last row.
    last: u64,
    /// Of the rows at the top: number, block, and where in its bytes.
    top: Vec<(u64, usize, usize)>,
}

#[derive(Debug)]
struct Block {
    bytes: Vec<u8>,
    /// The number of the row before its first.
    before: u64,
    /// One past its last column.
    width: usize,
}

impl Grid {
    /// No rows so far, of a workbook whose cells share `texts`, which have been judged.
    pub(crate) fn new(texts: Arc<Texts>, ordinary: Arc<Ordinary>) -> Grid {
        Grid { texts, ordinary, ..Grid::default() }
    }

    /// One row of texts.
    pub(crate) fn of_row<'t>(number: u64, texts: impl Iterator<Item = &'t str>) -> Grid {
        let (mut grid, mut packer) = (Grid::default(), Packer::default());
        let row = u32::try_from(number.saturating_sub(1)).unwrap_or(0).min(GRID_ROWS - 1);
        // A report of a few lines fits in any row.
        let _ = (0..).zip(texts).try_for_each(|(column, text)| packer.put(row, column, Value::Text(text)));
        let _ = grid.add(packer.take());
        grid
    }

    /// Adds packed rows that follow the others: how many cells they are, and how many bytes of text these hold.
    ///
    /// # Errors
    /// Rows that cannot be of a sheet.
    pub(crate) fn add(&mut self, bytes: Vec<u8>) -> Result<(u64, usize), Fault> {
        let mut unpacked = Unpacked::new(&bytes);
        if !matches!(unpacked.clone().next(), Some(Packed::Row(_))) {
            return Err(Fault::damage("damage.content"));
        }
        let (block, before) = (self.blocks.len(), self.last);
        let (mut cells, mut text, mut width) = (0, 0, 0);
        let mut at = 0;
        while let Some(packed) = unpacked.next() {
            let refuse = |why, column| {
                let row = u32::try_from(self.last.saturating_sub(1)).unwrap_or(u32::MAX);
                Err(Fault { code: "E109", ..Fault::damage(why) }.at(row, column))
            };
            match packed {
                Packed::Row(row) if u64::from(row) >= self.last && row < GRID_ROWS => {
                    self.last = u64::from(row) + 1;
                    self.rows += 1;
                    if self.top.len() < TOP {
                        self.top.push((self.last, block, at));
                    }
                }
                Packed::Row(_) => return Err(Fault::damage("impossible.order")),
                Packed::Cell(column, value) => {
                    let long = match value {
                        // The text itself is far away in memory, and is not needed for this.
                        Value::Shared(number) => self.texts.length(number),
                        Value::Number(number) if !number.is_finite() => return refuse("impossible.content", column),
                        Value::Text(text) => Some(text.len()),
                        Value::Error(place) => ERRORS.get(usize::from(place)).map(|error| error.len()),
                        Value::Moment(moment) => MOMENTS.contains(&moment).then_some(0),
                        Value::Number(_) | Value::Bool(_) => Some(0),
                    };
                    let Some(long) = long else { return refuse("impossible.index", column) };
                    if long > LONGEST && !self.fits(value) {
                        return refuse("impossible.content", column);
                    }
                    text += long;
                    cells += 1;
                    width = width.max(column as usize + 1);
                }
            }
            at = bytes.len() - unpacked.left();
        }
        if unpacked.left() > 0 {
            return Err(Fault::damage("damage.content"));
        }
        self.blocks.push(Block { bytes, before, width });
        Ok((cells, text))
    }

    /// Whether a text of many bytes is short enough in those units in which its length is limited.
    fn fits(&self, value: Value<'_>) -> bool {
        matches!(self.cell(value), Cell::Text(text) if text.encode_utf16().count() <= LONGEST)
    }

    /// How many rows hold something.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// The number of the last row; 0 when there is none.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    /// The number of the row at `at`, which is one of the first [`TOP`].
    pub(crate) fn number(&self, at: usize) -> u64 {
        self.top.get(at).map_or(0, |(number, _, _)| *number)
    }

    /// The cells of the row at `at`, which is one of the first [`TOP`], with their columns.
    pub(crate) fn row(&self, at: usize) -> impl Iterator<Item = (usize, Cell<'_>)> {
        let cells = self.top.get(at).map(|(_, block, start)| self.unpacked(*block, *start).skip(1));
        cells.into_iter().flatten().map_while(|packed| match packed {
            Packed::Cell(column, value) => Some((column as usize, self.cell(value))),
            Packed::Row(_) => None,
        })
    }

    /// The row at `at`, which is one of the first [`TOP`], as texts, one per column from the first.
    pub(crate) fn texts(&self, at: usize) -> Vec<String> {
        let mut texts = Vec::new();
        for (column, cell) in self.row(at) {
            texts.resize(column, String::new());
            texts.push(match cell {
                Cell::Text(text) | Cell::Error(text) => text.trim_matches(super::numeral::is_blank).to_owned(),
                Cell::Number(value) => value.to_string(),
                Cell::Moment(moment) => calendar(moment).to_string(),
                Cell::Bool(truth) => truth.to_string(),
                Cell::Empty => String::new(),
            });
        }
        texts
    }

    /// One past the last column of the rows from `at` on, which is one of the first [`TOP`].
    pub(crate) fn width_from(&self, at: usize) -> usize {
        let Some((_, block, start)) = self.top.get(at) else { return 0 };
        let columns = self.unpacked(*block, *start).map(|packed| match packed {
            Packed::Cell(column, _) => column as usize + 1,
            Packed::Row(_) => 0,
        });
        columns.chain(self.blocks[block + 1..].iter().map(|b| b.width)).max().unwrap_or(0)
    }

    /// The blocks from the row at `from` on, which is one of the first [`TOP`]: each by its number, the byte where its rows
    /// begin, and the number of the row before them.
    pub(crate) fn blocks_from(&self, from: usize) -> impl Iterator<Item = (usize, usize, u64)> {
        let top = self.top.get(from).copied();
        let above = from.checked_sub(1).map_or(top.map_or(0, |top| top.0), |above| self.number(above));
        let first = top.map_or(self.blocks.len(), |(_, first, _)| first);
        let start = move |block| top.filter(|(_, first, _)| *first == block).map(|(_, _, start)| (start, above));
        (first..self.blocks.len()).map(move |block| {
            let (start, before) = start(block).unwrap_or((0, self.blocks[block].before));
            (block, start, before)
        })
    }

    /// The rows of a block from the byte `from` on.
    #[inline]
    pub(crate) fn unpacked(&self, block: usize, from: usize) -> Unpacked<'_> {
        Unpacked::new(self.blocks.get(block).and_then(|b| b.bytes.get(from..)).unwrap_or_default())
    }

    /// The cells of the row whose cells begin at the byte `from` of a block, with their columns.
    #[inline]
    pub(crate) fn cells(&self, block: usize, from: u32) -> impl Iterator<Item = (usize, Cell<'_>)> {
        self.unpacked(block, from as usize).map_while(|packed| match packed {
            Packed::Cell(column, value) => Some((column as usize, self.cell(value))),
            Packed::Row(_) => None,
        })
    }

    /// What a value of its rows is.
    #[inline]
    pub(crate) fn cell<'g>(&'g self, value: Value<'g>) -> Cell<'g> {
        match value {
            Value::Shared(number) => self.texts.get(number).map_or(Cell::Empty, Cell::Text),
            Value::Number(number) => Cell::Number(number),
            Value::Moment(moment) => Cell::Moment(moment),
            Value::Text(text) => Cell::Text(text),
            Value::Error(place) => ERRORS.get(usize::from(place)).map_or(Cell::Empty, |error| Cell::Error(error)),
            Value::Bool(truth) => Cell::Bool(truth),
        }
    }

    /// Whether a value of its rows is this text. One of another length is not fetched: it is far away in memory.
    pub(crate) fn says(&self, value: Value<'_>, text: &str) -> bool {
        match value {
            Value::Shared(number) => {
                self.texts.length(number) == Some(text.len()) && self.texts.get(number) == Some(text)
            }
            Value::Text(own) => own == text,
            _ => false,
        }
    }

    /// Whether a value of its rows makes none of them something else: see [`is_ordinary`].
    #[inline]
    pub(crate) fn is_ordinary(&self, value: Value<'_>) -> bool {
        match value {
            Value::Shared(number) => self.ordinary.has(number),
            Value::Text(text) => is_ordinary(text),
            Value::Number(_) | Value::Moment(_) | Value::Error(_) | Value::Bool(_) => true,
        }
    }
}
