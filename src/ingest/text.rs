//! From bytes to text: what a file is by its first bytes, and its letters.

use std::io::Read;
use std::sync::Arc;

use super::checked::{Check, Checked, check, is_long, spot};
use super::encoding::{self, Encoding, MARKS, Spot, by_score, by_zeros, first_broken, is_mixed, line_of, named};
use super::files::SourceFile;
use crate::model::note::{Note, Place};
use crate::model::phrase::{Arg, Phrase};

/// The largest file that is decoded in memory, in bytes; UTF-8 is streamed and may be larger.
const DECODED: u64 = 400 << 20;

/// Bytes at the start of a file that say it is no text, and how the note calls them.
const MAGIC: [(&[u8], &str); 10] = [
    (b"PK\x03\x04", "kind.zip"),
    (b"\xD0\xCF\x11\xE0", "kind.ole"),
    (b"\x1F\x8B", "kind.gzip"),
    (b"%PDF", "kind.pdf"),
    (b"7z\xBC\xAF", "kind.zip"),
    (b"version https://git-lfs", "kind.lfs"),
    (b"PAR1", "kind.parquet"),
    (b"<", "kind.html"),
    (b"{", "kind.json"),
    (b"[{", "kind.json"),
];

/// The text of a file, read as often as needed.
#[derive(Clone, Debug)]
pub enum Text {
    /// UTF-8 on the disk, from this byte on; it was valid as far as it was looked through.
    OnDisk(SourceFile, u64, Check),
    /// Decoded.
    InMemory(Arc<str>),
}

impl Text {
    /// Its UTF-8 bytes as a stream.
    ///
    /// # Errors
    /// E101 when the file cannot be opened.
    pub fn stream(&self) -> Result<Box<dyn Read + '_>, Note> {
        match self {
            Text::OnDisk(file, start, _) => Ok(Box::new(file.open_at(*start)?)),
            Text::InMemory(text) => Ok(Box::new(text.as_bytes())),
        }
    }

    /// Whether it is text from end to end.
    pub fn is_checked(&self) -> bool {
        !matches!(self, Text::OnDisk(_, _, Check::Beginning))
    }

    /// All of it in memory.
    ///
    /// # Errors
    /// E101 when the file cannot be read, or is no text beyond its beginning.
    pub fn whole(&self, file: &SourceFile) -> Result<Arc<str>, Note> {
        if let Text::InMemory(text) = self {
            return Ok(Arc::clone(text));
        }
        let mut text = String::new();
        self.stream()?.read_to_string(&mut text).map_err(|e| file.unreadable(&e))?;
        Ok(text.into())
    }
}

/// A text with how it was read.
pub(crate) struct Deciphered {
    pub text: Text,
    /// Its encoding, with the share of letters that make sense in it where only they tell: `CP874 98 %`.
    pub encoding: String,
    /// What is to be said of that choice.
    pub remark: Option<Note>,
}

/// What a file is, when its first bytes say that it is no text: a key of `kind` in the words.
pub(crate) fn magic(head: &[u8]) -> Option<&'static str> {
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let start = &start[start.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0)..];
    MAGIC.iter().find(|(bytes, _)| start.starts_with(bytes)).map(|(_, key)| *key)
}

/// The text of a file, looked through as `how` says. `declared` is the encoding that the plan says it is in.
///
/// # Errors
/// E101 unreadable, E104 no text, E105 bytes that are no letters, E106 too large for its encoding, E230 not in the
/// encoding that the plan says, E231 letters lost before, E232 an encoding that cannot be told.
pub(crate) fn text(file: &SourceFile, declared: Option<&str>, how: Check) -> Result<Deciphered, Note> {
    let head = file.head(4096)?;
    if let Some(kind) = magic(&head) {
        return Err(no_text(file, kind));
    }
    if head.starts_with(b"\xFF\xFE\0\0") || head.starts_with(b"\0\0\xFE\xFF") {
        return Err(no_text(file, "kind.utf32"));
    }
    let mark = MARKS.iter().find(|(bytes, _, _)| head.starts_with(bytes));
    let declared = declared.and_then(|name| Some((name, named(name)?)));
    if let (Some((said, encoding)), Some((_, marked, found))) = (declared, mark)
        && encoding != *marked
        && (encoding::is_utf8(marked) || !said.eq_ignore_ascii_case("utf-16"))
    {
        let why = Phrase::new("why_encoding.mark").with("found", *found);
        return Err(Note::new("E230").with("encoding", said).with("why", why).at(Place::file(file.name.as_str())));
    }
    let certain = match (mark, declared) {
        (Some(&(_, encoding, name)), _) => Some((encoding, name)),
        (None, Some((said, encoding))) => Some((encoding, said)),
        (None, None) => by_zeros(&head),
    };
    let said = declared.map(|(said, _)| said);
    match certain {
        Some((encoding, name)) if encoding::is_utf8(encoding) => {
            utf8(file, (mark.map_or(0, |m| m.0.len()), name), (said, mark.is_none()), how)
        }
        Some((encoding, name)) => decoded(file, encoding, name, said),
        None => utf8(file, (0, "UTF-8"), (None, false), how),
    }
}

