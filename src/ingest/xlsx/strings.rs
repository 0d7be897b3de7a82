//! The texts of a workbook: those that its cells share, and those that stand in a cell.

use std::borrow::Cow;

use super::book::Folder;
use super::reference::impossible;
use crate::ingest::composed::composed;
use crate::ingest::marks;
use crate::ingest::parts::Parts;
use crate::ingest::texts::Texts;
use crate::ingest::told::Fault;
use crate::ingest::xml::{Event, Xml, meant};

/// What is no part of a text at its ends.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// The texts that cells share.
pub(super) fn strings(parts: &mut Parts<'_>, (folder, _): &Folder) -> Result<Texts, Fault> {
    let mut texts = Texts::default();
    let Some(bytes) = parts.whole(&format!("{folder}sharedStrings.xml"))? else { return Ok(texts) };
    let mut xml = Xml::new(&bytes)?;
    let mut begun = false;
    let mut keep = |text: &str| texts.push(&composed(text)).ok_or_else(|| Fault::damage("damage.bomb"));
    loop {
        while begun && let Some((text, rest)) = plain(xml.ahead()) {
            keep(&text)?;
            xml.go_on(rest);
        }
        match xml.next()? {
            Event::Open(b"sst") => begun = true,
            Event::Open(b"si") if begun => keep(&rich(&mut xml, b"si")?)?,
            Event::Close(b"sst") if begun => return Ok(texts),
            Event::End => return Err(Fault::damage("damage.cut")),
            _ => {}
        }
    }
}

/// The text that `bytes` begin with, and what follows it, in the form in which nearly all are written: `<si><t>a</t></si>`. What is
/// written otherwise is left to whoever reads XML.
fn plain(bytes: &[u8]) -> Option<(Cow<'_, str>, &[u8])> {
    let run = bytes.strip_prefix(b"<si><t>")?;
    let (written, rest) = run.split_at(marks::first(b'<', run)?);
    let rest = rest.strip_prefix(b"</t></si>")?;
    if written.iter().any(|byte| matches!(byte, b'&' | b'\r')) {
        return None;
    }
    let text = std::str::from_utf8(written).ok()?;
    Some((unescaped(text.trim_matches(BLANK)), rest))
}

/// The text of the element that was opened last, put together of its runs. How it is pronounced is not part of it.
pub(super) fn rich<'b>(xml: &mut Xml<'b>, name: &[u8]) -> Result<Cow<'b, str>, Fault> {
    let (mut whole, mut spoken) = (None::<Cow<'b, str>>, false);
    if xml.is_empty()? {
        return Ok(Cow::Borrowed(""));
    }
    loop {
        match xml.next()? {
            Event::Open(b"rPh") => spoken = !xml.is_empty()?,
            Event::Close(b"rPh") => spoken = false,
            Event::Open(b"t") if !spoken => {
                let run = run(xml)?;
                whole = Some(match whole {
                    None => run,
                    Some(before) => Cow::Owned(before.into_owned() + run.as_ref()),
                });
            }
            Event::Close(closed) if closed == name => return Ok(whole.unwrap_or_default()),
            Event::End => return Err(Fault::damage("damage.cut")),
            _ => {}
        }
    }
}

/// The text of a run. White space around it counts only where the run says so.
fn run<'b>(xml: &mut Xml<'b>) -> Result<Cow<'b, str>, Fault> {
    let keeps = xml.attributes([b"xml:space"])?[0] == Some(b"preserve");
    let mut text = Cow::Borrowed("");
    while !xml.is_empty()? {
        let more = match xml.next()? {
            Event::Text(written) => meant(written)?,
            Event::Section(written) => {
                Cow::Borrowed(std::str::from_utf8(written).map_err(|_| Fault::damage("damage.content"))?)
            }
            Event::Close(b"t") => break,
            Event::End => return Err(Fault::damage("damage.cut")),
            _ => continue,
        };
        text = if text.is_empty() { more } else { Cow::Owned(text.into_owned() + &more) };
    }
    Ok(match text {
        Cow::Borrowed(text) => unescaped(if keeps { text } else { text.trim_matches(BLANK) }),
        Cow::Owned(text) => Cow::Owned(unescaped(if keeps { &text } else { text.trim_matches(BLANK) }).into_owned()),
    })
}

