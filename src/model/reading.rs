//! What became of each file: the verdict an analyst waits for.

use super::month::Period;

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
    /// Rows below the header, total rows and footers not counted.
    pub read: u64,
    /// Rows that count in figures.
    pub used: u64,
    /// Rows refused, each with a note.
    pub refused: u64,
    /// Rows joined with another row of the same record.
    pub merged: u64,
    /// Title, total and footer lines that are no rows.
    pub set_aside: u64,
    /// Months between its first and last day.
    pub months: Option<Period>,
    /// The columns used, as (planbook's name, the file's header).
    pub columns: Vec<(String, String)>,
    /// Headers that nothing was taken from.
    pub ignored: Vec<String>,
}

impl FileReading {
    /// Whether every row is accounted for: read = used + refused + merged.
    pub fn adds_up(&self) -> bool {
        self.read == self.used + self.refused + self.merged
    }
}
