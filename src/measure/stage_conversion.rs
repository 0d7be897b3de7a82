//! Stage conversion of contacts in four readings that people mix up, side by side (METRICS.md, "Stages").

use chrono::Days;
use chrono::NaiveDate;

use crate::model::month::{Month, Period};
use crate::model::stage::Stage;

use super::stage_dates::StageDates;

/// Part and whole of a rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Share {
    /// Those who did.
    pub part: u64,
    /// Those who could; in a period rate, who came in.
    pub whole: u64,
}

impl Share {
    fn count(&mut self, whole: bool, part: bool) {
        self.whole += u64::from(whole);
        self.part += u64::from(part);
    }
}

/// The readings of `from` → `to`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StageConversion {
    /// Of those who entered `from` in the period: who reached `to` by the as-of date.
    pub cohort: Share,
    /// Entries to `to` in the period against entries to `from` in the period; can pass 1.
    pub period: Share,
    /// Of those who entered `from` in the period and have had the given days since: who reached `to` within them.
    pub matured: Share,
    /// Of those who became lead in the period: who reached `to` or later, against who reached `from` or later.
    pub skips_filled: Share,
}

/// Conversion `from` → `to` of the contacts whose entry lies in `period`; `age` is the days that a matured contact has
/// had by the end of `as_of`.
pub fn stage_conversion<'a>(
    contacts: impl IntoIterator<Item = &'a StageDates>,
    (from, to): (Stage, Stage),
    period: Period,
    as_of: NaiveDate,
    age: u64,
) -> StageConversion {
    let inside = |day: Option<NaiveDate>| day.is_some_and(|d| period.contains(Month::of(d)));
    let mut conversion = StageConversion::default();
    for dates in contacts {
        let (entered, reached) = (dates.on(from), dates.on(to));
        let in_period = inside(entered);
        conversion.cohort.count(in_period, in_period && reached.is_some());
        conversion.period.count(in_period, inside(reached));
        let due = entered.filter(|_| in_period).and_then(|d| d.checked_add_days(Days::new(age)));
        // The as-of date counts to its end, so a contact of the day before has had a day and more.
        if let Some(due) = due.filter(|&d| Some(d) <= as_of.succ_opt()) {
            conversion.matured.count(true, reached.is_some_and(|d| d <= due));
        }
        if inside(dates.on(Stage::Lead)) {
            conversion.skips_filled.count(dates.reached_or_later(from), dates.reached_or_later(to));
        }
    }
    conversion
}
