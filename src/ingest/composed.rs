//! Composed text: every letter with its marks as one character (Unicode's normal form C), however a system has stored it.
//! macOS keeps names of files apart into letters and marks, and what is copied there carries it into cells. The only
//! owner of the unicode-normalization crate.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The text in normal form C; the text itself, where it is so already.
pub fn composed(text: &str) -> Cow<'_, str> {
    if is_composed(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The whole of a text in normal form C.
pub(crate) fn all_composed(text: String) -> String {
    if is_composed(&text) { text } else { text.nfc().collect() }
}

/// Whether nothing in the text can be composed.
fn is_composed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let plain = |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_plain);
    let suspects = |(number, chunk): (usize, &[u8])| {
        let bytes = chunk.iter().enumerate().filter(|(_, byte)| is_suspect(**byte));
        !chunk.is_ascii() && bytes.into_iter().any(|(at, _)| !plain(number * CHUNK + at))
    };
    !bytes.chunks(CHUNK).enumerate().any(suspects) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// How many bytes are looked at together.
const CHUNK: usize = 64;

/// Whether a byte begins a character that may have to be looked up: none that is below U+0300, nor Han of U+5000 to U+9FFF,
/// nor Hangul of U+B000 to U+CFFF. Bytes that continue a character are below all these.
fn is_suspect(byte: u8) -> bool {
    byte >= 0xCC && !matches!(byte, 0xE5..=0xE9 | 0xEB | 0xEC)
}

/// Whether a character stays as it is beside any other: dashes, quotes and currency signs, Han, the syllables of Hangul.
fn is_plain(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{20a0}'..='\u{20bf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_kept_apart_become_one() {
        for (apart, whole) in [
            ("Gro\u{308}\u{df}e", "Größe"),
            ("\u{110f}\u{1162}\u{11b7}\u{1111}\u{1166}\u{110b}\u{1175}\u{11ab}", "캠페인"),
            ("\u{e01}\u{e49}\u{e38}\u{e07}", "\u{e01}\u{e38}\u{e49}\u{e07}"),
            ("Campaign", "Campaign"),
            ("ค่าใช้จ่าย", "ค่าใช้จ่าย"),
            ("– € “중” 字 –", "– € “중” 字 –"),
            ("– 2\u{2126}", "– 2Ω"),
        ] {
            assert_eq!(composed(apart), whole);
            assert!(is_composed(whole), "{whole}");
        }
        assert!(matches!(composed("캠페인 3월"), Cow::Borrowed(_)));
        assert!(matches!(composed(&"é–한字".repeat(40)), Cow::Borrowed(_)));
    }
}
