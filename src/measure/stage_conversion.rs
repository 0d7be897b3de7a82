//! Stage conversion in four readings that people mix up, side by side (METRICS.md, "Stages").

use chrono::NaiveDate;

use crate::model::fact::{Facts, Scope};
use crate::model::month::{Month, Period};
use crate::model::stage::Stage;

/// Part and whole of a rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Share {
    /// Those who did.
    pub part: u64,
    /// Those who could; in a period rate, who came in.
    pub whole: u64,
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

/// Conversion `from` → `to` of those whose entry lies in `period`; `age` is the days that a matured contact has had by
/// the end of `as_of`.
pub fn stage_conversion(
    facts: &Facts,
    (from, to): (Stage, Stage),
    period: Period,
    as_of: NaiveDate,
    age: i32,
) -> StageConversion {
    let counts = &facts.funnel;
    let inside = |day: NaiveDate| period.contains(Month::of(day));
    let old = |day: NaiveDate| old_enough(as_of, day, age);
    let (first, last) = (period.first.first_day(), period.last.last_day());
    let entries = |stage: Stage, counted: &dyn Fn(NaiveDate) -> bool| -> u64 {
        let days = counts.entries.range((stage, first)..=(stage, last));
        days.filter(|((_, day), _)| counted(*day)).map(|(_, n)| n).sum()
    };
    let paces = counts.paces.range((from, to, first, i32::MIN)..=(from, to, last, i32::MAX));
    let mut conversion = StageConversion::default();
    for (&(.., day, pace), &count) in paces {
        conversion.cohort.part += count;
        conversion.matured.part += if old(day) && pace <= age { count } else { 0 };
    }
    conversion.cohort.whole = entries(from, &inside);
    conversion.matured.whole = entries(from, &old);
    conversion.period = Share { part: entries(to, &inside), whole: conversion.cohort.whole };
    let scope = Scope::total(period);
    let later = |stage: Stage| {
        let measure = facts.measures.find(&format!("reached_or_later.{}", stage.id()));
        measure.map_or(0, |m| u64::try_from(facts.sum(m, &scope)).unwrap_or(0))
    };
    conversion.skips_filled = Share { part: later(to), whole: later(from) };
    conversion
}

/// Whether who came on `day` has had `age` days by the end of `as_of`: who came the day before has had a day and more.
pub(super) fn old_enough(as_of: NaiveDate, day: NaiveDate, age: i32) -> bool {
    (as_of - day).num_days() + 1 >= i64::from(age)
}
