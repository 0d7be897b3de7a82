//! Chance that falls the same way on every machine: splitmix64 and whole numbers.

/// A stream of chance. Each topic has its own, so that a change to one leaves the others as they were.
pub(crate) struct Random(u64);

impl Random {
    /// The stream of `seed`.
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low + 1).unwrap_or(1).max(1);
        low + i64::try_from(self.draw() % width).unwrap_or(0)
    }

    /// A position in a list of `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.draw() % count.max(1) as u64).unwrap_or(0)
    }

    /// True in `permille` of 1,000 draws.
    pub(crate) fn chance(&mut self, permille: i64) -> bool {
        self.between(0, 999) < permille
    }

    /// One of `choices`.
    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// A position, each as likely as its weight.
    pub(crate) fn weighted(&mut self, weights: &[i64]) -> usize {
        let mut rest = self.between(0, weights.iter().sum::<i64>() - 1);
        weights
            .iter()
            .position(|&w| {
                rest -= w;
                rest < 0
            })
            .unwrap_or(0)
    }

    /// `mean`, give or take up to `percent` of it.
    pub(crate) fn around(&mut self, mean: i64, percent: i64) -> i64 {
        mean * self.between(100 - percent, 100 + percent) / 100
    }

    /// As many lower-case letters and digits as asked: the tail of a vendor's id.
    pub(crate) fn token(&mut self, length: usize) -> String {
        const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        (0..length).map(|_| char::from(self.pick(LETTERS))).collect()
    }
}
