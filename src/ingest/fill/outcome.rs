//! What became of the rows of one table, with the money in them, as they are read.

use crate::model::reading::{Account, Fate};

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It counts.
    Used,
    /// It was joined with another row of the same record.
    Merged,
    /// Another row of the same record in the same table says otherwise, and counts.
    Overruled,
    /// Another row, of this table or of another export, is exactly alike.
    Repeated,
    /// A newer export says otherwise of the same record.
    Superseded,
    /// Another export tells the same by other columns.
    Covered,
    /// Not known before the whole table is read: [`super::Filler::finish`] tells.
    Open,
}

impl Outcome {
    /// As the reader of the verdict is told.
    fn fate(self) -> Fate {
        match self {
            Outcome::Used | Outcome::Open => Fate::Used,
            Outcome::Merged | Outcome::Overruled | Outcome::Repeated => Fate::Merged,
            Outcome::Superseded | Outcome::Covered => Fate::Superseded,
        }
    }
}

/// Outcomes counted: rows, and the money in them in minor units.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    /// The table's control totals so far.
    pub account: Account,
    overruled: (u64, i128),
    repeated: (u64, i128),
    superseded: (u64, i128),
}

impl Outcomes {
    /// Counts one row that is read; [`Outcome::Open`] is left for later.
    pub fn read(&mut self, outcome: Outcome, minor: i64) {
        self.account.read(1, minor.into());
        if outcome != Outcome::Open {
            self.settle(outcome, minor);
        }
    }

    /// Counts the outcome of a row that was [`Outcome::Open`].
    pub fn settle(&mut self, outcome: Outcome, minor: i64) {
        self.rows(outcome, 1);
        self.money(outcome, minor);
    }

    /// Counts rows alone: their money is somewhere else.
    pub fn rows(&mut self, outcome: Outcome, rows: u64) {
        self.account.meet(outcome.fate(), rows, 0);
        if let Some(told) = self.told(outcome) {
            told.0 += rows;
        }
    }

    /// Counts the money alone.
    pub fn money(&mut self, outcome: Outcome, minor: i64) {
        self.account.meet(outcome.fate(), 0, minor.into());
        if let Some(told) = self.told(outcome) {
            told.1 += i128::from(minor);
        }
    }

    /// Counts a refused row.
    pub fn refused(&mut self, minor: i64) {
        self.account.read(1, minor.into());
        self.account.meet(Fate::Refused, 1, minor.into());
    }

    /// Counts as refused a row that was [`Outcome::Open`], and holds no money.
    pub fn refused_late(&mut self) {
        self.account.meet(Fate::Refused, 1, 0);
    }

    /// Counts rows that are no records.
    pub fn set_aside(&mut self, rows: u64, minor: i128) {
        self.account.read(rows, minor);
        self.account.meet(Fate::SetAside, rows, minor);
    }

    /// What is worth a note: its code, rows and money.
    pub fn notes(&self) -> impl Iterator<Item = (&'static str, u64, i128)> {
        let all = [("W202", self.overruled), ("W205", self.repeated), ("W240", self.superseded)];
        all.into_iter().filter(|(_, (rows, _))| *rows > 0).map(|(code, (rows, minor))| (code, rows, minor))
    }

    fn told(&mut self, outcome: Outcome) -> Option<&mut (u64, i128)> {
        match outcome {
            Outcome::Overruled => Some(&mut self.overruled),
            Outcome::Repeated => Some(&mut self.repeated),
            Outcome::Superseded => Some(&mut self.superseded),
            Outcome::Used | Outcome::Merged | Outcome::Covered | Outcome::Open => None,
        }
    }
}
