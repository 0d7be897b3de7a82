//! The ledger of one customer's recurring revenue: its states by day, and what each change is.

use chrono::NaiveDate;

/// What a change of recurring revenue is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// The first time above zero.
    New,
    /// Above zero again.
    Reactivation,
    /// More than before.
    Expansion,
    /// Less than before.
    Contraction,
    /// To zero.
    Churn,
}

/// One change; every change inside a month is a movement of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Change {
    /// The day.
    pub(super) day: NaiveDate,
    /// What it is.
    pub(super) kind: Kind,
    /// By how much, always above zero, minor units.
    pub(super) amount: i128,
}

/// The states of one customer by day, in order: (day, recurring revenue after it in minor units).
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger(Vec<(NaiveDate, i128)>);

impl Ledger {
    /// From states in the order of their days. A state below zero is none.
    pub(super) fn new(states: impl IntoIterator<Item = (NaiveDate, i128)>) -> Ledger {
        Ledger(states.into_iter().map(|(day, mrr)| (day, mrr.max(0))).collect())
    }

    /// Days with the recurring revenue after them, in order.
    pub(super) fn states(&self) -> impl Iterator<Item = (NaiveDate, i128)> {
        self.0.iter().copied()
    }

    /// What changed, in order.
    pub(super) fn changes(&self) -> impl Iterator<Item = Change> {
        let mut before = 0;
        let mut known = false;
        self.0.iter().filter_map(move |&(day, after)| {
            let kind = match (before, after) {
                (0, _) if after > 0 && known => Kind::Reactivation,
                (0, _) if after > 0 => Kind::New,
                (_, 0) => Kind::Churn,
                _ if after > before => Kind::Expansion,
                _ => Kind::Contraction,
            };
            let amount = (after - before).abs();
            (before, known) = (after, known || after > 0);
            (amount > 0).then_some(Change { day, kind, amount })
        })
    }
}
