//! The months that an objective is about: when it counts, over which months it is measured, and against which.

use chrono::NaiveDate;

use super::gauge::{Course, Cut, Gauge};
use super::status::FEWEST_CASES;
use crate::model::month::{Month, Period};
use crate::model::objective::Objective;

/// Months a level is measured over: the fewest of these that have cases enough.
const LEVEL_MONTHS: [i32; 3] = [3, 6, 12];
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
    let known = gauge.settings.last_whole_month().min(gauge.mature(&objective.metric));
    let now = gauge.settings.as_of_month().min(period.last);
    let (measured, before) = match course {
        Course::Accumulates => (Period { first: period.first, last: now }, period.moved(-12)),
        Course::Stock => (Period::trailing(now, 1), Period::trailing(period.first + -1, 1)),
        Course::Level => {
            (level_months(gauge, objective, known.min(period.last)), Period::trailing(period.first + -1, YEAR_MONTHS))
        }
    };
    Span { start, due, period, measured, before, known }
}

/// The fewest months up to `last` that have cases enough in the denominator, else the fewest.
fn level_months(gauge: &Gauge<'_>, objective: &Objective, last: Month) -> Period {
    let cut = Cut::of(gauge.facts, objective);
    let spans = LEVEL_MONTHS.map(|count| Period::trailing(last, count));
    let enough = |span: &Period| match gauge.cases(&objective.metric, *span, cut) {
        Some(cases) => cases >= FEWEST_CASES,
        None => true,
    };
    spans.into_iter().find(enough).unwrap_or(spans[0])
}
