//! References to cells as they are written. Who counts on, past what a number holds, ends at a cell that is another one.

use crate::ingest::told::{Fault, Merged};

/// At most nine digits as a number.
pub(super) fn digits(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

/// The 0-based row of `12`.
pub(super) fn row_of(number: &[u8]) -> Result<u32, Fault> {
    let number = if number.iter().all(u8::is_ascii_digit) { digits(number) } else { 0 };
    number.checked_sub(1).ok_or_else(|| Fault::damage("damage.reference"))
}

/// The 0-based row and column of `AB12`.
pub(super) fn position(reference: &[u8]) -> Result<(u32, u32), Fault> {
    let letters = reference.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(reference.len());
    let (letters, number) = reference.split_at(letters);
    if number.is_empty() || !number.iter().all(u8::is_ascii_digit) {
        return Err(Fault::damage("damage.reference"));
    }
    if letters.len() > 6 || number.len() > 9 {
        return Err(outside());
    }
    let column = letters.iter().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let column = column.checked_sub(1_u32).ok_or_else(|| Fault::damage("damage.content"))?;
    Ok((row_of(number)?, column))
}

/// The cells of `A1:B2`.
pub(super) fn area(reference: &[u8]) -> Result<Merged, Fault> {
    let mut corners = reference.split(|b| *b == b':').map(position);
    let first = corners.next().ok_or_else(|| Fault::damage("damage.content"))??;
    let last = corners.next().transpose()?.unwrap_or(first);
    if corners.next().is_some() {
        return Err(Fault::damage("damage.content"));
    }
    if first.0 > last.0 || first.1 > last.1 {
        return Err(Fault::damage("damage.reference"));
    }
    Ok(Merged { first, last })
}

/// A cell that no sheet has.
pub(super) fn outside() -> Fault {
    impossible("impossible.outside")
}

/// What no spreadsheet writes.
pub(super) fn impossible(why: &str) -> Fault {
    Fault { code: "E109", ..Fault::damage(why) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_cells() {
        assert_eq!(position(b"A1"), Ok((0, 0)));
        assert_eq!(position(b"xfd1048576"), Ok((1_048_575, 16_383)));
        for (wrong, why) in [
            ("A0", "damage.reference"),
            ("1A", "damage.reference"),
            ("A", "damage.reference"),
            ("A1:B2", "damage.reference"),
            ("12", "damage.content"),
            ("AAAAAAA1", "impossible.outside"),
            ("A9999999999", "impossible.outside"),
        ] {
            assert_eq!(position(wrong.as_bytes()).unwrap_err().reason, why, "{wrong}");
        }
    }

    #[test]
    fn areas_begin_before_they_end() {
        assert_eq!(area(b"B2:C9"), Ok(Merged { first: (1, 1), last: (8, 2) }));
        assert_eq!(area(b"B2"), Ok(Merged { first: (1, 1), last: (1, 1) }));
        assert_eq!(area(b"C5:A1").unwrap_err().reason, "damage.reference");
        assert_eq!(area(b"A1:B2:C3").unwrap_err().reason, "damage.content");
    }
}
