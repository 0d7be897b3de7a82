//! Goals and objectives. A goal is where the company wants to be; an objective is specific, measurable, owned by one
//! person, tied to a goal, and due on a date.

use chrono::NaiveDate;

use super::note::Place;

/// Where the company wants to be.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Goal {
    /// Its id.
    pub id: String,
    /// In words.
    pub title: String,
    /// New revenue that the goal asks for in the plan year, major units of the plan's currency.
    pub revenue: Option<f64>,
    /// Revenue of one new customer, major units; `None`: the baseline's average.
    pub average_deal: Option<f64>,
}

/// How a target is meant. `15 %` alone is none of them.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Target {
    /// Reach this value: a ratio as a fraction, money in major units.
    To(f64),
    /// Change the baseline by this fraction of it (0.15 = by 15 %).
    By(f64),
    /// Change the baseline by this many points (0.15 = 15 percentage points).
    ByPoints(f64),
}

/// Which way is better.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Better {
    /// Up.
    Higher,
    /// Down.
    Lower,
}

/// Something to be reached.
#[derive(Clone, PartialEq, Debug)]
pub struct Objective {
    /// Its id.
    pub id: String,
    /// In words; empty: made from the metric and target.
    pub title: String,
    /// The goal it serves.
    pub goal: String,
    /// Metric id, or a measure's id.
    pub metric: String,
    /// Target.
    pub target: Target,
    /// Start of the count; `None`: the first day of the fiscal year in which it is due.
    pub starts_on: Option<NaiveDate>,
    /// Due.
    pub due_on: NaiveDate,
    /// The one owner.
    pub owner: String,
    /// Department.
    pub department: String,
    /// Team.
    pub team: String,
    /// Only this market; empty: all.
    pub market: String,
    /// Only this channel; empty: all.
    pub channel: String,
    /// Baseline value given; `None`: computed from the year before.
    pub baseline: Option<f64>,
    /// Where the baseline comes from.
    pub baseline_from: String,
    /// Which way is better; `None`: as the metric says.
    pub better: Option<Better>,
    /// Campaigns that serve it: pattern (`*` stands for anything) and share of the campaign in thousandths.
    pub campaigns: Vec<(String, u64)>,
    /// Budget, major units.
    pub budget: Option<f64>,
    /// Hours.
    pub hours: Option<f64>,
    /// The owner's sentence.
    pub note: String,
    /// Where it is written.
    pub place: Place,
}

impl Objective {
    /// What people call it: its title, else its id when that is written in words; `None`: made from its metric.
    pub fn called(&self) -> Option<&str> {
        let id = Some(self.id.as_str()).filter(|id| id.trim().contains(' '));
        Some(self.title.as_str()).filter(|t| !t.is_empty()).or(id)
    }
}
