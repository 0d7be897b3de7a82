//! Tables of a text file: its lines, its delimiter, and its rows as a stream. The only owner of the csv crate.

use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use super::blocks::{Blocks, RECORD, Stop};
use super::files::SourceFile;
use super::lines::Lines;
use super::shape::{self, Judge};
use super::split::{Fault, Record, Split};
use super::table::{Body, Cell, Look, Looked, Pass, Row, Rows};
use super::text::Text;
use super::trim::trimmed;
use crate::model::in_order::in_order;
use crate::model::note::{Note, Place};
use crate::model::phrase::Phrase;

/// A delimited text between two of its lines.
#[derive(Clone, Debug)]
pub(crate) struct Delimited {
    /// The file, for notes.
    pub file: SourceFile,
    /// Its text.
    pub text: Text,
    /// What stands between two cells.
    pub delimiter: u8,
    /// The first line, 1-based.
    pub first: u64,
    /// The line after the last; `None`: to the end.
    pub end: Option<u64>,
    /// On how many threads it is read.
    pub threads: NonZeroUsize,
}

impl Delimited {
    /// Hands every record to `each` until it breaks.
    ///
    /// # Errors
    /// E107 when a quote is not closed, E122 when a record has no end, E101 when the file cannot be read.
    pub(crate) fn records(&self, each: &mut dyn FnMut(&Record<'_>) -> ControlFlow<()>) -> Result<(), Note> {
        let one = Delimited { threads: NonZeroUsize::MIN, ..self.clone() };
        one.splits(&|split| split, &mut |split| {
            for at in 0..split.len() {
                if each(&split.record(at)).is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            split.fault.map_or(Ok(ControlFlow::Continue(())), Err)
        })?;
        Ok(())
    }

    /// Splits the text into blocks of records, gives each to `work` on several threads, and the results in their order to
    /// `each` until it breaks. Whether the text ends inside a line.
    fn splits<R: Send>(
        &self,
        work: &(dyn Fn(Split) -> R + Sync),
        each: &mut dyn FnMut(R) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<bool, Note> {
        let left = self.end.map(|end| end.saturating_sub(self.first));
        let lines = Lines::new(self.text.stream()?, self.first - 1, left);
        let mut blocks = Blocks::new(lines, self.first, self.delimiter);
        let (mut fault, mut broke) = (None, false);
        let checked = self.text.is_checked();
        let work = |block| work(Split::of(block, self.delimiter, checked));
        in_order(self.threads, &mut || blocks.next(), &work, &mut |result| {
            let flow = each(result).unwrap_or_else(|met| {
                fault = Some(met);
                ControlFlow::Break(())
            });
            broke |= flow.is_break();
            flow
        })
        .map_err(|stop| self.stopped(stop))?;
        fault.map_or(Ok(!broke && blocks.unended()), |fault| Err(self.refused(fault)))
    }

    fn refused(&self, fault: Fault) -> Note {
        match fault {
            Fault::StrayQuote(line) => self.stray_quote(line),
            Fault::Wide(line, limit) => self.endless(line, "endless.cells", limit as u64),
            Fault::NoText => self.file.unreadable(&io::ErrorKind::InvalidData.into()),
        }
    }

    fn stopped(&self, stop: Stop) -> Note {
        match stop {
            Stop::Unreadable(error) => self.file.unreadable(&error),
            Stop::Unclosed(line) => self.stray_quote(line),
            Stop::Endless(line) => self.endless(line, "endless.bytes", RECORD as u64 >> 20),
        }
    }

    fn endless(&self, line: u64, why: &str, limit: u64) -> Note {
        let note = Note::new("E122").with("reason", Phrase::new(why).with("limit", limit));
        note.at(Place { row: line, ..Place::file(self.file.name.as_str()) })
    }

    fn stray_quote(&self, line: u64) -> Note {
        Note::new("E107").at(Place { row: line, ..Place::file(self.file.name.as_str()) })
    }
}

/// A reader of records of any width.
pub(crate) fn reader<R: Read>(stream: R, delimiter: u8) -> ::csv::Reader<R> {
    let mut builder = ::csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true).buffer_capacity(16 * 1024).from_reader(stream)
}

/// A record to read into.
pub(crate) fn empty_record() -> ::csv::StringRecord {
    ::csv::StringRecord::new()
}

/// The rows of a delimited text.
pub(crate) struct CsvBody {
    /// The lines below the header.
    pub lines: Delimited,
    /// How many columns the header has.
    pub width: usize,
    /// What is no row.
    pub judge: Judge,
}

/// A block with what is known of its records.
struct Judged {
    split: Split,
    /// The positions of records that are rows, and how many cells each has beyond the header.
    rows: Vec<(usize, usize)>,
    set_aside: Vec<(u64, String)>,
    /// The line of the last record when it is a row that lacks cells; `None` when there is no record.
    cut: Option<u64>,
}

impl Pass {
    fn see(&mut self, judged: &Judged) {
        self.cut = judged.cut.unwrap_or(self.cut);
        self.rows += judged.rows.len() as u64;
        self.set_aside.extend_from_slice(&judged.set_aside);
    }
}

impl CsvBody {
    /// Rows of `width` cells in these lines.
    pub(crate) fn new(lines: Delimited, width: usize, judge: Judge) -> CsvBody {
        CsvBody { lines, width, judge }
    }

    fn judged(&self, split: Split) -> Judged {
        let (mut rows, mut set_aside, mut cut) = (Vec::with_capacity(split.len()), Vec::new(), None);
        for at in 0..split.len() {
            let record = split.record(at);
            let texts = record.cells.iter();
            cut = Some(0);
            if texts.clone().all(|t| trimmed(t).is_empty()) {
                continue;
            }
            let plain = !record.doubtful && !record.gap && record.cells.len() > 1;
            let judge = &self.judge;
            let aside = if plain { judge.repeats(texts.clone()) } else { judge.sets_aside(texts.clone(), record.gap) };
            if aside {
                set_aside.push((record.line, shape::excerpt(texts)));
                continue;
            }
            if record.cells.len() < self.width {
                cut = Some(record.line);
            }
            let more = record.cells.len() > self.width;
            let beyond = if more { texts.skip(self.width).filter(|t| !t.trim().is_empty()).count() } else { 0 };
            rows.push((at, beyond));
        }
        Judged { split, rows, set_aside, cut }
    }
}

/// The rows of a block.
struct BlockRows<'a> {
    judged: &'a Judged,
    width: usize,
}

impl Rows for BlockRows<'_> {
    fn len(&self) -> usize {
        self.judged.rows.len()
    }

