//! Coverage: on which days of which months an export has rows.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::month::{Month, Period};

/// Days with rows, as one bit per day of a month: a year of any export takes twelve numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Coverage(BTreeMap<Month, u32>);

impl Coverage {
    /// Marks `day`.
    pub fn mark(&mut self, day: NaiveDate) {
        *self.0.entry(Month::of(day)).or_default() |= 1 << day.day0();
    }

    /// Marks every day of `other` too.
    pub fn join(&mut self, other: &Coverage) {
        for (&month, &days) in &other.0 {
            *self.0.entry(month).or_default() |= days;
        }
    }

    /// Whether no day has rows.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// First and last day with rows.
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let (&first, days) = self.0.first_key_value()?;
        let (&last, last_days) = self.0.last_key_value()?;
        let day = |month: Month, number: u32| month.first_day().with_day0(number);
        Some((day(first, days.trailing_zeros())?, day(last, 31 - last_days.leading_zeros())?))
    }

    /// First and last month with rows.
    pub fn months(&self) -> Option<Period> {
        let (first, last) = self.span()?;
        Some(Period { first: Month::of(first), last: Month::of(last) })
    }

    /// How many days of `month` have rows.
    pub fn days(&self, month: Month) -> u32 {
        self.0.get(&month).map_or(0, |days| days.count_ones())
    }

    /// How many days of `month` that lie between the first and the last day with rows have none.
    pub fn missing(&self, month: Month) -> u32 {
        let Some((first, last)) = self.span() else { return 0 };
        let (from, to) = (first.max(month.first_day()), last.min(month.last_day()));
        let within = u32::try_from((to - from).num_days() + 1).unwrap_or(0);
        within.saturating_sub(self.days(month))
    }
}

#[cfg(test)]
mod tests {
    use super::Coverage;
    use crate::model::month::Month;

    #[test]
    fn only_days_inside_the_span_are_missing() {
        let mut coverage = Coverage::default();
        for day in ["2026-01-30", "2026-01-31", "2026-03-02"] {
            coverage.mark(day.parse().unwrap());
        }
        let of = |text: &str| {
            let month = Month::parse(text).unwrap();
            (coverage.days(month), coverage.missing(month))
        };
        assert_eq!([of("2025-12"), of("2026-01"), of("2026-02"), of("2026-03")], [(0, 0), (2, 0), (0, 28), (1, 1)]);
        let span = coverage.span().map(|(a, b)| (a.to_string(), b.to_string()));
        assert_eq!(span, Some(("2026-01-30".to_owned(), "2026-03-02".to_owned())));
        assert_eq!(Coverage::default().missing(Month::parse("2026-01").unwrap()), 0);
    }
}
