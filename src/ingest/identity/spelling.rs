//! Spellings of one name: e-mail addresses as one mailbox, Salesforce ids of 15 and 18 characters.

use std::borrow::Cow;

use crate::ingest::marks::signs;
use crate::ingest::trim::trimmed;

/// The form in which two names of a person are compared: an address as [`mailbox`], an id as [`salesforce_15`]. `None` for
/// what programs write where they have no id.
pub fn canonical(text: &str) -> Option<Cow<'_, str>> {
    let text = trimmed(text);
    // Neither an address nor a word for nothing, which the null id is.
    if let Some(parts) = eighteen(text).filter(|_| !text.starts_with("000")) {
        return Some(unguarded(text, parts));
    }
    if is_no_id(text) {
        return None;
    }
    Some(if text.bytes().any(|b| b == b'@') { mailbox(text) } else { salesforce_15(text) })
}

/// Whether the text stands for no id: `NULL`, `None`, `nan`, the null id of Salesforce in its three lengths.
pub fn is_no_id(text: &str) -> bool {
    let zeros = text.len() >= 15 && text.bytes().take(15).all(|b| b == b'0');
    // The longest of the words has nine letters.
    let words = ["null", "none", "nan", "nil", "n/a", "#n/a", "undefined", "<null>", "-"];
    text.is_empty()
        || (zeros && matches!(&text[15..], "" | "000" | "AAA" | "aaa"))
        || (text.len() <= 9 && words.iter().any(|no| text.eq_ignore_ascii_case(no)))
}

/// The mailbox of an address: trimmed, lower case, without `mailto:`, without what follows a `+` before the `@` (RFC 5233
/// calls it the detail: one mailbox receives them all). Dots count: only Gmail ignores them, and only for its own users.
pub fn mailbox(address: &str) -> Cow<'_, str> {
    // Nearly every address is one: it holds nothing that could be taken off or be written smaller.
    let plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b'@');
    if address.bytes().fold(true, |all, b| all & plain(b)) {
        return Cow::Borrowed(address);
    }
    let address = address.trim().trim_matches(['<', '>', '"', '\'']).to_lowercase();
    let address = address.strip_prefix("mailto:").unwrap_or(&address);
    Cow::Owned(match address.split_once('@') {
        Some((local, domain)) => {
            let plain =
                local.split_once('+').map_or(local, |(before, _)| if before.is_empty() { local } else { before });
            format!("{plain}@{domain}")
        }
        None => address.to_owned(),
    })
}

/// A Salesforce id of 18 characters is one of 15 with three that guard its capitals: both spellings name one record, and
/// an id whose capitals a program has lost gets them back. Any other text stays as it is.
pub fn salesforce_15(id: &str) -> Cow<'_, str> {
    eighteen(id).map_or(Cow::Borrowed(id), |parts| unguarded(id, parts))
}

/// 18 letters and digits, and which of them are capitals and which small, the first in the lowest bit.
struct Eighteen<'a> {
    bytes: &'a [u8; 18],
    capitals: u32,
    small: u32,
}

fn eighteen(id: &str) -> Option<Eighteen<'_>> {
    let bytes = <&[u8; 18]>::try_from(id.as_bytes()).ok()?;
    let (first, last) = (signs(bytes.first_chunk()?), signs(bytes.last_chunk()?));
    let [capitals, small, digits] =
        [(first.capitals, last.capitals), (first.small, last.small), (first.digits, last.digits)]
            .map(|(first, last)| first | last << 2);
    (capitals | small | digits == (1 << 18) - 1).then_some(Eighteen { bytes, capitals, small })
}

/// [`salesforce_15`] of an id of these.
fn unguarded<'a>(id: &'a str, Eighteen { bytes, capitals: shown, small }: Eighteen<'_>) -> Cow<'a, str> {
    let (head, tail) = bytes.split_at(15);
    let Some(capitals) = guarded(tail) else { return Cow::Borrowed(id) };
    if shown & ((1 << 15) - 1) == capitals {
        return Cow::Borrowed(&id[..15]);
    }
    // A digit has no capital: such a guard is not one. Capitals were lost only if all letters are in one case; else it is
    // another program's id.
    if capitals & !(shown | small) > 0 || (shown > 0 && small > 0) {
        return Cow::Borrowed(id);
    }
    let cased = |(at, b): (u32, &u8)| {
        char::from(if capitals >> at & 1 == 1 { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() })
    };
    Cow::Owned((0..).zip(head).map(cased).collect())
}

/// Which of 15 characters are capitals, by the three that guard them. Each of these guards five: A to Z and 0 to 5 stand for the 32
/// ways in which they may be capitals, the first in the lowest bit.
fn guarded(guards: &[u8]) -> Option<u32> {
    (0..).zip(guards).try_fold(0, |capitals, (part, letter)| {
        let bits = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a',
            b'0'..=b'5' => letter - b'0' + 26,
            _ => return None,
        };
        Some(capitals | u32::from(bits) << (5 * part))
    })
}

/// An address of which a reader who knows it recognises the person, and nobody else does: `a…@example.com`.
pub fn veiled(address: &str) -> String {
    match address.split_once('@') {
        Some((local, domain)) => format!("{}…@{domain}", local.chars().next().unwrap_or('…')),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{canonical, is_no_id, mailbox, salesforce_15, veiled};

    #[test]
    fn both_spellings_of_a_salesforce_id_are_one() {
        for spelling in ["0061G00000Ja7B6QAJ", "0061g00000ja7b6qaj", "0061G00000JA7B6QAJ", "0061G00000Ja7B6"] {
            assert_eq!(salesforce_15(spelling), "0061G00000Ja7B6", "{spelling}");
        }
        assert_eq!(salesforce_15("0061G00000Ja7B6QAK"), "0061G00000Ja7B6QAK");
        assert_eq!(salesforce_15("plain"), "plain");
        // Ids that differ in one capital are two records.
        assert_ne!(salesforce_15("0061G00000Ja7B6"), salesforce_15("0061G00000ja7B6"));
    }

    #[test]
    fn an_address_is_a_mailbox() {
        assert_eq!(mailbox(" Ann+News@X.com "), "ann@x.com");
        assert_eq!(mailbox("mailto:ANN@x.com"), "ann@x.com");
        assert_eq!(mailbox("+1555@sms.example"), "+1555@sms.example");
        assert_ne!(mailbox("a.nn@gmail.com"), mailbox("ann@gmail.com"));
        assert_eq!(veiled("ann@x.com"), "a…@x.com");
    }

    #[test]
    fn words_for_nothing_are_no_ids() {
        for text in [
            "0061G00000Ja7B6QAJ",
            "0061g00000ja7b6qaj",
            "0061G00000Ja7B6QAK",
            "000000000000001AAA",
            "\u{e9}061G00000Ja7B6Q",
        ] {
            assert_eq!(canonical(text).unwrap(), salesforce_15(text), "{text}");
        }
        for text in ["", "NULL", "None", "nan", "000000000000000", "000000000000000AAA", " null "] {
            assert!(canonical(text).is_none(), "{text}");
        }
        assert!(!is_no_id("0") && !is_no_id("Nina") && !is_no_id("0000000000000001"));
    }
}
