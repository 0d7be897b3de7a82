//! What people did, could do and promised, by team: the facts that have no market, channel or campaign.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::measure::Measure;
use super::month::{Month, Period};
use super::name::Name;
use super::stage::Stage;

/// Statistics of work; every map adds up over shards, files and months. Names are those of [`super::fact::Facts::names`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Work {
    /// Activities and their hours by team, kind and month.
    pub done: BTreeMap<(Name, Measure, Month), Done>,
    /// Hours and budget of a team in a month.
    pub capacity: BTreeMap<(Name, Month), Means>,
    /// What is budgeted for a channel in a month, of months to come too.
    pub budget: BTreeMap<(Name, Month), BudgetLine>,
    /// Activities and entries to stages by week (its Monday) and team; entries to stages have no team.
    pub weeks: BTreeMap<(Measure, NaiveDate, Name), i128>,
    /// Days from entering a stage to the first contact by sales, by month of entry.
    pub contacts: BTreeMap<(Stage, Month), Contacted>,
}

/// How much was done, and in how many thousandths of an hour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Done {
    /// Activities.
    pub count: i128,
    /// Thousandths of an hour.
    pub hours: i128,
}

/// What a team has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Means {
    /// Thousandths of an hour.
    pub hours: i128,
    /// Minor units.
    pub budget: i128,
}

/// What is budgeted for a channel; both in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BudgetLine {
    /// What may be spent.
    pub plan: i128,
    /// What is ordered already.
    pub committed: i128,
}

/// Who entered a stage, and after how many days sales spoke with them. Those who were never contacted are in no day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contacted {
    /// Contacts that entered.
    pub entered: u64,
    /// Whole days → contacts; a first contact before the stage counts as day 0.
    pub days: BTreeMap<i32, u64>,
}

impl Contacted {
    /// How many were contacted within `days`.
    pub fn within(&self, days: i32) -> u64 {
        self.days.range(..=days).map(|(_, n)| n).sum()
    }
}

impl Work {
    /// The Monday of the week in which `day` lies.
    pub fn monday(day: NaiveDate) -> NaiveDate {
        day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
    }

    /// What was done of `kind` (`None`: of any kind) by `team` (`None`: by all) in `period`.
    pub fn done(&self, team: Option<Name>, kind: Option<Measure>, period: Period) -> Done {
        let fits = |&&(t, k, m): &&(Name, Measure, Month)| {
            period.contains(m) && team.is_none_or(|team| team == t) && kind.is_none_or(|kind| kind == k)
        };
        self.done.iter().filter(|(key, _)| fits(key)).fold(Done::default(), |sum, (_, done)| Done {
            count: sum.count + done.count,
            hours: sum.hours + done.hours,
        })
    }

    /// What `team` has in `period`, where months without a record are taken to be like those with one on average; `None`
    /// when no month of it is known.
    pub fn means(&self, team: Name, period: Period) -> Option<Means> {
        let known = self.capacity.iter().filter(|((t, m), _)| *t == team && period.contains(*m));
        let (months, sum) = known.fold((0, Means::default()), |(months, sum), (_, means)| {
            (months + 1, Means { hours: sum.hours + means.hours, budget: sum.budget + means.budget })
        });
        let whole = |value: i128| value * i128::from(period.months()) / months;
        (months > 0).then(|| Means { hours: whole(sum.hours), budget: whole(sum.budget) })
    }
}
