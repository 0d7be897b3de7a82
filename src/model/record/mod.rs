//! Records: typed rows of the exports, in columns or packed rows, with every name interned.
//!
//! All amounts are minor units of [`Records::currency`]; all timestamps are local to the plan's time zone. What an
//! export did not give is `Name::NONE` or `None`. The columns are those of METRICS.md, "Records".

mod contact;
mod customer;
mod deal;
mod traffic;
mod work;

use crate::model::money::Currency;
use crate::model::name::{Name, Names};
use crate::model::people::People;

pub use contact::{Contacts, Person, Touchpoint};
pub use customer::{SubscriptionChange, SurveyAnswer, SurveyKind};
pub use deal::{Deal, DealKind, DealState, Minor};
pub use traffic::{Mailing, SocialDay, Spend, WebDay};
pub use work::{Activity, Budget, Capacity, Cost, CostKind, Quota};

/// Whole seconds since 1970-01-01 00:00 in the plan's time zone (holds until 2106).
pub type Moment = u32;

/// Everything that was read, after identity and currency are settled.
#[derive(Clone, Debug)]
pub struct Records {
    /// The one currency of every amount.
    pub currency: Currency,
    /// Markets, channels, campaigns, owners, kinds, companies: one table for all of them.
    pub names: Names,
    /// Who is named; a [`Person`] is a number of these. A person may be known by touchpoints or deals alone.
    pub people: People,
    /// Contacts, one entry per person that a contacts export named.
    pub contacts: Contacts,
    /// Touchpoints in the order read.
    pub touchpoints: Vec<Touchpoint>,
    /// What a touchpoint's `source` points at: channel and campaign.
    pub touch_sources: Vec<(Name, Name)>,
    /// Deals, one per deal id.
    pub deals: Vec<Deal>,
    /// Contacts that a table of roles joins to deals: the deal's id and the contact.
    pub deal_contacts: Vec<(Name, Person)>,
    /// Advertising spend, one per day or span.
    pub spend: Vec<Spend>,
    /// Mailings.
    pub mailings: Vec<Mailing>,
    /// Web days.
    pub web: Vec<WebDay>,
    /// Days of social channels.
    pub social: Vec<SocialDay>,
    /// Changes of recurring revenue, in the order (customer, day).
    pub subscriptions: Vec<SubscriptionChange>,
    /// Survey answers.
    pub surveys: Vec<SurveyAnswer>,
    /// Activities of people and teams.
    pub activities: Vec<Activity>,
    /// Costs by month.
    pub costs: Vec<Cost>,
    /// Sales quotas.
    pub quotas: Vec<Quota>,
    /// Hours and budget of teams.
    pub capacity: Vec<Capacity>,
    /// Budgets of channels.
    pub budgets: Vec<Budget>,
}

impl Records {
    /// No records, in `currency`.
    pub fn new(currency: Currency) -> Records {
        Records {
            currency,
            names: Names::new(),
            people: People::default(),
            contacts: Contacts::default(),
            touchpoints: Vec::new(),
            touch_sources: Vec::new(),
            deals: Vec::new(),
            deal_contacts: Vec::new(),
            spend: Vec::new(),
            mailings: Vec::new(),
            web: Vec::new(),
            social: Vec::new(),
            subscriptions: Vec::new(),
            surveys: Vec::new(),
            activities: Vec::new(),
            costs: Vec::new(),
            quotas: Vec::new(),
            capacity: Vec::new(),
            budgets: Vec::new(),
        }
    }
}
