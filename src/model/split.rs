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
/// are 0. For the millions of splits of attribution.
pub fn split_both(amounts: (i128, i128), weights: &[u64], mut give: impl FnMut(usize, (i128, i128))) {
    let mut give = |at, shares| {
        if shares != (0, 0) {
            give(at, shares);
        }
    };
    // The last weight takes what is left, and most weights of most models are 0: neither needs a division.
    let Some(last) = weights.iter().rposition(|&weight| weight != 0).or(weights.len().checked_sub(1)) else { return };
    let Some(first) = weights[..last].iter().position(|&weight| weight != 0) else { return give(last, amounts) };
    let total: i128 = match weights.iter().try_fold(0_u64, |sum, &weight| sum.checked_add(weight)) {
        Some(total) => total.into(),
        None => weights.iter().map(|&weight| i128::from(weight)).sum(),
    };
    let mut amounts = (Running::new(amounts.0, total), Running::new(amounts.1, total));
    let mut running = 0;
    for (at, &weight) in (first..).zip(&weights[first..last]).filter(|(_, weight)| **weight != 0) {
        running += i128::from(weight);
        give(at, (amounts.0.upto(running), amounts.1.upto(running)));
    }
    give(last, (amounts.0.rest(), amounts.1.rest()));
}

/// The shares of one amount along running weights.
struct Running {
    is_negative: bool,
    quotient: Quotient,
    given: i128,
}

impl Running {
    fn new(amount: i128, total: i128) -> Running {
        Running { is_negative: amount < 0, quotient: Quotient::new(amount.abs(), total), given: 0 }
    }

    /// What the weight with which `running` was reached gets.
    fn upto(&mut self, running: i128) -> i128 {
        if self.quotient.size == 0 {
            return 0;
        }
        let before = std::mem::replace(&mut self.given, self.quotient.of(running));
        self.signed(self.given - before)
    }

    /// What the last weight gets.
    fn rest(&self) -> i128 {
        self.signed(self.quotient.size - self.given)
    }

    fn signed(&self, share: i128) -> i128 {
        if self.is_negative { -share } else { share }
    }
}

/// `size × part / whole`, rounded down, for many parts of one whole; none is below 0.
struct Quotient {
    size: i128,
    whole: i128,
    /// Size and whole where a word holds them and a floating-point number tells quotients apart, and size ÷ whole.
    words: Option<(u64, u64, f64)>,
}

impl Quotient {
    fn new(size: i128, whole: i128) -> Quotient {
        let words = u64::try_from(size).ok().zip(u64::try_from(whole).ok()).filter(|&(size, _)| size < 1 << 50);
        Quotient { size, whole, words: words.map(|(size, whole)| (size, whole, size as f64 / whole as f64)) }
    }

    /// The quotient of `part`, which is not above the whole. A division of two words takes many times as long as guessing
    /// and setting right what the guess is off.
    fn of(&self, part: i128) -> i128 {
        let (Some((size, whole, ratio)), Ok(part)) = (self.words, u64::try_from(part)) else {
            return self.size * part / self.whole;
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at least 0 and below 2^51")]
        let mut guess = (part as f64 * ratio) as u64;
        let (product, divisor) = (u128::from(size) * u128::from(part), u128::from(whole));
        let mut reached = u128::from(guess) * divisor;
        while reached > product {
            guess -= 1;
            reached -= divisor;
        }
        while product - reached >= divisor {
            guess += 1;
            reached += divisor;
        }
        guess.into()
    }
}

/// The same by weights of either sign whose sum is above zero: shares may then be below zero or above `amount`.
pub fn split_signed(amount: i128, weights: &[i64]) -> Vec<i128> {
    let total: i128 = weights.iter().map(|&w| i128::from(w)).sum();
    let (sign, size) = if amount < 0 { (-1, -amount) } else { (1, amount) };
    let (mut running, mut given) = (0_i128, 0_i128);
    let shares = weights.iter().map(|&weight| {
        running += i128::from(weight);
        let upto = (size * running).div_euclid(total.max(1));
        let share = sign * (upto - given);
        given = upto;
        share
    });
    shares.collect()
}

#[cfg(test)]
mod tests {
    use super::{Quotient, split, split_signed};

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
                assert_eq!(Quotient::new(size, whole).of(part), size * part / whole, "{size} {part} {whole}");
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
        assert_eq!(split_signed(100, &[4, -1, 3]), [66, -16, 50]);
        assert_eq!(split_signed(-100, &[4, -1, 3]), [-66, 16, -50]);
    }
}
