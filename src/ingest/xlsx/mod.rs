//! Excel's XML workbook, read as a stream: the sheets are unpacked and cut between rows by one thread, and several make
//! cells of the pieces. Nothing is taken in silence for something else than it is: what no spreadsheet writes is refused
//! with its cell.

mod book;
mod cells;
mod formats;
mod moment;
mod pieces;
mod plain;
mod reference;
mod strings;
mod value;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use super::parts::Parts;
use super::texts::Texts;
use super::told::{Fault, Told};
use super::workbook::Listener;
use crate::model::in_order::in_order;
use book::{Book, Sheet};
use cells::{Found, Knows, Place, Start, Stop};
use pieces::Pieces;

/// Tells the rows of the workbook's visible sheets. What was told counts only when the reading ends well.
///
/// # Errors
/// What is wrong with the workbook, or what the listener refused.
pub(crate) fn tell(bytes: &[u8], threads: NonZeroUsize, listener: &mut Listener<'_>) -> Result<(), Fault> {
    let mut parts = Parts::of(bytes)?;
    let folder = book::folder(&mut parts)?;
    let formats = formats::formats(&mut parts, &folder)?;
    let Some(Book { sheets, since_1904 }) = book::book(&mut parts, &folder)? else { return Ok(()) };
    let texts = strings::strings(&mut parts, &folder)?;
    let knows = Knows { texts: empty(&texts), formats, since_1904 };
    if texts.len() > 0 {
        listener(Told::Texts(texts))?;
    }
    if since_1904 {
        listener(Told::Since1904)?;
    }
    let mut hidden = 0;
    for sheet in &sheets {
        listener(Told::Sheet { name: &sheet.name, visible: sheet.visible })?;
        let at = parts.find(&sheet.part).ok_or_else(|| Fault::damage("damage.content").on(&sheet.name))?;
        hidden += rows(parts.stream(at)?, &knows, sheet, threads, listener)?;
    }
    listener(Told::HiddenRows(hidden))
}

/// Of each text whether it is empty.
fn empty(texts: &Texts) -> Vec<bool> {
    let (_, ends) = texts.parts();
    let mut from = 0;
    ends.iter().map(|&end| std::mem::replace(&mut from, end) == end).collect()
}

/// Tells the rows of a sheet, of a hidden one nothing; how many of them are hidden.
fn rows(
    part: impl std::io::Read,
    knows: &Knows,
    sheet: &Sheet,
    threads: NonZeroUsize,
    listener: &mut Listener<'_>,
) -> Result<u64, Fault> {
    let mut pieces = Pieces::new(part);
    // Every piece but the first begins between two rows, as far as its own bytes tell.
    let guess = |first: bool| {
        let (place, row) = if first { (Place::Before, Some(0)) } else { (Place::Inside, None) };
        Start { place, row }
    };
    let work = |piece: pieces::Piece| {
        let start = guess(piece.first);
        let found = knows.cells(&piece.bytes, start);
        (piece, start, found)
    };
    let (mut now, mut last, mut hidden, mut fault) = (guess(true), None::<(u32, u32)>, 0, None);
    let mut met = |piece: &pieces::Piece, start: Start, found: Result<Found, Stop>| {
        let found = match found {
            Err(Stop::RowUnknown) => knows.cells(&piece.bytes, now),
            _ if start.place != now.place => knows.cells(&piece.bytes, now),
            found => found,
        };
        let found = found.map_err(|stop| match stop {
            Stop::Fault(fault) => *fault,
            Stop::RowUnknown => Fault::damage("damage.content"),
        })?;
        if let (Some(last), Some(first)) = (last, found.first)
            && last.0 >= first.0
        {
            return Err(Fault { code: "E109", ..Fault::damage("impossible.order") }.at(first.0, first.1));
        }
        last = found.last.or(last);
        hidden += found.hidden;
        now = found.next;
        if !sheet.visible {
            return Ok(());
        }
        if !found.rows.is_empty() {
            listener(Told::Rows(found.rows))?;
        }
        found.merged.into_iter().try_for_each(|merged| listener(Told::Merged(merged)))
    };
    let done =
        in_order(threads, &mut || pieces.next(), &work, &mut |(piece, start, found)| match met(&piece, start, found) {
            Ok(()) => ControlFlow::Continue(()),
            Err(met) => {
                fault = Some(met);
                ControlFlow::Break(())
            }
        });
    let ended = match (fault, now.place) {
        (Some(fault), _) => Err(fault),
        (None, Place::After) => done,
        (None, Place::Before) => done.and(Err(Fault::damage("damage.content"))),
        (None, Place::Inside) => done.and(Err(Fault::damage("damage.cut"))),
    };
    ended.map(|()| hidden).map_err(|fault| fault.on(&sheet.name))
}
