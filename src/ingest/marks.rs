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

/// Every place of one of three bytes, in order, in a text of less than 4 GiB: for texts that have one every few bytes, where each
/// search of its own would cost more than the bytes.
pub(crate) fn all_of(marks: [u8; 3], bytes: &[u8]) -> Vec<u32> {
    let marks = marks.map(u8x16::splat);
    let mut places = Vec::with_capacity(bytes.len() / 8);
    let (chunks, rest) = bytes.as_chunks::<64>();
    let mut before = 0;
    for chunk in chunks {
        let (sixteens, _) = chunk.as_chunks::<16>();
        let found = (0..).zip(sixteens).fold(0, |found, (at, bytes)| found | bits(&marks, *bytes) << (16 * at));
        tell(&mut places, before, found);
        before += 64;
    }
    for chunk in rest.chunks(16) {
        let mut bytes = [0; 16];
        bytes[..chunk.len()].copy_from_slice(chunk);
        tell(&mut places, before, bits(&marks, bytes) & ((1 << chunk.len()) - 1));
        before += 16;
    }
    places
}

/// Which of 16 bytes are marks, the first in the lowest bit.
fn bits(marks: &[u8x16; 3], bytes: [u8; 16]) -> u64 {
    let bytes = u8x16::new(bytes);
    let [one, two, three] = marks.map(|mark| bytes.simd_eq(mark));
    u64::from((one | two | three).to_bitmask())
}

/// Adds the places of the bits that are set in `found`. Eight at once, whether there are as many: a branch for each would be
/// guessed wrong as often as right (Langdale and Lemire, Parsing gigabytes of JSON per second, 2019).
fn tell(places: &mut Vec<u32>, before: u32, mut found: u64) {
    let all = places.len() + found.count_ones() as usize;
    while places.len() < all {
        let eight: [u32; 8] = std::array::from_fn(|_| {
            let place = before + found.trailing_zeros();
            found &= found.wrapping_sub(1);
            place
        });
        places.extend_from_slice(&eight);
    }
    places.truncate(all);
}

/// Which of some bytes are capitals, small letters and digits of ASCII, the first in the lowest bit.
#[derive(Clone, Copy)]
pub(crate) struct Signs {
    pub capitals: u32,
    pub small: u32,
    pub digits: u32,
}

/// What 16 bytes are.
#[inline]
pub(crate) fn signs(bytes: &[u8; 16]) -> Signs {
    let bytes = u8x16::new(*bytes);
    let among = |first: u8, last: u8| {
        let from = bytes - u8x16::splat(first);
        from.simd_eq(from.min(u8x16::splat(last - first))).to_bitmask()
    };
    Signs { capitals: among(b'A', b'Z'), small: among(b'a', b'z'), digits: among(b'0', b'9') }
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

    use super::{all_of, signs};

    #[test]
    fn every_byte_is_known() {
        for byte in 0..=u8::MAX {
            let mut bytes = [b' '; 16];
            bytes[usize::from(byte % 16)] = byte;
            let found = signs(&bytes);
            let bit = |is: bool| u32::from(is) << (byte % 16);
            assert_eq!(found.capitals, bit(byte.is_ascii_uppercase()), "{byte}");
            assert_eq!(found.small, bit(byte.is_ascii_lowercase()), "{byte}");
            assert_eq!(found.digits, bit(byte.is_ascii_digit()), "{byte}");
        }
    }

    proptest! {
        #[test]
        fn every_place_is_told(text in "[a,\n\"]{0,300}", rare in "[a-z]{0,300},?") {
            for text in [text, rare] {
                let places: Vec<usize> = all_of([b',', b'\n', b'"'], text.as_bytes()).iter().map(|at| *at as usize).collect();
                let expected: Vec<usize> = text.match_indices([',', '\n', '"']).map(|(at, _)| at).collect();
                prop_assert_eq!(places, expected);
            }
        }
    }
}
