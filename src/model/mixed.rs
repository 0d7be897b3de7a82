//! Two numbers mixed into one whose high bits tell apart what differs in few bits of either: Fibonacci hashing (Knuth, The Art of
//! Computer Programming 3, 6.4), twice.

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The mixed number.
#[inline]
pub(crate) fn mixed(first: u64, second: u64) -> u64 {
    (first.wrapping_mul(GOLDEN).rotate_left(32) ^ second).wrapping_mul(GOLDEN)
}
