//! Settings: what `plan.toml` says, checked, with every default in one place.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use chrono::NaiveDate;

use super::attribution::Attribution;
use super::calendar::Quarter;
use super::channel_rule::ChannelRule;
use super::existing::ExistingSettings;
use super::gate::{Gate, Waiver};
use super::money::Currency;
use super::month::{Month, Period};
use super::objective::{Goal, Objective, Unclear};
use super::record::DealState;
use super::stage::Stage;
use super::statistics::proportion::Method;
use super::writing::{FileRules, Writing};

/// What marketing and sales promise each other a month.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Sla {
    /// MQLs that marketing delivers.
    pub mqls: Option<f64>,
    /// SQLs that come of them.
    pub sqls: Option<f64>,
    /// Whole days within which sales contacts an MQL.
    pub first_contact_days: Option<i32>,
    /// The share of MQLs contacted so soon, as a fraction.
    pub share_in_time: Option<f64>,
}

/// What counts as a conversion for attribution.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Conversion {
    /// A won deal.
    #[default]
    Deal,
    /// A contact's first day as customer, worth the sum of its won deals.
    Customer,
}

/// When lifetime value is estimated from repeat purchases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum RepeatPurchases {
    /// Where no subscription was given.
    #[default]
    Auto,
    /// Whatever was given.
    Always,
    /// Not at all.
    Never,
}

/// By what people, tools and agencies that no campaign names are shared among channels, campaigns and objectives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CostKey {
    /// By media spend of the month.
    #[default]
    Spend,
    /// By new leads of the month.
    Leads,
    /// By hours of recorded activities of the month.
    Hours,
    /// The same for every objective that spent in the month; by places where there is no objective.
    Evenly,
}

impl CostKey {
    /// The key of that id in a plan.
    pub fn parse(id: &str) -> Option<CostKey> {
        [CostKey::Spend, CostKey::Leads, CostKey::Hours, CostKey::Evenly].into_iter().find(|key| key.id() == id)
    }

    /// The id in a plan.
    pub fn id(self) -> &'static str {
        match self {
            CostKey::Spend => "spend",
            CostKey::Leads => "leads",
            CostKey::Hours => "hours",
            CostKey::Evenly => "evenly",
        }
    }
}

