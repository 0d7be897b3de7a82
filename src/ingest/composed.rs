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
    // Latin letters, Han and the syllables of Hangul are told without a look into the tables.
    let plain = |c: char| c < '\u{300}' || matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    text.is_ascii() || text.chars().all(plain) || is_nfc_quick(text.chars()) == IsNormalized::Yes
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
        ] {
            assert_eq!(composed(apart), whole);
            assert!(is_composed(whole), "{whole}");
        }
        assert!(matches!(composed("캠페인 3월"), Cow::Borrowed(_)));
    }
}
