//! What is told of a workbook as bytes, from a process that may die to one that must not. The end is said: without it
//! nothing counts.

use std::io::{self, Read, Write};

use chrono::DateTime;

use super::told::{CODES, Fault, Merged, Told, Value};

/// Longer than any name or text that is believed afterwards, in bytes.
const LONGEST: u32 = 1 << 20;

/// Writes one thing told.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn write(told: Told<'_>, to: &mut impl Write) -> io::Result<()> {
    match told {
        Told::Sheet { name, visible } => {
            to.write_all(if visible { b"S" } else { b"H" })?;
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
        Told::Cell { row, column, value } => cell(row, column, value, to),
    }
}

fn cell(row: u32, column: u32, value: Value<'_>, to: &mut impl Write) -> io::Result<()> {
    let mark = match value {
        Value::Number(_) => b'n',
        Value::Text(_) => b't',
        Value::Bool(true) => b'y',
        Value::Bool(false) => b'f',
        Value::Error(_) => b'e',
        Value::Moment(_) => b'd',
        Value::Uncomputed => b'u',
    };
    let mut head = [mark; 9];
    head[1..5].copy_from_slice(&row.to_le_bytes());
    head[5..].copy_from_slice(&column.to_le_bytes());
    to.write_all(&head)?;
    match value {
        Value::Number(number) => to.write_all(&number.to_le_bytes()),
        Value::Moment(moment) => to.write_all(&moment.and_utc().timestamp().to_le_bytes()),
        Value::Text(it) | Value::Error(it) => text(it, to),
        Value::Bool(_) | Value::Uncomputed => Ok(()),
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
    // A longer one is refused by whoever reads it: cut, it would be believed.
    to.write_all(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes())?;
    to.write_all(text.as_bytes())
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
            b'.' => return Ok(()),
            b'!' => return Err(Broken::Refused(fault(from)?)),
            _ => {
                let (row, column) = (four(from)?, four(from)?);
                let value = match mark {
                    b'n' => Value::Number(f64::from_le_bytes(bytes(from)?)),
                    b't' => Value::Text(text_of(from, &mut held)?),
                    b'e' => Value::Error(text_of(from, &mut held)?),
                    b'y' | b'f' => Value::Bool(mark == b'y'),
                    b'u' => Value::Uncomputed,
                    b'd' => {
                        let moment = DateTime::from_timestamp(i64::from_le_bytes(bytes(from)?), 0);
                        Value::Moment(moment.ok_or(Broken::Cut)?.naive_utc())
                    }
                    _ => return Err(Broken::Cut),
                };
                Told::Cell { row, column, value }
            }
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

    /// A sheet with one cell of each kind.
    fn all() -> Vec<Told<'static>> {
        let moment = DateTime::from_timestamp(1_750_000_000, 0).unwrap().naive_utc();
        let values = [
            Value::Number(-1.5),
            Value::Text("ราคา"),
            Value::Bool(true),
            Value::Bool(false),
            Value::Error("#REF!"),
            Value::Moment(moment),
            Value::Uncomputed,
        ];
        let cells = (0..).zip(values).map(|(column, value)| Told::Cell { row: 3, column, value });
        let before = [Told::Linked, Told::Since1904, Told::Sheet { name: "Deals", visible: true }];
        let after = [
            Told::Merged(Merged { first: (0, 1), last: (2, 3) }),
            Told::Sheet { name: "old", visible: false },
            Told::HiddenRows(7),
        ];
        before.into_iter().chain(cells).chain(after).collect()
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
            write(told, &mut bytes).unwrap();
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
