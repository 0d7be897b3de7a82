//! The annual plan: what was promised, where it stands, what next year needs.

use chrono::NaiveDate;

use super::budget::BudgetPlan;
use super::calendar::Calendar;
use super::capacity::CapacityPlan;
use super::existing::Existing;
use super::finding::Finding;
use super::formula::Missing;
use super::month::{Month, Period};
use super::objective::{Better, Objective};
use super::phrase::Phrase;
use super::planned::Planned;
use super::smart::SmartCheck;
use super::stage::Stage;
use super::statistic::Statistic;
use super::unit::Unit;

/// Everything that the reader of the plan is told.
#[derive(Clone, PartialEq, Debug)]
pub struct AnnualPlan {
    /// The year of the reverse funnel.
    pub year: Period,
    /// One sentence: are we on course.
    pub verdict: Phrase,
    /// One sentence: what to decide.
    pub decision: Phrase,
    /// The five headline figures.
    pub headlines: Vec<Headline>,
    /// Objectives in the order of the plan.
    pub objectives: Vec<Scorecard>,
    /// What the revenue goal needs; `None` when there is no goal with revenue, or no rate to walk back with.
    pub funnel: Option<ReverseFunnel>,
    /// When that has to be there; `None` without a reverse funnel.
    pub calendar: Option<Calendar>,
    /// What the plan asks of the months that it can be held against; `None` where nothing can be compared.
    pub planned: Option<Planned>,
    /// The SMART check of every objective, those that cannot be measured yet last.
    pub smart: Vec<SmartCheck>,
    /// Objectives that stand in each other's way.
    pub conflicts: Vec<Conflict>,
    /// Sentences that must be heard, those about the most money first, those without money last.
    pub findings: Vec<Finding>,
    /// Budget lines, spend and what the plan costs; `None` where no money was spent or budgeted.
    pub budget: Option<BudgetPlan>,
    /// Hours that the plan needs and hours there are; `None` without a reverse funnel or recorded hours.
    pub capacity: Option<CapacityPlan>,
    /// What the plan rests on and no short formula gives.
    pub statistics: Vec<Statistic>,
}

/// A headline figure: plan, actual, variance, trend.
#[derive(Clone, PartialEq, Debug)]
pub struct Headline {
    /// Metric id.
    pub metric: String,
    /// Unit.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// Planned value for the same months, if an objective gives one.
    pub plan: Option<f64>,
    /// Actual value over [`Headline::period`].
    pub actual: Result<f64, Missing>,
    /// Part and whole, where the actual value is a share of so few cases that it is told as counts.
    pub counts: Option<(f64, f64)>,
    /// The same months a year earlier.
    pub previous: Option<f64>,
    /// Part and whole of that, where they are as few.
    pub previous_counts: Option<(f64, f64)>,
    /// Months of the actual value.
    pub period: Period,
    /// The last twelve months, one value each.
    pub trend: Vec<(Month, Option<f64>)>,
}

/// Where an objective stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    /// The target is reached.
    Reached,
    /// Chance of reaching the target at least 60 %.
    OnCourse,
    /// 25 to 60 %.
    AtRisk,
    /// Under 25 %.
    OffCourse,
    /// Under 3 periods or under 30 in the denominator.
    TooEarly,
    /// It cannot be measured; [`Scorecard::why`] says why.
    NotMeasurable,
}

impl Status {
    /// The id in words and outputs.
    pub fn id(self) -> &'static str {
        match self {
            Status::Reached => "reached",
            Status::OnCourse => "on_course",
            Status::AtRisk => "at_risk",
            Status::OffCourse => "off_course",
            Status::TooEarly => "too_early",
            Status::NotMeasurable => "not_measurable",
        }
    }
}

/// An objective and where it stands. Values are in shown units of the metric.
#[derive(Clone, PartialEq, Debug)]
pub struct Scorecard {
    /// The objective.
    pub objective: Objective,
    /// Unit of its metric.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// Whether the metric grows over months: then progress counts from 0 at the start, and the baseline is the same
    /// span a year earlier.
    pub accumulates: bool,
    /// First and last month that count.
    pub period: Period,
    /// Months over which `current` is measured.
    pub measured: Period,
    /// Baseline.
    pub baseline: Option<f64>,
    /// Target as a value.
    pub target: Option<f64>,
    /// Current value.
    pub current: Option<f64>,
    /// Part and whole, where the current value is a share of so few cases that it is told as counts.
    pub counts: Option<(f64, f64)>,
    /// The bounds between which the value is to be kept, when the target is such.
    pub within: Option<(f64, f64)>,
    /// Progress, 1 = reached.
    pub progress: Option<f64>,
    /// Share of the way that should be behind: by the metric's own seasons where it accumulates and the two years before
    /// the start are known, else by days.
    pub elapsed: f64,
    /// Progress ÷ elapsed.
    pub pacing: Option<f64>,
    /// Forecast at the due date.
    pub forecast: Option<f64>,
    /// 80 % interval of the forecast.
    pub forecast_range: Option<(f64, f64)>,
    /// Chance of reaching the target.
    pub chance: Option<f64>,
    /// Status.
    pub status: Status,
    /// What it takes from now on, against what there has been.
    pub evidence: Option<Evidence>,
    /// The periods of a recurring objective, oldest first; empty for any other.
    pub rounds: Vec<Round>,
    /// Why it is not measurable, or a remark.
    pub why: Option<Phrase>,
    /// Spend of its campaigns over [`Scorecard::period`] up to as-of, major units.
    pub spend: f64,
    /// Revenue credited to its campaigns by the plan's model over the same months, major units.
    pub credit: f64,
}

