//! The roster: the names under which contacts exports know people, and who has each. Touchpoints, the longest tables by far,
//! name people in no order, and what costs in them is to fetch from far away: so many are looked up side by side.

use std::borrow::Cow;

use super::key::Key;
use crate::model::name::Name;
use crate::model::record::Person;

/// Names by their numbers, from 1 on.
#[derive(Clone, Debug)]
pub(crate) struct Roster {
    entries: Vec<Entry>,
    slots: Vec<Slot>,
    long: Long,
}

/// A name and the person who has it, by the number of the name that speaks for that person.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    key: Key,
    person: Person,
}

/// A place of the hash table: a free one has no name.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u32,
    name: Name,
}

/// The texts of names that are not their own keys.
#[derive(Clone, Debug, Default)]
struct Long {
    text: String,
    /// Of each its number and where its text ends, in the order of the numbers.
    ends: Vec<(Name, usize)>,
}

/// Who has a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Found {
    /// The person; [`Person::NONE`] when the roster has no such name.
    pub(crate) person: Person,
    /// Whether that person goes by another name.
    pub(crate) joined: bool,
}

/// How many names are looked up side by side.
const GROUP: usize = 32;

impl Default for Roster {
    fn default() -> Roster {
        Roster { entries: vec![Entry::default()], slots: vec![Slot::default(); 2], long: Long::default() }
    }
}

