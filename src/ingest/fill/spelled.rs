//! What two cells of a row mean together, kept under their spelling for the rows of a block that follow: a few hundred pairs of
//! channel and campaign stand in millions of rows.

use crate::model::mixed::mixed;

/// A power of two, several times what the rows of a block have of different pairs.
const PLACES: usize = 1 << 10;

/// Spellings with their meaning, each where its last letters place it; one that comes later takes the place.
pub(super) struct Spelled<T> {
    places: Vec<Entry<T>>,
    asked: String,
}

struct Entry<T> {
    text: String,
    /// Where in the text the second cell begins.
    second: usize,
    meaning: Option<T>,
}

impl<T> Entry<T> {
    fn free() -> Entry<T> {
        Entry { text: String::new(), second: 0, meaning: None }
    }
}

impl<T> Default for Spelled<T> {
    fn default() -> Spelled<T> {
        Spelled { places: std::iter::repeat_with(Entry::free).take(PLACES).collect(), asked: String::new() }
    }
}

impl<T: Copy> Spelled<T> {
    /// The meaning of two cells: that of these spellings, else what `find` finds with a text to write into. Without spellings it is
    /// asked each time.
    #[inline]
    pub(super) fn meaning(
        &mut self,
        spelling: Option<(&str, &str)>,
        find: impl FnOnce(&mut String) -> Option<T>,
    ) -> Option<T> {
        let Some((first, second)) = spelling else { return find(&mut self.asked) };
        let entry = &mut self.places[place(first, second)];
        let Entry { text, second: at, meaning } = entry;
        if let Some(meaning) = meaning
            && *at == first.len()
            && text.len() == first.len() + second.len()
            && same(&text.as_bytes()[*at..], second.as_bytes())
            && same(&text.as_bytes()[..*at], first.as_bytes())
        {
            return Some(*meaning);
        }
        *meaning = find(&mut self.asked);
        text.clear();
        text.push_str(first);
        text.push_str(second);
        *at = first.len();
        *meaning
    }
}

/// Whether two texts of one length are the same. Empty ones are not compared: they need lie nowhere, and a processor that compares
/// no bytes there takes a hundred times as long as for those of a word (glibc's `memcmp` loads under a mask).
#[inline]
fn same(one: &[u8], other: &[u8]) -> bool {
    one.is_empty() || one == other
}

/// Where a spelling stands.
#[inline]
fn place(first: &str, second: &str) -> usize {
    usize::try_from(mixed(last_letters(first), last_letters(second)) >> 32).unwrap_or_default() % PLACES
}

/// The last eight bytes, in which campaigns of one maker differ, and the length.
#[inline]
fn last_letters(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let last = match bytes.last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => bytes.iter().fold(0, |last, byte| last << 8 | u64::from(*byte)),
    };
    last ^ (bytes.len() as u64).rotate_right(8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_asked_once() {
        let mut spelled = Spelled::default();
        let (mut asked, cells) = (0, [("a", "bc"), ("ab", "c"), ("", ""), ("a", "bc"), ("", ""), ("ab", "c")]);
        let mut meaning = |cells: (&str, &str)| {
            spelled.meaning(Some(cells), |_| {
                asked += 1;
                Some(cells.0.len())
            })
        };
        let found = cells.map(&mut meaning);
        assert_eq!(found, cells.map(|(first, _)| Some(first.len())));
        assert_eq!(asked, 3);
    }

    #[test]
    fn spellings_that_share_a_place_do_not_share_a_meaning() {
        let mut spelled = Spelled::default();
        let cells: Vec<String> = (0..5000).map(|n| format!("{n}x the same end")).collect();
        for _ in 0..2 {
            for cell in &cells {
                let found = spelled.meaning(Some((cell, "")), |_| Some(cell.as_ptr()));
                assert_eq!(found, Some(cell.as_ptr()));
            }
        }
        assert_eq!(spelled.meaning(Some(("new", "")), |_| None), None);
        assert_eq!(spelled.meaning(None, |_| Some(cells[0].as_ptr())), Some(cells[0].as_ptr()));
    }
}
