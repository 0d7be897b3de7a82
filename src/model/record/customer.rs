//! What customers pay and say.

use chrono::NaiveDate;

use crate::model::name::Name;

use super::Person;

/// The state of a subscription after a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SubscriptionChange {
    /// Customer id, in [`super::Records::names`].
    pub customer: Name,
    /// The day of the change.
    pub changed_on: NaiveDate,
    /// Monthly recurring revenue after it, minor units; 0 = churned.
    pub mrr: i64,
    /// Market.
    pub market: Name,
    /// The customer's contact.
    pub person: Person,
}

/// Which question a survey asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SurveyKind {
    /// Satisfaction, 1 to 5; 4 and 5 are satisfied.
    Csat,
    /// Recommendation, 0 to 10; 9 and 10 promote, 0 to 6 detract.
    Nps,
}

/// One answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SurveyAnswer {
    /// The day of the answer.
    pub answered_on: NaiveDate,
    /// Which question.
    pub kind: SurveyKind,
    /// The score on the question's own scale, in thousandths.
    pub score: i64,
    /// Market.
    pub market: Name,
    /// Who answered.
    pub person: Person,
}
