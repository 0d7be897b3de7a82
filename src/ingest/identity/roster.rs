//! The roster: people by the ids of contacts exports, in a table of which one look at memory gives the answer. Touchpoints,
//! the longest tables by far, name people in no order, and what costs in them is to fetch from far away.

use crate::model::name::Name;
use crate::model::record::Person;

/// An id of up to 20 letters, digits and `_`, six bits each, ten to a number; none is all zeros.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Key([u32; 4]);

impl Key {
    /// The key of an id, which is no key where it has other characters or more of them.
    #[expect(clippy::cast_possible_truncation, reason = "64 bits are taken apart")]
    pub(crate) fn of(id: &str) -> Key {
        if id.len() > 2 * HALF {
            return Key::default();
        }
        let (first, rest) = id.as_bytes().split_at(id.len().min(HALF));
        let mut known = true;
        let [low, high] = [first, rest].map(|half| {
            half.iter().fold(0_u64, |bits, byte| {
                let code = CODES[usize::from(*byte)];
                known &= code > 0;
                bits << 6 | u64::from(code)
            })
        });
        if known { Key([low, low >> 32, high, high >> 32].map(|bits| bits as u32)) } else { Key::default() }
    }

    /// Whether an id has this key.
    pub(crate) fn is_some(self) -> bool {
        self != Key::default()
    }
}

/// How many characters one number holds.
const HALF: usize = 10;

/// The six bits of each character; 0 is none.
const CODES: [u8; 256] = {
    let (mut codes, mut byte, mut code) = ([0; 256], 0_u8, 0);
    while byte < 128 {
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            code += 1;
            codes[byte as usize] = code;
        }
        byte += 1;
    }
    codes
};

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
    fn spot(&self, Key([low, second, third, high]): Key) -> usize {
        // Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4), twice: ids of one program differ in few characters.
        const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
        let first = (u64::from(second) << 32 | u64::from(low)).wrapping_mul(GOLDEN);
        let hash = (first.rotate_left(32) ^ (u64::from(high) << 32 | u64::from(third))).wrapping_mul(GOLDEN);
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
        let ids = ["0", "00", "a", "A", "_", "0061G00000Ja7B6", "0061G00000ja7B6", "12345678901234567890"];
        let keys: Vec<Key> = ids.iter().map(|id| Key::of(id)).collect();
        assert!(keys.iter().all(|key| key.is_some()));
        assert!((1..ids.len()).all(|i| !keys[..i].contains(&keys[i])));
        for none in ["", "123456789012345678901", "a b", "a@x.com", "é", "a-b"] {
            assert!(!Key::of(none).is_some(), "{none}");
        }
    }
}
