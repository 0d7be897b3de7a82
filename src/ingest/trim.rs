//! Texts without the blanks around them. Nearly no cell has any, which its first and last byte tell.

/// The text without white space around it.
pub(crate) fn trimmed(text: &str) -> &str {
    if is_bare(text) { text } else { text.trim() }
}

/// Whether nothing around the text can be taken off: it begins and ends with a sign or letter of ASCII.
pub(crate) fn is_bare(text: &str) -> bool {
    matches!(text.as_bytes(), [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'])
}

#[cfg(test)]
mod tests {
    use super::trimmed;

    #[test]
    fn as_the_standard_library_trims() {
        for text in ["", " ", "a", " a", "a ", "a b", "\ta\n", "é", "é ", "\u{a0}a", "\u{3000}", "a\u{7f}"] {
            assert_eq!(trimmed(text), text.trim(), "{text:?}");
        }
    }
}
