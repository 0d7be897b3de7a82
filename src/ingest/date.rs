//! Dates and times in cells, read by the order that their column has settled, as local time of the plan's zone.

use std::cell::RefCell;
use std::ops::Range;

use chrono::{DateTime, NaiveDateTime};
use jiff::tz::TimeZone;

use super::convention::Shown;
use super::date_number::{compact, epoch, gregorian, serial};
use super::date_plain;
use super::date_text::{self, Written};
use super::number::{Reading, is_missing};
use super::table::{Cell, calendar};

pub use crate::model::writing::DateOrder;

/// The seconds since 1970 of the years that a record can be of, 1970 to 2105.
const SECONDS: Range<i64> = 0..4_291_747_200;

/// How a column writes dates, and in which zone the source writes timestamps without an offset.
#[derive(Clone, Debug, Default)]
pub struct DateFormat {
    /// The order of day and month.
    pub order: DateOrder,
    /// Zone of timestamps without an offset; `None`: the plan's own.
    pub zone: Option<String>,
    /// Whether years of two digits are Buddhist.
    pub buddhist: bool,
    /// Whether serial numbers count from 1904.
    pub since_1904: bool,
}

/// Reads a day or timestamp by the column's convention, as local time of `plan_zone`. A bare day is its midnight.
pub fn moment(cell: &Cell<'_>, format: &DateFormat, plan_zone: &str) -> Reading<NaiveDateTime> {
    let written = match *cell {
        Cell::Empty => return Reading::Missing,
        Cell::Moment(moment) => Some(Written::day_or_time(gregorian(calendar(moment)))),
        Cell::Number(value) => serial(value, format.since_1904)
            .or_else(|| compact(value))
            .map(Written::day_or_time)
            .or_else(|| epoch(value)),
        Cell::Text(text) => match date_plain::plain(text.as_bytes(), format.order) {
            Some(written) => Some(written),
            None if is_missing(text) => return Reading::Missing,
            None => date_text::written(text, format),
        },
        Cell::Bool(_) | Cell::Error(_) => None,
    };
    written.and_then(|w| in_zone(w, format, plan_zone)).map_or(Reading::Unreadable, Reading::Given)
}

/// Seconds since 1970 of the local time of a timestamp as programs write it, or of a moment of a workbook, where no letters
/// tell its zone; `None` leaves it to [`moment`].
pub(crate) fn second(cell: &Cell<'_>, format: &DateFormat, plan_zone: &str) -> Option<i64> {
    let (seconds, utc) = match cell {
        Cell::Text(text) => date_plain::seconds(text.as_bytes())?,
        Cell::Moment(moment) if SECONDS.contains(moment) => (*moment, false),
        _ => return None,
    };
    if utc && plan_zone != "UTC" {
        // Years that have no place in a plan are told by the other way.
        return local_seconds(seconds, plan_zone).filter(|local| SECONDS.contains(local));
    }
    (utc || format.zone.as_deref().is_none_or(|zone| zone == plan_zone)).then_some(seconds)
}

/// Which order of day and month a text shows; `None` when it does not depend on one.
pub(crate) fn evidence(text: &str) -> Shown {
    if date_plain::bare_day(text.as_bytes()).is_some() || date_plain::seconds(text.as_bytes()).is_some() {
        return Shown::default();
    }
    if let Some((first, second, _)) = date_plain::slashed(text.as_bytes()) {
        return date_text::order_evidence(first, second, false).into();
    }
    if date_plain::iso(text.as_bytes()).is_some() || is_missing(text) {
        return Shown::default();
    }
    date_text::evidence(text)
}

