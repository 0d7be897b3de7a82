//! Cells with a name: what a what-if may change, and what it tells.

use std::ops::RangeInclusive;

use super::cell::At;

/// A cell with a name.
#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    /// Its id, such as `revenue`, `mql_to_sql` or `lead.whole_month`.
    pub id: String,
    /// What stands beside it.
    pub label: String,
    /// The cell that shows it.
    pub at: At,
    /// The cell in which a reader types it, if it is an input.
    pub input: Option<Input>,
    /// Whether it is one of many, such as a month of a table: told to machines, left out of the text.
    pub detail: bool,
}

/// A cell in which a reader types.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Input {
    /// Which.
    pub at: At,
    /// What may be typed there.
    pub takes: Takes,
}

/// What an input takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Takes {
    /// A number above 0.
    Amount,
    /// A sum of money, or none.
    Money,
    /// A share above 0, up to 1: something is divided by it.
    Rate,
    /// A share from 0 to 1.
    Share,
    /// Whole days, or none.
    Days,
    /// 1 for yes, 0 for no.
    Switch,
}

impl Takes {
    /// The id in words and outputs.
    pub fn id(self) -> &'static str {
        match self {
            Takes::Amount => "amount",
            Takes::Money => "money",
            Takes::Rate => "rate",
            Takes::Share => "share",
            Takes::Days => "days",
            Takes::Switch => "switch",
        }
    }

    /// Whether `value` may be typed.
    pub fn takes(self, value: f64) -> bool {
        match self {
            Takes::Amount => value > 0.0,
            Takes::Money => value >= 0.0,
            Takes::Rate => value > 0.0 && value <= 1.0,
            Takes::Share => (0.0..=1.0).contains(&value),
            // Ten years: a longer way to a sale is a slip of the hand.
            Takes::Days => (0.0..=3_660.0).contains(&value) && value.fract().abs() <= 0.0,
            Takes::Switch => value.abs() <= 0.0 || (value - 1.0).abs() <= 0.0,
        }
    }

    /// Whether it may be written as a percentage.
    pub fn is_share(self) -> bool {
        matches!(self, Takes::Rate | Takes::Share)
    }
}

impl Named {
    /// A figure that is told.
    pub fn figure(id: impl Into<String>, label: impl Into<String>, at: At) -> Named {
        Named { id: id.into(), label: label.into(), at, input: None, detail: false }
    }

    /// One of many figures, told to machines only.
    pub fn detail(id: impl Into<String>, label: impl Into<String>, at: At) -> Named {
        Named { detail: true, ..Named::figure(id, label, at) }
    }

    /// A figure that stands at `at` and is typed into another cell, or the same.
    pub fn input(id: impl Into<String>, label: impl Into<String>, at: At, (typed, takes): (At, Takes)) -> Named {
        Named { input: Some(Input { at: typed, takes }), ..Named::figure(id, label, at) }
    }
}

/// The switch between scenarios.
#[derive(Clone, PartialEq, Debug)]
pub struct Scenarios {
    /// The cell in which one is chosen by its heading.
    pub switch: At,
    /// Id and heading cell of each; its values stand below the heading.
    pub columns: Vec<(String, At)>,
    /// The rows of those values.
    pub rows: RangeInclusive<u32>,
}