fn no_text(file: &SourceFile, kind: &str) -> Note {
    Note::new("E104").with("kind", Arg::Word(kind.to_owned())).at(Place::file(file.name.as_str()))
}

fn read(file: &SourceFile) -> Result<Arc<[u8]>, Note> {
    if file.bytes > DECODED {
        let limit = DECODED >> 20;
        return Err(Note::new("E106").with("limit", limit).at(Place::file(file.name.as_str())));
    }
    file.read()
}

/// A file that is UTF-8, else one in an encoding of the last century. `only`: it can be nothing but UTF-8.
fn utf8(
    file: &SourceFile,
    (start, name): (usize, &str),
    (said, declared): (Option<&str>, bool),
    how: Check,
) -> Result<Deciphered, Note> {
    let (start, only) = (start as u64, start > 0 || declared);
    // Lost letters that the plan allows are told by the place of the first.
    let how = if said.is_none() && is_long(file) { how } else { Check::Whole };
    let checked = check(file, start, how)?;
    match checked {
        Checked { broken: None, zero: None, lost } => {
            let lost = lost.map(|at| spot(file, at)).transpose()?;
            let remark = lost_letters(file, lost, said)?;
            Ok(Deciphered { text: Text::OnDisk(file.clone(), start, how), encoding: name.to_owned(), remark })
        }
        Checked { zero: Some(_), .. } => Err(no_text(file, "kind.binary")),
        Checked { broken: Some(at), .. } if only => Err(broken(file, ("UTF-8", said), spot(file, at)?)),
        Checked { broken: Some(at), .. } => {
            let at = spot(file, at)?;
            let bytes = read(file)?;
            let (encoding, name, share) = by_score(&bytes);
            if is_mixed(&bytes, encoding) {
                return Err(broken(file, ("UTF-8", None), at));
            }
            if share.of() < 0.5 {
                let place = Place { row: at.line, ..Place::file(file.name.as_str()) };
                return Err(Note::new("E232").with("offset", at.offset).at(place));
            }
            let mut found = decoded(file, encoding, name, None)?;
            // Rounded down: 100 % is all of them.
            let percent = format!("{} %", u64::from(share.good) * 100 / u64::from(share.all.max(1)));
            let note = Note::new("A220").with("encoding", name).with("share", percent);
            found.remark = found.remark.or_else(|| Some(note.at(Place::file(file.name.as_str()))));
            Ok(found)
        }
    }
}

fn decoded(file: &SourceFile, encoding: &'static Encoding, name: &str, said: Option<&str>) -> Result<Deciphered, Note> {
    let bytes = read(file)?;
    let Some(text) = encoding::decoded(encoding, &bytes) else {
        let at = first_broken(encoding, &bytes).unwrap_or_default();
        return Err(broken(file, (name, said), at));
    };
    if text.contains('\0') {
        return Err(no_text(file, "kind.binary"));
    }
    let lost = text.find('\u{fffd}').map(|at| Spot { offset: at as u64, line: line_of(&text.as_bytes()[..at]) });
    let remark = lost_letters(file, lost, said)?;
    Ok(Deciphered { text: Text::InMemory(text.into()), encoding: name.to_owned(), remark })
}

/// Refuses bytes that are no letters; says so of the plan when the plan named the encoding.
fn broken(file: &SourceFile, (encoding, said): (&str, Option<&str>), at: Spot) -> Note {
    let place = Place { row: at.line, ..Place::file(file.name.as_str()) };
    match said {
        Some(said) => {
            let why = Phrase::new("why_encoding.byte").with("offset", at.offset);
            Note::new("E230").with("encoding", said).with("why", why).at(place)
        }
        None => Note::new("E105").with("encoding", encoding).with("offset", at.offset).at(place),
    }
}

/// A file that holds the mark of a lost letter is refused, unless the plan says its encoding all the same.
fn lost_letters(file: &SourceFile, lost: Option<Spot>, said: Option<&str>) -> Result<Option<Note>, Note> {
    let Some(at) = lost else { return Ok(None) };
    let place = Place { row: at.line, ..Place::file(file.name.as_str()) };
    match said {
        Some(_) => Ok(Some(Note::new("W231").at(place))),
        None => Err(Note::new("E231").with("offset", at.offset).at(place)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_what_is_no_text() {
        assert_eq!(magic(b"\xEF\xBB\xBF  <!DOCTYPE html>"), Some("kind.html"));
        assert_eq!(magic(b"version https://git-lfs.github.com/spec/v1"), Some("kind.lfs"));
        assert_eq!(magic(b"Campaign,Cost"), None);
    }
}
