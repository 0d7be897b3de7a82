//! Cells with a name: what a what-if may change, and what it tells.

use super::cell::At;

/// A cell with a name.
#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    /// Its id, such as `revenue`, `mql_to_sql` or `lead.whole_month`.
    pub id: String,
    /// What stands beside it.
    pub label: String,
    /// The cell that shows it.
    pub at: At,
    /// The cell in which a reader types it, if it is an input.
    pub input: Option<At>,
}

/// The switch between scenarios.
#[derive(Clone, PartialEq, Debug)]
pub struct Scenarios {
    /// The cell in which one is chosen by its heading.
    pub switch: At,
    /// Id and heading cell of each; its values stand below the heading.
    pub columns: Vec<(String, At)>,
}
