//! Where figures come from: the rows of the exports that each record was read from.

use std::collections::BTreeMap;

/// The kinds of records that facts are counted from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RecordKind {
    /// A contact.
    Contact,
    /// A touchpoint.
    Touchpoint,
    /// A deal.
    Deal,
    /// A line of advertising spend.
    Spend,
    /// A mailing.
    Mailing,
    /// A day of the web.
    Web,
    /// A day of a social channel.
    Social,
    /// A paying customer, with all changes of its recurring revenue.
    Customer,
    /// A survey answer.
    Survey,
    /// An activity.
    Activity,
    /// A cost.
    Cost,
    /// A quota.
    Quota,
    /// A team's hours and budget.
    Capacity,
}

impl RecordKind {
    /// The id in outputs, and the key of its word.
    pub fn id(self) -> &'static str {
        match self {
            RecordKind::Contact => "contacts",
            RecordKind::Touchpoint => "touchpoints",
            RecordKind::Deal => "deals",
            RecordKind::Spend => "spend",
            RecordKind::Mailing => "mailings",
            RecordKind::Web => "web",
            RecordKind::Social => "social",
            RecordKind::Customer => "subscriptions",
            RecordKind::Survey => "surveys",
            RecordKind::Activity => "activities",
            RecordKind::Cost => "costs",
            RecordKind::Quota => "quotas",
            RecordKind::Capacity => "capacity",
        }
    }
}

/// One record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Origin {
    /// Its kind.
    pub kind: RecordKind,
    /// Its position among the records of its kind; of a customer the number of its name.
    pub at: u32,
}

impl Origin {
    /// The record of `kind` at a position.
    pub fn new(kind: RecordKind, at: usize) -> Origin {
        Origin { kind, at: u32::try_from(at).unwrap_or(u32::MAX) }
    }
}

/// A row of a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RowAt {
    /// Position of its table among the readings.
    pub table: u32,
    /// Its number as a spreadsheet shows it.
    pub row: u32,
}

const NOWHERE: RowAt = RowAt { table: u32::MAX, row: 0 };

/// The rows of every record. It is kept only by a run that is asked where a figure comes from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// The row that a record was first read from, by position: eight bytes each, as there may be tens of millions.
    first: BTreeMap<RecordKind, Vec<RowAt>>,
    /// The other rows of records that several rows make.
    more: BTreeMap<Origin, Vec<RowAt>>,
}

impl Origins {
    /// Remembers that `origin` was read from `row` too.
    pub fn see(&mut self, origin: Origin, row: RowAt) {
        let first = self.first.entry(origin.kind).or_default();
        let at = origin.at as usize;
        if first.len() <= at {
            first.resize(at + 1, NOWHERE);
        }
        if first[at] == NOWHERE {
            first[at] = row;
        } else {
            self.more.entry(origin).or_default().push(row);
        }
    }

    /// Gives the record at `to` the row of the record at `from`, when records move up.
    pub fn moved(&mut self, kind: RecordKind, from: usize, to: usize) {
        if let Some(rows) = self.first.get_mut(&kind).filter(|rows| from.max(to) < rows.len()) {
            rows[to] = rows[from];
        }
    }

    /// Forgets the records of `kind` from position `length` on.
    pub fn truncate(&mut self, kind: RecordKind, length: usize) {
        if let Some(rows) = self.first.get_mut(&kind) {
            rows.truncate(length);
        }
    }

    /// The rows of `origin`, in the order in which they were read.
    pub fn rows(&self, origin: Origin) -> Vec<RowAt> {
        let first = self.first.get(&origin.kind).and_then(|rows| rows.get(origin.at as usize)).copied();
        let more = self.more.get(&origin).into_iter().flatten().copied();
        first.filter(|&row| row != NOWHERE).into_iter().chain(more).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, Origins, RecordKind, RowAt};

    #[test]
    fn rows_follow_their_records() {
        let mut origins = Origins::default();
        let row = |row| RowAt { table: 0, row };
        let touch = |at| Origin::new(RecordKind::Touchpoint, at);
        for (at, number) in [(0, 2), (1, 3), (2, 4)] {
            origins.see(touch(at), row(number));
        }
        origins.see(touch(2), row(9));
        assert_eq!(origins.rows(touch(2)), [row(4), row(9)]);
        origins.moved(RecordKind::Touchpoint, 1, 0);
        origins.truncate(RecordKind::Touchpoint, 1);
        assert_eq!(origins.rows(touch(0)), [row(3)]);
        assert!(origins.rows(touch(1)).is_empty());
    }
}
