//! Sums at numbers that count up from 0: appended while they are few, then a table of pages, of which there are those that are met.

/// Sums by number.
#[derive(Clone, Default, Debug)]
pub(crate) struct NumberSums {
    /// Of few numbers what was added, in that order.
    entries: Vec<(u32, i64)>,
    /// By number; none as long as sums are appended, and an empty one where nothing was added.
    pages: Vec<Vec<i64>>,
    /// Values that no word holds.
    wide: Vec<(u32, i128)>,
}

/// Numbers of a page.
const PAGE: usize = 1 << 8;
/// How many entries there are at least before they become pages, and how many numbers there may be for each entry: so that what
/// is added here and there takes as much room as it has entries.
const ENTRIES: usize = 1 << 11;
const NUMBERS: usize = 4;

impl NumberSums {
    /// Adds `value` at `number`.
    #[inline]
    pub(crate) fn add(&mut self, number: u32, value: i128) {
        let Ok(value) = i64::try_from(value) else { return self.wide.push((number, value)) };
        if self.pages.is_empty() {
            return self.append(number, value);
        }
        let (page, at) = (number as usize / PAGE, number as usize % PAGE);
        if let Some(sum) = self.pages.get_mut(page).and_then(|page| page.get_mut(at))
            && let Some(more) = sum.checked_add(value)
        {
            *sum = more;
            return;
        }
        self.add_elsewhere(number, value);
    }

    fn append(&mut self, number: u32, value: i64) {
        if let Some((last, sum)) = self.entries.last_mut()
            && *last == number
            && let Some(more) = sum.checked_add(value)
        {
            *sum = more;
            return;
        }
        self.entries.push((number, value));
        if self.entries.len() >= ENTRIES.max(number as usize / NUMBERS) {
            self.pages.push(Vec::new());
            for (number, value) in std::mem::take(&mut self.entries) {
                self.add(number, value.into());
            }
        }
    }

    /// Adds on a page that was not met, or what a word does not hold.
    #[cold]
    fn add_elsewhere(&mut self, number: u32, value: i64) {
        let page = self.page(number as usize / PAGE);
        let sum = &mut page[number as usize % PAGE];
        match sum.checked_add(value) {
            Some(more) => *sum = more,
            None => self.wide.push((number, value.into())),
        }
    }

    fn page(&mut self, page: usize) -> &mut [i64] {
        if self.pages.len() <= page {
            self.pages.resize(page + 1, Vec::new());
        }
        let page = &mut self.pages[page];
        page.resize(PAGE, 0);
        page
    }

    /// Adds all that was added to `other`.
    pub(crate) fn add_all(&mut self, other: &NumberSums) {
        for &(number, value) in &other.entries {
            self.add(number, value.into());
        }
        self.wide.extend_from_slice(&other.wide);
        for (at, page) in other.pages.iter().enumerate().filter(|(_, page)| !page.is_empty()) {
            let numbers = (at * PAGE..).filter_map(|number| u32::try_from(number).ok());
            if self.pages.is_empty() {
                numbers.zip(page).filter(|(_, sum)| **sum != 0).for_each(|(number, &sum)| self.add(number, sum.into()));
                continue;
            }
            let own = self.page(at);
            // No sum wraps around whose halves have room to spare.
            let spare = |sums: &[i64]| sums.iter().fold(0, |all, sum| all | (sum ^ (sum << 1))) >= 0;
            if spare(own) && spare(page) {
                own.iter_mut().zip(page).for_each(|(sum, more)| *sum = sum.wrapping_add(*more));
            } else {
                numbers.zip(page).for_each(|(number, &sum)| self.add(number, sum.into()));
            }
        }
    }

    /// Takes out what was added: numbers with values, which `give` adds up.
    pub(crate) fn take(&mut self, mut give: impl FnMut(u32, i128)) {
        let NumberSums { entries, pages, wide } = std::mem::take(self);
        for (number, value) in entries {
            give(number, value.into());
        }
        let numbers = (0..).step_by(PAGE);
        for (first, page) in numbers.zip(pages).filter(|(_, page)| !page.is_empty()) {
            for (number, sum) in (first..).zip(page).filter(|(_, sum)| *sum != 0) {
                give(number, sum.into());
            }
        }
        for (number, value) in wide {
            give(number, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ENTRIES, NumberSums, PAGE};

    const NUMBERS: usize = 40 * ENTRIES;

    fn summed(count: usize, number: impl Fn(usize) -> usize, value: impl Fn(usize) -> i128) -> (NumberSums, Vec<i128>) {
        let (mut sums, mut plain) = (NumberSums::default(), vec![0; NUMBERS]);
        for at in 0..count {
            sums.add(u32::try_from(number(at)).unwrap(), value(at));
            plain[number(at)] += value(at);
        }
        (sums, plain)
    }

    fn taken(mut sums: NumberSums) -> Vec<i128> {
        let mut taken = vec![0; NUMBERS];
        sums.take(|number, value| taken[number as usize] += value);
        taken
    }

    #[test]
    fn sums_are_those_of_an_array() {
        let small = |at: usize| i128::try_from(at % 7).unwrap() - 3;
        let all = [
            summed(10, |at| at % 3, small),
            // Few numbers met again and again, then others; few that lie far apart; nearly all.
            summed(4 * ENTRIES, |at| if at < 3 * ENTRIES { at % 900 } else { at }, small),
            summed(4 * ENTRIES, |at| at * 7 * PAGE % NUMBERS, small),
            summed(2 * NUMBERS, |at| at * 3 % NUMBERS, small),
            summed(4 * ENTRIES, |at| at % 20, |at| i128::from(i64::MAX) - 5 + small(at)),
            summed(4 * ENTRIES, |at| at % 20, |at| i128::from(i64::MAX / 3 * 2) * small(at).signum()),
            summed(100, |at| at % 20, |at| i128::from(i64::MIN) * 3 + small(at)),
        ];
        for (sums, plain) in &all {
            assert_eq!(&taken(sums.clone()), plain);
            for (others, more) in &all {
                let mut both = sums.clone();
                both.add_all(others);
                assert_eq!(taken(both), plain.iter().zip(more).map(|(a, b)| a + b).collect::<Vec<_>>());
            }
        }
    }
}
