//! A look at a workbook before its reader sees it: what it is by its content, and whether its own table of contents
//! shows that it was made to exhaust memory. Why each bound exists is measured: calamine reserves what `uniqueCount`
//! claims, and the process would be aborted without a word.

use std::collections::BTreeSet;
use std::io::Read;

use super::audit_binary::Records;
use super::parts::Parts;
use super::told::Fault;

/// More parts than any workbook of an export has.
const PARTS: usize = 2_000;
/// All parts unpacked, in bytes.
const UNPACKED: u64 = 1 << 30;
/// A part above this size that shrank to less than one part in [`RATIO`] is not text that anybody typed.
const LARGE: u64 = 16 << 20;
/// See [`LARGE`].
const RATIO: u64 = 200;
/// The bytes of the shortest shared text, `<si/>`.
const SHORTEST: u64 = 5;

/// What a workbook is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    /// Excel's XML, with or without macros.
    Xlsx,
    /// Excel's binary parts in a ZIP archive.
    Xlsb,
    /// Excel 97 to 2003.
    Xls,
    /// The open format of LibreOffice.
    Ods,
}

/// What `bytes` are, and whether they take values from other workbooks or from a database.
///
/// # Errors
/// What is wrong with the workbook's parts.
pub(crate) fn format(bytes: &[u8]) -> Result<(Format, bool), Fault> {
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        // The stream that holds an encrypted workbook has this name, in UTF-16.
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
        let locked = bytes.windows(name.len()).any(|w| w == name);
        return if locked { Err(Fault::damage("damage.password")) } else { Ok((Format::Xls, false)) };
    }
    let mut parts = Parts::of(bytes)?;
    if parts.len() > PARTS {
        return Err(Fault::damage("damage.bomb"));
    }
    let (mut names, mut unpacked) = (BTreeSet::new(), 0_u64);
    for at in 0..parts.len() {
        let part = parts.about(at)?;
        unpacked = unpacked.saturating_add(part.size);
        let shrunk = part.size > LARGE && part.size / RATIO > part.packed;
        if part.encrypted {
            return Err(Fault::damage("damage.password"));
        }
        if shrunk || unpacked > UNPACKED {
            return Err(Fault::damage("damage.bomb"));
        }
        let (name, most) = (part.name, part.size / SHORTEST);
        if name.ends_with("sharedstrings.xml") && claimed(&mut parts, at).is_some_and(|count| count > most) {
            return Err(Fault::damage("damage.strings"));
        }
        // Readers differ in which of two parts they take: one sees other figures than the other.
        if !names.insert(name) {
            return Err(Fault::damage("damage.twice"));
        }
    }
    let linked = names.iter().any(|n| n.starts_with("xl/externallinks/") || n == "xl/connections.xml");
    match () {
        () if names.contains("xl/workbook.bin") => Ok((Format::Xlsb, linked)),
        () if names.contains("content.xml") && names.contains("mimetype") => Ok((Format::Ods, linked)),
        () => Ok((Format::Xlsx, linked)),
    }
}

/// How many shared texts the part claims to hold; more than can be counted when it is no number.
fn claimed(parts: &mut Parts<'_>, at: usize) -> Option<u64> {
    let mut head = Vec::new();
    parts.stream(at).ok()?.take(4096).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let (_, rest) = head.split_once("uniqueCount")?;
    let value = rest.trim_start_matches(['=', ' ', '"', '\'', '\t', '\r', '\n']);
    let end = value.find(['"', '\'']).unwrap_or(value.len());
    Some(value[..end].trim().parse().unwrap_or(u64::MAX))
}

/// The raw look at every sheet of a binary workbook.
///
/// # Errors
/// What the reader would take for something else than it is.
pub(crate) fn audited(bytes: &[u8]) -> Result<(), Fault> {
    let mut parts = Parts::of(bytes)?;
    let mut buffer = vec![0; 64 * 1024];
    for at in 0..parts.len() {
        let name = parts.about(at)?.name;
        let (mut part, mut records) = (parts.stream(at)?, Records::default());
        while name.contains("worksheets/") && name.rsplit('.').next() == Some("bin") {
            let count = part.read(&mut buffer).map_err(|_| Fault::damage("damage.cut"))?;
            if count == 0 {
                break;
            }
            records.look(&buffer[..count])?;
        }
    }
    Ok(())
}
