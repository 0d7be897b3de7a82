//! Hours and the plan: what teams spend on what the plan asks more of, and what they have.

use super::month::Period;
use super::name::Name;
use super::stage::Stage;

/// One team, hours.
#[derive(Clone, PartialEq, Debug)]
pub struct TeamHours {
    /// The team.
    pub team: Name,
    /// Recorded in a year of the baseline.
    pub done: f64,
    /// Needed for the plan's year.
    pub needed: f64,
    /// There in each of [`CapacityPlan::months`]; `None` where no month of the team is known.
    pub there: Option<Vec<f64>>,
    /// There in the plan's year.
    pub there_year: Option<f64>,
    /// Whether the capacity records name months of that year (else the baseline's month goes on).
    pub is_given: bool,
}

impl TeamHours {
    /// Hours that the year lacks; `None` where it lacks none or what is there is not known.
    pub fn short(&self) -> Option<f64> {
        self.there_year.map(|there| self.needed - there).filter(|&short| short > 0.0)
    }
}

/// The whole of it.
#[derive(Clone, PartialEq, Debug)]
pub struct CapacityPlan {
    /// The stage for whose units the hours are spent.
    pub stage: Stage,
    /// Teams with recorded hours, by name.
    pub teams: Vec<TeamHours>,
    /// From the first month of the calendar to the last of the plan's year.
    pub months: Period,
    /// What people cost an hour of capacity in the baseline, major units; `None` without both.
    pub hour_cost: Option<f64>,
}
