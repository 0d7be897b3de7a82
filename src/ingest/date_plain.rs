//! Dates of digits only, read at the speed of copying: 20 million rows have 20 million of them.

use std::sync::LazyLock;

use chrono::{Months, NaiveDate, NaiveTime};

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

/// Seconds since 1970 of `2026-02-28T16:40:05` as it stands, and whether a `Z` follows it; only of the years 1970 to 2105. `None`
/// leaves it to the slower reader.
pub(crate) fn seconds(bytes: &[u8]) -> Option<(i64, bool)> {
    let (text, utc) = match bytes {
        [text @ .., b'Z'] => (text, true),
        text => (text, false),
    };
    let text: &[u8; 19] = text.try_into().ok()?;
    let signs = [text[4], text[7], text[13], text[16]] == *b"--::" && matches!(text[10], b' ' | b'T');
    let digit = |at: usize| u32::from(text[at].wrapping_sub(b'0'));
    let two = |at: usize| digit(at) * 10 + digit(at + 1);
    let digits = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18].iter().all(|at| digit(*at) < 10);
    let (year, month, day) = (two(0) * 100 + two(2), two(5), two(8));
    let (hour, minute, second) = (two(11), two(14), two(17));
    if !signs || !digits || !(1970..2106).contains(&year) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (first, next) = month_at((year - 1970) * 12 + month.checked_sub(1).filter(|month| *month < 12)?)?;
    let before = day.checked_sub(1).filter(|before| first + before < next)?;
    Some((i64::from(first + before) * 86_400 + i64::from(hour * 3600 + minute * 60 + second), utc))
}

/// The day of `2026-02-28` as it stands; only of the years 1970 to 2105. `None` leaves it to the slower reader.
#[inline]
pub(crate) fn bare_day(bytes: &[u8]) -> Option<NaiveDate> {
    let text: &[u8; 10] = bytes.try_into().ok()?;
    let digit = |at: usize| u32::from(text[at].wrapping_sub(b'0'));
    let two = |at: usize| digit(at) * 10 + digit(at + 1);
    let digits = [0, 1, 2, 3, 5, 6, 8, 9].iter().fold(true, |all, at| all & (digit(*at) < 10));
    let year = two(0) * 100 + two(2);
    if !digits || text[4] != b'-' || text[7] != b'-' || !(1970..2106).contains(&year) {
        return None;
    }
    date_number::day(year, two(5), two(8))
}

/// Days from 1970 to the first of each month until 2106: the calendar's, looked up once.
static MONTHS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let first = |month| NaiveDate::default().checked_add_months(Months::new(month));
    let days = (0..=136 * 12).map_while(|month| u32::try_from(first(month)?.to_epoch_days()).ok());
    days.collect()
});

/// Days from 1970 to the first of a month, counted from January 1970, and to that of the next.
fn month_at(month: u32) -> Option<(u32, u32)> {
    let at = month as usize;
    Some((*MONTHS.get(at)?, *MONTHS.get(at + 1)?))
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

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate, NaiveDateTime};

    use super::{bare_day, seconds};

    #[test]
    fn every_day_until_2105_is_counted_as_the_calendar_does() {
        let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        for number in 0..49_673 {
            let day = first.checked_add_days(Days::new(number)).unwrap();
            assert_eq!(bare_day(day.to_string().as_bytes()), Some(day));
            let found = seconds(format!("{day}T23:59:58Z").as_bytes());
            assert_eq!(found, Some((day.and_hms_opt(23, 59, 58).unwrap().and_utc().timestamp(), true)), "{day}");
        }
    }

    #[test]
    fn what_is_no_bare_day_is_left() {
        for text in [
            "",
            "2024-13-01",
            "2023-02-29",
            "2024-1-01",
            "2024/01/01",
            "20a4-01-01",
            "2106-01-01",
            "2024-01-01 ",
            "2567-02-29",
        ] {
            assert_eq!(bare_day(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn what_is_read_is_what_chrono_reads() {
        for text in [
            "2024-02-29 10:20:30",
            "2023-02-29 10:20:30",
            "2024-13-01T00:00:00",
            "2024-00-01T00:00:00",
            "2024-01-00T00:00:00",
            "2024-01-01T24:00:00",
            "2024-01-01T00:60:00",
            "2024-01-01T00:00:60",
            "2024-01-01x00:00:00",
            "2024/01/01 00:00:00",
            "20a4-01-01 00:00:00",
            "2024-01-01 0/:00:00",
            "2106-01-01 00:00:00",
            "1969-12-31 23:59:59",
            "2024-01-01 00:00",
        ] {
            let known = NaiveDateTime::parse_from_str(&text.replace(' ', "T"), "%Y-%m-%dT%H:%M:%S").ok();
            let known = known.map(|t| t.and_utc().timestamp()).filter(|s| (0..4_291_747_200).contains(s));
            let known = known.filter(|_| !text.ends_with(":60"));
            assert_eq!(seconds(text.as_bytes()).map(|(s, _)| s), known, "{text}");
        }
    }
}
