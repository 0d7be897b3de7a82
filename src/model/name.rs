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
    slots: Vec<u32>,
    hasher: FixedState,
}

impl Default for Names {
    fn default() -> Names {
        Names::new()
    }
}

const FREE: u32 = u32::MAX;

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
        let slot = self.slot(text);
        if self.slots[slot] != FREE {
            return Name(self.slots[slot]);
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(FREE - 1);
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.slots[slot] = number;
        if self.ends.len() * 4 > self.slots.len() * 3 {
            self.grow();
        }
        Name(number)
    }

    /// The number of `text`, if it is stored.
    pub fn find(&self, text: &str) -> Option<Name> {
        Some(self.slots[self.slot(text)]).filter(|&n| n != FREE).map(Name)
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

    fn slot(&self, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        #[expect(clippy::cast_possible_truncation, reason = "only the low bits choose a slot")]
        let mut slot = self.hasher.hash_one(text) as usize & mask;
        while self.slots[slot] != FREE && self.text(Name(self.slots[slot])) != text {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; self.slots.len() * 2];
        for i in 0..self.ends.len() {
            let Ok(number) = u32::try_from(i) else { continue };
            let slot = self.slot(self.text(Name(number)));
            self.slots[slot] = number;
        }
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
        assert_eq!(names.len(), 1001);
        assert_eq!(names.find("absent"), None);
    }
}
