//! XML as the parts of workbooks use it: tags, their attributes and the text between them, over bytes that are all there.
//! Nothing is believed twice: a document type, a tag that never ends or an attribute without quotes is damage.

use std::borrow::Cow;

use super::marks;
use super::told::Fault;

/// A cursor in XML.
pub(crate) struct Xml<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Whether `at` lies among the attributes of a tag.
    inside: bool,
    empty: bool,
}

/// A name and a value, as they are written.
pub(crate) type Attribute<'b> = (&'b [u8], &'b [u8]);

/// What comes next. Names are without their prefix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Event<'b> {
    /// A tag begins; its attributes follow.
    Open(&'b [u8]),
    /// A tag that closes an element.
    Close(&'b [u8]),
    /// Text as it is written.
    Text(&'b [u8]),
    /// A section of text in which nothing is written otherwise than it is meant.
    Section(&'b [u8]),
    /// A comment or an instruction.
    Other,
    /// The end.
    End,
}

impl<'b> Xml<'b> {
    /// A cursor at the beginning of `bytes`.
    ///
    /// # Errors
    /// Text in two bytes a letter, which no part of a workbook is and which would hide every tag.
    pub(crate) fn new(bytes: &'b [u8]) -> Result<Xml<'b>, Fault> {
        match bytes {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, ..] => Err(damage()),
            _ => Ok(Xml { bytes, at: 0, inside: false, empty: false }),
        }
    }

    /// The next tag or text.
    ///
    /// # Errors
    /// What is no XML.
    pub(crate) fn next(&mut self) -> Result<Event<'b>, Fault> {
        while self.inside {
            self.attribute()?;
        }
        let rest = self.rest();
        match rest {
            [] => Ok(Event::End),
            [b'<', b'/', tag @ ..] => {
                let end = tag.iter().position(|b| *b == b'>').ok_or_else(damage)?;
                self.at += end + 3;
                Ok(Event::Close(local(tag[..end].trim_ascii_end())))
            }
            [b'<', b'!', b'-', b'-', ..] => self.past(b"-->", 4).map(|_| Event::Other),
            [b'<', b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] => self.past(b"]]>", 9).map(Event::Section),
            [b'<', b'!', ..] => Err(damage()),
            [b'<', b'?', ..] => self.past(b"?>", 2).map(|_| Event::Other),
            [b'<', tag @ ..] => {
                let end = tag.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
                let end = end.filter(|end| *end > 0).ok_or_else(damage)?;
                self.at += end + 1;
                (self.inside, self.empty) = (true, false);
                Ok(Event::Open(local(&tag[..end])))
            }
            _ => {
                let end = marks::first(b'<', rest).unwrap_or(rest.len());
                self.at += end;
                Ok(Event::Text(&rest[..end]))
            }
        }
    }

    /// The next attribute of the tag that was opened last, as it is written; `None` after the last one.
    ///
    /// # Errors
    /// What is no attribute.
    pub(crate) fn attribute(&mut self) -> Result<Option<Attribute<'b>>, Fault> {
        if !self.inside {
            return Ok(None);
        }
        // Names and values are a few letters long: they are told letter by letter faster than many at a time.
        let rest = self.rest();
        let key = rest.iter().position(|b| !b.is_ascii_whitespace()).ok_or_else(damage)?;
        let key = &rest[key..];
        if let [b'>', left @ ..] | [b'/', b'>', left @ ..] = key {
            self.empty = key[0] == b'/';
            self.at = self.bytes.len() - left.len();
            self.inside = false;
            return Ok(None);
        }
        let end = key.iter().position(|b| matches!(b, b'=' | b'<' | b'>' | b'/')).ok_or_else(damage)?;
        let (name, value) = key.split_at(end);
        let [b'=', value @ ..] = value else { return Err(damage()) };
        let [quote @ (b'"' | b'\''), value @ ..] = value.trim_ascii_start() else { return Err(damage()) };
        let end = value.iter().position(|b| b == quote).ok_or_else(damage)?;
        self.at = self.bytes.len() - (value.len() - end - 1);
        Ok(Some((name.trim_ascii_end(), &value[..end])))
    }

    /// The values of these attributes of the tag that was opened last.
    ///
    /// # Errors
    /// What is no attribute.
    pub(crate) fn attributes<const N: usize>(&mut self, names: [&[u8]; N]) -> Result<[Option<&'b [u8]>; N], Fault> {
        let mut values = [None; N];
        while let Some((name, value)) = self.attribute()? {
            if let Some(at) = names.iter().position(|n| *n == name) {
                values[at] = values[at].or(Some(value));
            }
        }
        Ok(values)
    }

    /// Whether the tag that was opened last is an element without content. Known after its attributes.
    ///
    /// # Errors
    /// What is no attribute.
    pub(crate) fn is_empty(&mut self) -> Result<bool, Fault> {
        while self.inside {
            self.attribute()?;
        }
        Ok(self.empty)
    }

    /// Goes past the element that was opened last.
    ///
    /// # Errors
    /// One that is not closed.
    pub(crate) fn skip(&mut self, name: &[u8]) -> Result<(), Fault> {
        let mut depth = usize::from(!self.is_empty()?);
        while depth > 0 {
            match self.next()? {
                Event::Open(open) if open == name => depth += usize::from(!self.is_empty()?),
                Event::Close(closed) if closed == name => depth -= 1,
                Event::End => return Err(Fault::damage("damage.cut")),
                _ => {}
            }
        }
        Ok(())
    }

    /// What comes next, where no tag is open, for who knows how it is most often written.
    pub(crate) fn ahead(&self) -> &'b [u8] {
        if self.inside { &[] } else { self.rest() }
    }

    /// Goes on at `rest`, which is what stands behind some tags and texts of those ahead.
    pub(crate) fn go_on(&mut self, rest: &'b [u8]) {
        self.at = self.bytes.len().saturating_sub(rest.len());
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Goes past the next `mark`, and gives what is between here and there, without its first `from` bytes.
    fn past(&mut self, mark: &[u8], from: usize) -> Result<&'b [u8], Fault> {
        let inside = &self.rest()[from..];
        let end = marks::find(mark, inside).ok_or_else(damage)?;
        self.at += from + end + mark.len();
        Ok(&inside[..end])
    }
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    name.iter().position(|b| *b == b':').map_or(name, |at| &name[at + 1..])
}

