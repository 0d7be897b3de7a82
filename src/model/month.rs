//! A calendar month, the grain of every fact.

use std::fmt;
use std::ops::Add;

use chrono::{Datelike, NaiveDate};

/// One calendar month of the Gregorian year, ordered in time. Adding `n` moves `n` months on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month(i32);

impl Month {
    /// The month `number` (1 = January … 12) of `year`; `None` when there is no such month.
    pub fn new(year: i32, number: u32) -> Option<Month> {
        let number = i32::try_from(number).ok().filter(|n| (1..=12).contains(n))?;
        Some(Month(year * 12 + number - 1))
    }

    /// The month in which `day` falls.
    pub fn of(day: NaiveDate) -> Month {
        Month(day.year() * 12 + day.month0().cast_signed())
    }

    /// Reads `2026-03`; also takes the month of `2026-03-31`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Month> {
        let (year, rest) = text.split_once('-')?;
        let number = rest.split('-').next()?;
        Month::new(year.parse().ok()?, number.parse().ok()?)
    }

    /// The Gregorian year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// 1 for January … 12 for December.
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12).unsigned_abs() + 1
    }

    /// The first day of the month.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year(), self.number(), 1).unwrap_or(NaiveDate::MIN)
    }

    /// The last day of the month.
    pub fn last_day(self) -> NaiveDate {
        (self + 1).first_day().pred_opt().unwrap_or(NaiveDate::MAX)
    }

    /// Days in the month.
    pub fn days(self) -> i64 {
        (self.last_day() - self.first_day()).num_days() + 1
    }

    /// Whole months from `earlier` to `self`; negative when `earlier` is later.
    pub fn since(self, earlier: Month) -> i32 {
        self.0 - earlier.0
    }

    /// Every month from `self` to `last`, both included; empty when `last` is earlier.
    pub fn through(self, last: Month) -> impl DoubleEndedIterator<Item = Month> + Clone {
        (self.0..=last.0).map(Month)
    }
}

impl Add<i32> for Month {
    type Output = Month;

    fn add(self, months: i32) -> Month {
        Month(self.0 + months)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

/// Consecutive months, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Period {
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
}

impl Period {
    /// The `count` months that end with `last`.
    pub fn trailing(last: Month, count: i32) -> Period {
        Period { first: last + (1 - count), last }
    }

    /// Whether `month` lies inside.
    pub fn contains(self, month: Month) -> bool {
        (self.first..=self.last).contains(&month)
    }

    /// How many months.
    pub fn months(self) -> i32 {
        self.last.since(self.first) + 1
    }

    /// The same months, `by` months later (earlier when negative).
    #[must_use]
    pub fn moved(self, by: i32) -> Period {
        Period { first: self.first + by, last: self.last + by }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{}/{}", self.first, self.last) }
    }
}
