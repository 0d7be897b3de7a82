//! Sums by measure and key, while they are added: a key is looked up once, whatever is counted there.

#![expect(clippy::disallowed_types, reason = "the map is only looked into, never walked")]

use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::FixedState;

use super::measure::Measure;

/// Sums by measure and by the number of a key.
///
/// What is added is appended, not looked up. Where the table of a measure has grown to twice what was distinct, it is
/// added up, so that it stays small whatever the number of records.
#[derive(Debug)]
pub(super) struct KeySums<K> {
    keys: Vec<K>,
    numbers: HashMap<K, u32, FixedState>,
    /// The key that was added to last: records add many measures to one key.
    last: Option<(K, u32)>,
    /// By measure.
    added: Vec<Added>,
    /// A 0 for every key, in which sums are added up.
    room: Vec<i64>,
}

/// What was added to one measure.
#[derive(Clone, Default, Debug)]
struct Added {
    entries: Vec<Entry>,
    /// Values that no word holds.
    wide: Vec<(u32, i128)>,
    /// How many entries there were when they were added up.
    distinct: usize,
}

/// A value at a key's number, packed into twelve bytes.
#[derive(Clone, Copy, Debug)]
struct Entry {
    number: u32,
    low: u32,
    high: i32,
}

/// How many entries of a measure wait to be added up.
const WAITING: usize = 1 << 15;

impl Entry {
    fn new(number: u32, value: i64) -> Entry {
        #[expect(clippy::cast_possible_truncation, reason = "the two halves of a word")]
        let (low, high) = (value.cast_unsigned() as u32, (value >> 32) as i32);
        Entry { number, low, high }
    }

    fn value(self) -> i64 {
        i64::from(self.high) << 32 | i64::from(self.low)
    }
}

impl<K: Copy + Eq + Hash> KeySums<K> {
    pub(super) fn new(seed: u64) -> KeySums<K> {
        let numbers = HashMap::with_hasher(FixedState::with_seed(seed));
        KeySums { keys: Vec::new(), numbers, last: None, added: Vec::new(), room: Vec::new() }
    }

    /// The keys by number.
    pub(super) fn keys(&self) -> &[K] {
        &self.keys
    }

    /// How many measures there may be sums of.
    pub(super) fn measures(&self) -> usize {
        self.added.len()
    }

    /// The number of `key`.
    pub(super) fn number(&mut self, key: K) -> u32 {
        if let Some((_, number)) = self.last.filter(|(last, _)| *last == key) {
            return number;
        }
        let next = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.keys.push(key);
        }
        self.last = Some((key, number));
        number
    }

    /// Adds `value` to `measure` at the key of that number.
    pub(super) fn add(&mut self, measure: Measure, number: u32, value: i128) {
        let at = usize::from(measure.0);
        if self.added.len() <= at {
            self.added.resize_with(at + 1, Added::default);
        }
        let added = &mut self.added[at];
        let Ok(value) = i64::try_from(value) else {
            added.wide.push((number, value));
            return;
        };
        let last = added.entries.last_mut().filter(|last| last.number == number);
        if let Some((last, sum)) =
            last.and_then(|last| Some((value.checked_add(last.value())?, last)).map(|(s, l)| (l, s)))
        {
            *last = Entry::new(number, sum);
            return;
        }
        added.entries.push(Entry::new(number, value));
        if added.entries.len() >= WAITING.max(2 * added.distinct) {
            added.settle(self.keys.len(), &mut self.room);
        }
    }

    /// Adds the sums of `other`, where keys and measures are called otherwise.
    pub(super) fn absorb(&mut self, other: &KeySums<K>, key: impl Fn(K) -> K, measures: &[Measure]) {
        let numbers: Vec<u32> = other.keys.iter().map(|&own| self.number(key(own))).collect();
        for (&measure, added) in measures.iter().zip(&other.added) {
            for entry in &added.entries {
                self.add(measure, numbers[entry.number as usize], entry.value().into());
            }
            for &(number, value) in &added.wide {
                self.add(measure, numbers[number as usize], value);
            }
        }
    }

    /// Takes out what was added to `measure`: numbers of keys with values, which `give` adds up.
    pub(super) fn take(&mut self, measure: Measure, mut give: impl FnMut(u32, i128)) {
        let Some(added) = self.added.get_mut(usize::from(measure.0)).map(std::mem::take) else { return };
        for entry in added.entries {
            give(entry.number, entry.value().into());
        }
        for (number, value) in added.wide {
            give(number, value);
        }
    }
}

impl Added {
    /// Adds up what stands at the same key, in `room` for that many keys.
    fn settle(&mut self, keys: usize, room: &mut Vec<i64>) {
        room.resize(keys, 0);
        for entry in self.entries.drain(..) {
            let sum = &mut room[entry.number as usize];
            match sum.checked_add(entry.value()) {
                Some(more) => *sum = more,
                None => self.wide.push((entry.number, entry.value().into())),
            }
        }
        let sums = (0..).zip(room).filter(|(_, sum)| **sum != 0);
        self.entries.extend(sums.map(|(number, sum)| Entry::new(number, std::mem::take(sum))));
        self.distinct = self.entries.len();
    }
}
