//! The ids of a block of rows, and who each of them is.

use super::block::Who;
use crate::ingest::identity::spelling::canonical;
use crate::model::name::Names;
use crate::model::people::{Key, Roster};

/// Ids in the form in which they are compared, in the order of their rows.
#[derive(Default)]
pub(super) struct Ids {
    keys: Vec<Key>,
    /// Those that are too long to be their own keys.
    long: String,
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
        if key.is_digest() {
            self.long.push_str(id);
            self.ends.push(self.long.len());
        }
    }

    /// Adds the first id of a list (`11;12`), in the form in which it is compared.
    #[inline]
    pub(super) fn push_first(&mut self, list: Option<&str>) {
        let first = list.map(|list| list.bytes().position(|byte| byte == b';').map_or(list, |end| &list[..end]));
        self.push(&first.and_then(canonical).unwrap_or_default());
    }

    /// Who each of them is.
    pub(super) fn found(&self, roster: &Roster, strangers: &mut Names) -> Vec<Who> {
        let (mut from, mut ends, mut spelled) = (0, self.ends.iter(), String::new());
        let found = roster.find_all(&self.keys);
        let who = self.keys.iter().zip(found).map(|(key, found)| {
            let long = if key.is_digest() { ends.next() } else { None };
            let text = long.map(|&end| &self.long[std::mem::replace(&mut from, end)..end]);
            if found.person.is_some() {
                return Who::Known { person: found.person, joined: found.joined };
            }
            if !key.is_some() {
                return Who::Nobody;
            }
            Who::Stranger(strangers.intern(text.unwrap_or_else(|| {
                spelled.clear();
                key.spell(&mut spelled);
                &spelled
            })))
        });
        who.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::name::Name;

    #[test]
    fn everybody_is_somebody() {
        let known = ["0061G00000Ja7B6", "a.long.address@example.com", "12"];
        let mut roster = Roster::default();
        roster.intern_all(&known.map(Key::of), [known[1]].into_iter());
        roster.settle(&[Name(0), Name(1), Name(1), Name(3)], 4);
        let mut ids = Ids::with_room(8);
        let stranger = "nobody.knows.me@example.com";
        for id in ["12", known[1], "", stranger, "short", known[0], "short", known[1], stranger] {
            ids.push(id);
        }
        let mut strangers = Names::new();
        let found = ids.found(&roster, &mut strangers);
        let who = |person: u32, joined: bool| Who::Known { person: Name(person), joined };
        let strange = |number: u32| Who::Stranger(Name(number));
        let expected = [
            who(3, false),
            who(1, true),
            Who::Nobody,
            strange(1),
            strange(2),
            who(1, false),
            strange(2),
            who(1, true),
            strange(1),
        ];
        assert_eq!(format!("{found:?}"), format!("{expected:?}"));
        assert_eq!(strangers.iter().map(|(_, text)| text).collect::<Vec<_>>(), [stranger, "short"]);
    }
}