impl Roster {
    /// How many numbers there are, that of nobody included.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The numbers of names by their keys, in their order; those that are new are taken in, each as a person of its own. `long`
    /// are the texts of those whose keys are digests.
    pub(crate) fn intern_all<'t>(&mut self, keys: &[Key], mut long: impl Iterator<Item = &'t str>) -> Vec<Name> {
        let mut given = Vec::with_capacity(keys.len());
        for keys in keys.chunks(GROUP) {
            if (self.len() + GROUP) * 4 > self.slots.len() * 3 {
                self.place((self.slots.len() * 2).max(GROUP * 4), self.len());
            }
            let mut spots = [(0, 0); GROUP];
            let mut near = 0;
            for (place, key) in spots.iter_mut().zip(keys) {
                let hash = key.hash();
                *place = (self.spot(hash), hash);
                near ^= self.slots[place.0].hash;
            }
            std::hint::black_box(near);
            for (&(spot, hash), &key) in spots.iter().zip(keys) {
                let text = if key.is_digest() { long.next() } else { None };
                given.push(if key.is_some() { self.intern(key, (spot, hash), text) } else { Name::NONE });
            }
        }
        given
    }

    /// Takes in the names of another roster: the numbers that they have here, by those that they have there.
    pub(crate) fn join(&mut self, other: &Roster) -> Vec<Name> {
        let keys: Vec<Key> = other.entries.iter().map(|entry| entry.key).collect();
        let mut from = 0;
        let long = other.long.ends.iter().map(|&(_, end)| &other.long.text[std::mem::replace(&mut from, end)..end]);
        self.intern_all(&keys, long)
    }

    fn intern(&mut self, key: Key, (spot, hash): (usize, u32), text: Option<&str>) -> Name {
        let at = self.slot(spot, hash, key);
        if self.slots[at].name.is_some() {
            return self.slots[at].name;
        }
        let name = Name(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.entries.push(Entry { key, person: name });
        self.slots[at] = Slot { hash, name };
        if let Some(text) = text {
            self.long.text.push_str(text);
            self.long.ends.push((name, self.long.text.len()));
        }
        name
    }

    /// Says who has each name, by its number, and that none will come. The names from `unmet` on are not found any more, and only
    /// the texts of names that speak for somebody are kept.
    pub(crate) fn settle(&mut self, speakers: &[Name], unmet: usize) {
        for (entry, speaker) in self.entries.iter_mut().zip(speakers) {
            entry.person = *speaker;
        }
        self.place(unmet + unmet / 3 + 2, unmet);
        let all = std::mem::take(&mut self.long);
        let mut from = 0;
        for (name, end) in all.ends {
            if speakers.get(name.index()) == Some(&name) {
                self.long.text.push_str(&all.text[from..end]);
                self.long.ends.push((name, self.long.text.len()));
            }
            from = end;
        }
        self.long.text.shrink_to_fit();
        self.long.ends.shrink_to_fit();
    }

    /// Who has a name.
    pub(crate) fn find(&self, key: Key) -> Found {
        let hash = key.hash();
        self.found(self.slots[self.slot(self.spot(hash), hash, key)].name)
    }

    /// Who has each of these names. Each step is taken for a group of them before the next one, so that what lies far away in memory
    /// is fetched side by side.
    pub(crate) fn find_all(&self, keys: &[Key]) -> Vec<Found> {
        let mut all = Vec::with_capacity(keys.len());
        for keys in keys.chunks(GROUP) {
            let mut near = [(0, 0, Slot::default()); GROUP];
            for (near, key) in near.iter_mut().zip(keys) {
                let hash = key.hash();
                let spot = self.spot(hash);
                *near = (spot, hash, self.slots[spot]);
            }
            let mut entries = [(Name::NONE, Entry::default()); GROUP];
            for (entry, &(spot, hash, slot)) in entries.iter_mut().zip(&near[..keys.len()]) {
                let (mut at, mut slot) = (spot, slot);
                while slot.hash != hash && slot.name.is_some() {
                    at = self.after(at);
                    slot = self.slots[at];
                }
                *entry = (slot.name, self.entries[slot.name.index()]);
            }
            all.extend(keys.iter().zip(entries).map(|(key, (name, entry))| match () {
                () if entry.key == *key => Found { person: entry.person, joined: entry.person != name },
                () if name.is_some() => self.find(*key),
                () => Found::default(),
            }));
        }
        all
    }

    fn found(&self, name: Name) -> Found {
        let person = self.entries[name.index()].person;
        Found { person, joined: person != name }
    }

    /// The key of a name.
    pub(crate) fn key(&self, name: Name) -> Key {
        self.entries.get(name.index()).map_or(Key::NONE, |entry| entry.key)
    }

    /// The text of a name; empty when it is too long to be its own key and speaks for nobody.
    pub(crate) fn text(&self, name: Name) -> Cow<'_, str> {
        let key = self.key(name);
        if !key.is_digest() {
            let mut text = String::new();
            key.spell(&mut text);
            return Cow::Owned(text);
        }
        let Ok(at) = self.long.ends.binary_search_by_key(&name, |(name, _)| *name) else { return Cow::Borrowed("") };
        let from = at.checked_sub(1).map_or(0, |before| self.long.ends[before].1);
        Cow::Borrowed(&self.long.text[from..self.long.ends[at].1])
    }

    /// Where the search for a hash begins: in the order of the hashes, so that a table that grows is walked from its beginning to
    /// its end. As many spots as slots, which need be no power of two (Lemire, Fast random integer generation in an interval, 2019).
    #[inline]
    fn spot(&self, hash: u32) -> usize {
        ((u64::from(hash) * self.slots.len() as u64) >> 32) as usize
    }

    fn after(&self, at: usize) -> usize {
        if at + 1 == self.slots.len() { 0 } else { at + 1 }
    }

    /// The slot of a key, else the free one where it belongs.
    fn slot(&self, spot: usize, hash: u32, key: Key) -> usize {
        let mut at = spot;
        loop {
            let known = self.slots[at];
            if !known.name.is_some() || (known.hash == hash && self.entries[known.name.index()].key == key) {
                return at;
            }
            at = self.after(at);
        }
    }

    /// Puts the names below `end` into a table of so many slots.
    fn place(&mut self, slots: usize, end: usize) {
        let before = std::mem::replace(&mut self.slots, vec![Slot::default(); slots]);
        for slot in before.into_iter().filter(|slot| slot.name.is_some() && slot.name.index() < end) {
            let mut at = self.spot(slot.hash);
            while self.slots[at].name.is_some() {
                at = self.after(at);
            }
            self.slots[at] = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_found_and_nobody_else() {
        for count in [0, 1, 5, 3000] {
            let name = |n: u32| {
                if n.is_multiple_of(3) { format!("a.rather.long.name.{n}@x.com") } else { format!("0031G{n}") }
            };
            let names: Vec<String> = (1..=count).map(name).collect();
            let keys: Vec<Key> = names.iter().map(|name| Key::of(name)).collect();
            let long = || names.iter().map(String::as_str).filter(|name| Key::of(name).is_digest());
            let mut roster = Roster::default();
            let numbers = roster.intern_all(&keys, long());
            assert_eq!(numbers, (1..=count).map(Name).collect::<Vec<Name>>());
            assert_eq!(roster.intern_all(&keys, long()), numbers);
            assert_eq!(roster.len(), keys.len() + 1);
            for (number, name) in numbers.iter().zip(&names) {
                assert_eq!(roster.text(*number), *name);
            }
            // Every second name goes by the one before, and the last five are nobody's.
            let speakers: Vec<Name> = (0..=count).map(|n| Name(if n % 2 == 0 && n > 0 { n - 1 } else { n })).collect();
            let unmet = roster.len().saturating_sub(5).max(1);
            roster.settle(&speakers, unmet);
            let asked: Vec<Key> =
                (0..=count + 50).map(|n| if n == 0 { Key::NONE } else { Key::of(&name(n)) }).collect();
            let found = roster.find_all(&asked);
            for (n, (found, key)) in (0_u32..).zip(found.into_iter().zip(asked)) {
                let met = (n as usize) < unmet && n > 0;
                let person = if met { speakers[n as usize] } else { Name::NONE };
                assert_eq!(found, Found { person, joined: met && person != Name(n) }, "{n}");
                assert_eq!(roster.find(key), found);
                let speaks = n <= count && speakers[n as usize] == Name(n);
                assert_eq!(roster.text(Name(n)) == name(n), n > 0 && n <= count && (speaks || !key.is_digest()));
            }
        }
    }
}