/// What an objective takes from now on, against what there has been. Values are in shown units of the metric, money in
/// major units.
#[derive(Clone, PartialEq, Debug)]
pub struct Evidence {
    /// Needed in every month from now on; for a level, the level itself.
    pub needed: Option<f64>,
    /// The same a week, for what accumulates.
    pub needed_per_week: Option<f64>,
    /// Whole months of history.
    pub months: i32,
    /// Months until the due date.
    pub months_left: f64,
    /// The best month, three months and twelve months there have been; per month where it accumulates.
    pub best: [Option<f64>; 3],
    /// Spend for one more, in the baseline.
    pub unit_cost: Option<f64>,
    /// Spend that the rest of the way takes at that cost.
    pub spend_needed: Option<f64>,
    /// What is left of the objective's budget.
    pub spend_left: Option<f64>,
    /// Recorded hours of the team for one more, in the baseline.
    pub unit_hours: Option<f64>,
    /// Hours that the rest of the way takes.
    pub hours_needed: Option<f64>,
    /// Hours that the objective, else its team, has until the due date.
    pub hours_left: Option<f64>,
}

/// One period of a recurring objective.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Round {
    /// Its first day.
    pub starts_on: NaiveDate,
    /// What was counted.
    pub value: f64,
    /// Whether that meets the target.
    pub met: bool,
}

/// How two objectives stand in each other's way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ConflictKind {
    /// One takes away what the other needs.
    Pull,
    /// Together they ask for more money than there is.
    Budget,
    /// Together they ask for more hours than there are.
    Hours,
    /// Both count the same customers.
    Twice,
    /// They take the same stage conversion to be different.
    Rate,
}

impl ConflictKind {
    /// The id in words and outputs.
    pub fn id(self) -> &'static str {
        match self {
            ConflictKind::Pull => "pull",
            ConflictKind::Budget => "budget",
            ConflictKind::Hours => "hours",
            ConflictKind::Twice => "twice",
            ConflictKind::Rate => "rate",
        }
    }
}

/// Objectives that stand in each other's way.
#[derive(Clone, PartialEq, Debug)]
pub struct Conflict {
    /// How.
    pub kind: ConflictKind,
    /// Ids of the objectives, in the order of the plan.
    pub objectives: Vec<String>,
    /// In words, with the figures.
    pub says: Phrase,
}

/// The funnel walked back from revenue.
#[derive(Clone, PartialEq, Debug)]
pub struct ReverseFunnel {
    /// Revenue asked for, major units.
    pub revenue: f64,
    /// What existing customers bring, where exports or plan tell of them.
    pub existing: Option<Existing>,
    /// What the new funnel has to bring of it, major units.
    pub left: f64,
    /// Revenue of one new customer, major units.
    pub average_deal: f64,
    /// Whether the average was given (else it comes from the baseline).
    pub average_given: bool,
    /// Customers needed, as a fraction.
    pub customers: f64,
    /// Whole customers needed.
    pub whole_customers: f64,
    /// Steps from the last stage back to the first: each stage with what it needs.
    pub steps: Vec<FunnelStep>,
}

/// One stage of the reverse funnel.
#[derive(Clone, PartialEq, Debug)]
pub struct FunnelStep {
    /// The stage.
    pub stage: Stage,
    /// The stage that follows it; `None` for customers.
    pub next: Option<Stage>,
    /// Rate from this stage to the next.
    pub rate: Option<f64>,
    /// What the rate rests on: reached and entered, when it comes from history.
    pub counts: Option<(f64, f64)>,
    /// 95 % Wilson interval of the rate.
    pub interval: Option<(f64, f64)>,
    /// 80 % Wilson interval of the rate: the conservative and the stretch scenario.
    pub likely: Option<(f64, f64)>,
    /// Needed in the year for the fractional customers.
    pub per_year: f64,
    /// Needed in the year for whole customers.
    pub per_year_whole: f64,
}
