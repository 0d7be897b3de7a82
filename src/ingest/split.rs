//! A block of text split into records of cells: by hand where no quote stands in it, by the csv crate where one does.

use super::blocks::Block;
use super::csv::{empty_record, kept_mark, reader};
use super::marks;

/// The longest cell that a spreadsheet can hold, in characters.
const LONGEST: usize = 32_767;
/// The cells that a row of a spreadsheet can have.
const CELLS: usize = 16_384;
/// A record over more lines than this has swallowed the rest of its file behind a stray quote.
const LINES: u64 = 1_000;

/// The records of a block.
#[derive(Default, Debug)]
pub(crate) struct Split {
    text: String,
    /// Where in the text each cell begins and ends.
    cells: Vec<(u32, u32)>,
    records: Vec<RecordAt>,
    line: u64,
    /// What was met after its last record.
    pub fault: Option<Fault>,
}

#[derive(Clone, Copy, Debug)]
struct RecordAt {
    /// Counted from the first line of the block.
    line: u32,
    lines: u32,
    gap: bool,
    /// The position of its first cell.
    from: u32,
}

/// What only a stray quote, or something that is no table, can have made; with the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// A cell longer than any can be.
    StrayQuote(u64),
    /// More cells than a row can have, and how many that is.
    Wide(u64, usize),
    /// Bytes that are no UTF-8: the file is no longer as it was.
    NoText,
}

/// One record as it stands in the block.
pub(crate) struct Record<'a> {
    /// The line on which it starts.
    pub line: u64,
    /// On how many lines it stands.
    pub lines: u64,
    /// Whether an empty line stands before it.
    pub gap: bool,
    /// Its cells.
    pub cells: Cells<'a>,
}

/// The cells of a record.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a> {
    text: &'a str,
    at: &'a [(u32, u32)],
}

impl<'a> Cells<'a> {
    /// How many.
    pub(crate) fn len(self) -> usize {
        self.at.len()
    }

    /// Their texts.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'a str> + Clone {
        self.at.iter().map(move |&(from, to)| &self.text[from as usize..to as usize])
    }
}

impl Split {
    /// Splits a block.
    pub(crate) fn of(block: Block, delimiter: u8) -> Split {
        let mut split = Split { line: block.line, ..Split::default() };
        if block.quoted {
            split.by_csv(&block, delimiter);
            split.fault = split.fault.or(block.unclosed.map(Fault::StrayQuote));
            return split;
        }
        match String::from_utf8(block.bytes) {
            Ok(text) => split.by_hand(text, delimiter, block.gap),
            Err(_) => split.fault = Some(Fault::NoText),
        }
        split
    }

    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The record at a position.
    pub(crate) fn record(&self, at: usize) -> Record<'_> {
        let RecordAt { line, lines, gap, from } = self.records[at];
        let to = self.records.get(at + 1).map_or(self.cells.len(), |next| next.from as usize);
        let cells = Cells { text: &self.text, at: &self.cells[from as usize..to] };
        Record { line: self.line + u64::from(line), lines: lines.into(), gap, cells }
    }

    fn by_hand(&mut self, text: String, delimiter: u8, mut gap: bool) {
        let (mut begin, mut from, mut line) = (0, 0, 0);
        self.cells.reserve(text.len() / 8);
        for end in marks::either(delimiter, b'\n', text.as_bytes()) {
            let ends = text.as_bytes()[end] == b'\n';
            if ends && begin == end && self.cells.len() == from {
                gap = true;
            } else {
                self.cells.push((short(begin), short(end)));
                if ends {
                    self.records.push(RecordAt { line, lines: 1, gap, from: short(from) });
                    gap = false;
                    from = self.cells.len();
                }
            }
            begin = end + 1;
            line += u32::from(ends);
        }
        self.text = text;
        self.guard();
    }

    fn by_csv(&mut self, block: &Block, delimiter: u8) {
        let mut read = reader(kept_mark(&block.bytes), delimiter);
        let mut cells = empty_record();
        let mut gap = block.gap;
        loop {
            let before = read.position().line();
            match read.read_record(&mut cells) {
                Ok(true) => {}
                Ok(false) => break,
                Err(_) => {
                    self.fault = Some(Fault::NoText);
                    break;
                }
            }
            let after = read.position().line();
            let inner =
                if after - before > 1 { cells.iter().map(|c| marks::count(b'\n', c.as_bytes())).sum() } else { 0 };
            // A quote open at the end of the text has swallowed the last line end too.
            let line = after.saturating_sub(1 + inner).max(before);
            let from = short(self.cells.len());
            let (line, gap) = (short(line - 1), std::mem::take(&mut gap) || line > before);
            self.records.push(RecordAt { line, lines: short(inner) + 1, gap, from });
            let mut at = self.text.len();
            self.text.push_str(cells.as_slice());
            self.cells.extend(cells.iter().map(|cell| {
                let from = at;
                at += cell.len();
                (short(from), short(at))
            }));
        }
        self.guard();
    }

    /// Refuses a record that only a stray quote can have made, and what follows it.
    fn guard(&mut self) {
        let fault = (0..self.len()).find_map(|at| Some((at, beyond_bounds(&self.record(at))?)));
        if let Some((at, fault)) = fault {
            self.records.truncate(at);
            self.fault = Some(fault);
        }
    }
}

fn beyond_bounds(record: &Record<'_>) -> Option<Fault> {
    let cells = record.cells;
    if cells.len() > CELLS {
        return Some(Fault::Wide(record.line, CELLS));
    }
    let bytes = match (cells.at.first(), cells.at.last()) {
        (Some(first), Some(last)) => (last.1 - first.0) as usize,
        _ => 0,
    };
    if record.lines <= LINES && bytes <= LONGEST {
        return None;
    }
    let mut line = record.line;
    for cell in cells.iter() {
        let inner = marks::count(b'\n', cell.as_bytes());
        if inner > LINES || (cell.len() > LONGEST && cell.chars().count() > LONGEST) {
            return Some(Fault::StrayQuote(line));
        }
        line += inner;
    }
    None
}

/// A position within a block, which is a few megabytes at most.
fn short(at: impl TryInto<u32>) -> u32 {
    at.try_into().unwrap_or(u32::MAX)
}