/// The text with every `_x000D_`, a unit of UTF-16 that XML cannot hold, in place (ECMA-376 22.9.2.19).
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut units, mut rest): (Vec<u16>, &str) = (Vec::new(), text);
    while let Some(at) = rest.find("_x") {
        let unit = rest.get(at..at + 7).and_then(|escape| escape.strip_prefix("_x")?.strip_suffix('_'));
        let unit = unit.filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let (before, next) = rest.split_at(at + if unit.is_some() { 7 } else { 1 });
        match unit.and_then(|digits| u16::from_str_radix(digits, 16).ok()) {
            Some(unit) => {
                units.extend(before[..at].encode_utf16());
                units.push(unit);
            }
            None => units.extend(before.encode_utf16()),
        }
        rest = next;
    }
    units.extend(rest.encode_utf16());
    Cow::Owned(String::from_utf16_lossy(&units))
}

/// What stands in the value that was opened last, as it is written; `None` for a value without an end of its own.
pub(super) fn value<'b>(xml: &mut Xml<'b>) -> Result<Option<&'b [u8]>, Fault> {
    if xml.is_empty()? {
        return Ok(None);
    }
    let written = match xml.next()? {
        Event::Text(written) => written,
        Event::Close(b"v") => return Ok(Some(b"")),
        Event::End => return Err(Fault::damage("damage.content")),
        _ => return Err(impossible("impossible.content")),
    };
    match xml.next()? {
        Event::Close(b"v") => Ok(Some(written)),
        Event::End => Err(Fault::damage("damage.content")),
        _ => Err(impossible("impossible.content")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(inside: &str) -> Result<String, Fault> {
        let whole = format!("<si>{inside}</si>");
        let mut xml = Xml::new(whole.as_bytes())?;
        xml.next()?;
        rich(&mut xml, b"si").map(Cow::into_owned)
    }

    #[test]
    fn plain_texts_are_those_that_the_reader_of_xml_finds() {
        for inside in ["<t></t>", "<t> a\u{a0}b\n</t>", "<t>_x0041_</t>", "<t>ราคา</t>"] {
            let whole = format!("<si>{inside}</si> ");
            let (found, rest) = plain(whole.as_bytes()).unwrap();
            assert_eq!((found.as_ref(), rest), (text(inside).unwrap().as_str(), &b" "[..]));
        }
        for other in [
            "<t>a &amp; b</t>",
            "<t>a\r</t>",
            "<t xml:space=\"preserve\"> a</t>",
            "<t/>",
            "<t>a</t><t>b</t>",
            "<r><t>a</t></r>",
        ] {
            assert_eq!(plain(format!("<si>{other}</si>").as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn texts_of_runs() {
        for (inside, whole) in [
            ("", ""),
            ("<t/>", ""),
            ("<t> a b\n</t>", "a b"),
            ("<t xml:space=\"preserve\"> a </t>", " a "),
            ("<r><rPr><b/></rPr><t>A </t></r><r><t xml:space=\"preserve\"> &amp; B</t></r>", "A & B"),
            ("<t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh>", "東京"),
            ("<t>a<!-- no -->b<![CDATA[<c>]]></t>", "ab<c>"),
            ("<t>x_x000D_y_x005F_x000D_z_x00</t>", "x\ry_x000D_z_x00"),
            ("<t>_xD83D__xDCF7_ _xD83D_</t>", "\u{1F4F7} \u{FFFD}"),
            ("<t>&#160;a</t>", "\u{a0}a"),
        ] {
            assert_eq!(text(inside).unwrap(), whole, "{inside}");
        }
        assert_eq!(text("<t>a"), Err(Fault::damage("damage.cut")));
        assert_eq!(text("<t>&b;</t>"), Err(Fault::damage("damage.content")));
    }
}