/// What written text means: references to characters in place, line ends as LF.
///
/// # Errors
/// A reference that means nothing, or bytes that are no UTF-8.
pub(crate) fn meant(written: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let text = std::str::from_utf8(written).map_err(|_| damage())?;
    if !written.iter().any(|b| matches!(b, b'&' | b'\r')) {
        return Ok(Cow::Borrowed(text));
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut parts = text.split('&');
    let mut meant = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').ok_or_else(damage)?;
        meant.push(character(name).ok_or_else(damage)?);
        meant.push_str(rest);
    }
    Ok(Cow::Owned(meant))
}

/// The character of a reference.
fn character(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix('x').or_else(|| number.strip_prefix('X'));
            let code = hex.map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16)).ok()?;
            char::from_u32(code).filter(|c| *c != '\0')
        }
    }
}

fn damage() -> Fault {
    Fault::damage("damage.content")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_texts_and_attributes() {
        let text = b"<?xml version='1.0'?><x:row r = \"1\" b='a>\"<'><c/>5 &lt;<!-- <v> --><![CDATA[<&]]></x:row >";
        let mut xml = Xml::new(text).unwrap();
        assert_eq!(xml.next(), Ok(Event::Other));
        assert_eq!(xml.next(), Ok(Event::Open(b"row")));
        assert_eq!(xml.attributes([b"b", b"r"]), Ok([Some(&b"a>\"<"[..]), Some(&b"1"[..])]));
        assert_eq!((xml.is_empty(), xml.next(), xml.is_empty()), (Ok(false), Ok(Event::Open(b"c")), Ok(true)));
        assert_eq!((xml.next(), xml.next()), (Ok(Event::Text(b"5 &lt;")), Ok(Event::Other)));
        assert_eq!((xml.next(), xml.next()), (Ok(Event::Section(b"<&")), Ok(Event::Close(b"row"))));
        assert_eq!(xml.next(), Ok(Event::End));
    }

    #[test]
    fn what_is_no_xml_is_damage() {
        for text in
            ["<a", "<a b", "<a b=c>", "<a b='c>", "<", "</a", "<!-- ", "<!DOCTYPE a>", "< a>", "<a b<c='d'>", "\u{0}"]
        {
            let Ok(mut xml) = Xml::new(text.as_bytes()) else { continue };
            let end = loop {
                match xml.next() {
                    Ok(Event::End) => break Ok(()),
                    Ok(_) => {}
                    Err(fault) => break Err(fault),
                }
            };
            assert_eq!(end, Err(damage()), "{text}");
        }
    }

    #[test]
    fn references_are_what_they_mean() {
        assert_eq!(meant("a &amp; b&#x20AC;&#10;".as_bytes()).unwrap(), "a & b€\n");
        assert_eq!(meant(b"a\r\nb\rc").unwrap(), "a\nb\nc");
        for wrong in ["&", "&amp", "&nbsp;", "&#xD800;", "&#0;", "&#;"] {
            assert!(meant(wrong.as_bytes()).is_err(), "{wrong}");
        }
        assert!(meant(b"\xFF").is_err());
    }
}
