//! The sums that rows are chosen and sorted by: those of one measure are worked out for every name at once, and kept.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::model::fact::{Axis, Facts, Scope};
use crate::model::measure::Measure;
use crate::model::month::Period;

/// Sums of facts, by name once they were asked for.
#[derive(Debug)]
pub struct Sums<'a> {
    facts: &'a Facts,
    by_name: RefCell<BTreeMap<(Measure, Axis, Period), Vec<i128>>>,
}

impl<'a> Sums<'a> {
    /// None known yet.
    pub fn of(facts: &'a Facts) -> Sums<'a> {
        Sums { facts, by_name: RefCell::default() }
    }

    /// As [`Facts::sum`].
    pub fn sum(&self, measure: Measure, scope: &Scope) -> i128 {
        let Some((axis, name)) = scope.only else { return self.facts.sum(measure, scope) };
        let mut known = self.by_name.borrow_mut();
        let sums = || self.facts.sums(measure, axis, scope.period);
        known.entry((measure, axis, scope.period)).or_insert_with(sums).get(name.index()).copied().unwrap_or(0)
    }

    /// As [`Facts::shown`].
    pub fn shown(&self, id: &str, scope: &Scope) -> Option<f64> {
        let measure = self.facts.measures.find(id)?;
        self.facts.in_shown_units(measure, self.sum(measure, scope))
    }
}
