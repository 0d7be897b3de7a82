//! Rows of a sheet as bytes: what goes through the pipe is what is kept, so that a workbook in memory is little larger
//! than its archive.
//!
//! A row begins with [`ROW`] and its number from 0 in four bytes. Each of its cells follows as one byte, kind in the low
//! three bits and steps to the right of the cell before in the others (all of them set: the steps follow), then what it
//! holds. So rows and cells out of order cannot be written.

use std::ops::RangeInclusive;

use super::composed::composed;
use super::told::Fault;

/// The rows of a sheet.
pub(crate) const GRID_ROWS: u32 = 1_048_576;
/// The columns of a sheet.
pub(crate) const GRID_COLUMNS: u32 = 16_384;
/// The error values of a spreadsheet.
pub(crate) const ERRORS: [&str; 8] =
    ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"];

/// The moments of a spreadsheet in seconds since 1970: from 1900-01-01 to the second after the last of 9999, to which that may
/// be rounded.
pub(crate) const MOMENTS: RangeInclusive<i64> = -2_208_988_800..=253_402_300_800;

const SHARED: u8 = 0;
const NUMBER: u8 = 1;
const MOMENT: u8 = 2;
const TEXT: u8 = 3;
const ERROR: u8 = 4;
const TRUE: u8 = 5;
const FALSE: u8 = 6;
const ROW: u8 = 7;
/// Steps that do not fit beside the kind.
const FAR: u32 = 31;

/// What a cell holds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Value<'a> {
    /// A text that cells share, by its number.
    Shared(u32),
    /// A number, perhaps none that a cell can hold.
    Number(f64),
    /// A date or time in seconds since 1970, its date system settled.
    Moment(i64),
    /// A text.
    Text(&'a str),
    /// An error value, by its place in [`ERRORS`].
    Error(u8),
    /// A truth value.
    Bool(bool),
}

/// Rows on their way into bytes.
#[derive(Default)]
pub(crate) struct Packer {
    bytes: Vec<u8>,
    /// Row and column of the last cell.
    last: Option<(u32, u32)>,
    /// The row that is begun in `bytes`, and one past the column of its last cell.
    open: Option<(u32, u32)>,
}

impl Packer {
    /// Adds a cell. Of a text the composed form is kept, of an empty one nothing.
    ///
    /// # Errors
    /// A cell outside of what a sheet can be, or not after the one before.
    pub(crate) fn put(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<(), Fault> {
        let refuse = |why| Err(Fault { code: "E109", ..Fault::damage(why) }.at(row, column));
        if row >= GRID_ROWS || column >= GRID_COLUMNS {
            return refuse("impossible.outside");
        }
        if self.last.is_some_and(|last| last >= (row, column)) {
            return refuse("impossible.order");
        }
        self.last = Some((row, column));
        if value == Value::Text("") {
            return Ok(());
        }
        let next = match self.open {
            Some((open, next)) if open == row => next,
            _ => {
                self.bytes.push(ROW);
                self.bytes.extend_from_slice(&row.to_le_bytes());
                0
            }
        };
        self.open = Some((row, column + 1));
        self.cell(column - next, value);
        Ok(())
    }

    fn cell(&mut self, steps: u32, value: Value<'_>) {
        let kind = match value {
            Value::Shared(_) => SHARED,
            Value::Number(_) => NUMBER,
            Value::Moment(_) => MOMENT,
            Value::Text(_) => TEXT,
            Value::Error(_) => ERROR,
            Value::Bool(true) => TRUE,
            Value::Bool(false) => FALSE,
        };
        let near = u8::try_from(steps.min(FAR)).unwrap_or_default();
        self.bytes.push(kind | near << 3);
        if steps >= FAR {
            self.count(steps);
        }
        match value {
            Value::Shared(number) => self.count(number),
            Value::Number(number) => self.bytes.extend_from_slice(&number.to_le_bytes()),
            Value::Moment(moment) => self.bytes.extend_from_slice(&moment.to_le_bytes()),
            Value::Text(text) => {
                let text = composed(text);
                // A longer one is refused by whoever unpacks it: cut, it would be believed.
                self.count(u32::try_from(text.len()).unwrap_or(u32::MAX));
                self.bytes.extend_from_slice(text.as_bytes());
            }
            Value::Error(place) => self.bytes.push(place),
            Value::Bool(_) => {}
        }
    }

    /// Seven bits a byte, the lowest first; all bytes but the last have the eighth set.
    fn count(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    /// How many bytes there are.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Row and column of the last cell.
    pub(crate) fn last(&self) -> Option<(u32, u32)> {
        self.last
    }

    /// The rows packed so far; what follows begins a row of its own, even where its number is the same.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        self.open = None;
        std::mem::take(&mut self.bytes)
    }
}

/// The next of packed rows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Packed<'b> {
    /// A row begins: its number from 0.
    Row(u32),
    /// A cell of it: its column from 0 and what it holds.
    Cell(u32, Value<'b>),
}

/// Goes through packed rows, up to their end or to bytes that are none.
#[derive(Clone)]
pub(crate) struct Unpacked<'b> {
    rest: &'b [u8],
    next: u32,
}

