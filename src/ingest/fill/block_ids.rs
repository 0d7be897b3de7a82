//! The ids of a block of rows, and who each of them is.

use super::block::Who;
use crate::ingest::identity::roster::{Key, Roster};
use crate::model::name::{Name, Names};

/// Ids in the form in which they are compared, in the order of their rows.
#[derive(Default)]
pub(super) struct Ids {
    /// Of each its key; those that have none stand in `texts`.
    keys: Vec<Key>,
    texts: String,
    ends: Vec<usize>,
}

impl Ids {
    /// Room for the ids of so many rows.
    pub(super) fn with_room(rows: usize) -> Ids {
        Ids { keys: Vec::with_capacity(rows), ..Ids::default() }
    }

    /// Adds an id; an empty one is nobody.
    #[inline]
    pub(super) fn push(&mut self, id: &str) {
        let key = Key::of(id);
        self.keys.push(key);
        if !key.is_some() {
            self.texts.push_str(id);
            self.ends.push(self.texts.len());
        }
    }

    /// Who each of them is. Those on the roster are found at once. The table of all names is larger than any cache: its
    /// answers come side by side.
    pub(super) fn found(&self, known: &Names, roster: Option<&Roster>, strangers: &mut Names) -> Vec<Who> {
        let nobody = || vec![Name::NONE; self.keys.len()];
        let met = roster.map_or_else(nobody, |roster| roster.find_all(&self.keys));
        let (mut texts, mut ends, mut from, mut long) = (String::new(), Vec::new(), 0, self.ends.iter());
        for (key, _) in self.keys.iter().zip(&met).filter(|(_, person)| !person.is_some()) {
            if key.is_some() {
                key.spell(&mut texts);
            } else {
                let end = *long.next().unwrap_or(&from);
                texts.push_str(&self.texts[from..end]);
                from = end;
            }
            ends.push(texts.len());
        }
        let mut from = 0;
        let others: Vec<&str> = ends.iter().map(|&end| &texts[std::mem::replace(&mut from, end)..end]).collect();
        let found = known.find_all(&others);
        let mut others = others.into_iter().zip(found).map(|(id, known)| match known {
            _ if id.is_empty() => Who::Nobody,
            Some(name) => Who::Known(name),
            None => Who::Stranger(strangers.intern(id)),
        });
        let mut who = |person: Name| match () {
            () if person.is_some() => Who::Met(person),
            () => others.next().unwrap_or(Who::Nobody),
        };
        met.into_iter().map(&mut who).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_somebody() {
        let mut known = Names::new();
        let addresses = ["a.long.address@example.com", "short"].map(|text| known.intern(text));
        let mut roster = Roster::with_room(2);
        roster.add_all([("0061G00000Ja7B6", Name(7)), ("12", Name(8))].into_iter().map(|(id, p)| (Key::of(id), p)));
        let mut ids = Ids::with_room(8);
        let long = ["a.long.address@example.com", "nobody.knows.me@example.com"];
        for id in ["12", long[0], "", long[1], "short", "0061G00000Ja7B6", "x", "x"] {
            ids.push(id);
        }
        let mut strangers = Names::new();
        let found = ids.found(&known, Some(&roster), &mut strangers);
        let expected = [
            Who::Met(Name(8)),
            Who::Known(addresses[0]),
            Who::Nobody,
            Who::Stranger(Name(1)),
            Who::Known(addresses[1]),
            Who::Met(Name(7)),
            Who::Stranger(Name(2)),
            Who::Stranger(Name(2)),
        ];
        assert_eq!(format!("{found:?}"), format!("{expected:?}"));
        let unknown = ids.found(&known, None, &mut Names::new());
        assert_eq!(format!("{:?}", unknown[5]), format!("{:?}", Who::Stranger(Name(3))));
    }
}
