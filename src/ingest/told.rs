//! What the reader of a workbook tells, before anything of it is believed.

use super::files::SourceFile;
use super::texts::Texts;
use crate::model::note::{Note, Place};
use crate::model::phrase::Arg;

/// One thing that a workbook's reader tells; rows come in their order within the sheet told last.
#[derive(Debug)]
pub(crate) enum Told<'a> {
    /// The texts that cells share, before any sheet.
    Texts(Texts),
    /// A sheet begins. Of a hidden one nothing more is told.
    Sheet {
        /// Its name.
        name: &'a str,
        /// Whether it is visible.
        visible: bool,
    },
    /// Cells merged into one.
    Merged(Merged),
    /// Some rows, packed.
    Rows(Vec<u8>),
    /// How many rows of the workbook are hidden.
    HiddenRows(u64),
    /// The workbook takes values from elsewhere: from other workbooks or from a database.
    Linked,
    /// Its serial numbers count days since 1904.
    Since1904,
}

/// Merged cells: 0-based (row, column) of the first and the last of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Merged {
    /// Upper left.
    pub first: (u32, u32),
    /// Lower right.
    pub last: (u32, u32),
}

/// Why a workbook is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    /// The note's code.
    pub code: &'static str,
    /// A key of the words; empty when the code says it all.
    pub reason: String,
    /// The sheet; empty when it is not known or is the whole workbook.
    pub sheet: String,
    /// 1-based row; 0 when it is no cell.
    pub row: u64,
    /// 1-based column; 0 when it is no cell.
    pub column: u32,
}

/// The codes that a fault can have: what a process of its own reports by its place here.
pub(crate) const CODES: [&str; 4] = ["E108", "E109", "E110", "E123"];

impl Fault {
    /// The whole workbook is damaged; `reason` is a key of `damage` in the words.
    pub(crate) fn damage(reason: &str) -> Fault {
        Fault { code: "E108", reason: reason.to_owned(), sheet: String::new(), row: 0, column: 0 }
    }

    /// The reader did not survive it; `reason` is a key of `death` in the words.
    pub(crate) fn death(reason: &str) -> Fault {
        Fault { code: "E123", ..Fault::damage(reason) }
    }

    /// The same at a 0-based cell.
    pub(crate) fn at(self, row: u32, column: u32) -> Fault {
        Fault { row: u64::from(row) + 1, column: column.saturating_add(1), ..self }
    }

    /// The same on a sheet.
    pub(crate) fn on(self, sheet: &str) -> Fault {
        Fault { sheet: sheet.to_owned(), ..self }
    }

    /// What is said about it.
    pub(crate) fn note(self, file: &SourceFile) -> Note {
        let note = Note::new(self.code);
        let note = if self.reason.is_empty() { note } else { note.with("reason", Arg::Word(self.reason)) };
        note.at(Place { sheet: self.sheet, row: self.row, column: self.column, ..Place::file(file.name.as_str()) })
    }
}
