//! Sums at one market, channel and campaign, while its records are counted: a table by month and measure, into which
//! nothing has to be looked up.

use crate::model::fact::Spot;
use crate::model::fact_sums::FactSums;
use crate::model::measure::Measure;
use crate::model::month::Month;

/// Measures that the table holds. There are some three hundred; what lies beyond is added at once.
const MEASURES: usize = 512;
/// From month to month in the table: a power of two would put the same measure of all months on one line of the cache.
const ROW: usize = MEASURES + 8;
/// Months that the table holds, back from the last.
const MONTHS: usize = 240;
/// Marks in a word.
const BITS: usize = 64;

/// Sums at the place that was added to last. Records that come place by place meet the table of their place, and it is
/// turned into facts once.
pub(super) struct PlaceSums {
    last: Month,
    /// Where it is; months and objectives of no meaning.
    place: Option<Spot>,
    /// By month back from the last, then by measure.
    sums: Vec<i64>,
    /// For each month whether anything was added to it, and to which measures.
    met: Vec<(bool, [u64; MEASURES / BITS])>,
    /// The months that were added to.
    months: Vec<usize>,
}

impl PlaceSums {
    /// For records up to `last`.
    pub(super) fn new(last: Month) -> PlaceSums {
        PlaceSums {
            last,
            place: None,
            sums: vec![0; MONTHS * ROW],
            met: vec![(false, [0; MEASURES / BITS]); MONTHS],
            months: Vec::new(),
        }
    }

    /// Adds `value` in `month` at `place`, which serves no objective yet; sums of another place go into `facts` before.
    pub(super) fn add(&mut self, measure: Measure, place: &Spot, month: Month, value: i128, facts: &mut FactSums) {
        let same =
            |own: &Spot| (own.market, own.channel, own.campaign) == (place.market, place.channel, place.campaign);
        if !self.place.as_ref().is_some_and(same) {
            self.book(facts);
            self.place = Some(*place);
        }
        if !i64::try_from(value).is_ok_and(|value| self.meet(measure, month, value)) {
            facts.add(measure, Spot { month, ..*place }, value);
        }
    }

    /// Adds `value` to the table, unless it holds no such month or measure or so large a sum.
    fn meet(&mut self, measure: Measure, month: Month, value: i64) -> bool {
        let month = usize::try_from(self.last.since(month)).unwrap_or(MONTHS);
        let at = usize::from(measure.0);
        if month >= MONTHS || at >= MEASURES {
            return false;
        }
        let sum = &mut self.sums[month * ROW + at];
        let Some(more) = sum.checked_add(value) else {
            return false;
        };
        *sum = more;
        let (is_open, met) = &mut self.met[month];
        if !*is_open {
            *is_open = true;
            self.months.push(month);
        }
        met[at / BITS] |= 1 << (at % BITS);
        true
    }

    /// Turns the sums into facts.
    pub(super) fn book(&mut self, facts: &mut FactSums) {
        let Some(place) = self.place.take() else {
            return;
        };
        for month in self.months.drain(..) {
            let back = i32::try_from(month).unwrap_or(0);
            let number = facts.number(Spot { month: self.last + -back, ..place });
            for (word, mut marks) in std::mem::take(&mut self.met[month]).1.into_iter().enumerate() {
                while marks != 0 {
                    let at = word * BITS + marks.trailing_zeros() as usize;
                    marks &= marks - 1;
                    let sum = std::mem::take(&mut self.sums[month * ROW + at]);
                    facts.add_at(Measure(u16::try_from(at).unwrap_or(u16::MAX)), number, sum.into());
                }
            }
        }
    }
}
