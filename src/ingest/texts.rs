//! The texts that cells of a workbook share, each kept once.

use std::ops::Range;

/// Texts by their numbers from 0.
#[derive(Default, Debug, PartialEq, Eq)]
pub(crate) struct Texts {
    arena: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    /// The texts that end at `ends`, one after the other in `arena`; `None` when they do not.
    pub(crate) fn of(arena: String, ends: Vec<u32>) -> Option<Texts> {
        let rising = ends.is_sorted();
        let last = ends.last().map_or(0, |end| *end as usize);
        let whole = ends.iter().all(|end| arena.is_char_boundary(*end as usize));
        (rising && whole && last == arena.len()).then_some(Texts { arena, ends })
    }

    /// Adds one; `None` when they are more than can be kept.
    pub(crate) fn push(&mut self, text: &str) -> Option<()> {
        self.arena.push_str(text);
        self.ends.push(u32::try_from(self.arena.len()).ok()?);
        Some(())
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number.
    #[inline]
    pub(crate) fn get(&self, number: u32) -> Option<&str> {
        self.arena.get(self.place(number)?)
    }

    /// How many bytes the text of a number has.
    pub(crate) fn length(&self, number: u32) -> Option<usize> {
        self.place(number).map(|place| place.len())
    }

    /// All of them, in the order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let mut from = 0;
        self.ends
            .iter()
            .map(move |&end| self.arena.get(std::mem::replace(&mut from, end as usize)..end as usize))
            .map(Option::unwrap_or_default)
    }

    #[inline]
    fn place(&self, number: u32) -> Option<Range<usize>> {
        let number = number as usize;
        let end = *self.ends.get(number)? as usize;
        Some(number.checked_sub(1).map_or(0, |before| self.ends[before] as usize)..end)
    }

    /// All of them, one after the other, and where each ends.
    pub(crate) fn parts(&self) -> (&str, &[u32]) {
        (&self.arena, &self.ends)
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn texts_by_number() {
        let mut texts = Texts::default();
        for text in ["a", "", "ราคา"] {
            texts.push(text).unwrap();
        }
        assert_eq!([0, 1, 2, 3].map(|n| texts.get(n)), [Some("a"), Some(""), Some("ราคา"), None]);
        assert_eq!([0, 1, 2, 3].map(|n| texts.length(n)), [Some(1), Some(0), Some(12), None]);
        let (arena, ends) = texts.parts();
        assert_eq!(Texts::of(arena.to_owned(), ends.to_vec()).as_ref(), Some(&texts));
        for ends in [&[2, 1][..], &[1], &[1, 2, 13], &[1, 14]] {
            assert_eq!(Texts::of(arena.to_owned(), ends.to_vec()), None, "{ends:?}");
        }
    }
}
