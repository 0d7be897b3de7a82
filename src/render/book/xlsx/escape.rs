//! Text as XML holds it.

use std::io::Write as _;

/// Adds `content` as XML holds it. What XML cannot hold stands as `_xHHHH_` (ECMA-376 part 1, 22.9.2.19); a text that looks
/// like that has its underscore written so.
pub(super) fn escaped(text: &mut Vec<u8>, content: &str) {
    let mut kept = 0;
    for (at, &byte) in content.as_bytes().iter().enumerate() {
        if !is_odd(byte) {
            continue;
        }
        let rest = &content.as_bytes()[at..];
        let written: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'_' if is_escape(rest) => b"_x005F_",
            0..b' ' => b"",
            _ if rest.starts_with("\u{fffe}".as_bytes()) || rest.starts_with("\u{ffff}".as_bytes()) => b"",
            _ => continue,
        };
        text.extend_from_slice(&content.as_bytes()[kept..at]);
        let letter = if written.is_empty() { content[at..].chars().next() } else { None };
        if let Some(letter) = letter {
            let _ = write!(text, "_x{:04X}_", u32::from(letter));
        }
        text.extend_from_slice(written);
        kept = at + letter.map_or(1, char::len_utf8);
    }
    text.extend_from_slice(&content.as_bytes()[kept..]);
}

/// Adds a formula as XML holds it.
pub(super) fn formula(text: &mut Vec<u8>, content: &str) {
    for piece in content.split_inclusive(['&', '<', '>']) {
        let written: &[u8] = match piece.as_bytes().last() {
            Some(b'&') => b"&amp;",
            Some(b'<') => b"&lt;",
            Some(b'>') => b"&gt;",
            _ => b"",
        };
        text.extend_from_slice(&piece.as_bytes()[..piece.len() - usize::from(!written.is_empty())]);
        text.extend_from_slice(written);
    }
}

/// What the element of a text has to say for its spaces at the ends to be kept.
pub(super) fn keeps_space(content: &str) -> &'static [u8] {
    if content.trim_ascii() == content { b"" } else { b" xml:space=\"preserve\"" }
}

/// Whether a text that has this byte may have to be written in another way; the last is how U+FFFE begins.
fn is_odd(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'_' | 0..=8 | 0xb..b' ' | 0xef)
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', digits @ ..] if digits.len() > 4 && digits[..4].iter().all(u8::is_ascii_hexdigit) && digits[4] == b'_')
}

#[cfg(test)]
mod tests {
    use super::{escaped, formula};

    #[test]
    fn texts_are_held_by_xml() {
        let written = |content| {
            let mut text = Vec::new();
            escaped(&mut text, content);
            String::from_utf8(text).unwrap()
        };
        assert_eq!(written("R&D <a> \"b\""), "R&amp;D &lt;a&gt; \"b\"");
        assert_eq!(written("a\u{1}b\tc"), "a_x0001_b\tc");
        assert_eq!(written("가\u{ffff}나\u{fffd}"), "가_xFFFF_나\u{fffd}");
        let mut text = Vec::new();
        formula(&mut text, "\"a\"&IF(A1<>2,_x0041_,\">\")");
        assert_eq!(text, b"\"a\"&amp;IF(A1&lt;&gt;2,_x0041_,\"&gt;\")");
        assert_eq!(written("_x0041_ _x41_ _é"), "_x005F_x0041_ _x41_ _é");
    }
}
