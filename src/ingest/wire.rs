//! What is told of a workbook as bytes, from a process that may die to one that must not. The end is said: without it
//! nothing counts.

use std::io::{self, Read, Write};

use super::texts::Texts;
use super::told::{CODES, Fault, Merged, Told};

/// Longer than any name that is believed afterwards, in bytes.
const LONGEST: u32 = 1 << 20;
/// More bytes than rows come in at once.
const ROWS: u32 = 256 << 20;

/// Writes one thing told.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn write(told: &Told<'_>, to: &mut impl Write) -> io::Result<()> {
    match told {
        Told::Sheet { name, visible } => {
            to.write_all(if *visible { b"S" } else { b"H" })?;
            text(name, to)
        }
        Told::Merged(Merged { first, last }) => {
            to.write_all(b"M")?;
            [first.0, first.1, last.0, last.1].iter().try_for_each(|n| to.write_all(&n.to_le_bytes()))
        }
        Told::HiddenRows(rows) => {
            to.write_all(b"R")?;
            to.write_all(&rows.to_le_bytes())
        }
        Told::Linked => to.write_all(b"L"),
        Told::Since1904 => to.write_all(b"9"),
        Told::Texts(texts) => {
            let (arena, ends) = texts.parts();
            to.write_all(b"T")?;
            length(ends.len(), to)?;
            ends.iter().try_for_each(|end| to.write_all(&end.to_le_bytes()))?;
            to.write_all(arena.as_bytes())
        }
        Told::Rows(rows) => {
            to.write_all(b"B")?;
            length(rows.len(), to)?;
            to.write_all(rows)
        }
    }
}

/// Writes how the reading ended.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn end(result: &Result<(), Fault>, to: &mut impl Write) -> io::Result<()> {
    match result {
        Ok(()) => to.write_all(b"."),
        Err(fault) => {
            let code = CODES.iter().position(|c| *c == fault.code).unwrap_or(0);
            to.write_all(&[b'!', u8::try_from(code).unwrap_or(0)])?;
            to.write_all(&fault.row.to_le_bytes())?;
            to.write_all(&fault.column.to_le_bytes())?;
            text(&fault.reason, to)?;
            text(&fault.sheet, to)
        }
    }
}

fn text(text: &str, to: &mut impl Write) -> io::Result<()> {
    length(text.len(), to)?;
    to.write_all(text.as_bytes())
}

/// More than can be said is refused by whoever reads it: cut, it would be believed.
fn length(length: usize, to: &mut impl Write) -> io::Result<()> {
    to.write_all(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes())
}

/// Why what was told does not count.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It ends without its end, or makes no sense.
    Cut,
    /// It ended with a fault, or the listener refused it.
    Refused(Fault),
}

impl From<io::Error> for Broken {
    fn from(_: io::Error) -> Broken {
        Broken::Cut
    }
}