/// The checked plan. Fields that only the data can settle are `None` until `ingest` has seen the data.
#[derive(Clone, PartialEq, Debug)]
pub struct Settings {
    /// Company name, for titles.
    pub company: String,
    /// Language of the outputs.
    pub language: String,
    /// Currency of all figures.
    pub currency: Option<Currency>,
    /// The last day that counts.
    pub as_of: Option<NaiveDate>,
    /// IANA time zone in which a timestamp's month is taken.
    pub time_zone: String,
    /// First month of the fiscal year, 1 to 12.
    pub fiscal_year_start: u32,
    /// The plan year's first month; `None`: the fiscal year after the as-of date's.
    pub plan_year: Option<Month>,
    /// Months in the baseline, ending with the as-of month.
    pub baseline_months: i32,
    /// The funnel's stages, in order.
    pub stages: Vec<Stage>,
    /// What a conversion is.
    pub conversion: Conversion,
    /// Lookback window in days.
    pub lookback_days: u32,
    /// Half-life of `time_decay` in days.
    pub half_life_days: f64,
    /// The model whose credit ROI uses.
    pub model: String,
    /// Which touches make a journey, which models share its credit, and how.
    pub attribution: Attribution,
    /// Gross margin as a fraction.
    pub gross_margin: f64,
    /// By what shared costs are shared.
    pub cost_key: CostKey,
    /// Whether a span without days is spread over its days (else refused).
    pub spread_periods: bool,
    /// Goals.
    pub goals: Vec<Goal>,
    /// Objectives.
    pub objectives: Vec<Objective>,
    /// Objectives that were written but cannot be measured before a question is answered.
    pub unclear: Vec<Unclear>,
    /// Channel as exported (lower case) → channel as planned.
    pub channels: BTreeMap<String, String>,
    /// Rules for channels, before those of the templates.
    pub channel_rules: Vec<ChannelRule>,
    /// Market as exported (lower case) → market as planned.
    pub markets: BTreeMap<String, String>,
    /// Stage words of deals → what they mean, before the templates' own.
    pub deal_stages: BTreeMap<String, DealState>,
    /// Exchange rates: (month, from, to) → how many `to` one `from` buys.
    pub rates: BTreeMap<(Month, Currency, Currency), f64>,
    /// What the plan says of files, by the pattern of their names.
    pub files: FileRules,
    /// How numbers and dates are written where a file leaves it open.
    pub format: Writing,
    /// Metrics of the user's own, as TOML text by id.
    pub metrics: BTreeMap<String, String>,
    /// The agreement of marketing and sales, if there is one.
    pub sla: Option<Sla>,
    /// Stage-to-stage rates that overrule history in the reverse funnel: (from, to) → fraction.
    pub plan_rates: BTreeMap<(Stage, Stage), f64>,
    /// Existing customers in the reverse funnel.
    pub existing: ExistingSettings,
    /// Scenarios of the user's own, by name: `revenue`, `average_deal`, `mql_to_sql` … → value.
    pub scenarios: BTreeMap<String, BTreeMap<String, f64>>,
    /// Definitions of metrics that are not the default ones: setting → name, such as `customers.churn` → `daily`.
    pub choices: BTreeMap<String, String>,
    /// Days after which a cohort is compared; `None`: the 90th percentile of the days from stage to stage.
    pub matured_days: Option<i32>,
    /// Whether lifetime value is also estimated from repeat purchases (BG/NBD).
    pub repeat_purchases: RepeatPurchases,
    /// The interval of a share.
    pub interval: Method,
    /// Whether reading remembers the rows of every record: only a run that is asked where a figure comes from does.
    pub keeps_origins: bool,
    /// On how many threads a run works; no figure depends on it.
    pub threads: NonZeroUsize,
    /// The limits that exports must keep.
    pub gate: Gate,
    /// Breaches of them that somebody answers for.
    pub waivers: Vec<Waiver>,
    /// Whether there is a plan: without one nothing is unplanned.
    pub planned: bool,
    /// What was assumed because nobody said: setting name → value, for the About sheet.
    pub assumed: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            company: String::new(),
            language: "en".to_owned(),
            currency: None,
            as_of: None,
            time_zone: "UTC".to_owned(),
            fiscal_year_start: 1,
            plan_year: None,
            baseline_months: 12,
            stages: vec![Stage::Visit, Stage::Lead, Stage::Mql, Stage::Sql, Stage::Opportunity, Stage::Customer],
            conversion: Conversion::Deal,
            lookback_days: 90,
            half_life_days: 7.0,
            model: "linear".to_owned(),
            attribution: Attribution::default(),
            gross_margin: 1.0,
            cost_key: CostKey::default(),
            spread_periods: true,
            goals: Vec::new(),
            objectives: Vec::new(),
            unclear: Vec::new(),
            channels: BTreeMap::new(),
            channel_rules: Vec::new(),
            markets: BTreeMap::new(),
            deal_stages: BTreeMap::new(),
            rates: BTreeMap::new(),
            files: FileRules::new(),
            format: Writing::default(),
            metrics: BTreeMap::new(),
            sla: None,
            plan_rates: BTreeMap::new(),
            existing: ExistingSettings::default(),
            scenarios: BTreeMap::new(),
            choices: BTreeMap::new(),
            matured_days: None,
            repeat_purchases: RepeatPurchases::Auto,
            interval: Method::Wilson,
            keeps_origins: false,
            threads: NonZeroUsize::MIN,
            gate: Gate::default(),
            waivers: Vec::new(),
            planned: false,
            assumed: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// The as-of date; 31 December 1999 before it is settled.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of.unwrap_or_else(|| Month::new(1999, 12).map_or(NaiveDate::MIN, Month::last_day))
    }

    /// The month of the as-of date.
    pub fn as_of_month(&self) -> Month {
        Month::of(self.as_of())
    }

    /// The trailing months that stand for "now": conversion rates, ROI and averages are taken over them.
    pub fn baseline(&self) -> Period {
        Period::trailing(self.as_of_month(), self.baseline_months)
    }

    /// The fiscal year in which `month` lies.
    pub fn fiscal_year(&self, month: Month) -> Period {
        let start = self.fiscal_year_start.clamp(1, 12);
        let year = if month.number() >= start { month.year() } else { month.year() - 1 };
        let first = Month::new(year, start).unwrap_or(month);
        Period { first, last: first + 11 }
    }

    /// The last month that had all its days by the as-of date.
    pub fn last_whole_month(&self) -> Month {
        let month = self.as_of_month();
        if self.as_of() == month.last_day() { month } else { month + -1 }
    }

    /// The quarter of the fiscal year in which `month` lies.
    pub fn quarter(&self, month: Month) -> Quarter {
        let year = self.fiscal_year(month);
        Quarter { number: month.since(year.first).unsigned_abs() / 3 + 1, year }
    }

    /// The year that the plan is for.
    pub fn plan_period(&self) -> Period {
        let first = self.plan_year.unwrap_or_else(|| self.fiscal_year(self.as_of_month()).last + 1);
        Period { first, last: first + 11 }
    }

    /// The value of a setting that a formula may name: `gross_margin`.
    pub fn constant(&self, name: &str) -> Option<f64> {
        (name == "gross_margin").then_some(self.gross_margin)
    }
}
