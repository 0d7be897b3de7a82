//! The days that count: up to the as-of date, and not absurdly long before it.

use chrono::NaiveDate;

use crate::model::month::Month;

/// Months that facts may reach back. A day further back is a slip (`0202-01-05`, a timestamp of zero) and would stretch
/// every table by centuries.
const MONTHS: i32 = 240;

/// First and last day that count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Window {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
}

impl Window {
    pub(super) fn until(as_of: NaiveDate) -> Window {
        Window { first: (Month::of(as_of) + (1 - MONTHS)).first_day(), last: as_of }
    }

    /// How many days it has.
    pub(super) fn days(self) -> usize {
        usize::try_from((self.last - self.first).num_days() + 1).unwrap_or(0)
    }

    pub(super) fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }
}
