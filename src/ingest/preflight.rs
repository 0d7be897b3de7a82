//! A look at a workbook's parts before its reader sees them: what is made to exhaust memory is refused by its own
//! table of contents. Why each bound exists is measured: calamine reserves what `uniqueCount` claims, and the process
//! would be aborted without a word.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;

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

/// What is wrong with a workbook's parts: a key of `damage` in the words; `None` when they can be read.
pub(crate) fn fault(bytes: &[u8]) -> Option<&'static str> {
    let Ok(mut parts) = ZipArchive::new(Cursor::new(bytes)) else { return Some("damage.cut") };
    if parts.len() > PARTS {
        return Some("damage.bomb");
    }
    let (mut names, mut unpacked) = (BTreeSet::new(), 0_u64);
    for at in 0..parts.len() {
        let Ok(part) = parts.by_index_raw(at) else { return Some("damage.cut") };
        let Ok(name) = part.name().map(|n| n.to_lowercase().replace('\\', "/")) else { return Some("damage.content") };
        let size = part.size();
        unpacked = unpacked.saturating_add(size);
        let shrunk = size > LARGE && size / RATIO > part.compressed_size();
        if part.encrypted() {
            return Some("damage.password");
        }
        if shrunk || unpacked > UNPACKED {
            return Some("damage.bomb");
        }
        // Readers differ in which of two parts they take: one sees other figures than the other.
        if !names.insert(name.clone()) {
            return Some("damage.twice");
        }
        drop(part);
        if name.ends_with("sharedstrings.xml") && claimed(&mut parts, at).is_some_and(|count| count > size / SHORTEST) {
            return Some("damage.strings");
        }
    }
    None
}

/// How many shared texts the part claims to hold; more than can be counted when it is no number.
fn claimed(parts: &mut ZipArchive<Cursor<&[u8]>>, at: usize) -> Option<u64> {
    let mut head = Vec::new();
    parts.by_index(at).ok()?.take(4096).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let (_, rest) = head.split_once("uniqueCount")?;
    let value = rest.trim_start_matches(['=', ' ', '"', '\'']);
    let end = value.find(['"', '\'']).unwrap_or(value.len());
    Some(value[..end].trim().parse().unwrap_or(u64::MAX))
}
