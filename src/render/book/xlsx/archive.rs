//! A part of a finished file in place of another: the writer of workbooks takes no part that is packed already.
//!
//! Places are those of the ZIP format, APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.

use super::packed::Packed;

/// The record at the end of a file that has no comment.
const END: usize = 22;
/// A record of the directory, up to its name.
const RECORD: usize = 46;
/// The header of a part, up to its name.
const HEADER: usize = 30;
/// The flag of a part whose sizes stand behind it.
const SIZES_FOLLOW: u16 = 8;

/// A part, by the place of its record in the directory.
struct Part {
    record: usize,
    /// Where it begins.
    start: usize,
    /// Where the packed bytes begin, and how many there are.
    content: (usize, usize),
    /// Where the next part begins, or the directory.
    end: usize,
}

/// The packed bytes of the part `name`.
pub(super) fn part<'a>(file: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let (start, count) = find(file, name)?.content;
    file.get(start..start + count)
}

/// The file with the pieces of each of `others` in place of the part of its name.
pub(super) fn with(file: &[u8], others: &[(String, Vec<Packed>)]) -> Option<Vec<u8>> {
    let directory = directory(file)?;
    let mut parts: Vec<(Part, &[Packed])> = Vec::with_capacity(others.len());
    for (name, pieces) in others {
        parts.push((find(file, name)?, pieces));
    }
    parts.sort_unstable_by_key(|(part, _)| part.start);
    let room: usize = parts.iter().flat_map(|(_, pieces)| *pieces).map(|piece| piece.bytes.len()).sum();
    let (mut out, mut from) = (Vec::with_capacity(file.len() + room), 0);
    // Where what begins at a place of the old file begins in the new one.
    let mut moved = vec![(0, 0)];
    for (part, pieces) in &parts {
        out.extend_from_slice(file.get(from..part.content.0)?);
        let header = out.len() - (part.content.0 - part.start);
        fill(&mut out, (header + 6, header + 14), pieces)?;
        for piece in *pieces {
            out.extend_from_slice(&piece.bytes);
        }
        from = part.end;
        moved.push((from, out.len()));
    }
    out.extend_from_slice(file.get(from..)?);
    let moved = |place: usize| {
        let before = moved.partition_point(|&(old, _)| old <= place) - 1;
        moved[before].1 + (place - moved[before].0)
    };
    for (part, pieces) in &parts {
        fill(&mut out, (moved(part.record) + 8, moved(part.record) + 16), pieces)?;
    }
    for record in records(file, directory) {
        put(&mut out, moved(record) + 42, u32::try_from(moved(long(file, record + 42)?)).ok()?);
    }
    let end = out.len() - END;
    put(&mut out, end + 16, u32::try_from(moved(directory)).ok()?);
    Some(out)
}

fn find(file: &[u8], name: &str) -> Option<Part> {
    let directory = directory(file)?;
    let named = |&record: &usize| {
        file.get(record + RECORD..record + RECORD + short(file, record + 28).unwrap_or(0)) == Some(name.as_bytes())
    };
    let record = records(file, directory).find(named)?;
    let start = long(file, record + 42)?;
    let content = start + HEADER + short(file, start + 26)? + short(file, start + 28)?;
    let starts = records(file, directory).filter_map(|record| long(file, record + 42));
    let end = starts.filter(|&other| other > start).min().unwrap_or(directory);
    Some(Part { record, start, content: (content, long(file, record + 20)?), end })
}

/// Where the directory begins.
fn directory(file: &[u8]) -> Option<usize> {
    let end = file.len().checked_sub(END)?;
    file[end..].starts_with(b"PK\x05\x06").then(|| long(file, end + 16))?
}

/// The records of the directory.
fn records(file: &[u8], directory: usize) -> impl Iterator<Item = usize> {
    let is_record = |&at: &usize| file.get(at..at + RECORD).is_some_and(|record| record.starts_with(b"PK\x01\x02"));
    let next = move |&at: &usize| {
        Some(at + RECORD + short(file, at + 28)? + short(file, at + 30)? + short(file, at + 32)?).filter(is_record)
    };
    std::iter::successors(Some(directory).filter(is_record), next)
}

fn short(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..at + 2)?.try_into().ok()?;
    Some(u16::from_le_bytes(bytes).into())
}

fn long(file: &[u8], at: usize) -> Option<usize> {
    let bytes = file.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}

fn put(file: &mut [u8], at: usize, number: u32) {
    file[at..at + 4].copy_from_slice(&number.to_le_bytes());
}

/// Writes sum and sizes into a header or record that may have left them for later; `None` when they are too large.
fn fill(file: &mut [u8], (flags, sum): (usize, usize), pieces: &[Packed]) -> Option<()> {
    let (crc, packed, whole) = Packed::sums(pieces);
    let flag = u16::from_le_bytes([file[flags], file[flags + 1]]) & !SIZES_FOLLOW;
    file[flags..flags + 2].copy_from_slice(&flag.to_le_bytes());
    put(file, sum, crc);
    put(file, sum + 4, u32::try_from(packed).ok()?);
    put(file, sum + 8, u32::try_from(whole).ok()?);
    Some(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _, Write as _};

    use zip::write::SimpleFileOptions;
    use zip::{ZipArchive, ZipWriter};

    use super::super::packed::{Packing, unpacked};
    use super::{part, with};

    #[test]
    fn the_other_parts_are_as_they_were() {
        let mut writer = ZipWriter::new_stream(Vec::new());
        for name in ["first", "second", "third"] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(name.repeat(100).as_bytes()).unwrap();
        }
        let file = writer.finish().unwrap().into_inner();
        assert_eq!(unpacked(part(&file, "second").unwrap()).unwrap(), "second".repeat(100).as_bytes());
        let new = || {
            let mut packing = Packing::new();
            packing.add("new".repeat(100).as_bytes()).unwrap();
            vec![packing.ended().unwrap()]
        };
        for (name, of_first, of_last) in
            [("first", "new", "third"), ("second", "first", "third"), ("third", "first", "new")]
        {
            let changed = with(&file, &[(name.to_owned(), new())]).unwrap();
            let mut archive = ZipArchive::new(Cursor::new(changed)).unwrap();
            assert_eq!(archive.len(), 3);
            let mut read = |name: &str| {
                let mut text = String::new();
                archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
                text
            };
            assert_eq!(read(name), "new".repeat(100));
            assert_eq!([read("first"), read("third")], [of_first, of_last].map(|text| text.repeat(100)));
        }
        let several = ["third", "first"].map(|name| (name.to_owned(), new()));
        let mut archive = ZipArchive::new(Cursor::new(with(&file, &several).unwrap())).unwrap();
        for (name, part) in [("first", "new"), ("second", "second"), ("third", "new")] {
            let mut text = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, part.repeat(100));
        }
        assert!(with(&file, &[("fourth".to_owned(), new())]).is_none());
        assert!(part(b"PK", "first").is_none());
    }
}
