//! A block of text split into records of cells, as the csv crate would split it.

use super::blocks::Block;
use super::checked::is_doubtful;
use super::composed::all_composed;
use super::marks;
use super::quote;
use super::shape::begins_like_no_row;

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
    doubtful: bool,
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
    /// Bytes that are no UTF-8, or letters that a text should not have.
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
    /// Whether a cell begins as only those of lines that are no rows do, or may do so.
    pub doubtful: bool,
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

    /// The text of one.
    #[inline]
    pub(crate) fn get(self, at: usize) -> Option<&'a str> {
        self.at.get(at).map(|&(from, to)| &self.text[from as usize..to as usize])
    }

    /// Their texts.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'a str> + Clone {
        self.at.iter().map(move |&(from, to)| &self.text[from as usize..to as usize])
    }
}

impl Split {
    /// Splits a block; `checked`: it is known to be text.
    pub(crate) fn of(block: Block, delimiter: u8, checked: bool) -> Split {
        let mut split = Split { line: block.line, ..Split::default() };
        match String::from_utf8(block.bytes) {
            Ok(text) if !checked && is_doubtful(&text) => split.fault = Some(Fault::NoText),
            Ok(text) => split.cut(all_composed(text), delimiter, block.gap),
            Err(_) => split.fault = Some(Fault::NoText),
        }
        split.fault = split.fault.or(block.unclosed.map(Fault::StrayQuote));
        split
    }

    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The record at a position.
    #[inline]
    pub(crate) fn record(&self, at: usize) -> Record<'_> {
        let RecordAt { line, lines, gap, doubtful, from } = self.records[at];
        let to = self.records.get(at + 1).map_or(self.cells.len(), |next| next.from as usize);
        let cells = Cells { text: &self.text, at: &self.cells[from as usize..to] };
        Record { line: self.line + u64::from(line), lines: lines.into(), gap, doubtful, cells }
    }

    /// Cuts a text at delimiters and line ends.
    fn cut(&mut self, mut text: String, delimiter: u8, mut gap: bool) {
        let bytes = text.as_bytes();
        // Cells that do not stand in the file as they are, behind its text.
        let mut spill = String::new();
        // Where the cell begins and where the record, this by its first cell too.
        let (mut begin, mut start, mut from) = (0, 0, 0);
        let (mut line, mut lines, mut doubtful, mut too_much) = (0, 1, false, false);
        let Split { cells, records, .. } = self;
        let places = marks::all_of([delimiter, b'\n', b'"'], bytes);
        cells.reserve(places.len() + 1);
        let mut marks = places.into_iter().map(|place| place as usize);
        while begin <= bytes.len() {
            // A quote that is never closed makes the text end inside a record.
            let mut place = marks.next().unwrap_or(bytes.len());
            let mut cell = (begin, place);
            if bytes.get(place) == Some(&b'"') {
                if place > begin {
                    continue;
                }
                let quoted = quote::cell(&text, place, &mut marks, &mut spill);
                (cell, place) = (quoted.cell, quoted.end);
                lines += quoted.lines;
                doubtful |= quoted.spilled;
            }
            let ends = bytes.get(place).is_none_or(|mark| *mark == b'\n');
            if ends && begin == place && cells.len() == from {
                gap = true;
                line += 1;
            } else {
                doubtful |= begins_like_no_row(bytes.get(cell.0..cell.1).unwrap_or_default());
                cells.push((short(cell.0), short(cell.1)));
                if ends {
                    records.push(RecordAt { line, lines, gap, doubtful, from: short(from) });
                    too_much |= place - start > LONGEST || cells.len() - from > CELLS || u64::from(lines) > LINES;
                    line += lines;
                    from = cells.len();
                    (gap, lines, doubtful) = (false, 1, false);
                }
            }
            begin = place + 1;
            if ends {
                start = begin;
            }
        }
        text.push_str(&spill);
        self.text = text;
        if too_much {
            self.guard();
        }
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
    let bytes: usize = cells.at.iter().map(|&(from, to)| (to - from) as usize).sum();
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

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use proptest::prelude::*;

    use super::*;
    use crate::ingest::blocks::Blocks;
    use crate::ingest::csv::{empty_record, reader};
    use crate::ingest::lines::Lines;

    fn split(text: &str) -> (Vec<Vec<String>>, Vec<u64>) {
        let mut blocks = Blocks::sized(Lines::new(text.as_bytes(), 0, None), 1, b',', 7);
        let (mut records, mut lines) = (Vec::new(), Vec::new());
        while let Some(block) = blocks.next().unwrap() {
            let split = Split::of(block, b',', true);
            for record in (0..split.len()).map(|at| split.record(at)) {
                records.push(record.cells.iter().map(str::to_owned).collect());
                lines.push(record.line);
            }
        }
        (records, lines)
    }

    fn by_csv(text: &str) -> (Vec<Vec<String>>, Vec<u64>) {
        let mut plain = String::new();
        Lines::new(text.as_bytes(), 0, None).read_to_string(&mut plain).unwrap();
        let mut reader = reader(plain.as_bytes(), b',');
        let (mut record, mut records, mut lines) = (empty_record(), Vec::new(), Vec::new());
        while reader.read_record(&mut record).unwrap() {
            let inner: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
            records.push(record.iter().map(str::to_owned).collect());
            lines.push(reader.position().line() - 1 - inner as u64);
        }
        (records, lines)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn records_are_those_of_the_csv_crate(text in "[ab,\"\n\r\"é]{0,60}", closing in "(\")?\n") {
            let text = text + &closing;
            let (records, lines) = split(&text);
            let (expected, at) = by_csv(&text);
            prop_assert_eq!(&records, &expected);
            // Where the last quote is never closed, the csv crate counts the line end that was added.
            let sure = at.len().saturating_sub(1);
            prop_assert_eq!(&lines[..sure], &at[..sure]);
        }
    }
}
