//! The annual plan: what was promised, where it stands, what next year needs.

use super::formula::Missing;
use super::month::{Month, Period};
use super::objective::{Better, Objective};
use super::phrase::Phrase;
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
    /// Sentences that must be heard, the weightiest first.
    pub findings: Vec<Phrase>,
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
    /// Why it is not measurable, or a remark.
    pub why: Option<Phrase>,
    /// Spend of its campaigns over [`Scorecard::period`] up to as-of, major units.
    pub spend: f64,
    /// Revenue credited to its campaigns by the plan's model over the same months, major units.
    pub credit: f64,
}

/// The funnel walked back from revenue.
#[derive(Clone, PartialEq, Debug)]
pub struct ReverseFunnel {
    /// Revenue asked for, major units.
    pub revenue: f64,
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
    /// Needed in the year for the fractional customers.
    pub per_year: f64,
    /// Needed in the year for whole customers.
    pub per_year_whole: f64,
}
