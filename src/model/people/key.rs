//! Keys: names of people in twenty bytes each, as they are compared.

use crate::model::digest::digest;
use crate::model::mixed::mixed;

/// A name of up to 20 bytes as it stands, zeros behind it; of a longer one the first 19 bytes of its SHA-256, and a byte that
/// no text ends in. Four bytes to a number. No name has the key of another: of two billion names, two would share a digest of
/// 152 bits with a chance of one in 10^27 (the birthday bound, n² / 2^153).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Key([u32; 5]);

/// The longest name that is its own key, in bytes.
const LONGEST: usize = 20;

/// What a digest ends in: no byte of UTF-8 is one of these.
const OF_NAME: u8 = 0xfe;
const OF_ADDRESS: u8 = 0xff;

impl Key {
    /// The key of no name.
    pub(crate) const NONE: Key = Key([0; 5]);

    /// The key of a name; of an empty one none.
    #[inline]
    pub(crate) fn of(name: &str) -> Key {
        let bytes = name.as_bytes();
        // One that ends in zero would look like a shorter one.
        if bytes.len() > LONGEST || bytes.last() == Some(&0) {
            return Key::of_long(bytes);
        }
        let (low, rest) = bytes.split_at(bytes.len().min(8));
        let (high, rest) = rest.split_at(rest.len().min(8));
        Key::from_parts(eight(low), eight(high), rest.iter().rev().fold(0, |tail, byte| tail << 8 | u32::from(*byte)))
    }

    fn of_long(bytes: &[u8]) -> Key {
        let digest = digest(bytes);
        let (low, rest) = digest.split_at(8);
        let (high, rest) = rest.split_at(8);
        let kind = if bytes.contains(&b'@') { OF_ADDRESS } else { OF_NAME };
        Key::from_parts(eight(low), eight(high), u32::from_le_bytes([rest[0], rest[1], rest[2], kind]))
    }

    #[expect(clippy::cast_possible_truncation, reason = "64 bits are taken apart")]
    fn from_parts(low: u64, high: u64, tail: u32) -> Key {
        Key([low as u32, (low >> 32) as u32, high as u32, (high >> 32) as u32, tail])
    }

    fn bytes(self) -> [u8; LONGEST] {
        let mut bytes = [0; LONGEST];
        for (four, number) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(self.0) {
            *four = number.to_le_bytes();
        }
        bytes
    }

    /// A number whose high bits tell keys apart: ids of one program differ in few characters.
    #[inline]
    pub(crate) fn hash(self) -> u32 {
        let Key([first, second, third, fourth, tail]) = self;
        let (low, high) = (u64::from(second) << 32 | u64::from(first), u64::from(fourth) << 32 | u64::from(third));
        (mixed(mixed(low, high), tail.into()) >> 32) as u32
    }

    /// Whether a name has this key.
    pub(crate) fn is_some(self) -> bool {
        self != Key::NONE
    }

    /// Whether the name was too long to be its own key.
    pub(crate) fn is_digest(self) -> bool {
        self.0[4] >= u32::from(OF_NAME) << 24
    }

    /// Whether the name is an e-mail address.
    pub(crate) fn is_address(self) -> bool {
        if self.is_digest() { self.0[4] >= u32::from(OF_ADDRESS) << 24 } else { self.bytes().contains(&b'@') }
    }

    /// Adds the name to a text, if it is its own key.
    pub(crate) fn spell(self, text: &mut String) {
        let bytes = self.bytes();
        let end = bytes.iter().rposition(|byte| *byte > 0).map_or(0, |last| last + 1);
        text.push_str(std::str::from_utf8(&bytes[..end]).unwrap_or_default());
    }
}

/// Up to eight bytes as a number, the first lowest.
fn eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(all) => u64::from_le_bytes(*all),
        None => bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_have_keys_that_differ() {
        let short = [
            "0",
            "00",
            "a",
            "A",
            "12345678",
            "123456789",
            "0061G00000Ja7B6",
            "0061G00000ja7B6",
            "\u{e9}@x.com",
            "1234567890123456",
            "12345678901234567890",
        ];
        let long = ["123456789012345678901", "a\0", "12345678\0", "ann.with.a.long.name@example.com"];
        let keys: Vec<Key> = short.iter().chain(&long).map(|name| Key::of(name)).collect();
        assert!(keys.iter().all(|key| key.is_some()));
        assert!((1..keys.len()).all(|i| !keys[..i].contains(&keys[i])));
        for (name, key) in short.iter().zip(&keys) {
            let mut text = String::from("before ");
            key.spell(&mut text);
            assert_eq!(text, format!("before {name}"));
            assert_eq!((key.is_digest(), key.is_address()), (false, name.contains('@')));
        }
        for (name, key) in long.iter().zip(&keys[short.len()..]) {
            assert_eq!((key.is_digest(), key.is_address()), (true, name.contains('@')));
        }
        assert!(!Key::of("").is_some());
    }

    #[test]
    fn ids_as_programs_write_them_have_hashes_of_their_own() {
        let patterns: [&dyn Fn(u32) -> String; 7] = [
            &|n| n.to_string(),
            &|n| format!("{}", 51_000_000_000 + u64::from(n) * 50),
            &|n| format!("C-{n:07}"),
            &|n| format!("cus_{n:014x}"),
            &|n| format!("customer-{n:011}"),
            &|n| format!("{:08}-{:08}", n / 1000, n % 1000),
            &|n| format!("a{n}@x.co"),
        ];
        for pattern in patterns {
            let mut hashes: Vec<u32> = (0..100_000).map(|n| Key::of(&pattern(n)).hash()).collect();
            hashes.sort_unstable();
            // Of a hundred thousand random numbers of 32 bits, one pair is the same.
            let same = hashes.windows(2).filter(|pair| pair[0] == pair[1]).count();
            assert!(same < 8, "{}: {same}", pattern(7));
        }
    }
}
