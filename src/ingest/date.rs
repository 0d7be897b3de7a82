//! Dates and times in cells, read by the order that their column has settled, as local time of the plan's zone.

use std::cell::RefCell;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use jiff::tz::TimeZone;

use super::convention::Evidence;
use super::date_plain;
use super::date_text::{self, Written};
use super::number::{Reading, is_missing};
use super::table::Cell;

/// How a column writes dates.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DateOrder {
    /// 2026-02-28, and everything that says itself (month names, Korean, Excel serials in workbooks).
    #[default]
    Iso,
    /// 28/02/2026.
    DayFirst,
    /// 02/28/2026.
    MonthFirst,
}

/// How a column writes dates, and in which zone the source writes timestamps without an offset.
#[derive(Clone, Debug, Default)]
pub struct DateFormat {
    /// The order of day and month.
    pub order: DateOrder,
    /// Zone of timestamps without an offset; `None`: the plan's own.
    pub zone: Option<String>,
}

/// Reads a day or timestamp by the column's convention, as local time of `plan_zone`. A bare day is its midnight.
pub fn moment(cell: &Cell<'_>, format: &DateFormat, plan_zone: &str) -> Reading<NaiveDateTime> {
    let written = match *cell {
        Cell::Empty => return Reading::Missing,
        Cell::Moment(moment) => Some(Written { moment: gregorian(moment), timed: has_time(moment), offset: None }),
        Cell::Number(value) => serial(value).or_else(|| compact(value)).map(Written::day_or_time),
        Cell::Text(text) => match date_plain::plain(text.as_bytes(), format.order) {
            Some(written) => Some(written),
            None if is_missing(text) => return Reading::Missing,
            None => date_text::written(text, format.order),
        },
        Cell::Bool(_) | Cell::Error(_) => None,
    };
    written.and_then(|w| in_zone(w, format, plan_zone)).map_or(Reading::Unreadable, Reading::Given)
}

/// Which order of day and month a text shows; `None` when it does not depend on one.
pub(crate) fn evidence(text: &str) -> Option<Evidence> {
    if let Some((first, second, _)) = date_plain::slashed(text.as_bytes()) {
        return date_text::order_evidence(first, second, false);
    }
    if date_plain::iso(text.as_bytes()).is_some() || is_missing(text) {
        return None;
    }
    date_text::evidence(text)
}

/// The date of an Excel serial number (1900 system), between 1927 and 2199: smaller numbers are rather counts.
pub(crate) fn serial(value: f64) -> Option<NaiveDateTime> {
    if !(10_000.0..109_575.0).contains(&value) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was just checked")]
    let (days, seconds) = (value.trunc() as u64, (value.fract() * 86_400.0).round() as i64);
    let midnight = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?.and_time(NaiveTime::MIN);
    midnight.checked_add_signed(chrono::Duration::seconds(seconds))
}

/// `20250131` as a number.
fn compact(value: f64) -> Option<NaiveDateTime> {
    if value.fract() != 0.0 || !(19_000_101.0..22_001_231.0).contains(&value) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was just checked")]
    let number = value as i32;
    let (month, day) = ((number / 100 % 100).unsigned_abs(), (number % 100).unsigned_abs());
    Some(NaiveDate::from_ymd_opt(number / 10_000, month, day)?.and_time(NaiveTime::MIN))
}

/// A day of a Gregorian or Buddhist year, 1900 to 2199. The year is converted before the day is checked: 29/02/2567
/// exists, because 2024 is a leap year.
pub(crate) fn day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = if year >= 2400 { year - 543 } else { year };
    let year = i32::try_from(year).ok().filter(|y| (1900..2200).contains(y))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Excel shows a Buddhist year over a Gregorian number; only a year typed as 2568 is stored as 2568.
fn gregorian(moment: NaiveDateTime) -> NaiveDateTime {
    if moment.year() < 2400 { moment } else { moment.with_year(moment.year() - 543).unwrap_or(moment) }
}

fn has_time(moment: NaiveDateTime) -> bool {
    moment.time() != NaiveTime::MIN
}

impl Written {
    fn day_or_time(moment: NaiveDateTime) -> Written {
        Written { moment, timed: has_time(moment), offset: None }
    }
}

/// The local time of `plan_zone`. A bare day stays the day it is; a timestamp without offset is of the format's zone.
fn in_zone(written: Written, format: &DateFormat, plan_zone: &str) -> Option<NaiveDateTime> {
    let Written { moment, timed, offset } = written;
    let zone = format.zone.as_deref().filter(|z| *z != plan_zone);
    match (offset, zone) {
        _ if !timed => Some(moment),
        (Some(0), _) if plan_zone == "UTC" => Some(moment),
        (Some(offset), _) => local(moment.and_utc().timestamp() - i64::from(offset), plan_zone),
        (None, Some(zone)) => local(instant(moment, zone)?, plan_zone),
        (None, None) => Some(moment),
    }
}

/// Seconds since 1970 of a local time; of a time that comes twice the earlier, of one that never comes the later.
fn instant(moment: NaiveDateTime, zone: &str) -> Option<i64> {
    let epoch = jiff::civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    let civil = epoch.checked_add(jiff::SignedDuration::from_secs(moment.and_utc().timestamp())).ok()?;
    with_zone(zone, |tz| tz.to_ambiguous_timestamp(civil).compatible().ok().map(jiff::Timestamp::as_second))
}

fn local(seconds: i64, zone: &str) -> Option<NaiveDateTime> {
    let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
    let offset = with_zone(zone, |tz| Some(i64::from(tz.to_offset(timestamp).seconds())))?;
    DateTime::from_timestamp(seconds + offset, 0).map(|t| t.naive_utc())
}

