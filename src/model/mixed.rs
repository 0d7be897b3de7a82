//! Two numbers mixed into one of which every bit depends on all of theirs: the two halves of their product, folded (as wyhash and
//! foldhash do it).

/// The golden ratio and the root of two, behind their binary points: two numbers are hardly ever these, which would make the
/// product nothing.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
const ROOT: u64 = 0x6a09_e667_f3bc_c909;

/// The mixed number.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "a product is taken apart")]
pub(crate) fn mixed(first: u64, second: u64) -> u64 {
    let product = u128::from(first ^ GOLDEN) * u128::from(second ^ ROOT);
    (product >> 64) as u64 ^ product as u64
}
