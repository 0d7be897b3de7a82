//! Days on which something happened: how many rows each has, over all tables and in the one being read.

use chrono::NaiveDate;

use crate::model::coverage::Coverage;
use crate::model::month::Month;
use crate::model::record::Moment;

/// Days without a single row after which what follows may be a slip of the pen.
const GAP: usize = 100;

/// Rows by day.
#[derive(Clone, Debug, Default)]
pub struct Days {
    /// By days since 1970.
    rows: Vec<u64>,
    /// Days of the table that is being read, one bit each, by days since 1970.
    table: Vec<u64>,
}

impl Days {
    /// Counts one row on `day`.
    pub fn see(&mut self, day: NaiveDate) {
        let Ok(number) = usize::try_from(day.to_epoch_days()) else { return };
        if self.rows.len() <= number {
            self.rows.resize(number + 1, 0);
        }
        self.rows[number] += 1;
        self.mark(number);
    }

    /// Counts one row at a second since 1970.
    pub fn see_second(&mut self, second: Moment) {
        let number = (second / 86_400) as usize;
        match self.rows.get_mut(number) {
            Some(rows) => {
                *rows += 1;
                self.mark(number);
            }
            None => day(number).into_iter().for_each(|day| self.see(day)),
        }
    }

    /// Marks every day of a span as one of which the table says something, were it that nothing happened.
    pub fn cover(&mut self, first: NaiveDate, last: NaiveDate) {
        let numbers = [first, last].map(|day| usize::try_from(day.to_epoch_days()).unwrap_or(0));
        (numbers[0]..=numbers[1]).for_each(|number| self.mark(number));
    }

    fn mark(&mut self, number: usize) {
        let word = number / 64;
        if self.table.len() <= word {
            self.table.resize(word + 1, 0);
        }
        self.table[word] |= 1 << (number % 64);
    }

    /// The days of the table that was read since the last call.
    pub fn take_coverage(&mut self) -> Coverage {
        let mut coverage = Coverage::default();
        let words = std::mem::take(&mut self.table);
        for (word, &bits) in words.iter().enumerate().filter(|(_, bits)| **bits != 0) {
            let marked = (0..64).filter(|bit| bits >> bit & 1 == 1);
            marked.filter_map(|bit| day(word * 64 + bit)).for_each(|day| coverage.mark(day));
        }
        coverage
    }

    /// The last day of the last complete month: of the month in which the last row lies when that row is on its last
    /// day, else of the month before, unless nothing happened then.
    pub fn last_complete(&self) -> Option<NaiveDate> {
        let last = day(self.last()?)?;
        let month = Month::of(last);
        let before = month + -1;
        let unfinished = month.last_day() != last && self.has_rows(before);
        Some(if unfinished { before } else { month }.last_day())
    }

    fn has_rows(&self, month: Month) -> bool {
        let number = |day: NaiveDate| usize::try_from(day.to_epoch_days()).unwrap_or(0);
        let rows = self.rows.get(number(month.first_day())..=number(month.last_day()));
        rows.is_some_and(|rows| rows.iter().any(|&rows| rows > 0))
    }

    /// The last day with rows. At most one row in a thousand that stands alone, more than [`GAP`] days after all others,
    /// is a slip of the pen and does not count.
    fn last(&self) -> Option<usize> {
        let allowed = self.rows.iter().sum::<u64>() / 1000;
        let (mut last, mut beyond) = (None, 0);
        for (number, &rows) in self.rows.iter().enumerate().rev().filter(|&(_, &rows)| rows > 0) {
            match last {
                Some(later) if later - number <= GAP || beyond > allowed => break,
                _ => last = Some(number),
            }
            beyond += rows;
        }
        last
    }
}

fn day(number: usize) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(i32::try_from(number).ok()?)
}

#[cfg(test)]
mod tests {
    use super::Days;

    #[test]
    fn a_month_is_complete_on_its_last_day() {
        let seen = |days: &[&str]| {
            let mut all = Days::default();
            for d in days {
                all.see(d.parse().unwrap());
            }
            all.last_complete().map(|d| d.to_string())
        };
        assert_eq!(seen(&["2026-01-05", "2026-03-31"]).as_deref(), Some("2026-03-31"));
        assert_eq!(seen(&["2026-02-05", "2026-03-30"]).as_deref(), Some("2026-02-28"));
        assert_eq!(seen(&["2026-03-05", "2026-03-13"]).as_deref(), Some("2026-03-31"));
        assert_eq!(seen(&["2026-01-05", "2026-03-30"]).as_deref(), Some("2026-03-31"));
        assert_eq!(seen(&[]), None);
        let mut slip = vec!["2026-03-31"; 1000];
        slip.push("2062-03-31");
        assert_eq!(seen(&slip).as_deref(), Some("2026-03-31"));
        assert_eq!(seen(&slip[999..]).as_deref(), Some("2062-03-31"));
    }
}
