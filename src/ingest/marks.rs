//! Where a byte stands in a text, found many bytes at a time. The only owner of memchr.

/// The first place of `byte`.
pub(crate) fn first(byte: u8, bytes: &[u8]) -> Option<usize> {
    memchr::memchr(byte, bytes)
}

/// The last place of `byte`.
pub(crate) fn last(byte: u8, bytes: &[u8]) -> Option<usize> {
    memchr::memrchr(byte, bytes)
}

/// How often `byte` stands there.
pub(crate) fn count(byte: u8, bytes: &[u8]) -> u64 {
    memchr::memchr_iter(byte, bytes).count() as u64
}

/// Every place of one of two bytes, in order.
pub(crate) fn either(one: u8, other: u8, bytes: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr2_iter(one, other, bytes)
}
