//! 2^(−age / half-life) in whole numbers: the same on every machine, which a floating-point power is not.

/// The value of 1: 2^60.
const ONE: u32 = 60;

/// Binary places of the exponent's fraction; 2^−48 of a half-life is below what a credit can show.
const PLACES: usize = 48;

/// 2^(−1/2), 2^(−1/4), 2^(−1/8) … times 2^[`ONE`]: each the square root of the one before.
const ROOTS: [u64; PLACES] = roots();

const fn roots() -> [u64; PLACES] {
    let mut roots = [0; PLACES];
    let mut power = 1_u128 << (ONE - 1);
    let mut place = 0;
    while place < PLACES {
        power = (power << ONE).isqrt();
        #[expect(clippy::cast_possible_truncation, reason = "below 2^60")]
        let root = power as u64;
        roots[place] = root;
        place += 1;
    }
    roots
}

/// 2^(60 − `age` / `half_life`), rounded down within a few units. `half_life` is above zero.
pub(super) fn half_power(age: u32, half_life: u64) -> u64 {
    let (age, half_life) = (u64::from(age), half_life.max(1));
    let halvings = u32::try_from(age / half_life).unwrap_or(u32::MAX);
    if halvings >= ONE {
        return 0;
    }
    // The binary places of the fraction that are 1, highest first.
    let mut fraction = fraction(age % half_life, half_life) << (u64::BITS as usize - PLACES);
    let mut power = 1_u64 << ONE;
    while fraction != 0 {
        let place = fraction.leading_zeros();
        fraction ^= 1 << (u64::BITS - 1 - place);
        let product = u128::from(power) * u128::from(ROOTS[place as usize]);
        // Neither factor is above 2^60, so the product divided by it is not either.
        #[expect(clippy::cast_possible_truncation, reason = "below 2^60")]
        let next = (product >> ONE) as u64;
        power = next;
    }
    power >> halvings
}

/// `part / whole` in [`PLACES`] binary places, rounded down; `part` is below `whole` and has 32 bits. Half of the places at a
/// time, so that every step is one division of words.
fn fraction(part: u64, whole: u64) -> u64 {
    const HALF: usize = PLACES / 2;
    let (high, rest) = ((part << HALF) / whole, (part << HALF) % whole);
    match rest.checked_mul(1 << HALF) {
        Some(rest) => (high << HALF) | (rest / whole),
        None => {
            let low = (u128::from(rest) << HALF) / u128::from(whole);
            (high << HALF) | u64::try_from(low).unwrap_or(0)
        }
    }
}

/// 2^(60 − `times`): the whole steps of [`half_power`].
pub(super) fn halved(times: u64) -> u64 {
    u32::try_from(times).ok().and_then(|times| (1_u64 << ONE).checked_shr(times)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::half_power;

    #[test]
    fn follows_the_power_of_two() {
        for age in [0, 1, 1_000, 302_400, 604_799, 604_800, 604_801, 6_048_000, 30_000_000] {
            let exact = (-f64::from(age) / 604_800.0).exp2();
            let here = half_power(age, 604_800) as f64 / (1_u64 << 60) as f64;
            assert!((here - exact).abs() <= 1e-13 * exact + 1e-17, "{age}: {here} {exact}");
        }
        assert_eq!(half_power(604_800, 604_800), 1 << 59);
        assert_eq!(half_power(u32::MAX, 604_800), 0);
    }
}