/// Reads everything told, to its end.
pub(crate) fn read(
    from: &mut impl Read,
    listener: &mut dyn FnMut(Told<'_>) -> Result<(), Fault>,
) -> Result<(), Broken> {
    let mut held = String::new();
    loop {
        let [mark] = bytes(from)?;
        let told = match mark {
            b'S' | b'H' => Told::Sheet { name: text_of(from, &mut held)?, visible: mark == b'S' },
            b'M' => Told::Merged(Merged { first: (four(from)?, four(from)?), last: (four(from)?, four(from)?) }),
            b'R' => Told::HiddenRows(u64::from_le_bytes(bytes(from)?)),
            b'L' => Told::Linked,
            b'9' => Told::Since1904,
            b'T' => Told::Texts(texts(from)?),
            b'B' => {
                let length = four(from)?;
                Told::Rows(long(from, if length > ROWS { return Err(Broken::Cut) } else { length })?)
            }
            b'.' => return Ok(()),
            b'!' => return Err(Broken::Refused(fault(from)?)),
            _ => return Err(Broken::Cut),
        };
        listener(told).map_err(Broken::Refused)?;
    }
}

fn fault(from: &mut impl Read) -> Result<Fault, Broken> {
    let [code] = bytes(from)?;
    let code = CODES.get(usize::from(code)).copied().ok_or(Broken::Cut)?;
    let row = u64::from_le_bytes(bytes(from)?);
    let column = four(from)?;
    let (mut reason, mut sheet) = (String::new(), String::new());
    text_of(from, &mut reason)?;
    text_of(from, &mut sheet)?;
    Ok(Fault { code, reason, sheet, row, column })
}

fn texts(from: &mut impl Read) -> Result<Texts, Broken> {
    let count = four(from)?.checked_mul(4).ok_or(Broken::Cut)?;
    let ends = long(from, count)?;
    let end = |bytes: &[u8]| bytes.try_into().map_or(0, u32::from_le_bytes);
    let ends: Vec<u32> = ends.chunks_exact(4).map(end).collect();
    let arena = long(from, ends.last().copied().unwrap_or(0))?;
    let arena = String::from_utf8(arena).map_err(|_| Broken::Cut)?;
    Texts::of(arena, ends).ok_or(Broken::Cut)
}

/// As many bytes; memory is taken as they come, not as they are announced.
fn long(from: &mut impl Read, length: u32) -> Result<Vec<u8>, Broken> {
    let mut bytes = Vec::with_capacity(length.min(LONGEST) as usize);
    from.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() == length as usize { Ok(bytes) } else { Err(Broken::Cut) }
}

fn bytes<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn four(from: &mut impl Read) -> io::Result<u32> {
    bytes(from).map(u32::from_le_bytes)
}

fn text_of<'h>(from: &mut impl Read, held: &'h mut String) -> Result<&'h str, Broken> {
    let length = four(from)?;
    if length > LONGEST {
        return Err(Broken::Cut);
    }
    held.clear();
    from.take(u64::from(length)).read_to_string(held)?;
    if held.len() == length as usize { Ok(held) } else { Err(Broken::Cut) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One thing of each kind.
    fn all() -> Vec<Told<'static>> {
        let mut texts = Texts::default();
        let kept = ["a", "", "ราคา"].map(|text| texts.push(text));
        assert_eq!(kept, [Some(()); 3]);
        vec![
            Told::Linked,
            Told::Texts(texts),
            Told::Texts(Texts::default()),
            Told::Since1904,
            Told::Sheet { name: "Deals", visible: true },
            Told::Rows(vec![7, 0, 0, 0, 0, 5]),
            Told::Merged(Merged { first: (0, 1), last: (2, 3) }),
            Told::Sheet { name: "old", visible: false },
            Told::HiddenRows(7),
        ]
    }

    fn heard(bytes: &[u8]) -> (Vec<String>, Result<(), Broken>) {
        let mut heard = Vec::new();
        let end = read(&mut &bytes[..], &mut |told| {
            heard.push(format!("{told:?}"));
            Ok(())
        });
        (heard, end)
    }

    #[test]
    fn what_is_told_arrives_and_nothing_counts_without_its_end() {
        let mut bytes = Vec::new();
        for told in all() {
            write(&told, &mut bytes).unwrap();
        }
        end(&Ok(()), &mut bytes).unwrap();
        let (said, ended) = heard(&bytes);
        assert!(ended.is_ok());
        assert_eq!(said, all().iter().map(|t| format!("{t:?}")).collect::<Vec<_>>());
        for cut in 0..bytes.len() {
            assert!(matches!(heard(&bytes[..cut]).1, Err(Broken::Cut)), "cut at {cut}");
        }
    }

    #[test]
    fn a_fault_arrives_with_its_place() {
        let fault = Fault { code: "E109", ..Fault::damage("impossible.order") }.on("Deals").at(4, 2);
        let mut bytes = Vec::new();
        end(&Err(fault.clone()), &mut bytes).unwrap();
        assert!(matches!(heard(&bytes).1, Err(Broken::Refused(found)) if found == fault));
        assert!(matches!(heard(b"?").1, Err(Broken::Cut)));
    }
}