    fn each(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> ControlFlow<()> {
        let mut cells = vec![Cell::Empty; self.width];
        self.judged.rows.iter().try_for_each(|row| each(self.row(row, &mut cells)))
    }

    fn columns(&self, wanted: &[usize]) -> Vec<Vec<Cell<'_>>> {
        let mut columns: Vec<Vec<Cell<'_>>> = wanted.iter().map(|_| Vec::with_capacity(self.len())).collect();
        for (at, _) in &self.judged.rows {
            let cells = self.judged.split.record(*at).cells;
            for (column, at) in columns.iter_mut().zip(wanted) {
                column.push(cells.get(*at).filter(|text| !text.is_empty()).map_or(Cell::Empty, Cell::Text));
            }
        }
        columns
    }

    fn ragged(&self) -> Vec<usize> {
        (0..).zip(&self.judged.rows).filter(|(_, (_, beyond))| *beyond > 0).map(|(position, _)| position).collect()
    }

    fn number(&self, position: usize) -> u64 {
        self.judged.rows.get(position).map_or(0, |(at, _)| self.judged.split.record(*at).line)
    }

    fn some(&self, positions: &[usize], each: &mut dyn FnMut(Row<'_>)) {
        let mut cells = vec![Cell::Empty; self.width];
        let rows = positions.iter().filter_map(|&at| self.judged.rows.get(at));
        rows.for_each(|row| each(self.row(row, &mut cells)));
    }
}

impl<'a> BlockRows<'a> {
    fn row<'c>(&self, &(at, beyond): &(usize, usize), cells: &'c mut [Cell<'a>]) -> Row<'c>
    where
        'a: 'c,
    {
        let record = self.judged.split.record(at);
        let mut texts = record.cells.iter();
        for cell in cells.iter_mut() {
            *cell = texts.next().filter(|t| !t.is_empty()).map_or(Cell::Empty, Cell::Text);
        }
        Row { number: record.line, cells, beyond }
    }
}

impl Body for CsvBody {
    fn pass(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> Result<Pass, Note> {
        self.looked(&|_| None, &mut |_, rows| rows.each(each))
    }

    fn looked(
        &self,
        look: &Look<'_>,
        each: &mut dyn FnMut(Looked, &dyn Rows) -> ControlFlow<()>,
    ) -> Result<Pass, Note> {
        let mut pass = Pass::default();
        let width = self.width;
        let work = |split| {
            let judged = self.judged(split);
            let looked = look(&BlockRows { judged: &judged, width });
            (judged, looked)
        };
        let unended = self.lines.splits(&work, &mut |(judged, looked)| {
            pass.see(&judged);
            if each(looked, &BlockRows { judged: &judged, width }).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            judged.split.fault.map_or(Ok(ControlFlow::Continue(())), Err)
        })?;
        if !unended {
            pass.cut = 0;
        }
        Ok(pass)
    }
}
