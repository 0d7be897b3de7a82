//! The cells of a piece of a sheet, packed. What a spreadsheet would never write is refused with its place: a value cut
//! by a comment, an index of a text that is no index, a reference that wraps around.

use super::moment::moment;
use super::reference::{area, digits, impossible, outside, position, row_of};
use super::strings::{rich, unescaped, value};
use crate::ingest::packed::{ERRORS, Packer, Value};
use crate::ingest::told::{Fault, Merged};
use crate::ingest::xml::{Event, Xml, meant};

/// The longest value of a cell that is no text, in bytes.
const LONGEST: usize = 64 << 10;

/// What the cells of a workbook refer to.
pub(super) struct Knows {
    /// Of each text that cells share whether it is empty.
    pub(super) texts: Vec<bool>,
    /// Of each format whether it shows dates.
    pub(super) formats: Vec<bool>,
    pub(super) since_1904: bool,
}

/// Where in a sheet a piece begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    Before,
    Inside,
    After,
}

/// What is known of a sheet where a piece begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    pub(super) place: Place,
    /// The number that a row without one has.
    pub(super) row: Option<u32>,
}

/// What a piece holds.
pub(super) struct Found {
    pub(super) rows: Vec<u8>,
    pub(super) merged: Vec<Merged>,
    /// How many rows are hidden.
    pub(super) hidden: u64,
    /// Row and column of the first cell and of the last.
    pub(super) first: Option<(u32, u32)>,
    pub(super) last: Option<(u32, u32)>,
    pub(super) next: Start,
}

/// Why there are no cells.
pub(super) enum Stop {
    /// A row without a number: only who knows the rows before can tell it.
    RowUnknown,
    Fault(Box<Fault>),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(Box::new(fault))
    }
}

/// A piece on its way.
struct Cells<'k> {
    knows: &'k Knows,
    packer: Packer,
    start: Start,
    column: u32,
    hidden: u64,
    merged: Vec<Merged>,
    first: Option<(u32, u32)>,
    /// The row that was closed last: it does not go on.
    closed: Option<u32>,
}

impl Knows {
    /// The cells of a piece.
    pub(super) fn cells(&self, piece: &[u8], start: Start) -> Result<Found, Stop> {
        let mut cells = Cells {
            knows: self,
            packer: Packer::default(),
            start,
            column: 0,
            hidden: 0,
            merged: Vec::new(),
            first: None,
            closed: None,
        };
        cells.read(&mut Xml::new(piece)?)?;
        let Cells { mut packer, start, hidden, merged, first, .. } = cells;
        let last = packer.last();
        Ok(Found { rows: packer.take(), merged, hidden, first, last, next: start })
    }
}

