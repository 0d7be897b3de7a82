//! Which formats of cells show a number as a date (ECMA-376 18.8.30 and 18.8.31).

use std::collections::BTreeMap;

use super::book::Folder;
use crate::ingest::parts::Parts;
use crate::ingest::told::Fault;
use crate::ingest::xml::{Event, Xml, meant};

/// Of each format of cells, by its number, whether it shows a date or a time of day. Durations are numbers.
pub(super) fn formats(parts: &mut Parts<'_>, (folder, _): &Folder) -> Result<Vec<bool>, Fault> {
    let Some(bytes) = parts.whole(&format!("{folder}styles.xml"))? else { return Ok(Vec::new()) };
    let mut xml = Xml::new(&bytes)?;
    let (mut own, mut formats, mut inside) = (BTreeMap::new(), Vec::new(), false);
    loop {
        match xml.next()? {
            Event::Open(b"numFmt") => {
                if let [Some(id), Some(code)] = xml.attributes([b"numFmtId", b"formatCode"])? {
                    own.insert(id.to_vec(), is_date(&meant(code)?));
                }
            }
            Event::Open(b"cellXfs") => inside = !xml.is_empty()?,
            Event::Close(b"cellXfs") => inside = false,
            Event::Open(b"xf") if inside => {
                let [id] = xml.attributes([b"numFmtId"])?;
                let known = id.map(|id| own.get(id).copied().unwrap_or_else(|| is_built_in_date(id)));
                formats.push(known.unwrap_or(false));
            }
            Event::Close(b"styleSheet") => return Ok(formats),
            Event::End => return Err(Fault::damage("damage.cut")),
            _ => {}
        }
    }
}

/// Whether a format that every spreadsheet knows by its number shows a date. 27 to 36 and 50 to 58 are dates in the
/// languages of East Asia; 46 is a duration.
fn is_built_in_date(id: &[u8]) -> bool {
    let id = std::str::from_utf8(id).ok().and_then(|id| id.parse::<u16>().ok());
    id.is_some_and(|id| matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58))
}

/// Whether the first section of a format's code shows a date or a time of day.
fn is_date(code: &str) -> bool {
    let mut marks = code.chars();
    let mut half_of_day = false;
    while let Some(mark) = marks.next() {
        match mark.to_ascii_lowercase() {
            ';' => return false,
            // What follows is shown as it is, leaves as much room, or fills the cell.
            '\\' | '_' | '*' => {
                marks.next();
            }
            '"' => {
                marks.by_ref().find(|m| *m == '"');
            }
            '[' => {
                let inside: Vec<char> =
                    marks.by_ref().take_while(|m| *m != ']').map(|m| m.to_ascii_lowercase()).collect();
                // Hours, minutes or seconds that are not cut at a day: a duration.
                let elapsed = inside.first().filter(|m| matches!(m, 'h' | 'm' | 's'));
                if elapsed.is_some_and(|first| inside.iter().all(|m| m == first)) {
                    return false;
                }
            }
            'p' | 'm' | '/' if half_of_day => return true,
            'd' | 'm' | 'h' | 'y' | 's' if !half_of_day => return true,
            'a' => half_of_day = true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_dates() {
        for code in [
            "dd/mm/yyyy",
            "yyyy-mm-dd hh:mm:ss",
            "[$-409]d-mmm-yy;@",
            "[$-F800]dddd\\,\\ mmmm",
            "AM/PM",
            "A/P",
            "h:mm",
            "mmss.0",
        ] {
            assert!(is_date(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0 \"days\"",
            "[h]:mm",
            "[SS]",
            "[Red]0.00",
            "0;yyyy",
            "_d0",
            "\\d0",
            "@",
            "*d0",
            "",
        ] {
            assert!(!is_date(code), "{code}");
        }
        assert!([b"14", b"22", b"30"].iter().all(|id| is_built_in_date(*id)));
        assert!([b"46", b"49", b"-1", b"xx"].iter().all(|id| !is_built_in_date(*id)));
    }
}
