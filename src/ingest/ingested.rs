//! What goes into the reading of records and what comes out of it.

use std::collections::BTreeMap;

use crate::model::identity::Merge;
use crate::model::note::{Notes, Place};
use crate::model::origin::Origins;
use crate::model::reading::FileReading;
use crate::model::record::{DealState, Records};
use crate::model::settings::Settings;
use crate::model::unmapped::Unmapped;

use super::table::Table;

/// A file that was opened, with its tables.
pub struct Opened {
    /// Name relative to the folder of exports.
    pub file: String,
    /// Lower-case hexadecimal SHA-256 of its bytes.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// Everything that the exports said.
pub struct Ingested {
    /// Records.
    pub records: Records,
    /// The rows of each record; empty unless the settings ask for them.
    pub origins: Origins,
    /// What became of each table, in the order of the files.
    pub readings: Vec<FileReading>,
    /// The settings with currency and as-of date settled.
    pub settings: Settings,
    /// Objectives of tables, not yet checked.
    pub objectives: Vec<ObjectiveRow>,
    /// Who was taken to be one person, and why.
    pub merges: Vec<Merge>,
    /// Stage words of deals that decided what their deals are, with what they were taken to mean.
    pub deal_stages: Vec<(String, DealState)>,
    /// Words that no rule knows.
    pub unmapped: Vec<Unmapped>,
    /// Complaints, in the order in which they came.
    pub notes: Notes,
}

/// One row of a table of objectives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObjectiveRow {
    /// File, sheet and row.
    pub place: Place,
    /// Text by planbook's column name; empty cells are not there. Dates of workbooks are ISO.
    pub cells: BTreeMap<String, String>,
    /// 1-based column and header of each column that the table has, by planbook's name.
    pub columns: BTreeMap<String, (u32, String)>,
}

impl ObjectiveRow {
    /// The place of one of its cells; of the row when the table does not have that column.
    pub fn at(&self, column: &str) -> Place {
        let (number, header) = self.columns.get(column).cloned().unwrap_or_default();
        Place { column: number, header, ..self.place.clone() }
    }
}
