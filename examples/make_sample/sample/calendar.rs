//! The 30 months of the story, and how busy each is.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use planbook::model::month::Month;

/// The first day told.
pub(crate) fn first_day() -> NaiveDate {
    day(2024, 1, 1)
}

/// The last day told: the plan's as-of date.
pub(crate) fn last_day() -> NaiveDate {
    day(2026, 6, 30)
}

/// A day that is known to exist.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// Every day told.
pub(crate) fn days() -> impl Iterator<Item = NaiveDate> {
    first_day().iter_days().take_while(|&d| d <= last_day())
}

/// Every month told.
pub(crate) fn months() -> impl Iterator<Item = Month> {
    Month::of(first_day()).through(Month::of(last_day()))
}

/// `count` days after `start`, at the same time of day.
pub(crate) fn later(start: NaiveDateTime, count: i64) -> NaiveDateTime {
    start + TimeDelta::days(count)
}

/// The time `minute` minutes into `day`.
pub(crate) fn at_minute(day: NaiveDate, minute: i64) -> NaiveDateTime {
    day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minute)
}

/// The same moment as UTC writes it: Bangkok is seven hours ahead all year.
pub(crate) fn utc(local: NaiveDateTime) -> NaiveDateTime {
    local - TimeDelta::hours(7)
}

/// How busy the month is, in thousandths of an average one: quiet at Songkran and in December, busy in autumn.
pub(crate) fn season(month: Month) -> i64 {
    const BUSY: [i64; 12] = [950, 930, 1060, 880, 1010, 1020, 970, 980, 1070, 1090, 1110, 830];
    BUSY[month.first_day().month0() as usize]
}

/// Months since the story began.
pub(crate) fn age(month: Month) -> i64 {
    i64::from(month.since(Month::of(first_day())))
}

/// Saturday or Sunday.
pub(crate) fn weekend(day: NaiveDate) -> bool {
    day.weekday().number_from_monday() > 5
}
