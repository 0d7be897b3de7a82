//! Tables of a text file: its lines, its delimiter, and its rows as a stream. The only owner of the csv crate.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use super::files::SourceFile;
use super::lines::{Lines, RECORD, Watch};
use super::shape::{self, Judge};
use super::table::{Body, Cell, Pass, Row};
use super::text::Text;
use crate::model::note::{Note, Place};
use crate::model::phrase::Phrase;

/// The longest cell that a spreadsheet can hold, in characters.
const LONGEST: usize = 32_767;
/// The cells that a row of a spreadsheet can have.
const CELLS: usize = 16_384;
/// A record over more lines than this has swallowed the rest of its file behind a stray quote.
const LINES: u64 = 1_000;

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
}

/// One record as it stands in the file.
pub(crate) struct Record<'a> {
    /// The line on which it starts.
    pub line: u64,
    /// On how many lines it stands.
    pub lines: u64,
    /// Whether an empty line stands before it.
    pub gap: bool,
    /// Its cells.
    pub cells: &'a ::csv::StringRecord,
}

impl Delimited {
    /// Hands every record to `each` until it breaks. Whether the text ends inside a line.
    ///
    /// # Errors
    /// E107 when a quote is not closed, E101 when the file cannot be read.
    pub(crate) fn records(&self, each: &mut dyn FnMut(&Record<'_>) -> ControlFlow<()>) -> Result<bool, Note> {
        let watch = Rc::<Watch>::default();
        let lines = self.lines(self.text.stream()?, self.first, Rc::clone(&watch));
        let mut reader = reader(lines, self.delimiter);
        let mut cells = empty_record();
        let mut last = None;
        loop {
            watch.given.set(0);
            let before = reader.position().line();
            match reader.read_record(&mut cells) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => return Err(self.failed(&error, self.first + before - 1)),
            }
            let after = reader.position().line();
            let inner = if after - before > 1 { newlines(&cells) } else { 0 };
            // A quote open at the end of the text has swallowed the last line end too.
            let start = after.saturating_sub(1 + inner).max(before);
            let record = Record { line: self.first + start - 1, lines: inner + 1, gap: start > before, cells: &cells };
            self.guard(&record)?;
            last = Some(record.line);
            if each(&record).is_break() {
                return Ok(false);
            }
        }
        last.map_or(Ok(()), |line| self.closed(line))?;
        Ok(watch.unended.get())
    }

    fn lines<'a>(&self, stream: Box<dyn Read + 'a>, from: u64, watch: Rc<Watch>) -> Lines<Box<dyn Read + 'a>> {
        Lines::new(stream, from - 1, self.end.map(|end| end.saturating_sub(from)), watch)
    }

    /// Refuses a record that only a stray quote can have made.
    fn guard(&self, record: &Record<'_>) -> Result<(), Note> {
        if record.cells.len() > CELLS {
            return Err(self.endless(record.line, "endless.cells", CELLS as u64));
        }
        if record.lines <= LINES && record.cells.as_slice().len() <= LONGEST {
            return Ok(());
        }
        let mut line = record.line;
        for cell in record.cells {
            let inner = count(cell);
            if inner > LINES || (cell.len() > LONGEST && cell.chars().count() > LONGEST) {
                return Err(self.stray_quote(line));
            }
            line += inner;
        }
        Ok(())
    }

    /// The csv crate takes a quote that is never closed for closed by the end of the file: look at the last record.
    fn closed(&self, line: u64) -> Result<(), Note> {
        let mut lines = self.lines(self.text.stream()?, line, Rc::default());
        let mut bytes = Vec::new();
        match lines.read_to_end(&mut bytes) {
            // The last record is shorter than this: what follows it are empty lines.
            Err(error) if error.kind() != io::ErrorKind::FileTooLarge => return Err(self.file.unreadable(&error)),
            _ => {}
        }
        open_quote(&bytes, self.delimiter).map_or(Ok(()), |inner| Err(self.stray_quote(line + inner)))
    }

    /// A record beyond all bounds: behind a stray quote, or because no line ends.
    fn too_long(&self, line: u64) -> Note {
        match self.closed(line) {
            Err(note) => note,
            Ok(()) => self.endless(line, "endless.bytes", RECORD >> 20),
        }
    }

    fn endless(&self, line: u64, why: &str, limit: u64) -> Note {
        let note = Note::new("E122").with("reason", Phrase::new(why).with("limit", limit));
        note.at(Place { row: line, ..Place::file(self.file.name.as_str()) })
    }

    fn stray_quote(&self, line: u64) -> Note {
        Note::new("E107").at(Place { row: line, ..Place::file(self.file.name.as_str()) })
    }

    fn failed(&self, error: &::csv::Error, line: u64) -> Note {
        match error.kind() {
            ::csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => self.too_long(line),
            ::csv::ErrorKind::Io(error) => self.file.unreadable(error),
            _ => self.file.unreadable(&io::Error::other(error.to_string())),
        }
    }
}

