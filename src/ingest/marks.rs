//! Where a byte stands in a text, found many bytes at a time. The only owner of memchr and wide.

use wide::u8x16;

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

/// Every place of one of three bytes, in order: for texts that have one every few bytes, where each search of its own would
/// cost more than the bytes.
pub(crate) fn any_of(marks: [u8; 3], bytes: &[u8]) -> AnyOf<'_> {
    AnyOf { marks: marks.map(u8x16::splat), rest: bytes, before: 0, found: 0, next: 0 }
}

/// Places of one of three bytes.
pub(crate) struct AnyOf<'a> {
    marks: [u8x16; 3],
    /// Not looked at yet.
    rest: &'a [u8],
    /// Where the 64 bytes stand that were looked at last, and which of them are places not told yet, one bit each.
    before: usize,
    found: u64,
    /// Where `rest` stands.
    next: usize,
}

impl AnyOf<'_> {
    /// The places among 16 bytes.
    fn places(&self, bytes: [u8; 16]) -> u64 {
        let bytes = u8x16::new(bytes);
        let [one, two, three] = self.marks.map(|mark| bytes.simd_eq(mark));
        u64::from((one | two | three).to_bitmask())
    }

    /// Looks at the next 64 bytes, or as many as there are.
    fn look(&mut self) {
        self.before = self.next;
        if let Some((chunk, rest)) = self.rest.split_first_chunk::<64>() {
            let (sixteens, _) = chunk.as_chunks::<16>();
            self.found = (0..).zip(sixteens).fold(0, |found, (at, bytes)| found | self.places(*bytes) << (16 * at));
            self.rest = rest;
            self.next += 64;
            return;
        }
        let most = self.rest.len().min(16);
        let mut bytes = [0; 16];
        bytes[..most].copy_from_slice(&self.rest[..most]);
        self.found = self.places(bytes) & ((1 << most) - 1);
        self.rest = &self.rest[most..];
        self.next += most;
    }
}

impl Iterator for AnyOf<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            if self.rest.is_empty() {
                return None;
            }
            self.look();
        }
        let place = self.before + self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(place)
    }
}

/// The first place of a text.
pub(crate) fn find(text: &[u8], bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, text)
}

/// The last place of a text.
pub(crate) fn find_last(text: &[u8], bytes: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::any_of;

    proptest! {
        #[test]
        fn every_place_is_told(text in "[a,\n\"]{0,300}", rare in "[a-z]{0,300},?") {
            for text in [text, rare] {
                let places: Vec<usize> = any_of([b',', b'\n', b'"'], text.as_bytes()).collect();
                let expected: Vec<usize> = text.match_indices([',', '\n', '"']).map(|(at, _)| at).collect();
                prop_assert_eq!(places, expected);
            }
        }
    }
}
