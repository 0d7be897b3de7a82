//! Names from exports, stored once and passed around as small numbers.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// A name (of a market, channel, campaign, owner …) in a [`Names`] table. [`Name::NONE`] is the empty name: not given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Name(pub u32);

impl Name {
    /// The empty name: the export did not say.
    pub const NONE: Name = Name(0);

    /// Whether the export said something.
    pub fn is_some(self) -> bool {
        self.0 != 0
    }

    /// Position in the table, for columns that are indexed by name.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Names in order of first appearance, each stored once in one block of text.
///
/// The order depends on the order of the rows; whatever reaches an output is therefore sorted by text, never by number.
#[derive(Clone, Debug)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
    slots: Vec<Slot>,
    hasher: FixedState,
}

/// A place of the hash table. With the hash beside the name, another name's text is hardly ever fetched to be compared.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u32,
    name: u32,
}

impl Default for Names {
    fn default() -> Names {
        Names::new()
    }
}

/// How many texts are looked up side by side.
const GROUP: usize = 32;

const FREE: Slot = Slot { hash: 0, name: u32::MAX };

impl Names {
    /// A table that holds the empty name only.
    pub fn new() -> Names {
        let mut names = Names {
            text: String::new(),
            ends: Vec::new(),
            slots: vec![FREE; 16],
            hasher: FixedState::with_seed(0x706c_616e),
        };
        names.intern("");
        names
    }

    /// The number of `text`, which is stored if it is new.
    pub fn intern(&mut self, text: &str) -> Name {
        self.intern_hashed(self.hash(text), text)
    }

    /// [`Names::intern`] of many texts, in their order; the table is looked into for a group of them side by side.
    pub fn intern_all(&mut self, texts: &[&str]) -> Vec<Name> {
        let mut given = Vec::with_capacity(texts.len());
        for texts in texts.chunks(GROUP) {
            let mut near = [(FREE, 0); GROUP];
            for (near, text) in near.iter_mut().zip(texts) {
                let hash = self.hash(text);
                *near = (self.slots[hash as usize & (self.slots.len() - 1)], hash);
            }
            for ((slot, hash), text) in near.iter().zip(texts) {
                let found = slot.hash == *hash && !slot.is_free() && self.text(Name(slot.name)) == *text;
                given.push(if found { Name(slot.name) } else { self.intern_hashed(*hash, text) });
            }
        }
        given
    }

    fn intern_hashed(&mut self, hash: u32, text: &str) -> Name {
        let slot = self.slot(hash, text);
        if !self.slots[slot].is_free() {
            return Name(self.slots[slot].name);
        }
        let name = u32::try_from(self.ends.len()).unwrap_or(FREE.name - 1);
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.slots[slot] = Slot { hash, name };
        if self.ends.len() * 4 > self.slots.len() * 3 {
            self.place(self.slots.len() * 2);
        }
        Name(name)
    }

    /// The number of `text`, if it is stored.
    pub fn find(&self, text: &str) -> Option<Name> {
        Some(self.slots[self.slot(self.hash(text), text)]).filter(|s| !s.is_free()).map(|s| Name(s.name))
    }

    /// The text of `name`; empty for [`Name::NONE`] and for a name of another table that is out of range here.
    pub fn text(&self, name: Name) -> &str {
        let Some(&end) = self.ends.get(name.index()) else { return "" };
        let start = name.index().checked_sub(1).map_or(0, |i| self.ends[i]);
        &self.text[start as usize..end as usize]
    }

    /// How many names there are, the empty one included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing but the empty name is stored.
    pub fn is_empty(&self) -> bool {
        self.ends.len() <= 1
    }

    /// Every name but the empty one, in order of first appearance.
    pub fn iter(&self) -> impl Iterator<Item = (Name, &str)> {
        (1..self.ends.len()).filter_map(|i| u32::try_from(i).ok()).map(|i| (Name(i), self.text(Name(i))))
    }

    /// For each name its place in the order of their texts: sort by this, not by number, before anything is written.
    pub fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.ends.len()).filter_map(|i| u32::try_from(i).ok()).collect();
        order.sort_unstable_by_key(|&i| self.text(Name(i)));
        let mut ranks = vec![0; order.len()];
        for (rank, &i) in (0..).zip(&order) {
            ranks[i as usize] = rank;
        }
        ranks
    }

    fn hash(&self, text: &str) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "half of the hash is enough for as many names as there can be"
        )]
        let hash = self.hasher.hash_one(text) as u32;
        hash
    }

    /// Where `text` stands, else the free slot where it belongs.
    fn slot(&self, hash: u32, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.is_free() || (slot.hash == hash && self.text(Name(slot.name)) == text) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    /// Puts the slots into a table of that many, a power of two.
    fn place(&mut self, slots: usize) {
        let before = std::mem::replace(&mut self.slots, vec![FREE; slots]);
        for slot in before.into_iter().filter(|slot| !slot.is_free()) {
            let mut at = slot.hash as usize & (slots - 1);
            while !self.slots[at].is_free() {
                at = (at + 1) & (slots - 1);
            }
            self.slots[at] = slot;
        }
    }
}

impl Slot {
    fn is_free(self) -> bool {
        self.name == FREE.name
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, Names};

    #[test]
    fn a_thousand_names_are_found_again() {
        let mut names = Names::new();
        let given: Vec<Name> = (0..1000).map(|i| names.intern(&format!("n{i}"))).collect();
        assert_eq!(names.intern(""), Name::NONE);
        for (i, &name) in given.iter().enumerate() {
            assert_eq!(names.text(name), format!("n{i}"));
            assert_eq!(names.find(&format!("n{i}")), Some(name));
        }
        let texts: Vec<String> = (0..1100).rev().map(|i| format!("n{i}")).chain([String::new()]).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut again = names.clone();
        let given = again.intern_all(&texts);
        assert_eq!(given, texts.iter().map(|text| names.intern(text)).collect::<Vec<Name>>());
        assert_eq!(again.len(), names.len());
        assert_eq!(names.len(), 1101);
        assert_eq!(names.find("absent"), None);
    }
}
