//! What people and teams do, cost and can do.

use chrono::NaiveDate;

use crate::model::month::Month;
use crate::model::name::Name;

/// Something that a person or team did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Activity {
    /// The day.
    pub day: NaiveDate,
    /// `email_sent`, `call`, `post`, `event` …
    pub kind: Name,
    /// How many.
    pub count: i64,
    /// Team.
    pub team: Name,
    /// Owner.
    pub owner: Name,
    /// Campaign.
    pub campaign: Name,
    /// Hours in thousandths.
    pub hours: i64,
}

/// What a cost pays for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CostKind {
    /// Salaries.
    People,
    /// Software.
    Tools,
    /// Agencies and freelancers.
    Agency,
    /// Cost of goods sold.
    Cogs,
}

/// A cost of one month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    /// The month.
    pub month: Month,
    /// What for.
    pub kind: CostKind,
    /// Minor units.
    pub amount: i64,
    /// Market.
    pub market: Name,
    /// Channel.
    pub channel: Name,
    /// Campaign.
    pub campaign: Name,
}

/// What an owner is to sell in a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quota {
    /// Owner.
    pub owner: Name,
    /// Month.
    pub month: Month,
    /// Minor units.
    pub quota: i64,
}

/// What is budgeted for a channel in a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// Month.
    pub month: Month,
    /// Channel.
    pub channel: Name,
    /// Minor units that may be spent.
    pub plan: i64,
    /// Minor units that are ordered already.
    pub committed: i64,
}

/// What a team has in a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Capacity {
    /// Team.
    pub team: Name,
    /// Month.
    pub month: Month,
    /// Hours in thousandths.
    pub hours: i64,
    /// Minor units.
    pub budget: i64,
}
