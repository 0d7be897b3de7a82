//! A first guess at a file that no source knows: which records its rows are, and which column is which.

mod alike;
mod looks;

use std::collections::{BTreeMap, BTreeSet};

use super::date::DateOrder;
use super::header::normal;
use super::kind::Kind;
use super::source::{Source, Takes};
use super::table::Table;
use crate::model::note::Note;
use crate::model::template::Templates;

use alike::alike;
pub use looks::Looks;
use looks::{Seen, seen};

/// From how alike two headers must be, in hundredths, before one is taken for the other.
const ALIKE: u32 = 70;
/// What a column is worth that is taken by its values alone.
const BY_LOOKS: u32 = 35;

/// What a table may be.
#[derive(Clone, Debug)]
pub struct Guess {
    /// The records that its rows would become.
    pub kind: Kind,
    /// Its columns in order, blank and repeated headings left out.
    pub columns: Vec<ColumnGuess>,
    /// Columns that a record needs and none of the table's gives.
    pub missing: Vec<&'static str>,
    /// The order of day and month, where the dates themselves tell it.
    pub dates: Option<DateOrder>,
}

/// What one column may be.
#[derive(Clone, Debug)]
pub struct ColumnGuess {
    /// Its heading.
    pub header: String,
    /// Planbook's column; `None`: not used.
    pub ours: Option<&'static str>,
    /// What its values look like.
    pub looks: Looks,
    /// Up to three different values.
    pub values: Vec<String>,
}

/// Guesses from the headings that `sources` know and from the table's first rows.
///
/// # Errors
/// The note of a damaged file.
pub fn guess(table: &Table, sources: &[Source], templates: &Templates) -> Result<Guess, Note> {
    let seen = seen(table, templates)?;
    let spellings = spellings(sources);
    let kinds = Kind::ALL.into_iter().filter(|k| !matches!(k, Kind::Objectives | Kind::Rates));
    let tried = kinds.map(|kind| {
        let taken = taken(kind, &table.header, &seen, &spellings);
        let missing = missing(kind, &taken);
        let worth: u32 = taken.values().map(|(_, worth)| *worth).sum();
        (missing.len(), std::cmp::Reverse(worth), kind, taken, missing)
    });
    let best = tried.min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    let Some((_, _, kind, taken, missing)) = best else { return Err(Note::new("W102")) };
    let ours: BTreeMap<usize, &'static str> = taken.iter().map(|(ours, (cell, _))| (*cell, *ours)).collect();
    let mut told = BTreeSet::new();
    let columns =
        table.header.iter().zip(&seen).enumerate().filter(|(_, (h, _))| !h.is_empty() && told.insert(normal(h)));
    let columns = columns.map(|(at, (header, seen))| ColumnGuess {
        header: header.clone(),
        ours: ours.get(&at).copied(),
        looks: seen.looks,
        values: seen.values.clone(),
    });
    let dates = taken.values().find_map(|(cell, _)| seen[*cell].dates);
    Ok(Guess { kind, columns: columns.collect(), missing, dates })
}

/// Every heading by which some source knows a column of planbook's, and that column's own name.
fn spellings(sources: &[Source]) -> BTreeMap<&'static str, BTreeSet<String>> {
    let all = Kind::ALL.into_iter().flat_map(|k| k.columns().iter().copied());
    let mut spellings: BTreeMap<&'static str, BTreeSet<String>> =
        all.map(|ours| (ours, BTreeSet::from([ours.replace('_', " ")]))).collect();
    for (ours, column) in sources.iter().flat_map(|s| &s.columns) {
        if matches!(column.takes, Takes::Join(_) | Takes::Each(_)) {
            continue;
        }
        if let Some(known) = spellings.get_mut(ours.as_str()) {
            known.extend(column.headers.iter().map(|h| normal(&h.shown).replace(['_', '*', '(', ')'], " ")));
        }
    }
    spellings
}

/// Planbook's column → the cell taken for it and what that is worth: the most alike first, each cell once.
fn taken(
    kind: Kind,
    header: &[String],
    seen: &[Seen],
    spellings: &BTreeMap<&'static str, BTreeSet<String>>,
) -> BTreeMap<&'static str, (usize, u32)> {
    let mut pairs: Vec<(u32, usize, usize, &'static str)> = Vec::new();
    let required = kind.required().iter().flat_map(|g| g.iter().copied());
    let needed: BTreeSet<&str> = required.chain(kind.money().first().copied()).collect();
    for (order, &ours) in kind.columns().iter().enumerate() {
        for (cell, (heading, seen)) in header.iter().zip(seen).enumerate() {
            if heading.is_empty() || !looks::suits(ours, seen) {
                continue;
            }
            let plain = normal(heading).replace(['_', '(', ')'], " ");
            let known = spellings.get(ours).into_iter().flatten().map(|s| alike(s, &plain)).max().unwrap_or(0);
            let worth = if known >= ALIKE { known } else { 0 };
            let by_looks = if needed.contains(ours) && looks::tells(ours, seen) { BY_LOOKS } else { 0 };
            if worth.max(by_looks) > 0 {
                pairs.push((worth.max(by_looks), order, cell, ours));
            }
        }
    }
    pairs.sort_by_key(|(worth, order, cell, _)| (std::cmp::Reverse(*worth), *cell, *order));
    let (mut taken, mut cells) = (BTreeMap::new(), BTreeSet::new());
    for (worth, _, cell, ours) in pairs {
        // Values alone decide only where no heading has told what a record needs there.
        let group = kind.required().iter().find(|g| g.contains(&ours));
        let told = worth <= BY_LOOKS && group.is_some_and(|g| g.iter().any(|c| taken.contains_key(c)));
        if !told && !cells.contains(&cell) && !taken.contains_key(ours) {
            cells.insert(cell);
            taken.insert(ours, (cell, worth));
        }
    }
    taken
}

/// The first column of each group of which a record needs one and none was found. A channel, a kind of survey and a count
/// can be said once for the whole file.
fn missing(kind: Kind, taken: &BTreeMap<&'static str, (usize, u32)>) -> Vec<&'static str> {
    let groups = kind.required().iter().filter(|group| !group.iter().any(|c| taken.contains_key(c)));
    groups.filter_map(|group| group.first().copied()).collect()
}
