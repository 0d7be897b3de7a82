//! Whether bytes are text: as far as they are looked through before they are read, and piece by piece while they are.

use std::io::Read as _;

use super::encoding::{Spot, line_of};
use super::files::SourceFile;
use super::marks;
use crate::model::note::Note;

/// The beginning of a text, in bytes: more than anybody looks at before its rows are read.
const BEGINNING: u64 = 4 << 20;

/// How much is looked at at a time, in bytes: little enough for the allocator to have it at hand.
const PIECE: usize = 64 << 10;

/// How far a text is looked through before it is taken for UTF-8.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Check {
    /// To its end.
    Whole,
    /// Its beginning, if it is long. What should not be there is met when its rows are read, and makes reading fail: then open
    /// it anew with [`Check::Whole`], which tells what it is.
    Beginning,
}

/// Whether looking at the beginning of a file leaves something to look at.
pub(crate) fn is_long(file: &SourceFile) -> bool {
    file.bytes > BEGINNING
}

/// Where reading a file as UTF-8 first meets what should not be there, in bytes before it.
#[derive(Default)]
pub(crate) struct Checked {
    /// Bytes that are no letter.
    pub broken: Option<u64>,
    /// A NUL.
    pub zero: Option<u64>,
    /// The first mark of a lost letter, U+FFFD.
    pub lost: Option<u64>,
}

/// Looks whether all bytes from `start` on, as far as `how` says, are valid UTF-8 without NUL.
pub(crate) fn check(file: &SourceFile, start: u64, how: Check) -> Result<Checked, Note> {
    let mut stream = file.open_at(start)?;
    let (mut buffer, mut held) = (vec![0; PIECE], 0);
    let (mut checked, mut before) = (Checked::default(), start);
    loop {
        let count = stream.read(&mut buffer[held..]).map_err(|e| file.unreadable(&e))?;
        let filled = held + count;
        let (valid, whole) = match std::str::from_utf8(&buffer[..filled]) {
            Ok(text) => (text, true),
            Err(e) => {
                let valid = std::str::from_utf8(&buffer[..e.valid_up_to()]).unwrap_or_default();
                (valid, e.error_len().is_none() && count > 0)
            }
        };
        let spot = |at: usize| before + at as u64;
        checked.zero = marks::first(0, valid.as_bytes()).map(spot);
        checked.lost = checked.lost.or_else(|| lost_letter(valid).map(spot));
        if !whole {
            checked.broken = Some(spot(valid.len()));
        }
        let far_enough = how == Check::Beginning && before > BEGINNING;
        if checked.zero.is_some() || !whole || count == 0 || far_enough {
            return Ok(checked);
        }
        let read = valid.len();
        before += read as u64;
        buffer.copy_within(read..filled, 0);
        held = filled - read;
    }
}

/// Whether a piece of a text holds what a text of UTF-8 should not: NUL, or the mark of a lost letter.
pub(crate) fn is_doubtful(piece: &str) -> bool {
    marks::first(0, piece.as_bytes()).is_some() || lost_letter(piece).is_some()
}

/// The first U+FFFD, whose first byte hardly any other letter has.
fn lost_letter(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = marks::first(0xEF, &text.as_bytes()[from..]).map(|at| from + at) {
        if text[at..].starts_with('\u{fffd}') {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// The line of the byte at `offset`.
pub(crate) fn spot(file: &SourceFile, offset: u64) -> Result<Spot, Note> {
    let (mut stream, mut buffer, mut line) = (file.open_at(0)?.take(offset), vec![0; 64 * 1024], 1);
    loop {
        let count = stream.read(&mut buffer).map_err(|e| file.unreadable(&e))?;
        if count == 0 {
            return Ok(Spot { offset, line });
        }
        line += line_of(&buffer[..count]) - 1;
    }
}