/// A reader of records of any width.
pub(crate) fn reader<R: Read>(stream: R, delimiter: u8) -> ::csv::Reader<R> {
    let mut builder = ::csv::ReaderBuilder::new();
    builder.delimiter(delimiter).has_headers(false).flexible(true).buffer_capacity(128 * 1024).from_reader(stream)
}

/// A record to read into.
pub(crate) fn empty_record() -> ::csv::StringRecord {
    ::csv::StringRecord::new()
}

fn newlines(record: &::csv::StringRecord) -> u64 {
    record.iter().map(count).sum()
}

fn count(cell: &str) -> u64 {
    cell.bytes().map(|b| u64::from(b == b'\n')).sum()
}

/// After how many lines the field begins whose quote the text never closes.
fn open_quote(bytes: &[u8], delimiter: u8) -> Option<u64> {
    let (mut open, mut fresh, mut line) = (None, true, 0);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (open, byte) {
            (Some(_), b'"') if bytes.get(at + 1) == Some(&b'"') => at += 1,
            (Some(_), b'"') => open = None,
            (None, b'"') if fresh => open = Some(line),
            _ => {}
        }
        line += u64::from(byte == b'\n');
        fresh = open.is_none() && (byte == delimiter || byte == b'\n');
        at += 1;
    }
    open
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

impl Body for CsvBody {
    fn pass(&self, each: &mut dyn FnMut(Row<'_>) -> ControlFlow<()>) -> Result<Pass, Note> {
        let mut pass = Pass::default();
        let mut spare: Vec<Cell<'static>> = Vec::with_capacity(self.width);
        let unended = self.lines.records(&mut |record| {
            pass.cut = 0;
            let texts = record.cells.iter();
            if texts.clone().all(|t| t.trim().is_empty()) {
                return ControlFlow::Continue(());
            }
            if self.judge.sets_aside(texts.clone(), record.gap) {
                pass.set_aside.push((record.line, shape::excerpt(texts)));
                return ControlFlow::Continue(());
            }
            let mut cells = reused(std::mem::take(&mut spare));
            cells
                .extend(texts.clone().take(self.width).map(|t| if t.is_empty() { Cell::Empty } else { Cell::Text(t) }));
            cells.resize(self.width, Cell::Empty);
            let beyond = texts.skip(self.width).filter(|t| !t.trim().is_empty()).count();
            pass.rows += 1;
            pass.cut = if record.cells.len() < self.width { record.line } else { 0 };
            let flow = each(Row { number: record.line, cells: &cells, beyond });
            spare = reused(cells);
            flow
        })?;
        pass.cut = if unended { pass.cut } else { 0 };
        Ok(pass)
    }
}

/// The same allocation for cells of another row: collecting in place keeps it.
fn reused<'a>(mut cells: Vec<Cell<'_>>) -> Vec<Cell<'a>> {
    cells.clear();
    cells.into_iter().map(|_| Cell::Empty).collect()
}
