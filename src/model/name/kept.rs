//! Names of which only some are kept, or nothing but how many there are.

use super::{FREE, Name, Names};

/// Names of a table that are to be kept.
pub struct Kept {
    /// By name its new number, if it has one.
    moved: Vec<u32>,
    text: String,
    ends: Vec<u32>,
}

impl Kept {
    /// Each of them by its old number, in order.
    pub fn names(&self) -> impl Iterator<Item = Name> {
        stayed(&self.moved)
    }
}

/// The names that have a new number.
fn stayed(moved: &[u32]) -> impl Iterator<Item = Name> {
    (0..).map(Name).zip(moved).filter(|(_, moved)| **moved != FREE.name).map(|(name, _)| name)
}

impl Names {
    /// Forgets the texts: of every name nothing is known any more but that there is one.
    pub fn forget_texts(&mut self) {
        let Names { text, slots, taken, .. } = Names::new();
        (self.text, self.slots, self.taken) = (text, slots, taken);
        self.ends.fill(0);
    }

    /// The names that `wanted` wants, and the empty one, for [`Names::keep`].
    pub fn kept(&self, wanted: impl Fn(Name, &str) -> bool) -> Kept {
        let mut moved = vec![FREE.name; self.ends.len()];
        moved[0] = 0;
        let (mut count, mut length) = (1, 0);
        for (name, text) in self.iter().filter(|&(name, text)| wanted(name, text)) {
            moved[name.index()] = count;
            (count, length) = (count + 1, length + text.len());
        }
        let (mut text, mut ends) = (String::with_capacity(length), Vec::with_capacity(count as usize));
        for name in stayed(&moved) {
            text.push_str(self.text(name));
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Kept { moved, text, ends }
    }

    /// Keeps these names of its own, under new numbers in the old order.
    pub fn keep(&mut self, Kept { moved, text, ends }: Kept) {
        (self.text, self.ends) = (text, ends);
        // Appended names take no slot, so that this is enough.
        let slots = (self.ends.len() * 4 / 3 + 1).next_power_of_two().max(16);
        self.place(slots, |name| Some(moved[name as usize]).filter(|moved| *moved != FREE.name));
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, Names};

    #[test]
    fn those_that_are_kept_are_found_under_new_numbers() {
        let mut names = Names::new();
        (0..1100).for_each(|i| assert_eq!(names.intern(&format!("n{i}")).index(), i + 1));
        let mut forgotten = names.clone();
        forgotten.forget_texts();
        assert_eq!((forgotten.len(), forgotten.text(Name(7)), forgotten.find("n6")), (1101, "", None));
        assert_eq!(forgotten.intern(""), Name::NONE);
        for every in [1, 2, 7, 2000] {
            let mut kept = names.clone();
            kept.append("n3");
            let wanted = kept.kept(|name, text| {
                assert_eq!(names.text(name), if name.index() == 1101 { "" } else { text });
                name.index() % every == 0
            });
            assert!(wanted.names().map(Name::index).eq((0..=1101).step_by(every)));
            kept.keep(wanted);
            let expected: Vec<String> = (0..=1101)
                .step_by(every)
                .map(|i| match i {
                    0 => String::new(),
                    1101 => "n3".to_owned(),
                    i => names.text(Name(i)).to_owned(),
                })
                .collect();
            assert_eq!(std::iter::once("").chain(kept.iter().map(|(_, text)| text)).collect::<Vec<_>>(), expected);
            for (text, number) in expected.iter().zip(0..).take(1000 / every) {
                assert_eq!(kept.find(text), Some(Name(number)), "{text}");
            }
            assert_eq!(kept.find("n0").is_some(), every == 1);
            assert_eq!(kept.intern("more").index(), expected.len());
        }
    }
}
