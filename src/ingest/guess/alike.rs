//! How alike two headings are.

use std::collections::BTreeSet;

use crate::model::catalog::distance;

/// In hundredths: 100 for the same words, less for words that one has and the other has not, or that differ by letters.
/// Both are in their normal form.
pub(super) fn alike(known: &str, heading: &str) -> u32 {
    let (known, heading) = (known.trim(), heading.trim());
    if known == heading {
        return 100;
    }
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (a, b) = (words(known), words(heading));
    let (shared, all) = (a.intersection(&b).count(), a.union(&b).count().max(1));
    if a == b && !a.is_empty() {
        return 97;
    }
    let (length, longest) = (known.chars().count(), heading.chars().count().max(known.chars().count()).max(1));
    // A slip of the pen leaves four letters of five; with fewer left it is another word, as amount and account are.
    let kept = hundredths(longest - distance(known, heading).min(longest), longest);
    let letters = if length > 3 && kept >= 80 { kept } else { 0 };
    // A heading that says all that is known, and more, is nearer than one that shares a word.
    let by_words = match shared {
        0 => 0,
        _ if shared == a.len() => 60 + hundredths(shared, all) * 35 / 100,
        _ => 40 + hundredths(shared, all) * 55 / 100,
    };
    letters.max(by_words).min(95)
}

fn hundredths(part: usize, whole: usize) -> u32 {
    u32::try_from(part * 100 / whole).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn the_same_words_are_more_alike_than_the_same_letters() {
        assert_eq!(alike("amount", "contract amount"), 77);
        assert_eq!(alike("close date", "close date"), 100);
        assert_eq!(alike("date closed", "closed date"), 97);
        assert!(alike("campaign name", "campaign") >= 65);
        assert!(alike("impressions", "impresions") >= 85);
        assert!(alike("spend", "sender") < 70);
        assert!(alike("amount", "account") < 70);
        assert!(alike("day", "key") < 70);
    }
}