/// The local time of `plan_zone`. A bare day stays the day it is; a timestamp without offset is of the format's zone.
fn in_zone(written: Written, format: &DateFormat, plan_zone: &str) -> Option<NaiveDateTime> {
    let Written { moment, timed, offset, abbreviation } = written;
    if let Some(abbreviation) = abbreviation.filter(|_| timed) {
        let declared = format.zone.as_deref().unwrap_or(plan_zone);
        return local(abbreviated(moment, abbreviation.text(), declared)?, plan_zone);
    }
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

/// Seconds since 1970 of a local time that says `CST`, in a zone that was named and does say so at that time: the letters
/// alone stand for Chicago, Shanghai and Havana. In the hour that comes twice they tell which of the two is meant.
fn abbreviated(moment: NaiveDateTime, said: &str, zone: &str) -> Option<i64> {
    let seconds = moment.and_utc().timestamp();
    with_zone(zone, |tz| {
        // Offsets in use around that time; a local time is right in the one that leads back to it.
        let near = [-86_400, 0, 86_400].map(|away| jiff::Timestamp::from_second(seconds + away).ok());
        near.into_iter().flatten().find_map(|near| {
            let at = jiff::Timestamp::from_second(seconds - i64::from(tz.to_offset(near).seconds())).ok()?;
            let back = tz.to_offset_info(at);
            let same = at.as_second() + i64::from(back.offset().seconds()) == seconds;
            (same && back.abbreviation().eq_ignore_ascii_case(said)).then(|| at.as_second())
        })
    })
}

fn local(seconds: i64, zone: &str) -> Option<NaiveDateTime> {
    DateTime::from_timestamp(local_seconds(seconds, zone)?, 0).map(|t| t.naive_utc())
}

/// Seconds since 1970 of the local time of an instant.
fn local_seconds(seconds: i64, zone: &str) -> Option<i64> {
    let timestamp = jiff::Timestamp::from_second(seconds).ok()?;
    with_zone(zone, |tz| Some(seconds + i64::from(tz.to_offset(timestamp).seconds())))
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
        let format = DateFormat { order, ..DateFormat::default() };
        moment(&Cell::Text(text), &format, "Asia/Bangkok").given().map(|m| m.format("%Y-%m-%dT%H:%M:%S").to_string())
    }

    #[test]
    fn seconds_are_those_of_the_moment() {
        for zone in ["UTC", "Asia/Bangkok", "America/New_York", "Europe/Berlin"] {
            for own in [None, Some("America/New_York")] {
                let format = DateFormat { zone: own.map(str::to_owned), ..DateFormat::default() };
                for text in [
                    "2025-03-30T00:59:59Z",
                    "2025-03-30T01:00:00Z",
                    "2025-11-02 06:00:00",
                    "2025-11-02T05:59:59Z",
                    "1970-01-01T00:00:00Z",
                    "2105-12-31T23:59:59Z",
                ] {
                    let cell = Cell::Text(text);
                    let known = moment(&cell, &format, zone).given().map(|m| m.and_utc().timestamp());
                    let inside = known.filter(|second| SECONDS.contains(second));
                    let left = own.is_some_and(|own| own != zone) && !text.ends_with('Z');
                    assert_eq!(second(&cell, &format, zone), inside.filter(|_| !left), "{text} {own:?} {zone}");
                }
            }
        }
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
            ("5. März 2026", "2026-03-05T00:00:00"),
            ("5 févr. 2026", "2026-02-05T00:00:00"),
            ("5 de marzo de 2026", "2026-03-05T00:00:00"),
            ("1. 3. 2026", "2026-03-01T00:00:00"),
            ("2026년 3월 1일 (일) 오후 3:20", "2026-03-01T15:20:00"),
            ("2026. 3. 1. (일) 오전 12:05", "2026-03-01T00:05:00"),
            ("1 มี.ค. พ.ศ. 2569 18.05 น.", "2026-03-01T18:05:00"),
            ("Sun Mar 01 2026 10:00:00 GMT+0700 (Indochina Time)", "2026-03-01T10:00:00"),
            ("20260301T093000Z", "2026-03-01T16:30:00"),
            ("1772357400", "2026-03-01T16:30:00"),
            ("1772357400000", "2026-03-01T16:30:00"),
            ("2026-03-01 24:00:00", "2026-03-02T00:00:00"),
            ("2026-03-01 23:59:60", "2026-03-01T23:59:59"),
            ("3/13/2026 3:20 p. m.", "2026-03-13T15:20:00"),
            ("45658,5", "2025-01-01T12:00:00"),
            ("45657.99999999", "2025-01-01T00:00:00"),
            ("20-10-16", "2020-10-16T00:00:00"),
        ] {
            assert_eq!(read(text, DateOrder::Iso).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_columns_order_decides() {
        assert_eq!(read("05/06/2025", DateOrder::DayFirst).as_deref(), Some("2025-06-05T00:00:00"));
        assert_eq!(read("05/06/2025", DateOrder::MonthFirst).as_deref(), Some("2025-05-06T00:00:00"));
        assert_eq!(read("05/06/2025", DateOrder::Iso), None);
        assert_eq!(read("15/02/65", DateOrder::DayFirst).as_deref(), Some("1965-02-15T00:00:00"));
        assert_eq!(read("15/02/50", DateOrder::DayFirst).as_deref(), Some("2050-02-15T00:00:00"));
        assert_eq!(read("20-10-16", DateOrder::DayFirst).as_deref(), Some("2016-10-20T00:00:00"));
        assert_eq!(read("13/06/2025", DateOrder::MonthFirst), None);
    }

    #[test]
    fn what_is_no_date() {
        for text in
            ["31/02/2026", "2026-02-30", "2025", "936:58:56", "1/2", "hello", "2025-13-01", "12345678901", "3 apples"]
                .into_iter()
                .chain(["2026-02-28 01:30:00 -02:777777777", "2026-02-28 777777777:777777777"])
        {
            assert_eq!(read(text, DateOrder::DayFirst), None, "{text}");
        }
        assert_eq!(moment(&Cell::Text("--"), &DateFormat::default(), "UTC"), Reading::Missing);
    }

    #[test]
    fn letters_for_a_zone_need_the_zone() {
        let read = |text: &str, zone: Option<&str>| {
            let format = DateFormat { zone: zone.map(ToOwned::to_owned), ..DateFormat::default() };
            moment(&Cell::Text(text), &format, "UTC").given().map(|m| m.to_string())
        };
        assert_eq!(read("2026-03-01 17:30:00 CST", None), None);
        let chicago = Some("America/Chicago");
        assert_eq!(read("2026-03-01 17:30:00 CST", chicago).as_deref(), Some("2026-03-01 23:30:00"));
        assert_eq!(read("2026-03-01 17:30:00 CST", Some("Asia/Shanghai")).as_deref(), Some("2026-03-01 09:30:00"));
        assert_eq!(read("2026-03-01 17:30:00 PST", chicago), None);
        assert_eq!(read("2026-11-01 01:30:00 CDT", chicago).as_deref(), Some("2026-11-01 06:30:00"));
        assert_eq!(read("2026-11-01 01:30:00 CST", chicago).as_deref(), Some("2026-11-01 07:30:00"));
    }

    #[test]
    fn two_digit_years_of_a_thai_column() {
        let format = DateFormat { order: DateOrder::DayFirst, buddhist: true, ..DateFormat::default() };
        let read = |text: &str| moment(&Cell::Text(text), &format, "UTC").given().map(|m| m.date().to_string());
        assert_eq!(read("15/02/69").as_deref(), Some("2026-02-15"));
        assert_eq!(read("29/02/67").as_deref(), Some("2024-02-29"));
        assert_eq!(read("15/02/2569").as_deref(), Some("2026-02-15"));
    }

    #[test]
    fn a_sources_zone_becomes_the_plans() {
        let format = DateFormat { zone: Some("UTC".to_owned()), ..DateFormat::default() };
        let read = |text, zone| moment(&Cell::Text(text), &format, zone).given().map(|m| m.to_string());
        assert_eq!(read("2026-01-31 17:30", "Asia/Bangkok").as_deref(), Some("2026-02-01 00:30:00"));
        assert_eq!(read("2026-01-31", "Asia/Bangkok").as_deref(), Some("2026-01-31 00:00:00"));
        assert_eq!(read("2026-07-01 00:30", "America/New_York").as_deref(), Some("2026-06-30 20:30:00"));
        assert_eq!(read("2026-07-01 00:30", "Mars/Olympus"), None);
        assert!(zone_exists("Asia/Seoul") && !zone_exists("Mars/Olympus"));
    }
}
