//! Splitting a whole number without losing a unit.

/// Splits `amount` by `weights`: share *i* is `floor(amount × Wᵢ / W) − floor(amount × Wᵢ₋₁ / W)` over the running sums
/// `Wᵢ`, so the shares always add up to `amount` and depend on nothing but the order of the weights. A negative
/// amount is split as its mirror image. All weights zero: everything goes to the last share. Empty in, empty out.
///
/// `amount` and the weights may use any scale; the product `amount × W` must stay inside `i128`, which holds for
/// amounts up to 10^18 and weight sums up to 2^64.
pub fn split(amount: i128, weights: &[u64]) -> Vec<i128> {
    let mut shares = Vec::with_capacity(weights.len());
    split_into(amount, weights, &mut shares);
    shares
}

/// The same into `shares`, whose room is used again: for the millions of splits of attribution.
pub fn split_into(amount: i128, weights: &[u64], shares: &mut Vec<i128>) {
    shares.clear();
    let total: i128 = weights.iter().map(|&w| i128::from(w)).sum();
    if total == 0 {
        shares.resize(weights.len(), 0);
        if let Some(last) = shares.last_mut() {
            *last = amount;
        }
        return;
    }
    let (sign, size) = if amount < 0 { (-1, -amount) } else { (1, amount) };
    let (mut running, mut given) = (0_i128, 0_i128);
    shares.extend(weights.iter().map(|&weight| {
        // Most weights of most models are 0, and the last one takes what is left: neither needs a division.
        if weight == 0 {
            return 0;
        }
        running += i128::from(weight);
        let upto = if running == total { size } else { quotient(size, running, total) };
        let share = sign * (upto - given);
        given = upto;
        share
    }));
}

/// `size × part / whole`, rounded down; in 64 bits where they hold it, which is many times faster. None is below 0.
fn quotient(size: i128, part: i128, whole: i128) -> i128 {
    let product = size * part;
    match (u64::try_from(product), u64::try_from(whole)) {
        (Ok(product), Ok(whole)) if whole > 0 => i128::from(product / whole),
        _ => product / whole,
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
    use super::{split, split_signed};

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
