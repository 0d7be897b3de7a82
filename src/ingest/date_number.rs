//! Days that are numbers: serial numbers of spreadsheets, seconds since 1970, 20250131; and the years that a day can have.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::date_text::Written;

/// The date of an Excel serial number between 1927 and 2199: smaller numbers are rather counts.
pub(crate) fn serial(value: f64, since_1904: bool) -> Option<NaiveDateTime> {
    let value = if since_1904 { value + 1462.0 } else { value };
    if !(10_000.0..109_575.0).contains(&value) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was just checked")]
    let (days, seconds) = (value.trunc() as u64, (value.fract() * 86_400.0).round() as i64);
    let midnight = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?.and_time(NaiveTime::MIN);
    midnight.checked_add_signed(chrono::Duration::seconds(seconds))
}

/// `20250131` as a number.
pub(crate) fn compact(value: f64) -> Option<NaiveDateTime> {
    if value.fract() != 0.0 || !(19_000_101.0..22_001_231.0).contains(&value) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was just checked")]
    let number = value as i32;
    let (month, day) = ((number / 100 % 100).unsigned_abs(), (number % 100).unsigned_abs());
    Some(NaiveDate::from_ymd_opt(number / 10_000, month, day)?.and_time(NaiveTime::MIN))
}

/// Seconds or milliseconds since 1970, of this century: what programs write.
pub(crate) fn epoch(value: f64) -> Option<Written> {
    let seconds = if value >= 946_684_800_000.0 { value / 1000.0 } else { value };
    if !(946_684_800.0..4_102_444_800.0).contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was just checked")]
    let moment = DateTime::from_timestamp(seconds as i64, 0)?.naive_utc();
    Some(Written { moment, timed: true, offset: Some(0), abbreviation: None })
}

/// A day of a Gregorian or Buddhist year, 1900 to 2199. The year is converted before the day is checked: 29/02/2567
/// exists, because 2024 is a leap year.
pub(crate) fn day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = if year >= 2400 { year - 543 } else { year };
    let year = i32::try_from(year).ok().filter(|y| (1900..2200).contains(y))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Excel shows a Buddhist year over a Gregorian number; only a year typed as 2568 is stored as 2568.
pub(crate) fn gregorian(moment: NaiveDateTime) -> NaiveDateTime {
    if moment.year() < 2400 { moment } else { moment.with_year(moment.year() - 543).unwrap_or(moment) }
}

fn has_time(moment: NaiveDateTime) -> bool {
    moment.time() != NaiveTime::MIN
}

impl Written {
    /// A moment without offset, timed unless it is a midnight.
    pub(crate) fn day_or_time(moment: NaiveDateTime) -> Written {
        Written { moment, timed: has_time(moment), offset: None, abbreviation: None }
    }
}
