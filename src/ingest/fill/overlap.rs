//! Overlap: what rows of the same record in several exports of one platform are known by, and rows that are there twice.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use serde::Deserialize;

use crate::ingest::header::{HeaderPattern, normal};
use crate::ingest::table::{Cell, Row};
use crate::ingest::trim::trimmed;
use crate::model::note::{Note, Notes, Place};
use crate::model::template::{Templates, toml_fault};

/// What a record is known by: kind, platform, days and names, and what tells rows of those apart.
pub type RowKey = [i64; 9];

/// The headers that tell rows of one day and campaign apart.
#[derive(Clone, Debug, Default)]
pub struct Apart {
    apart: Vec<HeaderPattern>,
    accounts: Vec<HeaderPattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    account: Vec<String>,
    apart: Vec<String>,
}

impl Apart {
    /// As `templates/overlap.toml` says. A file that cannot be read gives a note (E208).
    pub fn new(templates: &Templates, notes: &mut Notes) -> Apart {
        let text = templates.get("overlap.toml").unwrap_or_default();
        match toml::from_str::<Written>(text) {
            Ok(written) => {
                let patterns = |list: &[String]| list.iter().map(|header| HeaderPattern::new(header)).collect();
                Apart { apart: patterns(&written.apart), accounts: patterns(&written.account) }
            }
            Err(e) => {
                let (row, reason) = toml_fault(text, &e);
                let place = Place { row, ..Place::file("templates/overlap.toml") };
                notes.push(Note::new("E208").with("reason", reason).at(place));
                Apart::default()
            }
        }
    }

    /// The positions of such headers.
    pub fn columns(&self, header: &[String]) -> Vec<usize> {
        let all = || self.accounts.iter().chain(&self.apart);
        fitting(header, |h| all().any(|pattern| pattern.fits(h).is_some()))
    }

    /// The positions of those that name an account.
    pub fn accounts(&self, header: &[String]) -> Vec<usize> {
        fitting(header, |h| self.accounts.iter().any(|pattern| pattern.fits(h).is_some()))
    }
}

fn fitting(header: &[String], fits: impl Fn(&str) -> bool) -> Vec<usize> {
    header.iter().enumerate().filter(|(_, h)| fits(&normal(h))).map(|(i, _)| i).collect()
}

/// One number for the texts of the cells at `columns`; of all cells where `columns` is `None`.
pub fn fingerprint(row: &Row<'_>, columns: Option<&[usize]>) -> u64 {
    let mut hasher = FixedState::with_seed(0x706c_616e).build_hasher();
    let mut cell = |cell: &Cell<'_>| match cell {
        Cell::Empty => hasher.write_u8(0),
        Cell::Text(text) if trimmed(text).is_empty() => hasher.write_u8(0),
        Cell::Text(text) | Cell::Error(text) => {
            hasher.write(trimmed(text).as_bytes());
            hasher.write_u8(0xff);
        }
        Cell::Number(value) => hasher.write_u64(value.to_bits()),
        Cell::Moment(moment) => hasher.write_i64(*moment),
        Cell::Bool(truth) => hasher.write_u8(1 + u8::from(*truth)),
    };
    match columns {
        None => row.cells.iter().for_each(&mut cell),
        Some(columns) => columns.iter().filter_map(|&c| row.cells.get(c)).for_each(&mut cell),
    }
    hasher.finish()
}

/// What tells a row from others of its day and campaign by the columns `apart`, and the whole row, each as one number.
pub fn fingerprints(row: &Row<'_>, apart: &[usize]) -> (u64, u64) {
    (fingerprint(row, Some(apart)), fingerprint(row, None))
}

/// One number for figures.
pub fn of_figures(figures: &[i64]) -> u64 {
    let mut hasher = FixedState::with_seed(0x706c_616e).build_hasher();
    for &figure in figures {
        hasher.write_i64(figure);
    }
    hasher.finish()
}
