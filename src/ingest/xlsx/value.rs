//! What the value of a cell means: by its kind, and for numbers by the format in which the cell shows them.

use std::str::from_utf8;

use super::cells::{Cells, Knows, Stop, placed};
use super::moment::moment;
use super::reference::{digits, impossible};
use super::strings::unescaped;
use crate::ingest::packed::{ERRORS, Value};
use crate::ingest::told::Fault;
use crate::ingest::xml::meant;

/// The longest value of a cell that is no text, in bytes.
const LONGEST: usize = 64 << 10;
/// Whole numbers of up to so many digits are the same in binary.
const EXACT: usize = 15;

impl Cells<'_> {
    /// Takes the value of a cell as it is written; whether it says something.
    #[inline]
    pub(super) fn value(
        &mut self,
        at: (u32, u32),
        written: &[u8],
        kind: Option<&[u8]>,
        format: Option<&[u8]>,
    ) -> Result<bool, Stop> {
        match kind {
            Some(b"s" | b"n") | None if written.is_empty() => return Ok(false),
            Some(b"s") => match self.knows.shared(written).map_err(|fault| placed(fault, at))? {
                (_, true) => self.put(at, Value::Text(""))?,
                (number, false) => self.put(at, Value::Shared(number))?,
            },
            Some(b"n") | None if written.len() > LONGEST || written.contains(&b'&') => {
                return Err(placed(impossible("impossible.content"), at));
            }
            Some(b"n") | None => match number(written) {
                Some(number) => match self.knows.moment(number, format) {
                    Some(moment) => self.put(at, Value::Moment(moment))?,
                    None => self.put(at, Value::Number(number))?,
                },
                None if kind.is_some() => return Err(damage().into()),
                None => self.put(at, Value::Text(from_utf8(written).map_err(|_| damage())?))?,
            },
            Some(kind) => return self.rare(at, written, kind),
        }
        Ok(true)
    }

    /// The same for kinds that few cells have.
    fn rare(&mut self, at: (u32, u32), written: &[u8], kind: &[u8]) -> Result<bool, Stop> {
        let refuse = |why| Err(placed(impossible(why), at));
        let value = match kind {
            b"inlineStr" | b"is" => return Ok(false),
            b"d" => return self.put(at, Value::Text(&meant(written)?)).map(|()| true),
            b"str" => return self.put(at, Value::Text(&unescaped(&meant(written)?))).map(|()| true),
            _ if written.len() > LONGEST => return refuse("impossible.content"),
            b"e" => {
                let place = ERRORS.iter().position(|error| error.as_bytes() == written);
                match place.and_then(|place| u8::try_from(place).ok()) {
                    Some(place) => Value::Error(place),
                    None => return refuse("impossible.error"),
                }
            }
            b"b" if written.contains(&b'&') => return refuse("impossible.content"),
            b"b" => match written.trim_ascii() {
                b"" => return Ok(false),
                b"0" => Value::Bool(false),
                b"1" => Value::Bool(true),
                word if word.eq_ignore_ascii_case(b"false") => Value::Bool(false),
                word if word.eq_ignore_ascii_case(b"true") => Value::Bool(true),
                _ => return Err(damage().into()),
            },
            _ => return Err(damage().into()),
        };
        self.put(at, value).map(|()| true)
    }
}

impl Knows {
    /// The number of the text that cells share, and whether that text is empty.
    fn shared(&self, written: &[u8]) -> Result<(u32, bool), Fault> {
        if written.len() > LONGEST {
            return Err(impossible("impossible.content"));
        }
        if written.len() > 9 || !written.iter().all(u8::is_ascii_digit) {
            return Err(impossible("impossible.index"));
        }
        let number = digits(written);
        self.texts.get(number as usize).map(|empty| (number, *empty)).ok_or_else(damage)
    }

    /// The moment that a number shows in this format.
    fn moment(&self, number: f64, format: Option<&[u8]>) -> Option<i64> {
        let known = |format: &[u8]| format.len() <= 9 && format.iter().all(u8::is_ascii_digit);
        let format = format.map(|format| if known(format) { digits(format) } else { 0 })?;
        let is_date = self.formats.get(format as usize) == Some(&true);
        if is_date { moment(number, self.since_1904) } else { None }
    }
}

/// The number that is written.
fn number(written: &[u8]) -> Option<f64> {
    if written.len() <= EXACT && written.iter().all(u8::is_ascii_digit) {
        let whole = written.iter().fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
        return Some(whole as f64);
    }
    from_utf8(written).ok()?.parse().ok()
}

fn damage() -> Fault {
    Fault::damage("damage.content")
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_the_nearest_ones() {
        for text in ["0", "7", "007", "999999999999999", "1234567890123456789", "45657.4375", "-1.5E-3", "inf", "1e400"]
        {
            assert_eq!(number(text.as_bytes()), text.parse().ok(), "{text}");
        }
        for wrong in [&b"1 "[..], b"1,5", b"0x1", b"\xFF", b"-"] {
            assert_eq!(number(wrong), None);
        }
    }
}
