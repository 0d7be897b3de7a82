//! What became of each file: the verdict an analyst waits for.

use chrono::NaiveDate;

use super::coverage::Coverage;
use super::month::Period;

/// What became of a row. Every row read meets exactly one of these.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fate {
    /// It counts.
    Used,
    /// Refused, with a note.
    Refused,
    /// Joined with another row of the same record, or the very same as another.
    Merged,
    /// A newer export has the same record and says otherwise.
    Superseded,
    /// No record: titles, totals, footers, rows that the source marks as deleted, and tables that are no known export.
    SetAside,
}

impl Fate {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Fate; 5] = [Fate::Used, Fate::Refused, Fate::Merged, Fate::Superseded, Fate::SetAside];

    /// The id in words and outputs.
    pub fn id(self) -> &'static str {
        match self {
            Fate::Used => "used",
            Fate::Refused => "refused",
            Fate::Merged => "merged",
            Fate::Superseded => "superseded",
            Fate::SetAside => "set_aside",
        }
    }
}

/// Rows by what became of them, and the money in them: a table's control totals.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Account {
    /// Rows below the header, whatever became of them.
    pub read: u64,
    /// The money in them, minor units of the plan's currency, as far as it can be read.
    pub money: i128,
    rows: [u64; 5],
    minor: [i128; 5],
}

impl Account {
    /// Counts rows as read.
    pub fn read(&mut self, rows: u64, minor: i128) {
        self.read += rows;
        self.money += minor;
    }

    /// Counts rows as having met `fate`.
    pub fn meet(&mut self, fate: Fate, rows: u64, minor: i128) {
        self.rows[fate as usize] += rows;
        self.minor[fate as usize] += minor;
    }

    /// Rows that met `fate`.
    pub fn rows(&self, fate: Fate) -> u64 {
        self.rows[fate as usize]
    }

    /// The money in them, minor units.
    pub fn minor(&self, fate: Fate) -> i128 {
        self.minor[fate as usize]
    }

    /// Whether every row read, and all the money in them, met one fate.
    pub fn closes(&self) -> bool {
        self.read == self.rows.iter().sum::<u64>() && self.money == self.minor.iter().sum::<i128>()
    }

    /// The account of several tables together.
    pub fn total<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> Account {
        accounts.into_iter().fold(Account::default(), |mut all, one| {
            all.read(one.read, one.money);
            for fate in Fate::ALL {
                all.meet(fate, one.rows(fate), one.minor(fate));
            }
            all
        })
    }
}

/// One table of one file (a sheet, or the one table of a CSV).
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FileReading {
    /// File name relative to the folder of exports.
    pub file: String,
    /// Sheet, empty for text files.
    pub sheet: String,
    /// Lower-case hexadecimal SHA-256 of the bytes that were read.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Id of the source it was taken for (`hubspot-deals`), empty when refused or not recognised.
    pub source: String,
    /// The source's title (`HubSpot deals`).
    pub title: String,
    /// Which records it feeds (`deals`).
    pub feeds: String,
    /// Encoding, delimiter and the like, as settled: `UTF-16LE`, `tab`.
    pub text: String,
    /// The day of the export, where its name, the lines above its header or its rows tell it.
    pub exported_on: Option<NaiveDate>,
    /// What became of its rows.
    pub account: Account,
    /// The days on which it has rows.
    pub coverage: Coverage,
    /// The columns used, as (planbook's name, the file's header).
    pub columns: Vec<(String, String)>,
    /// Headers that nothing was taken from.
    pub ignored: Vec<String>,
}

impl FileReading {
    /// Months between its first and last day.
    pub fn months(&self) -> Option<Period> {
        self.coverage.months()
    }

    /// Whether it has, or should have, rows for every day: it is of spend, visits or social days, and more than half of the
    /// days between its first and last have some.
    pub fn is_daily(&self) -> bool {
        let of_days = self.feeds.split(", ").any(|feeds| matches!(feeds, "spend" | "web" | "social"));
        let span = self.coverage.span().map_or(0, |(first, last)| (last - first).num_days() + 1);
        let months = self.months().into_iter().flat_map(|p| p.first.through(p.last));
        let days: i64 = months.map(|month| i64::from(self.coverage.days(month))).sum();
        of_days && days * 2 > span
    }

    /// Rows that met `fate`.
    pub fn rows(&self, fate: Fate) -> u64 {
        self.account.rows(fate)
    }
}
