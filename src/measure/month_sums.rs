//! Sums of one place by month and measure, until all of the place is counted and they become facts.

use crate::model::fact::Spot;
use crate::model::measure::Measure;
use crate::model::month::Month;

use super::tally::Tally;

/// Sums of `N` measures.
pub(super) struct MonthSums<const N: usize> {
    last: Month,
    measures: [Option<Measure>; N],
    /// By month, back from the last, as far as something was added.
    months: Vec<[i128; N]>,
}

impl<const N: usize> MonthSums<N> {
    /// Of the measures of these ids, up to the month `last`.
    pub(super) fn new(tally: &Tally, last: Month, ids: [&str; N]) -> MonthSums<N> {
        MonthSums { last, measures: ids.map(|id| tally.measure(id)), months: Vec::new() }
    }

    /// Adds `value` in `month`, not after the last, to the measure at `position` of the ids.
    #[inline]
    pub(super) fn add(&mut self, position: usize, month: Month, value: i128) {
        let Ok(back) = usize::try_from(self.last.since(month)) else { return };
        if self.months.len() <= back {
            self.months.resize(back + 1, [0; N]);
        }
        self.months[back][position] += value;
    }

    /// Turns the sums into facts at `place`.
    pub(super) fn book(&mut self, tally: &mut Tally, place: &Spot) {
        for (back, sums) in (0..).zip(self.months.drain(..)) {
            for (&measure, sum) in self.measures.iter().zip(sums) {
                tally.add_in(measure, place, self.last + -back, sum);
            }
        }
    }
}
