//! The roster: people by the ids of contacts exports, in a table of which one look at memory gives the answer. Touchpoints,
//! the longest tables by far, name people in no order, and what costs in them is to fetch from far away.

use crate::ingest::mixed::mixed;
use crate::model::name::Name;
use crate::model::record::Person;

/// An id of up to 20 bytes as it stands, zeros behind it, four bytes to a number; none is all zeros.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Key([u32; 5]);

/// The longest id that has a key, in bytes.
const LONGEST: usize = 20;

impl Key {
    /// The key of an id, which is no key where it is longer, or ends like what stands behind a shorter one.
    #[inline]
    pub(crate) fn of(id: &str) -> Key {
        let bytes = id.as_bytes();
        if bytes.len() > LONGEST || bytes.last() == Some(&0) {
            return Key::default();
        }
        let (low, rest) = bytes.split_at(bytes.len().min(8));
        let (high, rest) = rest.split_at(rest.len().min(8));
        Key::from_parts(eight(low), eight(high), rest.iter().rev().fold(0, |tail, byte| tail << 8 | u32::from(*byte)))
    }

    #[expect(clippy::cast_possible_truncation, reason = "64 bits are taken apart")]
    fn from_parts(low: u64, high: u64, tail: u32) -> Key {
        Key([low as u32, (low >> 32) as u32, high as u32, (high >> 32) as u32, tail])
    }

    fn parts(self) -> (u64, u64, u32) {
        let Key([first, second, third, fourth, tail]) = self;
        (u64::from(second) << 32 | u64::from(first), u64::from(fourth) << 32 | u64::from(third), tail)
    }

    /// Adds the id of this key to a text.
    pub(crate) fn spell(self, text: &mut String) {
        let mut bytes = [0; LONGEST];
        for (four, number) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(self.0) {
            *four = number.to_le_bytes();
        }
        let end = bytes.iter().rposition(|byte| *byte > 0).map_or(0, |last| last + 1);
        text.push_str(std::str::from_utf8(&bytes[..end]).unwrap_or_default());
    }

    /// Whether an id has this key.
    pub(crate) fn is_some(self) -> bool {
        self != Key::default()
    }
}

/// Up to eight bytes as a number, the first lowest.
fn eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(all) => u64::from_le_bytes(*all),
        None => bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

#[derive(Clone, Copy, Default, Debug)]
struct Slot {
    key: Key,
    person: Person,
}

/// People by key.
#[derive(Clone, Debug)]
pub(crate) struct Roster {
    slots: Vec<Slot>,
}

impl Default for Roster {
    fn default() -> Roster {
        Roster::with_room(0)
    }
}

/// How many ids are looked up side by side.
const GROUP: usize = 32;

impl Roster {
    /// Of at most `count` people.
    pub(crate) fn with_room(count: usize) -> Roster {
        Roster { slots: vec![Slot::default(); count + count / 3 + 2] }
    }

    /// Adds people.
    pub(crate) fn add_all(&mut self, people: impl Iterator<Item = (Key, Person)>) {
        let mut people = people.peekable();
        let mut group = Vec::with_capacity(GROUP);
        while people.peek().is_some() {
            group.clear();
            group.extend(people.by_ref().take(GROUP).map(|(key, person)| (self.spot(key), Slot { key, person })));
            // Where they belong is fetched from memory side by side, like what is looked up.
            let near = group.iter().map(|(spot, _)| self.slots[*spot].person.0).fold(0, u32::wrapping_add);
            std::hint::black_box(near);
            for (spot, slot) in &group {
                let at = self.slot(*spot, slot.key);
                self.slots[at] = *slot;
            }
        }
    }

    /// The person of a key.
    pub(crate) fn find(&self, key: Key) -> Option<Person> {
        Some(self.slots[self.slot(self.spot(key), key)].person).filter(|person| person.is_some())
    }

    /// The people of these keys; [`Person::NONE`] for one that the roster does not have.
    pub(crate) fn find_all(&self, keys: &[Key]) -> Vec<Person> {
        let mut found = Vec::with_capacity(keys.len());
        for keys in keys.chunks(GROUP) {
            let mut near = [(0, Slot::default()); GROUP];
            for (near, key) in near.iter_mut().zip(keys) {
                let spot = self.spot(*key);
                *near = (spot, self.slots[spot]);
            }
            let answer = |(key, (spot, slot)): (&Key, (usize, Slot))| match () {
                () if slot.key == *key => slot.person,
                () => self.slots[self.slot(spot, *key)].person,
            };
            found.extend(keys.iter().zip(near).map(answer));
        }
        found
    }

    /// Where the search for a key begins.
    #[expect(clippy::cast_possible_truncation, reason = "a spot is less than the number of slots")]
    fn spot(&self, key: Key) -> usize {
        // Ids of one program differ in few characters.
        let (low, high, tail) = key.parts();
        let hash = mixed(low, high ^ u64::from(tail).rotate_right(8));
        // As many spots as slots, which need be no power of two (Lemire, Fast random integer generation in an interval, 2019).
        ((u128::from(hash) * self.slots.len() as u128) >> 64) as usize
    }

    /// The slot of a key, else the free one where it belongs.
    fn slot(&self, spot: usize, key: Key) -> usize {
        let mut at = spot;
        while self.slots[at].key != key && self.slots[at].person != Name::NONE {
            at = if at + 1 == self.slots.len() { 0 } else { at + 1 };
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_found_and_nobody_else() {
        for count in [0, 1, 5, 3000] {
            let id = |n: u32| format!("0031G{n}");
            let mut roster = Roster::with_room(count as usize);
            roster.add_all((1..=count).map(|n| (Key::of(&id(n)), Name(n))));
            let keys: Vec<Key> = (0..=count + 50).map(|n| Key::of(&id(n))).collect();
            let expected: Vec<Name> = (0..=count + 50).map(|n| if n > count { Name::NONE } else { Name(n) }).collect();
            assert_eq!(roster.find_all(&keys), expected);
        }
    }

    #[test]
    fn ids_that_differ_have_keys_that_differ() {
        let ids = [
            "0",
            "00",
            "a",
            "A",
            "12345678",
            "123456789",
            "0061G00000Ja7B6",
            "0061G00000ja7B6",
            "\u{e9}@x.com",
            "1234567890123456",
            "12345678901234567890",
        ];
        let keys: Vec<Key> = ids.iter().map(|id| Key::of(id)).collect();
        assert!(keys.iter().all(|key| key.is_some()));
        assert!((1..ids.len()).all(|i| !keys[..i].contains(&keys[i])));
        for (id, key) in ids.iter().zip(keys) {
            let mut text = String::from("before ");
            key.spell(&mut text);
            assert_eq!(text, format!("before {id}"));
        }
        for none in ["", "123456789012345678901", "a\0", "12345678\0"] {
            assert!(!Key::of(none).is_some(), "{none:?}");
        }
    }
}
