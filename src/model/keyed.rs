//! Counts by day, age and move that carry what sums by month do not: every one of them merges by addition.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::name::Name;
use super::stage::Stage;

/// What the customers' statistics rest on.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CustomerCounts {
    /// Changes of recurring revenue by market and day.
    pub days: BTreeMap<(Name, NaiveDate), LedgerDay>,
    /// Whole days from first paying to first leaving, or to the as-of date.
    pub lives: Lives,
    /// Buyers by what they bought.
    pub buyers: BTreeMap<Purchases, u64>,
}

/// Changes of recurring revenue on one day; money in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LedgerDay {
    /// Customers who came less those who left.
    pub customers: i64,
    /// Revenue gained less revenue lost.
    pub mrr: i128,
    /// Customers who left.
    pub churned: u64,
    /// Revenue lost to churn and contraction.
    pub lost: i128,
    /// Revenue gained by expansion and reactivation.
    pub grown: i128,
}

impl LedgerDay {
    /// Takes in what else changed on that day.
    pub fn add(&mut self, more: LedgerDay) {
        self.customers += more.customers;
        self.mrr += more.mrr;
        self.churned += more.churned;
        self.lost += more.lost;
        self.grown += more.grown;
    }
}

/// Whole days → how many lasted so long.
pub type Lives = BTreeMap<i32, Ending>;

/// How those of one age stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ending {
    /// It ended at that age.
    pub ended: u64,
    /// It was last seen at that age, not ended: censored.
    pub going: u64,
}

/// What one buyer without a contract bought: frequency, recency, age and money.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Purchases {
    /// Days with a purchase after the first one.
    pub repeats: u32,
    /// Whole days from the first purchase to the last.
    pub recency: i32,
    /// Whole days from the first purchase to the as-of date.
    pub age: i32,
    /// Minor units of the purchases after the first day.
    pub money: i128,
}

/// What the funnel's statistics rest on.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FunnelCounts {
    /// Entries to stages by day.
    pub entries: BTreeMap<(Stage, NaiveDate), u64>,
    /// (from, to, day of entry to `from`, days from there to `to`) → how many; below 0 for who came to `to` first.
    pub paces: BTreeMap<(Stage, Stage, NaiveDate, i32), u64>,
    /// Moves from stage to stage in the order of their days; `None` before the first and after the last.
    pub moves: BTreeMap<(Option<Stage>, Option<Stage>), u64>,
    /// Whole days from a deal's creation to winning it; lost and open deals are censored where they were last open.
    pub cycles: Lives,
    /// Contacts and buyers on any of the plan's stages.
    pub travellers: u64,
    /// Of them: left a stage out, came back to an earlier one, began after the first.
    pub skipped: u64,
    /// Came back to an earlier stage.
    pub returned: u64,
    /// Began after the plan's first stage.
    pub midway: u64,
}
