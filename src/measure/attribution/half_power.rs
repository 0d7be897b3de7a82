//! 2^(−age / half-life) in whole numbers: the same on every machine, which a floating-point power is not.

/// The value of 1: 2^60.
const ONE: u32 = 60;

/// Binary places of the exponent's fraction; 2^−48 of a half-life is below what a credit can show.
const PLACES: usize = 48;

/// Powers that are computed at a time.
pub(super) const SIDE_BY_SIDE: usize = 4;

const END: u64 = 1 << (u64::BITS - 1);

/// 2^(−1/2), 2^(−1/4), 2^(−1/8) … times 2^64: each the square root of the one before, in [`ONE`] binary places.
const ROOTS: [u64; u64::BITS as usize] = roots();

const fn roots() -> [u64; u64::BITS as usize] {
    let mut roots = [0; u64::BITS as usize];
    let mut power = 1_u128 << (ONE - 1);
    let mut place = 0;
    while place < PLACES {
        power = (power << ONE).isqrt();
        #[expect(clippy::cast_possible_truncation, reason = "below 2^60")]
        let root = power as u64;
        roots[place] = root << (u64::BITS - ONE);
        place += 1;
    }
    roots
}

/// 2^(60 − age / `half_life`) of each of four ages, rounded down within a few units. `half_life` is above zero. Every step waits
/// for the one before: four powers side by side take hardly longer than one.
pub(super) fn half_powers(ages: [u32; SIDE_BY_SIDE], half_life: u64) -> [u64; SIDE_BY_SIDE] {
    let half_life = half_life.max(1);
    let ages = ages.map(u64::from);
    // The binary places of the fraction that are 1, the highest lowest; a 1 behind the last is never worked off.
    let left = |age: u64| (fraction(age % half_life, half_life) << (u64::BITS as usize - PLACES)).reverse_bits() | END;
    let mut fractions = ages.map(left);
    let mut powers = [1_u64 << ONE; SIDE_BY_SIDE];
    while fractions.iter().fold(0, |all, fraction| all | fraction) != END {
        for (power, fraction) in powers.iter_mut().zip(&mut fractions) {
            let root = ROOTS[fraction.trailing_zeros() as usize];
            let next = ((u128::from(*power) * u128::from(root)) >> u64::BITS) as u64;
            *power = if *fraction == END { *power } else { next };
            *fraction = *fraction & (*fraction - 1) | END;
        }
    }
    let halvings = ages.map(|age| u32::try_from(age / half_life).unwrap_or(u32::MAX));
    std::array::from_fn(|at| if halvings[at] < ONE { powers[at] >> halvings[at] } else { 0 })
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

/// 2^(60 − `times`): the whole steps of [`half_powers`].
pub(super) fn halved(times: u64) -> u64 {
    u32::try_from(times).ok().and_then(|times| (1_u64 << ONE).checked_shr(times)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::half_powers;

    #[test]
    fn follows_the_power_of_two() {
        for age in [0, 1, 1_000, 302_400, 604_799, 604_800, 604_801, 6_048_000, 30_000_000] {
            let exact = (-f64::from(age) / 604_800.0).exp2();
            let powers = half_powers([age, 7, age, u32::MAX], 604_800);
            let here = powers[0] as f64 / (1_u64 << 60) as f64;
            assert!((here - exact).abs() <= 1e-13 * exact + 1e-17, "{age}: {here} {exact}");
            assert_eq!(powers[2..], [powers[0], 0]);
        }
        assert_eq!(half_powers([604_800, 0, 3 * 604_800, 604_800], 604_800), [1 << 59, 1 << 60, 1 << 57, 1 << 59]);
    }
}
