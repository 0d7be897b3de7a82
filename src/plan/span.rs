//! The months that an objective is about: when it counts, over which months it is measured, and against which.

use chrono::NaiveDate;

use super::gauge::{Course, Gauge};
use crate::model::month::{Month, Period};
use crate::model::objective::Objective;

/// Months a level is measured over.
const LEVEL_MONTHS: i32 = 3;
/// Months a share that grows with its span is measured over: a year's churn.
const YEAR_MONTHS: i32 = 12;

/// The dates of an objective.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// First day that counts.
    pub start: NaiveDate,
    /// Due date.
    pub due: NaiveDate,
    /// First and last month that count.
    pub period: Period,
    /// Months over which the current value is measured.
    pub measured: Period,
    /// Months over which the baseline is measured.
    pub before: Period,
    /// The last whole month that can be compared with others.
    pub known: Month,
}

/// The months of `objective`, whose metric takes this `course`.
pub fn span(gauge: &Gauge<'_>, objective: &Objective, course: Course) -> Span {
    let due = objective.due_on;
    let year = gauge.settings.fiscal_year(Month::of(due));
    let start = objective.starts_on.unwrap_or_else(|| year.first.first_day());
    let period = Period { first: Month::of(start), last: Month::of(due) };
    let as_of = gauge.settings.as_of();
    let whole = if as_of == Month::of(as_of).last_day() { Month::of(as_of) } else { Month::of(as_of) + -1 };
    let known = whole.min(gauge.mature(&objective.metric));
    let now = Month::of(as_of).min(period.last);
    let (measured, before) = match course {
        Course::Accumulates => (Period { first: period.first, last: now }, period.moved(-12)),
        _ => {
            let length = window(course);
            let last = if course == Course::Level { known.min(period.last) } else { now };
            let span_before = if course == Course::Level { YEAR_MONTHS } else { length };
            (Period::trailing(last, length), Period::trailing(period.first + -1, span_before))
        }
    };
    Span { start, due, period, measured, before, known }
}

/// Months over which a metric of this course is measured, but for one that accumulates.
pub fn window(course: Course) -> i32 {
    match course {
        Course::Accumulates | Course::Stock => 1,
        Course::Level => LEVEL_MONTHS,
        Course::GrowsWithSpan => YEAR_MONTHS,
    }
}
