//! The gate: what exports must keep for figures to be written, and which breaches somebody answers for.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// What the gate looks at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum GateCheck {
    /// Rows of one table that are refused.
    Refused,
    /// Spend and won revenue on channels that no rule knows.
    Unmapped,
    /// Rows of a source against the run before.
    Fewest,
    /// How old the newest row of a source is.
    Age,
    /// Files and sources that must be there.
    Required,
}

impl GateCheck {
    /// The id in `plan.toml`.
    pub fn id(self) -> &'static str {
        match self {
            GateCheck::Refused => "refused",
            GateCheck::Unmapped => "unmapped",
            GateCheck::Fewest => "fewest",
            GateCheck::Age => "age",
            GateCheck::Required => "required",
        }
    }

    /// The check of that id.
    pub fn parse(id: &str) -> Option<GateCheck> {
        let all = [GateCheck::Refused, GateCheck::Unmapped, GateCheck::Fewest, GateCheck::Age, GateCheck::Required];
        all.into_iter().find(|check| check.id() == id)
    }
}

/// The limits of `[gate]`.
#[derive(Clone, PartialEq, Debug)]
pub struct Gate {
    /// The largest share of a table's rows that may be refused, as a fraction.
    pub refused: f64,
    /// So many refused rows of a table pass, whatever their share.
    pub refused_rows: u64,
    /// The largest share of spend, and of won revenue, that may stand on channels that no rule knows, as a fraction.
    pub unmapped: f64,
    /// The smallest share of the rows of the run before that a source may come to, as a fraction.
    pub fewest: f64,
    /// How many days before the as-of date the newest row of a source may lie; `None`: it may be of any age.
    pub age_days: Option<i64>,
    /// Files that must give rows: names or patterns, as in `[files]`.
    pub files: Vec<String>,
    /// Sources that must give rows, by id.
    pub sources: Vec<String>,
}

impl Default for Gate {
    fn default() -> Gate {
        Gate {
            refused: 0.2,
            refused_rows: 5,
            unmapped: 0.5,
            fewest: 0.5,
            age_days: None,
            files: Vec::new(),
            sources: Vec::new(),
        }
    }
}

/// One `[[waive]]`: a breach that somebody answers for until a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiver {
    /// Which check.
    pub check: GateCheck,
    /// Whose breach, as the gate names it: a file, what is required, a source, `spend` or `revenue`.
    pub file: String,
    /// Why it may pass.
    pub reason: String,
    /// Who answers for it.
    pub by: String,
    /// The last as-of date for which it holds.
    pub until: NaiveDate,
    /// Its line in the plan.
    pub row: u64,
}

/// The run before, as its manifest tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Previous {
    /// Whose plan it was.
    pub company: String,
    /// Its as-of date.
    pub as_of: NaiveDate,
    /// Rows that counted, by source.
    pub rows: BTreeMap<String, u64>,
}
