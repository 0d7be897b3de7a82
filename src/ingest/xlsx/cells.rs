//! The cells of a piece of a sheet, packed. What a spreadsheet would never write is refused with its place: a value cut
//! by a comment, an index of a text that is no index, a reference that wraps around.

use super::plain::{Plain, plain};
use super::reference::{area, impossible, outside, position, row_of};
use super::strings::{rich, value};
use crate::ingest::packed::{Packer, Value};
use crate::ingest::told::{Fault, Merged};
use crate::ingest::xml::{Event, Xml};

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
pub(super) struct Cells<'k> {
    pub(super) knows: &'k Knows,
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
            if self.start.place == Place::Inside {
                self.plain(xml)?;
            }
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

    /// Takes the cells that come next and are written as most are.
    fn plain(&mut self, xml: &mut Xml<'_>) -> Result<(), Stop> {
        while let Some((Plain { at, format, kind, written }, rest)) = plain(xml.ahead()) {
            self.column = at.1.saturating_add(1);
            self.value(at, written, kind, format)?;
            xml.go_on(rest);
        }
        Ok(())
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
        let at = |fault| placed(fault, (row, column));
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
        let says = match (written, &inside) {
            (_, Some(text)) => self.put((row, column), Value::Text(text)).map(|()| true)?,
            (Some(written), None) => self.value((row, column), written.unwrap_or_default(), kind, format)?,
            (None, None) => false,
        };
        if computed && !says {
            return Err(Fault { code: "E110", ..Fault::damage("") }.at(row, column).into());
        }
        Ok(())
    }

    #[inline]
    pub(super) fn put(&mut self, (row, column): (u32, u32), value: Value<'_>) -> Result<(), Stop> {
        if self.closed.is_some_and(|closed| closed >= row) {
            return Err(impossible("impossible.order").at(row, column).into());
        }
        self.first = self.first.or(Some((row, column)));
        Ok(self.packer.put(row, column, value)?)
    }
}

/// What is impossible, with its cell.
pub(super) fn placed(fault: Fault, (row, column): (u32, u32)) -> Stop {
    if fault.code == "E109" { fault.at(row, column).into() } else { fault.into() }
}
