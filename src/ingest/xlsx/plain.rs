//! A cell in the form in which nearly all are written, read in one go: `<c r="B2" s="1" t="s"><v>7</v></c>`. What is
//! written otherwise, be it by a blank, is left to whoever reads XML.

/// A cell of that form.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Plain<'b> {
    /// Its row and column from 0.
    pub(super) at: (u32, u32),
    pub(super) format: Option<&'b [u8]>,
    pub(super) kind: Option<&'b [u8]>,
    /// Its value as it is written.
    pub(super) written: &'b [u8],
}

/// The cell that `bytes` begin with, and what follows it.
pub(super) fn plain(bytes: &[u8]) -> Option<(Plain<'_>, &[u8])> {
    let rest = bytes.strip_prefix(b"<c r=\"")?;
    let (column, rest) = counted(rest, (b'A', 26), 1, 3)?;
    let (row, rest) = counted(rest, (b'0', 10), 0, 7)?;
    let at = (row.checked_sub(1)?, column.checked_sub(1)?);
    let rest = rest.strip_prefix(b"\"")?;
    let (format, rest) = attribute(b" s=\"", rest)?;
    let (kind, rest) = attribute(b" t=\"", rest)?;
    let (written, rest) = until(b'<', 32, rest.strip_prefix(b"><v>")?)?;
    let rest = rest.strip_prefix(b"/v></c>")?;
    Some((Plain { at, format, kind, written }, rest))
}

/// At least one sign of those from `first` on, at most so many, as a number in which the first of them is `worth` so much.
#[inline]
fn counted(bytes: &[u8], (first, signs): (u8, u8), worth: u32, most: usize) -> Option<(u32, &[u8])> {
    let mut number = 0;
    for (at, byte) in bytes.iter().enumerate().take(most + 1) {
        let sign = byte.wrapping_sub(first);
        if sign >= signs {
            return (at > 0).then_some((number, &bytes[at..]));
        }
        number = number * u32::from(signs) + u32::from(sign) + worth;
    }
    None
}

/// The value of an attribute, where it is the next; it may be missing.
#[inline]
fn attribute<'b>(begins: &[u8], bytes: &'b [u8]) -> Option<(Option<&'b [u8]>, &'b [u8])> {
    match bytes.strip_prefix(begins) {
        Some(rest) => until(b'"', 9, rest).map(|(value, rest)| (Some(value), rest)),
        None => Some((None, bytes)),
    }
}

/// What stands before `mark`, a few bytes at most, and what stands after it.
#[inline]
fn until(mark: u8, most: usize, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().take(most + 1).position(|byte| *byte == mark)?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_as_they_are_mostly_written() {
        for (text, at, format, kind, written) in [
            ("<c r=\"A1\"><v>1.5</v></c>", (0, 0), None, None, "1.5"),
            ("<c r=\"XFD1048576\" s=\"12\"><v>7</v></c>", (1_048_575, 16_383), Some("12"), None, "7"),
            ("<c r=\"AB12\" t=\"s\"><v>7</v></c>", (11, 27), None, Some("s"), "7"),
            ("<c r=\"B2\" s=\"1\" t=\"n\"><v></v></c>", (1, 1), Some("1"), Some("n"), ""),
        ] {
            let [format, kind] = [format, kind].map(|value| value.map(str::as_bytes));
            let cell = Plain { at, format, kind, written: written.as_bytes() };
            assert_eq!(plain(format!("{text}<c").as_bytes()), Some((cell, &b"<c"[..])));
            for end in 0..text.len() {
                assert_eq!(plain(&text.as_bytes()[..end]), None);
            }
        }
        for other in [
            "<c r='A1'><v>1</v></c>",
            "<c r=\"a1\"><v>1</v></c>",
            "<c r=\"A0\"><v>1</v></c>",
            "<c r=\"1\"><v>1</v></c>",
            "<c r=\"AAAA1\"><v>1</v></c>",
            "<c r=\"A12345678\"><v>1</v></c>",
            "<c r=\"A1\" t=\"s\" s=\"1\"><v>1</v></c>",
            "<c r=\"A1\"><f>1</f><v>1</v></c>",
            "<c r=\"A1\"><v>1<!-- --></v></c>",
            "<c r=\"A1\"><v>1</v> </c>",
            "<c  r=\"A1\"><v>1</v></c>",
        ] {
            assert_eq!(plain(other.as_bytes()), None, "{other}");
        }
    }
}
