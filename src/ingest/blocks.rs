//! Blocks: a delimited text in pieces that begin and end between two records, so that each can be split by itself.

use std::io::{self, Read};

use super::lines::Lines;
use super::marks;

/// How much is read before a block is cut off, in bytes: it and its cells fit in the cache of one core.
const SIZE: usize = 256 << 10;
/// More bytes than this in one record come from a quote that was never closed, or from a text without lines.
pub(crate) const RECORD: usize = 8 << 20;

const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Whole records; the last ones of a text may have a quote that is never closed.
#[derive(Default, Debug)]
pub(crate) struct Block {
    /// Its bytes, with LF line ends.
    pub bytes: Vec<u8>,
    /// The line on which it begins.
    pub line: u64,
    /// Whether an empty line stands right before it.
    pub gap: bool,
    /// The line on which the cell begins whose quote the text never closes.
    pub unclosed: Option<u64>,
}

/// Cuts a text into blocks.
pub(crate) struct Blocks<R> {
    lines: Lines<R>,
    rest: Vec<u8>,
    begun: bool,
    /// The line on which `rest` begins.
    line: u64,
    scan: Scan,
    gap: bool,
    size: usize,
}

/// Why there is no further block.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The text cannot be read.
    Unreadable(io::Error),
    /// The record on this line goes on for more than [`RECORD`] bytes.
    Endless(u64),
    /// So does the cell on this line, whose quote is not closed.
    Unclosed(u64),
}

impl<R: Read> Blocks<R> {
    /// The blocks of `lines`, the first of which has the number `line`, and whose cells stand apart by `delimiter`.
    pub(crate) fn new(lines: Lines<R>, line: u64, delimiter: u8) -> Blocks<R> {
        Blocks::sized(lines, line, delimiter, SIZE)
    }

    /// The same with another size.
    pub(crate) fn sized(lines: Lines<R>, line: u64, delimiter: u8, size: usize) -> Blocks<R> {
        Blocks { lines, rest: Vec::new(), begun: false, line, scan: Scan::new(delimiter), gap: false, size }
    }

    /// Whether the text ended inside a line; known after its last block.
    pub(crate) fn unended(&self) -> bool {
        self.lines.ended_inside()
    }

    /// The next block; `None` at the end.
    ///
    /// # Errors
    /// A record without an end, or a text that cannot be read.
    pub(crate) fn next(&mut self) -> Result<Option<Block>, Stop> {
        let mut more = true;
        while more && (self.rest.len() < self.size || self.scan.end == 0) {
            more = self.lines.append(&mut self.rest, self.size).map_err(Stop::Unreadable)?;
            // A mark of the byte order is no text of the first cell.
            if !self.begun && (self.rest.len() >= MARK.len() || !more) {
                self.begun = true;
                let mark = if self.rest.starts_with(MARK) { MARK.len() } else { 0 };
                self.rest.drain(..mark);
            }
            self.scan.go_on(&self.rest, !more);
            if self.scan.end == 0 && self.rest.len() > RECORD {
                return Err(self.open_at().map_or(Stop::Endless(self.line), Stop::Unclosed));
            }
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (end, unclosed) = if more { (self.scan.end, None) } else { (self.rest.len(), self.open_at()) };
        let mut rest = Vec::with_capacity(2 * self.size);
        rest.extend_from_slice(&self.rest[end..]);
        self.rest.truncate(end);
        let bytes = std::mem::replace(&mut self.rest, rest);
        let gap = std::mem::replace(&mut self.gap, matches!(bytes.as_slice(), [b'\n'] | [.., b'\n', b'\n']));
        self.scan.cut(end);
        let line = self.line;
        self.line += marks::count(b'\n', &bytes);
        Ok(Some(Block { bytes, line, gap, unclosed }))
    }

    /// The line on which the cell begins whose quote is open.
    fn open_at(&self) -> Option<u64> {
        self.scan.open.map(|at| self.line + marks::count(b'\n', &self.rest[..at]))
    }
}

/// Where records end, in the sense of the csv crate: a quote counts at the beginning of a cell only, and in a cell that
/// began with one a line end is text.
struct Scan {
    delimiter: u8,
    /// Up to where the bytes are looked at.
    at: usize,
    /// Right after the last record that is known to end; 0: none is.
    end: usize,
    /// Where the cell begins in which `at` lies, when its quote is still open.
    open: Option<usize>,
}

impl Scan {
    fn new(delimiter: u8) -> Scan {
        Scan { delimiter, at: 0, end: 0, open: None }
    }

    /// Looks at the bytes that were added; `last`: none follow.
    fn go_on(&mut self, bytes: &[u8], last: bool) {
        while let Some(quote) = marks::first(b'"', &bytes[self.at..]).map(|p| self.at + p) {
            if self.open.is_none() {
                self.see_ends(&bytes[..quote]);
                let before = quote.checked_sub(1).map(|b| bytes[b]);
                let begins = before.is_none_or(|b| b == b'\n' || b == self.delimiter);
                self.open = begins.then_some(quote);
                self.at = quote + 1;
                continue;
            }
            match bytes.get(quote + 1) {
                Some(b'"') => self.at = quote + 2,
                None if !last => {
                    self.at = quote;
                    return;
                }
                _ => {
                    self.open = None;
                    self.at = quote + 1;
                }
            }
        }
        if self.open.is_none() {
            self.see_ends(bytes);
        }
        self.at = bytes.len();
    }

    /// Every line end from `at` on is the end of a record.
    fn see_ends(&mut self, bytes: &[u8]) {
        if let Some(line) = marks::last(b'\n', &bytes[self.at..]) {
            self.end = self.at + line + 1;
        }
    }

    /// Forgets the bytes before `end`.
    fn cut(&mut self, end: usize) {
        self.at = self.at.saturating_sub(end);
        self.open = self.open.and_then(|open| open.checked_sub(end));
        self.end = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str, size: usize) -> Vec<Block> {
        let mut blocks = Blocks::sized(Lines::new(text.as_bytes(), 0, None), 1, b',', size);
        std::iter::from_fn(|| blocks.next().unwrap()).collect()
    }

    #[test]
    fn blocks_end_between_records() {
        let text = "a,b\n1,\"x\ny\"\n2,5\" pipe\n\"3\"\"\n\",z\n\n4,\"\"\n";
        for size in 1..text.len() + 2 {
            let found = blocks(text, size);
            let joined: Vec<u8> = found.iter().flat_map(|b| b.bytes.clone()).collect();
            assert_eq!(joined, text.as_bytes());
            for block in found {
                let bytes = String::from_utf8(block.bytes).unwrap();
                assert!(
                    bytes.ends_with('\n') && !["y\"\n", "\",z\n"].iter().any(|c| bytes.starts_with(c)),
                    "{bytes:?}"
                );
                assert_eq!(block.gap, bytes.starts_with("4,"), "{bytes:?}");
            }
        }
    }

    #[test]
    fn a_quote_left_open_is_found() {
        let found = blocks("a,b\n1,\"x\n2,y\n3,z\n", 4);
        assert_eq!(found.last().unwrap().unclosed, Some(2));
    }
}
