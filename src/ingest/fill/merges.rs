//! Lines of `merges.csv`: who is to be one person, and who is not.

use std::collections::BTreeSet;

use super::Filler;
use super::column::Column;
use super::fault::{Fault, excerpt};
use super::mapping::Mapping;
use super::outcome::{Outcome, Outcomes};
use super::store::Store;
use crate::ingest::identity::spelling::canonical;
use crate::ingest::identity::wish::{Wish, cycles};
use crate::ingest::table::Row;
use crate::model::note::{Note, Place};

/// Rows of merges.
pub(super) struct MergeRows {
    keep: Column,
    merge: Column,
    action: Column,
    reason: Column,
    own: usize,
}

impl MergeRows {
    pub(super) fn new(mapping: &Mapping) -> MergeRows {
        MergeRows {
            keep: mapping.column("keep"),
            merge: mapping.column("merge"),
            action: mapping.column("action"),
            reason: mapping.column("reason"),
            own: 0,
        }
    }
}

impl Filler for MergeRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let name = |column: &Column| {
            let text = column.text(row).ok_or_else(|| column.fault("E203", row))?;
            canonical(&text).map(std::borrow::Cow::into_owned).ok_or_else(|| column.fault("E203", row))
        };
        let (keep, merge) = (name(&self.keep)?, name(&self.merge)?);
        let joins = match self.action.text(row).as_deref().map(str::to_lowercase).as_deref() {
            None | Some("add" | "merge") => true,
            Some("forbid" | "apart") => false,
            Some(_) => return Err(self.action.fault("E205", row)),
        };
        let reason = self.reason.text(row).unwrap_or_default().into_owned();
        let place = Place { row: row.number, excerpt: excerpt(row), ..store.place.clone() };
        store.wishes.push(Wish { keep, merge, joins, reason, place });
        self.own += 1;
        Ok(Outcome::Open)
    }

    /// Refuses lines that lead back to where they began (E240), and joins that another line forbids (E241).
    fn finish(&mut self, store: &mut Store<'_>, outcomes: &mut Outcomes) {
        let circles = cycles(&store.wishes);
        let pair = |w: &Wish| {
            if w.keep < w.merge { (w.keep.clone(), w.merge.clone()) } else { (w.merge.clone(), w.keep.clone()) }
        };
        let forbidden: BTreeSet<_> = store.wishes.iter().filter(|w| !w.joins).map(pair).collect();
        let first = store.wishes.len() - self.own;
        let mut kept = Vec::with_capacity(store.wishes.len());
        for (number, wish) in std::mem::take(&mut store.wishes).into_iter().enumerate() {
            let note = match circles.get(&number) {
                Some(path) => Some(Note::new("E240").with("path", path.join(" → "))),
                None if wish.joins && forbidden.contains(&pair(&wish)) => {
                    Some(Note::new("E241").with("keep", wish.keep.as_str()).with("merge", wish.merge.as_str()))
                }
                None => None,
            };
            if number >= first {
                match note {
                    Some(_) => outcomes.refused_late(),
                    None => outcomes.settle(Outcome::Used, 0),
                }
            }
            match note {
                Some(note) => store.notes.push(note.at(wish.place)),
                None => kept.push(wish),
            }
        }
        store.wishes = kept;
    }
}
