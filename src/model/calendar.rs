//! The plan's calendar: how long before a sale each stage must be reached, and how the year falls into months.

use super::month::{Month, Period};
use super::stage::Stage;

/// When the plan year's need has to be there.
#[derive(Clone, PartialEq, Debug)]
pub struct Calendar {
    /// Stages of the reverse funnel before the customer, first to last, with their lags.
    pub lags: Vec<StageLag>,
    /// How the year's revenue falls into months.
    pub seasons: Seasons,
    /// For each month of the plan year the latest whole month of that name up to as-of.
    pub latest: Vec<Month>,
}

impl Calendar {
    /// Days from a stage to the customer, at least those of every later stage: none is reached after the one that follows.
    pub fn days(&self, stage: Stage) -> i32 {
        self.lags.iter().filter(|l| l.stage >= stage).filter_map(|l| l.days).max().unwrap_or(0)
    }
}

/// How long it takes from a stage to the customer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StageLag {
    /// The stage that the need stands at.
    pub stage: Stage,
    /// The stage from which days are counted: the next one with names for visits, which have none.
    pub counted: Stage,
    /// Customers whose days are known.
    pub cases: u64,
    /// Their median in whole days, half a day rounded up; `None` without cases.
    pub days: Option<i32>,
}

/// Whether won revenue follows the months of the year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seasons {
    /// It does: each of the last so many whole years is told better by the others than by an even split.
    Seen(usize),
    /// So many whole years do not tell each other better than an even split would.
    Unseen(usize),
    /// There are fewer than two whole years; so many whole months.
    TooShort(i32),
}

impl Seasons {
    /// Whole years looked at.
    pub fn years(self) -> usize {
        match self {
            Seasons::Seen(years) | Seasons::Unseen(years) => years,
            Seasons::TooShort(_) => 0,
        }
    }
}

/// A quarter of a fiscal year, counted from 1, with its year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Quarter {
    /// 1 to 4.
    pub number: u32,
    /// The fiscal year in which it lies.
    pub year: Period,
}

impl Quarter {
    /// `2027`, or `2026/27` for a year that does not begin in January.
    pub fn year_label(self) -> String {
        let (first, last) = (self.year.first.year(), self.year.last.year());
        if first == last { first.to_string() } else { format!("{first}/{:02}", last.rem_euclid(100)) }
    }
}
