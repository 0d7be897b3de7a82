//! Money and the plan: what was budgeted, what is spent, and what the plan needs, by channel.

use super::month::Period;
use super::name::Name;
use super::stage::Stage;

/// How the units of a channel followed its spend: one percent more spend brought `elasticity` percent more units.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Marginal {
    /// Months that it rests on.
    pub months: usize,
    /// The slope of the line through the logarithms.
    pub elasticity: f64,
    /// Lower bound of its 95 % interval.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

impl Marginal {
    /// Whether the last unit cost more than the average one beyond noise: units follow spend, but less than in proportion.
    pub fn is_dearer(&self) -> bool {
        self.low > 0.0 && self.high < 1.0
    }

    /// Whether more spend is not seen to bring more units at all, and would have been had it brought them in proportion.
    pub fn is_flat(&self) -> bool {
        self.low <= 0.0 && self.high < 1.0
    }
}

/// One channel, money in major units.
#[derive(Clone, PartialEq, Debug)]
pub struct ChannelBudget {
    /// The channel; [`Name::NONE`] for lines without one.
    pub channel: Name,
    /// Budgeted for the fiscal year of the as-of date.
    pub plan: f64,
    /// Spent in it so far.
    pub actual: f64,
    /// Committed for its months to come.
    pub committed: f64,
    /// Spent by its end: so far, and for what is left what is committed, at least a month like those of the baseline.
    pub forecast: f64,
    /// Spend of the baseline, a year of it.
    pub spend: f64,
    /// Units of the plan's stage that the baseline counted in the channel, a year of them.
    pub units: f64,
    /// How they followed the spend.
    pub marginal: Option<Marginal>,
    /// Spend that the plan needs in its year.
    pub needed: f64,
    /// Budgeted for the plan's year.
    pub given: f64,
}

/// The whole of it.
#[derive(Clone, PartialEq, Debug)]
pub struct BudgetPlan {
    /// The fiscal year of the as-of date.
    pub year: Period,
    /// Months of it that are left, the rest of the as-of month as a part.
    pub months_left: f64,
    /// Whether any budget line lies in that year.
    pub has_lines: bool,
    /// Whether any lies in the year of the plan.
    pub has_lines_ahead: bool,
    /// The stage whose units are paid for: the first of the plan that people enter.
    pub stage: Stage,
    /// How many times the baseline's units the plan needs; `None` without a reverse funnel.
    pub growth: Option<f64>,
    /// Channels with a budget line or spend, by name.
    pub channels: Vec<ChannelBudget>,
}
