//! The raw look at a sheet's bytes for what its reader takes in silence for something else: an index of a text that is
//! no index (calamine reads -1 as the first text), a value cut by a comment, a row or column that wraps around.

use super::told::Fault;

/// A look at one part, as its bytes come.
pub(crate) trait Raw {
    /// Looks at the next bytes.
    fn look(&mut self, bytes: &[u8]) -> Result<(), Fault>;
    /// How many of its rows are hidden.
    fn hidden_rows(&self) -> u64;
}

/// A tag longer than this is none of a sheet's.
const TAG: usize = 64 << 10;
/// The error values that calamine knows; another one makes it refuse the sheet without saying where.
const ERRORS: [&[u8]; 8] =
    [b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!", b"#GETTING_DATA"];

/// XML, tag by tag.
#[derive(Default)]
pub(crate) struct Audit {
    /// Bytes of a tag, or of the text of a value, that is not over yet.
    held: Vec<u8>,
    state: State,
    cell: Option<Cell>,
    hidden: u64,
    begun: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// Between tags, outside a value.
    #[default]
    Text,
    /// Inside a tag; the quotation mark that is open, or 0.
    Tag(u8),
    /// Between the tags of a value.
    Value,
}

/// The cell that is open.
struct Cell {
    kind: Kind,
    at: Option<(u32, u32)>,
    value: Seen,
    text: Vec<u8>,
}

/// How much of a cell's value has been seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Nothing,
    Open,
    Whole,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Index,
    Error,
    Number,
    Text,
}

impl Raw for Audit {
    fn look(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        // Text in two bytes a letter would hide every tag.
        if !std::mem::replace(&mut self.begun, true) && matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, ..]) {
            return Err(Fault::damage("damage.content"));
        }
        let mut at = 0;
        while at < bytes.len() {
            at += match self.state {
                State::Text => self.text(&bytes[at..]),
                State::Value => self.value(&bytes[at..])?,
                State::Tag(quote) => self.tag(&bytes[at..], quote)?,
            };
        }
        Ok(())
    }

    fn hidden_rows(&self) -> u64 {
        self.hidden
    }
}

impl Audit {
    fn text(&mut self, bytes: &[u8]) -> usize {
        match bytes.iter().position(|b| *b == b'<') {
            Some(at) => {
                self.state = State::Tag(0);
                at + 1
            }
            None => bytes.len(),
        }
    }

    fn value(&mut self, bytes: &[u8]) -> Result<usize, Fault> {
        let end = bytes.iter().position(|b| *b == b'<');
        let Some(cell) = &mut self.cell else {
            self.state = State::Text;
            return Ok(0);
        };
        if cell.kind != Kind::Text {
            cell.text.extend_from_slice(&bytes[..end.unwrap_or(bytes.len())]);
            if cell.text.len() > TAG {
                return Err(cell.fault("impossible.content"));
            }
        }
        if end.is_some() {
            self.state = State::Tag(0);
        }
        Ok(end.map_or(bytes.len(), |at| at + 1))
    }

    fn tag(&mut self, bytes: &[u8], mut quote: u8) -> Result<usize, Fault> {
        for (at, &byte) in bytes.iter().enumerate() {
            let markup = self.held.first().is_some_and(|b| matches!(b, b'!' | b'?'));
            match (byte, quote) {
                (b'>', 0) if !markup || closes(&self.held) => {
                    let held = std::mem::take(&mut self.held);
                    self.state = State::Text;
                    self.whole(&held)?;
                    self.held = held;
                    self.held.clear();
                    return Ok(at + 1);
                }
                (b'"' | b'\'', 0) if !markup => quote = byte,
                (byte, open) if byte == open && open != 0 => quote = 0,
                _ => {}
            }
            if self.held.len() >= TAG {
                if !markup {
                    return Err(Fault::damage("damage.content"));
                }
                // Of a long comment its beginning and its last two bytes are kept, which close it.
                self.held.remove(TAG - 3);
            }
            self.held.push(byte);
        }
        self.state = State::Tag(quote);
        Ok(bytes.len())
    }

