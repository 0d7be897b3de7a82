//! Whom the rows of a table of contacts name: told in the same look that finds out how its columns are written, so that a text that
//! is too large to be kept is not split once more for it.

use super::column::Column;
use super::drops::Drops;
use super::picked::{self, Picked};
use crate::ingest::identity::Seen;
use crate::ingest::table::Rows;

/// Where such rows name somebody. A total names nobody, so that none need be known.
pub(super) struct Naming<'a> {
    picked: [Picked; 2],
    drops: &'a Drops,
}

impl<'a> Naming<'a> {
    /// In the columns of ids and addresses, but in rows that are no records.
    pub(super) fn new(id: Column, address: Column, drops: &'a Drops) -> Naming<'a> {
        Naming { picked: [id, address].map(Picked::new), drops }
    }

    /// Whom a block of rows names.
    pub(super) fn seen(&self, rows: &dyn Rows) -> Seen {
        let [id, address] = picked::columns(self.picked.each_ref(), rows);
        let (mut seen, mut aside) = (Seen::default(), self.drops.aside(rows, None).into_iter().peekable());
        for at in 0..rows.len() {
            if aside.next_if_eq(&at).is_none() {
                seen.row(id.text(at).as_deref(), address.text(at).as_deref(), rows.number(at));
            }
        }
        seen
    }
}
