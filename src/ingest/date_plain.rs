//! Dates of digits only, read at the speed of copying: 20 million rows have 20 million of them.

use chrono::{NaiveDate, NaiveTime};

use super::date::DateOrder;
use super::date_number;
use super::date_text::{self, Written};

/// `2026-02-28`, `2026-02-28 16:40`, `2026-02-28T16:40:05Z`: nearly every date of most files.
pub(crate) fn iso(bytes: &[u8]) -> Option<Written> {
    if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let day = date_number::day(two(bytes, 0)? * 100 + two(bytes, 2)?, two(bytes, 5)?, two(bytes, 8)?)?;
    timed(day, &bytes[10..])
}

/// `28/02/2026`, `2/28/2026 15:05`: the first two numbers, and the rest that begins with the year.
pub(crate) fn slashed(bytes: &[u8]) -> Option<(u32, u32, &[u8])> {
    let (first, rest) = one_or_two(bytes)?;
    let (second, rest) = one_or_two(rest)?;
    (rest.len() >= 4 && rest[..4].iter().all(u8::is_ascii_digit) && rest.get(4).is_none_or(|b| *b == b' '))
        .then_some((first, second, rest))
}

/// A date of digits only, read without allocating; `None` leaves it to the slower reader.
pub(crate) fn plain(bytes: &[u8], order: DateOrder) -> Option<Written> {
    if let Some(written) = iso(bytes) {
        return Some(written);
    }
    let (first, second, rest) = slashed(bytes)?;
    let (month, day) = date_text::by_order(order, first, second, false)?;
    timed(date_number::day(two(rest, 0)? * 100 + two(rest, 2)?, month, day)?, &rest[4..])
}

/// A day with the time that follows it: nothing, ` 16:40`, `T16:40:05Z`.
fn timed(day: NaiveDate, rest: &[u8]) -> Option<Written> {
    if rest.is_empty() {
        return Some(Written { moment: day.and_time(NaiveTime::MIN), timed: false, offset: None, abbreviation: None });
    }
    if !matches!(rest.len(), 6 | 7 | 9 | 10) || !matches!(rest[0], b' ' | b'T') || rest[3] != b':' {
        return None;
    }
    let (rest, offset) = rest.strip_suffix(b"Z").map_or((rest, None), |r| (r, Some(0)));
    let seconds = match rest.len() {
        6 => 0,
        9 if rest[6] == b':' => two(rest, 7)?,
        _ => return None,
    };
    Some(Written {
        moment: day.and_hms_opt(two(rest, 1)?, two(rest, 4)?, seconds)?,
        timed: true,
        offset,
        abbreviation: None,
    })
}

/// One or two digits before a slash, and what follows it.
fn one_or_two(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let digit = |at: usize| bytes.get(at).filter(|b| b.is_ascii_digit()).map(|b| u32::from(b - b'0'));
    match (digit(0)?, digit(1), bytes.get(1)?, bytes.get(2)) {
        (one, None, b'/', _) => Some((one, &bytes[2..])),
        (ten, Some(one), _, Some(b'/')) => Some((ten * 10 + one, &bytes[3..])),
        _ => None,
    }
}

fn two(bytes: &[u8], at: usize) -> Option<u32> {
    match bytes.get(at..at + 2)? {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Some(u32::from(a - b'0') * 10 + u32::from(b - b'0')),
        _ => None,
    }
}
