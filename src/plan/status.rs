//! The status of an objective from its chance of reaching the target.

use crate::model::annual_plan::Status;

/// A chance from here on is on course.
const ON_COURSE: f64 = 0.60;
/// A chance from here on is at risk, below it off course.
const AT_RISK: f64 = 0.25;
/// Fewer months than this are too few to judge.
pub const FEWEST_MONTHS: usize = 3;
/// Fewer cases than this in a denominator are too few to judge.
pub const FEWEST_CASES: f64 = 30.0;

/// What an objective's status rests on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Evidence {
    /// The target is met by the current value.
    pub met: bool,
    /// A met target cannot be lost again before the due date, or the due date has passed.
    pub settled: bool,
    /// The due date has passed.
    pub over: bool,
    /// Months that count so far.
    pub months: usize,
    /// Cases in the denominator, for a share of cases.
    pub cases: Option<f64>,
    /// Chance of reaching the target.
    pub chance: Option<f64>,
}

/// The status that `evidence` supports.
pub fn status(evidence: Evidence) -> Status {
    let Evidence { met, settled, over, months, cases, chance } = evidence;
    if met && settled {
        return Status::Reached;
    }
    if over {
        return Status::OffCourse;
    }
    if months < FEWEST_MONTHS || cases.is_some_and(|c| c < FEWEST_CASES) {
        return Status::TooEarly;
    }
    match chance {
        Some(c) if c >= ON_COURSE => Status::OnCourse,
        Some(c) if c >= AT_RISK => Status::AtRisk,
        Some(_) => Status::OffCourse,
        None => Status::TooEarly,
    }
}
