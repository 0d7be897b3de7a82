//! Goals and objectives. A goal is where the company wants to be; an objective is specific, measurable, owned by one
//! person, tied to a goal, and due on a date.

use chrono::NaiveDate;

use super::month::{Month, Period};
use super::note::Place;
use super::phrase::Phrase;
use super::smart::Finding;

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
    /// The metric that shows whether the goal is reached; empty: new revenue where `revenue` is given, else unknown.
    pub metric: String,
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
    /// Keep the value between these two, both included, in the units of [`Target::To`].
    Within(f64, f64),
}

/// How often a recurring objective is judged: its target is due in every one of these periods.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Every {
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three months of the fiscal year.
    Quarter,
}

impl Every {
    /// All three.
    pub const ALL: [Every; 3] = [Every::Week, Every::Month, Every::Quarter];

    /// The id in `plan.toml`, words and outputs.
    pub fn id(self) -> &'static str {
        match self {
            Every::Week => "week",
            Every::Month => "month",
            Every::Quarter => "quarter",
        }
    }

    /// How many of them there are in `period`.
    pub fn in_months(self, period: Period) -> f64 {
        match self {
            Every::Week => period.first.through(period.last).map(Month::days).sum::<i64>() as f64 / 7.0,
            Every::Month => f64::from(period.months()),
            Every::Quarter => f64::from(period.months()) / 3.0,
        }
    }

    /// `week`, `weekly`, `a week`, `every week`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Every> {
        let text = text.trim().to_lowercase();
        let last = text.split_whitespace().last()?;
        let last = last.strip_suffix("ly").unwrap_or(last);
        Every::ALL.into_iter().find(|e| e.id() == last)
    }
}

/// How a target came to be what it is now.
#[derive(Clone, PartialEq, Debug)]
pub struct Revision {
    /// The target that was agreed first.
    pub original: Target,
    /// The day of the change.
    pub on: Option<NaiveDate>,
    /// Who changed it.
    pub by: String,
    /// Why.
    pub because: String,
}

/// An objective that was written down but cannot be measured before its questions are answered.
#[derive(Clone, PartialEq, Debug)]
pub struct Unclear {
    /// Its id, or the best name that it has.
    pub id: String,
    /// What was written: the sentence, else the title.
    pub written: String,
    /// The parts that are clear, as text by column name.
    pub fields: std::collections::BTreeMap<String, String>,
    /// What has to be answered.
    pub findings: Vec<Finding>,
    /// What the target might mean, when it can be read in more than one way.
    pub readings: Option<Phrase>,
    /// Where it is written.
    pub place: Place,
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
    /// The whole objective as one sentence, where it was written so.
    pub sentence: String,
    /// What was odd in what was written, though all of it can be read.
    pub remarks: Vec<Finding>,
    /// Judged in each of these periods, not once at the end.
    pub every: Option<Every>,
    /// What the target was before it was changed.
    pub revision: Option<Revision>,
    /// Where it is written.
    pub place: Place,
}

impl Objective {
    /// An objective of which nothing more is said: nobody's, over everything, judged once on the day it is due.
    pub fn new(id: &str, metric: &str, target: Target, due_on: NaiveDate) -> Objective {
        Objective {
            id: id.to_owned(),
            title: String::new(),
            goal: String::new(),
            metric: metric.to_owned(),
            target,
            starts_on: None,
            due_on,
            owner: String::new(),
            department: String::new(),
            team: String::new(),
            market: String::new(),
            channel: String::new(),
            baseline: None,
            baseline_from: String::new(),
            better: None,
            campaigns: Vec::new(),
            budget: None,
            hours: None,
            note: String::new(),
            sentence: String::new(),
            remarks: Vec::new(),
            every: None,
            revision: None,
            place: Place::default(),
        }
    }

    /// What people call it: its title, else its id when that is written in words; `None`: made from its metric.
    pub fn called(&self) -> Option<&str> {
        let id = Some(self.id.as_str()).filter(|id| id.trim().contains(' '));
        Some(self.title.as_str()).filter(|t| !t.is_empty()).or(id)
    }
}