impl<'b> Unpacked<'b> {
    /// The rows in `bytes`.
    #[inline]
    pub(crate) fn new(bytes: &'b [u8]) -> Unpacked<'b> {
        Unpacked { rest: bytes, next: 0 }
    }

    /// How many bytes are left: more than none after the last row are no rows.
    #[inline]
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    #[inline]
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*bytes)
    }

    #[inline]
    fn counted(&mut self) -> Option<u32> {
        let mut number = 0_u64;
        for (at, byte) in self.rest.iter().take(5).enumerate() {
            number |= u64::from(byte & 0x7F) << (7 * at);
            if byte & 0x80 == 0 {
                self.rest = &self.rest[at + 1..];
                return u32::try_from(number).ok();
            }
        }
        None
    }

    #[inline]
    fn step(&mut self) -> Option<Packed<'b>> {
        let [head] = self.take()?;
        if head == ROW {
            self.next = 0;
            return self.take().map(u32::from_le_bytes).map(Packed::Row);
        }
        let near = u32::from(head >> 3);
        let steps = if near == FAR { self.counted()? } else { near };
        let column = self.next.checked_add(steps).filter(|column| *column < GRID_COLUMNS)?;
        self.next = column + 1;
        let value = match head & 7 {
            SHARED => Value::Shared(self.counted()?),
            NUMBER => Value::Number(f64::from_le_bytes(self.take()?)),
            MOMENT => Value::Moment(i64::from_le_bytes(self.take()?)),
            TEXT => {
                let length = self.counted()? as usize;
                let (text, rest) = self.rest.split_at_checked(length)?;
                self.rest = rest;
                Value::Text(std::str::from_utf8(text).ok()?)
            }
            ERROR => Value::Error(self.take::<1>()?[0]),
            TRUE => Value::Bool(true),
            FALSE => Value::Bool(false),
            _ => return None,
        };
        Some(Packed::Cell(column, value))
    }
}

impl<'b> Iterator for Unpacked<'b> {
    type Item = Packed<'b>;

    #[inline]
    fn next(&mut self) -> Option<Packed<'b>> {
        let before = self.rest;
        let found = self.step();
        if found.is_none() {
            self.rest = before;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_what_is_unpacked() {
        let values = [
            Value::Number(-1.5),
            Value::Text("ราคา"),
            Value::Bool(true),
            Value::Bool(false),
            Value::Error(5),
            Value::Moment(1_750_000_000),
            Value::Shared(u32::MAX),
        ];
        let mut packer = Packer::default();
        let mut put = Vec::new();
        for (row, column, step) in [(0, 0, 1), (7, 3, 30), (9, 16, 31), (GRID_ROWS - 1, 0, 700)] {
            put.push(Packed::Row(row));
            for (value, at) in values.iter().zip(0..) {
                let column = column + step * at;
                packer.put(row, column, *value).unwrap();
                put.push(Packed::Cell(column, *value));
            }
            packer.put(row, GRID_COLUMNS - 1, Value::Text("")).unwrap();
        }
        let bytes = packer.take();
        assert_eq!(Unpacked::new(&bytes).collect::<Vec<_>>(), put);
        for end in 0..bytes.len() {
            let found: Vec<_> = Unpacked::new(&bytes[..end]).collect();
            assert!(found.len() < put.len() && put.starts_with(&found), "{end}");
        }
    }

    #[test]
    fn cells_come_in_their_order_and_inside_a_sheet() {
        let mut packer = Packer::default();
        packer.put(1, 1, Value::Bool(true)).unwrap();
        for (row, column, why) in [
            (1, 1, "impossible.order"),
            (0, 5, "impossible.order"),
            (GRID_ROWS, 0, "impossible.outside"),
            (2, GRID_COLUMNS, "impossible.outside"),
        ] {
            let fault = packer.put(row, column, Value::Text("")).unwrap_err();
            assert_eq!((fault.reason.as_str(), fault.row), (why, u64::from(row) + 1));
        }
    }
}
