//! What a plan asks of months that can be held against it.

use super::month::Period;
use super::phrase::{Arg, Phrase};

/// What the plan asks of some months, measure by measure: each divided by the one before it is a factor of revenue.
#[derive(Clone, PartialEq, Debug)]
pub struct Planned {
    /// The months.
    pub months: Period,
    /// Whether they belong to the plan's year; before it begins, they are those of the baseline.
    pub begun: bool,
    /// Measure ids with what is planned, in shown units: spend where there are budgets, then stages from the first to the
    /// last, then revenue.
    pub measures: Vec<(String, f64)>,
}

impl Planned {
    /// Whether it plans spend: the first factor of all.
    pub fn has_budget(&self) -> bool {
        self.measures.first().is_some_and(|(id, _)| id == "spend")
    }

    /// What the factor of that place is called.
    pub fn factor(&self, place: usize) -> Phrase {
        let word = |place: usize| Arg::Word(format!("measure.{}", self.measures.get(place).map_or("", |(id, _)| id)));
        let key = match place {
            0 if self.has_budget() => "factor.spend",
            0 => "factor.volume",
            place if place + 1 == self.measures.len() => "factor.size",
            1 if self.has_budget() => "factor.price",
            _ => "factor.conversion",
        };
        Phrase::new(key).with("from", word(place.saturating_sub(1))).with("to", word(place))
    }
}