/// Looks a zone up by its IANA name. The last ones are kept: a column names the same zone in every row.
fn with_zone<T>(name: &str, then: impl FnOnce(&TimeZone) -> Option<T>) -> Option<T> {
    thread_local! {
        static KNOWN: RefCell<Vec<(String, TimeZone)>> = const { RefCell::new(Vec::new()) };
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some((_, zone)) = known.iter().find(|(n, _)| n == name) {
            return then(zone);
        }
        let zone = TimeZone::get(name).ok()?;
        let result = then(&zone);
        known.push((name.to_owned(), zone));
        result
    })
}

/// Whether the time-zone database knows `zone`.
pub fn zone_exists(zone: &str) -> bool {
    with_zone(zone, |_| Some(())).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: DateOrder) -> Option<String> {
        let format = DateFormat { order, zone: None };
        moment(&Cell::Text(text), &format, "Asia/Bangkok").given().map(|m| m.format("%Y-%m-%dT%H:%M:%S").to_string())
    }

    #[test]
    fn dates_that_say_themselves() {
        for (text, expected) in [
            ("2026-02-28", "2026-02-28T00:00:00"),
            ("2025-12-04 16:40", "2025-12-04T16:40:00"),
            ("2023-09-15 00:00:00", "2023-09-15T00:00:00"),
            ("2023-09-15T10:20:30.123", "2023-09-15T10:20:30"),
            ("2026-01-31T17:30:00Z", "2026-02-01T00:30:00"),
            ("2026-01-31 17:30:00 UTC", "2026-02-01T00:30:00"),
            ("2026-01-31T17:30:00+0000", "2026-02-01T00:30:00"),
            ("2026-01-31T17:30:00-05:00", "2026-02-01T05:30:00"),
            ("20250101", "2025-01-01T00:00:00"),
            ("5 ม.ค. 2565", "2022-01-05T00:00:00"),
            ("20 ธ.ค. 65", "2022-12-20T00:00:00"),
            ("3 มีนาคม 2566", "2023-03-03T00:00:00"),
            ("29/02/2567", "2024-02-29T00:00:00"),
            ("5 ม.ค. 2565 18:05 น.", "2022-01-05T18:05:00"),
            ("2024. 1. 5. 오후 3:20:00", "2024-01-05T15:20:00"),
            ("2025. 1. 6. 오전 12:05:00", "2025-01-06T00:05:00"),
            ("2023년 2월 10일 오전 3시 30분", "2023-02-10T03:30:00"),
            ("2023년2월10일", "2023-02-10T00:00:00"),
            ("2025.12.08.", "2025-12-08T00:00:00"),
            ("2025/3/2", "2025-03-02T00:00:00"),
            ("5 Agu 2025", "2025-08-05T00:00:00"),
            ("31 Desember 2025", "2025-12-31T00:00:00"),
            ("Jun 09, 2018 09:30 pm", "2018-06-09T21:30:00"),
            ("Mon, Apr 26, 2021 12:25", "2021-04-26T12:25:00"),
            ("September 21, 2026, 12:00 AM", "2026-09-21T00:00:00"),
            ("27 January 2026", "2026-01-27T00:00:00"),
            ("2-Mar-2025", "2025-03-02T00:00:00"),
            ("45658", "2025-01-01T00:00:00"),
            ("45658.5", "2025-01-01T12:00:00"),
            ("45631.0", "2024-12-05T00:00:00"),
            ("13/06/2025", "2025-06-13T00:00:00"),
            ("2/28/2026 3:05 PM", "2026-02-28T15:05:00"),
            ("03.02.2025", "2025-02-03T00:00:00"),
        ] {
            assert_eq!(read(text, DateOrder::Iso).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_columns_order_decides() {
        assert_eq!(read("05/06/2025", DateOrder::DayFirst).as_deref(), Some("2025-06-05T00:00:00"));
        assert_eq!(read("05/06/2025", DateOrder::MonthFirst).as_deref(), Some("2025-05-06T00:00:00"));
        assert_eq!(read("05/06/2025", DateOrder::Iso), None);
        assert_eq!(read("20-10-16", DateOrder::DayFirst).as_deref(), Some("2016-10-20T00:00:00"));
        assert_eq!(read("13/06/2025", DateOrder::MonthFirst), None);
    }

    #[test]
    fn what_is_no_date() {
        for text in
            ["31/02/2026", "2026-02-30", "2025", "936:58:56", "1/2", "hello", "2025-13-01", "12345678901", "3 apples"]
        {
            assert_eq!(read(text, DateOrder::DayFirst), None, "{text}");
        }
        assert_eq!(moment(&Cell::Text("--"), &DateFormat::default(), "UTC"), Reading::Missing);
    }

    #[test]
    fn a_sources_zone_becomes_the_plans() {
        let format = DateFormat { order: DateOrder::Iso, zone: Some("UTC".to_owned()) };
        let read = |text, zone| moment(&Cell::Text(text), &format, zone).given().map(|m| m.to_string());
        assert_eq!(read("2026-01-31 17:30", "Asia/Bangkok").as_deref(), Some("2026-02-01 00:30:00"));
        assert_eq!(read("2026-01-31", "Asia/Bangkok").as_deref(), Some("2026-01-31 00:00:00"));
        assert_eq!(read("2026-07-01 00:30", "America/New_York").as_deref(), Some("2026-06-30 20:30:00"));
        assert_eq!(read("2026-07-01 00:30", "Mars/Olympus"), None);
        assert!(zone_exists("Asia/Seoul") && !zone_exists("Mars/Olympus"));
    }
}
