//! Claims: which table has a record, so that of several exports of one platform the newest counts.

#![expect(clippy::disallowed_types, reason = "the map is only looked into, never walked")]

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use foldhash::quality;

use super::outcome::Outcome;
use super::overlap::RowKey;

/// What stands for the key of a record: two hashes with seeds of their own, 128 bits instead of the 576 of the key. That any two
/// of so many as 2^27 keys agree in both has a chance of 2^53 in 2^128 (birthday bound, n² / 2 pairs): never.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Mark(u64, u64);

impl Mark {
    /// That of a key.
    pub fn of(key: &RowKey) -> Mark {
        let hash = |seed| {
            let mut hasher = quality::FixedState::with_seed(seed).build_hasher();
            for part in key {
                hasher.write_i64(*part);
            }
            hasher.finish()
        };
        Mark(hash(0x706c_616e), hash(0x626f_6f6b))
    }
}

/// A row of a record: its figures and all its cells, each as one number.
type Told = (u64, u64);

/// Who has a record: the table that was read first, which is the newest, and its rows of it.
#[derive(Clone, Copy, Debug)]
struct Claim {
    table: u32,
    /// The number of the list of its other rows among those; 0: there are none.
    others: u32,
    first: Told,
}

/// The records that tables so far have.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    claims: HashMap<Mark, Claim, FixedState>,
    /// Rows of records that have several. Few do.
    others: Vec<Vec<Told>>,
}

impl Claims {
    /// What becomes of a row of `table` with this key, these `figures` and these `cells`: the newest table that has the
    /// record counts with all its rows of it, except rows that are alike in every cell.
    pub fn outcome(&mut self, key: Mark, table: u32, figures: u64, cells: u64) -> Outcome {
        let told = (figures, cells);
        let claim = match self.claims.entry(key) {
            Entry::Occupied(claim) => claim.into_mut(),
            Entry::Vacant(place) => {
                place.insert(Claim { table, others: 0, first: told });
                return Outcome::Used;
            }
        };
        let others = (claim.others as usize).checked_sub(1);
        let mut rows = std::iter::once(&claim.first).chain(others.into_iter().flat_map(|list| &self.others[list]));
        if claim.table != table {
            return if rows.any(|&(f, _)| f == figures) { Outcome::Repeated } else { Outcome::Superseded };
        }
        if rows.any(|&(_, c)| c == cells) {
            return Outcome::Repeated;
        }
        match others {
            Some(list) => self.others[list].push(told),
            None => {
                self.others.push(vec![told]);
                claim.others = u32::try_from(self.others.len()).unwrap_or(u32::MAX);
            }
        }
        Outcome::Used
    }

    /// Whether one row alone has told the record of that key.
    pub fn is_single(&self, key: Mark) -> bool {
        self.claims.get(&key).is_some_and(|claim| claim.others == 0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn keys_that_differ_in_one_bit_have_marks_that_differ_in_both_halves() {
        let keys = (0..9).flat_map(|part| (0..64).map(move |bit| (part, bit))).map(|(part, bit)| {
            let mut key = [0; 9];
            key[part] = 1_i64 << bit;
            key
        });
        let marks: Vec<Mark> = keys.chain([[0; 9]]).map(|key| Mark::of(&key)).collect();
        let halves: [BTreeSet<u64>; 2] = [|m: &Mark| m.0, |m: &Mark| m.1].map(|half| marks.iter().map(half).collect());
        assert_eq!(halves.map(|half| half.len()), [577, 577]);
        assert!(marks.iter().all(|mark| mark.0 != mark.1));
    }

    #[test]
    fn the_newest_table_counts_with_all_its_rows() {
        let (mut claims, one, other) = (Claims::default(), Mark(1, 1), Mark(1, 2));
        let mut outcome = |mark, table, figures, cells| claims.outcome(mark, table, figures, cells);
        assert_eq!(outcome(one, 0, 5, 50), Outcome::Used);
        assert_eq!(outcome(one, 0, 5, 50), Outcome::Repeated);
        assert_eq!(outcome(one, 0, 6, 60), Outcome::Used);
        assert_eq!(outcome(one, 0, 7, 70), Outcome::Used);
        assert_eq!(outcome(one, 0, 6, 60), Outcome::Repeated);
        assert_eq!(outcome(one, 1, 7, 71), Outcome::Repeated);
        assert_eq!(outcome(one, 1, 8, 50), Outcome::Superseded);
        assert_eq!(outcome(other, 1, 8, 50), Outcome::Used);
        assert!(!claims.is_single(one) && claims.is_single(other) && !claims.is_single(Mark(3, 3)));
    }
}
