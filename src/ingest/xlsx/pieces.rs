//! A sheet in pieces that end between two rows, so that cells can be made of each by itself.

use std::io::Read;

use crate::ingest::marks;
use crate::ingest::told::Fault;

/// How much is unpacked before a piece is cut off, in bytes.
const SIZE: usize = 256 << 10;
/// More than this without the end of a row is none that a sheet can have, in bytes.
const LONGEST: usize = 256 << 20;

/// Some rows, with what stands before the first and after the last.
pub(super) struct Piece {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// Whether the sheet begins with it.
    pub(super) first: bool,
}

/// Cuts a sheet into pieces.
pub(super) struct Pieces<R> {
    part: R,
    rest: Vec<u8>,
    /// Up to where `rest` has no place to cut.
    looked: usize,
    first: bool,
    /// Whether something was met in which the end of a row may be no end: a comment or a section of text.
    whole: bool,
}

impl<R: Read> Pieces<R> {
    /// The pieces of a sheet.
    pub(super) fn new(part: R) -> Pieces<R> {
        Pieces { part, rest: Vec::with_capacity(2 * SIZE), looked: 0, first: true, whole: false }
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, Fault> {
        loop {
            let before = self.rest.len();
            let read = (&mut self.part).take(SIZE as u64).read_to_end(&mut self.rest);
            if read.map_err(|_| Fault::damage("damage.cut"))? == 0 {
                let bytes = std::mem::take(&mut self.rest);
                let first = std::mem::replace(&mut self.first, false);
                return Ok((!bytes.is_empty() || first).then_some(Piece { bytes, first }));
            }
            if self.rest.len() > LONGEST {
                return Err(Fault::damage("damage.bomb"));
            }
            // A mark may begin in the bytes before.
            self.whole = self.whole || marks::find(b"<!", &self.rest[before.saturating_sub(1)..]).is_some();
            let end = if self.whole { None } else { end_of_row(&self.rest[self.looked..]) };
            let Some(end) = end else {
                self.looked = self.rest.len().saturating_sub(ROW.len());
                continue;
            };
            let mut rest = Vec::with_capacity(2 * SIZE);
            rest.extend_from_slice(&self.rest[self.looked + end..]);
            self.rest.truncate(self.looked + end);
            self.looked = 0;
            let bytes = std::mem::replace(&mut self.rest, rest);
            return Ok(Some(Piece { bytes, first: std::mem::replace(&mut self.first, false) }));
        }
    }
}

/// A row's end with the longest prefix that is looked for.
const ROW: &[u8] = b"</0123456789abcdef:row>";

/// Right after the last end of a row.
fn end_of_row(bytes: &[u8]) -> Option<usize> {
    let mut until = bytes.len();
    while let Some(at) = marks::find_last(b"row>", &bytes[..until]) {
        let open = bytes[..at].iter().rev().take(ROW.len()).position(|b| *b == b'<').map(|back| at - 1 - back);
        let name = open.map(|open| &bytes[open + 1..at]);
        let ends = |name: &[u8]| name == b"/" || (name.starts_with(b"/") && name.ends_with(b":"));
        if name.is_some_and(ends) {
            return Some(at + 4);
        }
        until = at;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_end_between_rows() {
        let row =
            |n: usize| format!("<x:row r=\"{n}\"><c><v>{}</v></c><rowless></rowless></x:row>\n", "1".repeat(n % 90));
        let text: String = (1..20_000).map(row).collect();
        for (tail, many) in [("</sheetData>", true), ("<!-- </row> --></sheetData>", true)] {
            let sheet = format!("<worksheet><sheetData>{text}{tail}");
            let mut pieces = Pieces::new(sheet.as_bytes());
            let found: Vec<Piece> = std::iter::from_fn(|| pieces.next().unwrap()).collect();
            assert_eq!(found.len() > 2, many);
            assert!(found.iter().enumerate().all(|(at, piece)| piece.first == (at == 0)));
            let (last, before) = found.split_last().unwrap();
            assert!(before.iter().all(|piece| piece.bytes.ends_with(b"</x:row>")));
            assert!(last.bytes.ends_with(tail.as_bytes()));
            assert_eq!(found.iter().flat_map(|piece| piece.bytes.clone()).collect::<Vec<_>>(), sheet.as_bytes());
        }
        let mut commented = Pieces::new(Box::leak(format!("<!-- -->{text}").into_boxed_str()).as_bytes());
        assert_eq!(commented.next().unwrap().unwrap().bytes.len(), text.len() + 8);
    }
}
