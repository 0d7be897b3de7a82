//! Splitting a whole number without losing a unit.

/// Splits `amount` by `weights`: share *i* is `floor(amount × Wᵢ / W) − floor(amount × Wᵢ₋₁ / W)` over the running sums
/// `Wᵢ`, so the shares always add up to `amount` and depend on nothing but the order of the weights. A negative
/// amount is split as its mirror image. All weights zero: everything goes to the last share. Empty in, empty out.
///
/// `amount` and the weights may use any scale; the product `amount × W` must stay inside `i128`, which holds for
/// amounts up to 10^18 and weight sums up to 2^64.
pub fn split(amount: i128, weights: &[u64]) -> Vec<i128> {
    let mut shares = vec![0; weights.len()];
    split_both((amount, 0), weights, |at, (share, _)| shares[at] = share);
    shares
}

/// Splits two amounts by the same weights, as [`split`] does, and gives every position with its two shares; none where both
/// are 0.
fn split_both(amounts: (i128, i128), weights: &[u64], mut give: impl FnMut(usize, (i128, i128))) {
    let Some(last) = weights.iter().rposition(|&weight| weight != 0).or(weights.len().checked_sub(1)) else { return };
    let total: i128 = weights.iter().map(|&weight| i128::from(weight)).sum();
    if total == 0 {
        return give(last, amounts);
    }
    let (first, second) = (Parts::new(amounts.0, total), Parts::new(amounts.1, total));
    let (mut running, mut given) = (0, (0, 0));
    for (at, &weight) in weights.iter().enumerate().take(last + 1) {
        running += i128::from(weight);
        let upto = (first.upto(running), second.upto(running));
        if upto != given {
            give(at, (upto.0 - given.0, upto.1 - given.1));
        }
        given = upto;
    }
}

/// The parts of one amount up to running weights. For the millions of splits of attribution, which ask for few of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    amount: i128,
    whole: i128,
    /// The amount without its sign and the whole, where words hold them and what is computed from them, and amount ÷ whole.
    words: Option<(i64, i64, f64)>,
}

impl Parts {
    /// Of `amount`, where all weights add up to `whole`, not below 0.
    #[inline]
    pub(crate) fn new(amount: i128, whole: i128) -> Parts {
        let words = i64::try_from(amount.abs()).ok().zip(i64::try_from(whole).ok());
        let words = words.filter(|&(_, whole)| (1..1 << 61).contains(&whole));
        Parts { amount, whole, words: words.map(|(size, whole)| (size, whole, size as f64 / whole as f64)) }
    }

    /// `floor(amount × running / whole)`, of an amount below 0 the mirror image; running weights may be of either sign. A
    /// division of two words takes many times as long as guessing and setting right what the guess is off.
    #[inline]
    pub(crate) fn upto(&self, running: i128) -> i128 {
        /// Below it a floating-point quotient is off by less than one.
        const SURE: f64 = (1_u64 << 50) as f64;
        if running == self.whole {
            return self.amount;
        }
        let Some(((size, whole, ratio), part)) = self.words.zip(i64::try_from(running).ok()) else {
            return self.divided(running);
        };
        let guess = part as f64 * ratio;
        if guess.abs() >= SURE {
            return self.divided(running);
        }
        #[expect(clippy::cast_possible_truncation, reason = "below 2^50")]
        let mut guess = guess as i64;
        // What is left after the guess is a few wholes at most: the words that both products lose are the same.
        let mut left = size.wrapping_mul(part).wrapping_sub(guess.wrapping_mul(whole));
        while left < 0 {
            guess -= 1;
            left += whole;
        }
        while left >= whole {
            guess += 1;
            left -= whole;
        }
        let share = i128::from(guess);
        if self.amount < 0 { -share } else { share }
    }

    /// The same of small amounts, for those who ask for millions of parts.
    pub(crate) fn small(&self) -> Option<SmallParts> {
        let (size, whole, ratio) = self.words.filter(|&(size, ..)| self.amount >= 0 && size < 1 << 50)?;
        Some(SmallParts { size, whole, ratio })
    }

    fn divided(&self, running: i128) -> i128 {
        let share = (self.amount.abs() * running).div_euclid(self.whole.max(1));
        if self.amount < 0 { -share } else { share }
    }
}

/// [`Parts`] of an amount from 0 to 2^50 up to running weights from 0 to their whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SmallParts {
    size: i64,
    whole: i64,
    ratio: f64,
}

impl SmallParts {
    /// `floor(amount × running / whole)`.
    #[inline]
    pub(crate) fn upto(self, running: i64) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "not above 2^50, and off by one at most")]
        let guess = (running as f64 * self.ratio) as i64;
        let left = self.size.wrapping_mul(running).wrapping_sub(guess.wrapping_mul(self.whole));
        guess + i64::from(left >= self.whole) - i64::from(left < 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Parts, split};

    #[test]
    fn guessed_quotients_are_exact() {
        let mut seed = 7_u64;
        let mut next = |bits: u32| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            i128::from(seed >> 33 << 31 | seed >> 32) >> (64 - bits)
        };
        for bits in (1..=64).flat_map(|bits| [bits; 500]) {
            let (size, whole) = (next(bits), next(65 - bits) + 1);
            for part in [0, 1, whole / 2, whole - 1, whole, next(64) % whole] {
                assert_eq!(Parts::new(size, whole).upto(part), size * part / whole, "{size} {part} {whole}");
                if let (Some(small), Ok(part)) = (Parts::new(size, whole).small(), i64::try_from(part)) {
                    assert_eq!(i128::from(small.upto(part)), size * i128::from(part) / whole, "{size} {part} {whole}");
                }
                assert_eq!(Parts::new(-size, whole).upto(part), -(size * part / whole), "{size} {part} {whole}");
                let beyond = (size * -part).div_euclid(whole);
                assert_eq!(Parts::new(size, whole).upto(-part), beyond, "{size} -{part} {whole}");
            }
        }
    }

    #[test]
    fn a_cent_is_never_lost() {
        assert_eq!(split(100, &[1, 1, 1]), [33, 33, 34]);
        assert_eq!(split(-100, &[1, 1, 1]), [-33, -33, -34]);
        assert_eq!(split(7, &[0, 0]), [0, 7]);
        assert_eq!(split(7, &[]), Vec::<i128>::new());
        assert_eq!(split(100, &[0, 1, 0, 1, 0]), [0, 50, 0, 50, 0]);
        assert_eq!(split(1 << 62, &[1 << 60, 1 << 61]).iter().sum::<i128>(), 1 << 62);
        let upto = |amount, running: [i128; 3]| running.map(|running| Parts::new(amount, 6).upto(running));
        assert_eq!(upto(100, [4, 3, 6]), [66, 50, 100]);
        assert_eq!(upto(-100, [4, -3, 6]), [-66, 50, -100]);
    }
}