impl Cells<'_> {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Stop> {
        loop {
            match (xml.next()?, self.start.place) {
                (Event::Open(b"c"), Place::Inside) => self.cell(xml)?,
                (Event::Open(b"row"), Place::Inside) => self.row(xml)?,
                (Event::Close(b"row"), Place::Inside) => self.row_ends(),
                (Event::Close(b"sheetData"), Place::Inside) => self.start.place = Place::After,
                (Event::Open(b"sheetData"), Place::Before) => {
                    self.start.place = if xml.is_empty()? { Place::After } else { Place::Inside };
                }
                (Event::Open(b"dimension"), Place::Before) => {
                    // Whoever writes one that ends before it begins knows nothing of the sheet.
                    if let [Some(reference)] = xml.attributes([b"ref"])? {
                        area(reference)?;
                    }
                }
                (Event::Open(b"mergeCell"), Place::After) => {
                    if let [Some(reference)] = xml.attributes([b"ref"])? {
                        self.merged.push(area(reference)?);
                    }
                }
                (Event::End, _) => return Ok(()),
                _ => {}
            }
        }
    }

    fn row(&mut self, xml: &mut Xml<'_>) -> Result<(), Stop> {
        let [number, hidden] = xml.attributes([b"r", b"hidden"])?;
        if let Some(number) = number {
            if number.is_empty() || number.len() > 7 {
                return Err(outside().into());
            }
            self.start.row = Some(row_of(number)?);
        }
        self.column = 0;
        self.hidden += u64::from(hidden.is_some_and(|h| matches!(h, b"1" | b"true")));
        if xml.is_empty()? {
            self.row_ends();
        }
        Ok(())
    }

    fn row_ends(&mut self) {
        self.start.row = self.start.row.map(|row| row.saturating_add(1));
        self.column = 0;
        self.closed = self.packer.last().map(|last| last.0);
    }

    fn cell(&mut self, xml: &mut Xml<'_>) -> Result<(), Stop> {
        let (mut reference, mut format, mut kind) = (None, None, None);
        while let Some((name, value)) = xml.attribute()? {
            match name {
                [b'r'] => reference = reference.or(Some(value)),
                [b's'] => format = format.or(Some(value)),
                [b't'] => kind = kind.or(Some(value)),
                _ => {}
            }
        }
        let (row, column) = match (reference, self.start.row) {
            (Some(reference), _) => position(reference)?,
            (None, Some(row)) => (row, self.column),
            (None, None) => return Err(Stop::RowUnknown),
        };
        self.column = column.saturating_add(1);
        if xml.is_empty()? {
            return Ok(());
        }
        let at = |fault: Fault| Stop::from(if fault.code == "E109" { fault.at(row, column) } else { fault });
        let (mut written, mut inside, mut computed) = (None, None, false);
        loop {
            match xml.next()? {
                Event::Open(b"v") => {
                    let value = value(xml).map_err(at)?;
                    if written.is_some_and(|before: Option<&[u8]>| before.is_some() && value.is_some()) {
                        return Err(at(impossible("impossible.content")));
                    }
                    written = Some(written.flatten().or(value));
                }
                Event::Open(b"f") => {
                    xml.skip(b"f")?;
                    computed = true;
                }
                Event::Open(b"is") => inside = Some(rich(xml, b"is")?),
                Event::Open(_) => return Err(Fault::damage("damage.content").into()),
                Event::Close(b"c") => break,
                Event::End => return Err(Fault::damage("damage.cut").into()),
                _ => {}
            }
        }
        let value = match (written, &inside) {
            (_, Some(text)) => Some(Value::Text(text)),
            (Some(_), None) if matches!(kind, Some(b"inlineStr" | b"is")) => None,
            (Some(written), None) => {
                let written = written.unwrap_or_default();
                if let Some(b"str" | b"d") = kind {
                    let text = meant(written)?;
                    let text = if kind == Some(b"d") { text } else { unescaped(&text).into_owned().into() };
                    return self.put(row, column, Value::Text(&text));
                }
                self.valued(written, kind, format).map_err(at)?
            }
            (None, None) => None,
        };
        match value {
            Some(value) => self.put(row, column, value),
            None if computed => Err(Fault { code: "E110", ..Fault::damage("") }.at(row, column).into()),
            None => Ok(()),
        }
    }

    fn put(&mut self, row: u32, column: u32, value: Value<'_>) -> Result<(), Stop> {
        if self.closed.is_some_and(|closed| closed >= row) {
            return Err(impossible("impossible.order").at(row, column).into());
        }
        self.first = self.first.or(Some((row, column)));
        Ok(self.packer.put(row, column, value)?)
    }

    /// What a value that is no text means; `None` when it says nothing.
    fn valued<'w>(
        &self,
        written: &'w [u8],
        kind: Option<&[u8]>,
        format: Option<&[u8]>,
    ) -> Result<Option<Value<'w>>, Fault> {
        if written.len() > LONGEST {
            return Err(impossible("impossible.content"));
        }
        match kind {
            Some(b"s") => self.shared(written),
            Some(b"e") => {
                let place = ERRORS.iter().position(|error| error.as_bytes() == written);
                let place = place.and_then(|place| u8::try_from(place).ok());
                place.map(|place| Some(Value::Error(place))).ok_or_else(|| impossible("impossible.error"))
            }
            Some(b"n" | b"b") | None if written.contains(&b'&') => Err(impossible("impossible.content")),
            Some(b"b") => match written.trim_ascii() {
                b"" => Ok(None),
                b"0" => Ok(Some(Value::Bool(false))),
                b"1" => Ok(Some(Value::Bool(true))),
                word if word.eq_ignore_ascii_case(b"false") => Ok(Some(Value::Bool(false))),
                word if word.eq_ignore_ascii_case(b"true") => Ok(Some(Value::Bool(true))),
                _ => Err(Fault::damage("damage.content")),
            },
            Some(b"n") | None if written.is_empty() => Ok(None),
            Some(b"n") | None => {
                let text = std::str::from_utf8(written).map_err(|_| Fault::damage("damage.content"))?;
                match text.parse::<f64>() {
                    Ok(number) => {
                        let at = if self.is_date(format) { moment(number, self.knows.since_1904) } else { None };
                        Ok(Some(at.map_or(Value::Number(number), Value::Moment)))
                    }
                    Err(_) if kind.is_none() => Ok(Some(Value::Text(text))),
                    Err(_) => Err(Fault::damage("damage.content")),
                }
            }
            Some(_) => Err(Fault::damage("damage.content")),
        }
    }

    fn shared<'w>(&self, written: &[u8]) -> Result<Option<Value<'w>>, Fault> {
        if written.len() > 9 || !written.iter().all(u8::is_ascii_digit) {
            return Err(impossible("impossible.index"));
        }
        if written.is_empty() {
            return Ok(None);
        }
        let number = digits(written);
        match self.knows.texts.get(number as usize) {
            Some(true) => Ok(Some(Value::Text(""))),
            Some(false) => Ok(Some(Value::Shared(number))),
            None => Err(Fault::damage("damage.content")),
        }
    }

    fn is_date(&self, format: Option<&[u8]>) -> bool {
        let known = |format: &[u8]| format.len() <= 9 && format.iter().all(u8::is_ascii_digit);
        let number = format.map(|format| if known(format) { digits(format) } else { 0 });
        number.is_some_and(|number| self.knows.formats.get(number as usize) == Some(&true))
    }
}
