//! Records: typed rows of the exports, in columns or packed rows, with every name interned.
//!
//! All amounts are minor units of [`Records::currency`]; all timestamps are local to the plan's time zone. What an
//! export did not give is `Name::NONE` or `None`. The columns are those of METRICS.md, "Records".

use chrono::NaiveDate;

use super::money::Currency;
use super::month::Month;
use super::name::{Name, Names};
use super::stage::Stage;

/// Whole seconds since 1970-01-01 00:00 in the plan's time zone (holds until 2106).
pub type Moment = u32;

/// Everything that was read, after identity and currency are settled.
#[derive(Clone, Debug)]
pub struct Records {
    /// The one currency of every amount.
    pub currency: Currency,
    /// Markets, channels, campaigns, owners, kinds, companies: one table for all of them.
    pub names: Names,
    /// Contact ids; a [`Person`] is a position here. A person may be known by touchpoints or deals alone.
    pub people: Names,
    /// Contacts, one entry per person that a contacts export named.
    pub contacts: Contacts,
    /// Touchpoints in the order read.
    pub touchpoints: Vec<Touchpoint>,
    /// What a touchpoint's `source` points at: channel and campaign.
    pub touch_sources: Vec<(Name, Name)>,
    /// Deals, one per deal id.
    pub deals: Vec<Deal>,
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
}

impl Records {
    /// No records, in `currency`.
    pub fn new(currency: Currency) -> Records {
        Records {
            currency,
            names: Names::new(),
            people: Names::new(),
            contacts: Contacts::default(),
            touchpoints: Vec::new(),
            touch_sources: Vec::new(),
            deals: Vec::new(),
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
        }
    }
}

/// A person: the name of its contact id in [`Records::people`].
pub type Person = Name;

/// Contacts as columns: entry *i* of every column that is not empty belongs to `person[i]`. A column that no export
/// gave stays empty and costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    /// Who.
    pub person: Vec<Person>,
    /// Entry *p* is the position + 1 of person *p* in the other columns, 0 when no contacts export named it.
    pub row_of: Vec<u32>,
    /// Country or region.
    pub market: Vec<Name>,
    /// Original channel.
    pub channel: Vec<Name>,
    /// Original campaign.
    pub campaign: Vec<Name>,
    /// Owner.
    pub owner: Vec<Name>,
    /// Company.
    pub company: Vec<Name>,
    /// Industry.
    pub industry: Vec<Name>,
    /// E-mail address, lower case.
    pub email: Vec<Name>,
    /// The person who referred this one.
    pub referred_by: Vec<Name>,
    /// First day on each stage, by [`Stage::index`].
    pub stages: [Vec<Option<NaiveDate>>; 11],
    /// The day it was lost.
    pub lost_on: Vec<Option<NaiveDate>>,
    /// The day sales first contacted it.
    pub first_contacted_on: Vec<Option<NaiveDate>>,
}

impl Contacts {
    /// How many contacts.
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }

    /// The row of `person`, if a contacts export named it.
    pub fn row(&self, person: Person) -> Option<usize> {
        self.row_of.get(person.index()).and_then(|&r| (r as usize).checked_sub(1))
    }

    /// The day on which contact `row` first reached `stage`.
    pub fn stage(&self, row: usize, stage: Stage) -> Option<NaiveDate> {
        self.stages[stage.index()].get(row).copied().flatten()
    }

    /// The entry of `column` for contact `row`; not given when the column is empty.
    pub fn name(column: &[Name], row: usize) -> Name {
        column.get(row).copied().unwrap_or(Name::NONE)
    }
}

/// One touch of a person: twelve bytes, because there may be tens of millions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Touchpoint {
    /// Who was touched.
    pub person: Person,
    /// When.
    pub at: Moment,
    /// Position in [`Records::touch_sources`].
    pub source: u32,
}

/// Where a deal stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DealState {
    /// Still open, in whatever stage.
    Open,
    /// Closed won.
    Won,
    /// Closed lost.
    Lost,
}

/// What a deal brings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum DealKind {
    /// First purchase.
    #[default]
    New,
    /// More from a customer.
    Expansion,
    /// The same again.
    Renewal,
    /// Money back (its amount counts negative).
    Refund,
}

/// One deal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deal {
    /// Its id, in [`Records::names`].
    pub id: Name,
    /// Open, won or lost.
    pub state: DealState,
    /// The stage's own word.
    pub stage: Name,
    /// Its contact.
    pub person: Person,
    /// Its account.
    pub account: Name,
    /// Its owner.
    pub owner: Name,
    /// Country or region.
    pub market: Name,
    /// Channel that the CRM names for it.
    pub channel: Name,
    /// Campaign that the CRM names for it.
    pub campaign: Name,
    /// New, expansion, renewal or refund.
    pub kind: DealKind,
    /// Created.
    pub created_on: Option<NaiveDate>,
    /// Offer made.
    pub proposal_on: Option<NaiveDate>,
    /// Closed (won or lost).
    pub closed_on: Option<NaiveDate>,
    /// Amount in minor units; `None` when the export left it blank, which is not 0.
    pub amount: Option<i64>,
    /// Margin in minor units.
    pub margin: Option<i64>,
}

/// Advertising spend of one day, or of a span of days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spend {
    /// The day, or the first day of the span.
    pub day: NaiveDate,
    /// The last day of the span; the same day for a daily row.
    pub last_day: NaiveDate,
    /// Channel.
    pub channel: Name,
    /// Campaign.
    pub campaign: Name,
    /// Market.
    pub market: Name,
    /// Minor units spent.
    pub spend: i64,
    /// Impressions.
    pub impressions: i64,
    /// Clicks.
    pub clicks: i64,
    /// Conversions that the platform claims, in millionths (platforms count fractions).
    pub platform_conversions: i64,
    /// Revenue that the platform claims, minor units.
    pub platform_revenue: i64,
}

/// One mailing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mailing {
    /// The day it went out.
    pub sent_on: NaiveDate,
    /// Campaign.
    pub campaign: Name,
    /// Market.
    pub market: Name,
    /// Counts in the order sent, delivered, bounced, opened, clicked, replied, unsubscribed, complained.
    pub counts: [i64; 8],
}

/// Web traffic of one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WebDay {
    /// The day.
    pub day: NaiveDate,
    /// Channel.
    pub channel: Name,
    /// Campaign.
    pub campaign: Name,
    /// Market.
    pub market: Name,
    /// Landing page.
    pub landing_page: Name,
    /// Sessions.
    pub sessions: i64,
    /// Visitors.
    pub visitors: i64,
    /// Form submissions.
    pub submissions: i64,
}

/// One day of a social channel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SocialDay {
    /// The day.
    pub day: NaiveDate,
    /// Channel.
    pub channel: Name,
    /// Campaign.
    pub campaign: Name,
    /// Counts in the order posts, impressions, likes, comments, shares.
    pub counts: [i64; 5],
    /// Followers at the end of the day.
    pub followers: Option<i64>,
}

/// The state of a subscription after a change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SubscriptionChange {
    /// Customer id, in [`Records::names`].
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