    /// A whole tag, without its brackets.
    fn whole(&mut self, tag: &[u8]) -> Result<(), Fault> {
        let (closing, name) = (tag.first() == Some(&b'/'), local_name(tag));
        if let Some(cell) = &mut self.cell
            && cell.value == Seen::Open
        {
            cell.value = Seen::Whole;
            return if closing && name == b"v" { cell.checked() } else { Err(cell.fault("impossible.content")) };
        }
        // The format has no document types; their entities and comments could hide the rest of the sheet.
        if tag.starts_with(b"!DOCTYPE") {
            return Err(Fault::damage("damage.content"));
        }
        match name {
            b"c" if closing => self.cell = None,
            b"c" => self.cell = Some(Cell::new(tag)?).filter(|_| !tag.ends_with(b"/")),
            b"v" if !closing && !tag.ends_with(b"/") => {
                if let Some(cell) = &mut self.cell {
                    if cell.value != Seen::Nothing {
                        return Err(cell.fault("impossible.content"));
                    }
                    cell.value = Seen::Open;
                    self.state = State::Value;
                }
            }
            b"row" if !closing => {
                let far = attribute(tag, b"r").is_some_and(|r| r.is_empty() || r.len() > 7);
                if far {
                    return Err(Fault { code: "E109", ..Fault::damage("impossible.outside") });
                }
                self.hidden += u64::from(attribute(tag, b"hidden").is_some_and(|h| h == b"1" || h == b"true"));
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether a comment, a CDATA section or a declaration may end after what is `held` of it.
fn closes(held: &[u8]) -> bool {
    match held {
        [b'!', b'-', b'-', rest @ ..] => rest.ends_with(b"--"),
        [b'!', b'[', rest @ ..] => rest.ends_with(b"]]"),
        [b'?', rest @ ..] => rest.ends_with(b"?"),
        _ => true,
    }
}

/// A tag's name without its prefix.
fn local_name(tag: &[u8]) -> &[u8] {
    let tag = tag.strip_prefix(b"/").unwrap_or(tag);
    let end = tag.iter().position(|b| b.is_ascii_whitespace() || *b == b'/').unwrap_or(tag.len());
    let name = &tag[..end];
    name.iter().rposition(|b| *b == b':').map_or(name, |at| &name[at + 1..])
}

/// The value of an attribute as it is written.
fn attribute<'t>(tag: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let mut at = tag.iter().position(u8::is_ascii_whitespace)?;
    loop {
        let rest = &tag[at..];
        let key = rest.iter().position(|b| !b.is_ascii_whitespace())?;
        let equals = key + rest[key..].iter().position(|b| *b == b'=')?;
        let open = equals + 1 + rest[equals + 1..].iter().position(|b| !b.is_ascii_whitespace())?;
        let quote = *rest.get(open).filter(|b| matches!(b, b'"' | b'\''))?;
        let close = open + 1 + rest[open + 1..].iter().position(|b| *b == quote)?;
        if rest[key..equals].trim_ascii_end() == name {
            return Some(&rest[open + 1..close]);
        }
        at += close + 1;
    }
}

impl Cell {
    fn new(tag: &[u8]) -> Result<Cell, Fault> {
        let at = attribute(tag, b"r").map(position).transpose()?;
        let kind = match attribute(tag, b"t") {
            Some(b"s") => Kind::Index,
            Some(b"e") => Kind::Error,
            Some(b"n" | b"b") | None => Kind::Number,
            Some(_) => Kind::Text,
        };
        Ok(Cell { kind, at, value: Seen::Nothing, text: Vec::new() })
    }

    fn fault(&self, why: &str) -> Fault {
        let fault = Fault { code: "E109", ..Fault::damage(why) };
        self.at.map_or(fault.clone(), |(row, column)| fault.at(row, column))
    }

    /// Whether the whole text of the value is what a cell of its kind can hold.
    fn checked(&self) -> Result<(), Fault> {
        let text = self.text.as_slice();
        match self.kind {
            Kind::Index if text.len() > 9 || !text.iter().all(u8::is_ascii_digit) => {
                Err(self.fault("impossible.index"))
            }
            Kind::Error if !ERRORS.contains(&text) => Err(self.fault("impossible.error")),
            Kind::Number if text.contains(&b'&') => Err(self.fault("impossible.content")),
            _ => Ok(()),
        }
    }
}

/// The 0-based row and column of `AB12`. The reader counts on, past what its numbers hold, and may end at a real column.
fn position(reference: &[u8]) -> Result<(u32, u32), Fault> {
    let letters = reference.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (letters, digits) = reference.split_at(letters);
    let damage = || Fault::damage("damage.reference");
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(damage());
    }
    if letters.len() > 6 || digits.len() > 9 {
        return Err(Fault { code: "E109", ..Fault::damage("impossible.outside") });
    }
    let column = letters.iter().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let row = digits.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    Ok((row.checked_sub(1).ok_or_else(damage)?, column.saturating_sub(1)))
}
