//! How often each key was met: for counts by day and age that every record adds to.

/// Keys met so far. A key is appended, not looked up: sorting a full table of them now and then costs a tenth of walking
/// a tree for each.
#[derive(Clone, Debug)]
pub(super) struct KeyCounts<K> {
    met: Vec<K>,
    counted: Vec<(K, u64)>,
}

/// How many keys wait to be counted; the table of counts may grow to as many again before they are.
const WAITING: usize = 1 << 15;

impl<K: Ord + Copy> KeyCounts<K> {
    /// None met.
    pub(super) fn new() -> KeyCounts<K> {
        KeyCounts { met: Vec::new(), counted: Vec::new() }
    }

    /// Meets `key` once more.
    pub(super) fn add(&mut self, key: K) {
        self.met.push(key);
        if self.met.len() >= WAITING.max(self.counted.len()) {
            self.count();
        }
    }

    /// The keys in order, each with its count.
    pub(super) fn counts(mut self) -> Vec<(K, u64)> {
        self.count();
        self.counted
    }

    fn count(&mut self) {
        self.met.sort_unstable();
        let before = std::mem::take(&mut self.counted);
        let met = self.met.chunk_by(|a, b| a == b).map(|alike| (alike[0], alike.len() as u64));
        let (mut before, mut met) = (before.into_iter().peekable(), met.peekable());
        loop {
            let next = match (before.peek(), met.peek()) {
                (Some(a), Some(b)) if a.0 == b.0 => before.next().zip(met.next()).map(|(a, b)| (a.0, a.1 + b.1)),
                (Some(a), Some(b)) if b.0 < a.0 => met.next(),
                (Some(_), _) => before.next(),
                (None, _) => met.next(),
            };
            match next {
                Some(counted) => self.counted.push(counted),
                None => break,
            }
        }
        self.met.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{KeyCounts, WAITING};

    #[test]
    fn counts_are_those_of_a_tree() {
        let (mut tree, mut counts) = (BTreeMap::new(), KeyCounts::new());
        for key in (0..3 * WAITING as u64 + 7).map(|i| i * i % 1_009) {
            *tree.entry(key).or_insert(0_u64) += 1;
            counts.add(key);
        }
        assert_eq!(counts.counts(), tree.into_iter().collect::<Vec<_>>());
    }
}
