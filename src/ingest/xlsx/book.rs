//! What a workbook says of itself: where its parts lie, which sheets it has, and from when its days count.

use std::collections::BTreeMap;

use crate::ingest::parts::Parts;
use crate::ingest::told::Fault;
use crate::ingest::xml::{Event, Xml, meant};

/// The sheets with rows, and how their days count.
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    pub(super) since_1904: bool,
}

/// A sheet with rows.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) visible: bool,
    /// The name of its part.
    pub(super) part: String,
}

/// Where the workbook lies: its folder with a `/` at the end, and its name.
pub(super) type Folder = (String, String);

/// Where the package says that its workbook lies.
pub(super) fn folder(parts: &mut Parts<'_>) -> Result<Folder, Fault> {
    let related = relations(parts, "_rels/.rels")?;
    let document = related.into_values().rev().find(|(kind, _)| kind.ends_with("/relationships/officeDocument"));
    let (_, target) = document.ok_or_else(|| Fault::damage("damage.part"))?;
    let target = target.strip_prefix('/').unwrap_or(&target);
    let (folder, name) = target.rsplit_once('/').map_or(("", target), |(folder, name)| (folder, name));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    Ok((folder, if name.is_empty() { "workbook.xml".to_owned() } else { name.to_owned() }))
}

/// By its id, the kind of each relation and the part that it names.
fn relations(parts: &mut Parts<'_>, name: &str) -> Result<BTreeMap<String, (String, String)>, Fault> {
    let bytes = parts.whole(name)?.ok_or_else(|| Fault::damage("damage.part"))?;
    let (mut xml, mut found) = (Xml::new(&bytes)?, BTreeMap::new());
    loop {
        match xml.next()? {
            Event::Open(b"Relationship") => {
                let [id, kind, target] = xml.attributes([b"Id", b"Type", b"Target"])?;
                let text = |value: Option<&[u8]>| meant(value.unwrap_or_default()).map(std::borrow::Cow::into_owned);
                found.insert(text(id)?, (text(kind)?, text(target)?));
            }
            Event::Close(b"Relationships") => return Ok(found),
            Event::End => return Err(Fault::damage("damage.cut")),
            _ => {}
        }
    }
}

/// What the workbook says; `None` when it is not there.
pub(super) fn book(parts: &mut Parts<'_>, (folder, name): &Folder) -> Result<Option<Book>, Fault> {
    let related = relations(parts, &format!("{folder}_rels/{name}.rels"))?;
    let Some(bytes) = parts.whole(&format!("{folder}{name}"))? else { return Ok(None) };
    let mut xml = Xml::new(&bytes)?;
    let mut book = Book { sheets: Vec::new(), since_1904: false };
    loop {
        match xml.next()? {
            Event::Open(b"sheet") => {
                let (mut sheet, mut id) = (Sheet { name: String::new(), visible: true, part: String::new() }, "");
                while let Some((key, value)) = xml.attribute()? {
                    match key {
                        b"name" => sheet.name = meant(value)?.into_owned(),
                        b"state" => {
                            sheet.visible = match value {
                                b"visible" => true,
                                b"hidden" | b"veryHidden" => false,
                                _ => return Err(Fault::damage("damage.content")),
                            }
                        }
                        key if key == b"id" || key.ends_with(b":id") => id = std::str::from_utf8(value).unwrap_or(""),
                        _ => {}
                    }
                }
                let (kind, target) = related.get(id).ok_or_else(|| Fault::damage("damage.part"))?;
                sheet.part = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
                // Charts and dialogs have no rows.
                if kind.ends_with("/worksheet") {
                    book.sheets.push(sheet);
                }
            }
            Event::Open(b"workbookPr") => {
                if let [Some(value)] = xml.attributes([b"date1904"])? {
                    book.since_1904 = matches!(value, b"1" | b"true");
                }
            }
            Event::Close(b"workbook") => return Ok(Some(book)),
            Event::End => return Err(Fault::damage("damage.cut")),
            _ => {}
        }
    }
}
