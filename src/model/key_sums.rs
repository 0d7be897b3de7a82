//! Sums by measure, place and month, while they are added: a place is looked up once, whatever is counted there and when.

#![expect(clippy::disallowed_types, reason = "what is walked in the order of a hash map is sorted")]

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use chrono::NaiveDate;
use foldhash::fast::FixedState;

use super::measure::Measure;
use super::month::Month;
use super::number_sums::NumberSums;

/// Sums by measure and by the number of a place in a month.
#[derive(Debug)]
pub(super) struct KeySums<P> {
    /// By number.
    keys: Vec<(P, Month)>,
    places: HashMap<P, u32, FixedState>,
    /// The place that was asked for last: records add many measures to one place.
    last: Option<(P, u32)>,
    /// By place.
    months: Vec<Months<P>>,
    /// Numbers of months that lie too far from the others of their place.
    far: HashMap<(u32, Month), u32, FixedState>,
    /// By measure.
    added: Vec<NumberSums>,
    /// What was absorbed.
    others: Vec<Absorbed>,
}

/// Sums that were added elsewhere: by measure as it is called here, and for each number there the number here.
#[derive(Debug)]
struct Absorbed {
    numbers: Arc<[u32]>,
    added: Vec<NumberSums>,
}

/// All that was added to one measure.
#[derive(Debug)]
pub(super) struct Added(Vec<(Option<Arc<[u32]>>, NumberSums)>);

impl Added {
    /// Takes out numbers with values, which `give` adds up.
    pub(super) fn take(self, mut give: impl FnMut(u32, i128)) {
        for (numbers, mut sums) in self.0 {
            match numbers {
                None => sums.take(&mut give),
                Some(numbers) => sums.take(|number, value| give(numbers[number as usize], value)),
            }
        }
    }
}

/// A place and the numbers of its months.
#[derive(Clone, Debug)]
struct Months<P> {
    place: P,
    first: Month,
    /// Month by month from the first; [`UNMET`] where nothing was added.
    numbers: Vec<u32>,
}

const UNMET: u32 = u32::MAX;

/// From the first to the last month of a place.
const SPAN: usize = 1_200;

impl<P: Copy + Eq + Hash> KeySums<P> {
    pub(super) fn new(seed: u64) -> KeySums<P> {
        KeySums {
            keys: Vec::new(),
            places: HashMap::with_hasher(FixedState::with_seed(seed)),
            last: None,
            months: Vec::new(),
            far: HashMap::with_hasher(FixedState::with_seed(seed)),
            added: Vec::new(),
            others: Vec::new(),
        }
    }

    /// Places and months by number.
    pub(super) fn keys(&self) -> &[(P, Month)] {
        &self.keys
    }

    /// All numbers, by month and then in the order of what `rank` makes of their places.
    pub(super) fn ordered<O: Ord>(&self, rank: impl Fn(P) -> O) -> Vec<u32> {
        let mut places: Vec<(O, &Months<P>, u32)> =
            (0..).zip(&self.months).map(|(at, m)| (rank(m.place), m, at)).collect();
        places.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut far: Vec<(u32, Month, u32)> =
            self.far.iter().map(|(&(at, month), &number)| (at, month, number)).collect();
        far.sort_unstable();
        let mut order: Vec<(Month, u32)> = Vec::with_capacity(self.keys.len());
        for (_, own, at) in places {
            let near = (0..).zip(&own.numbers).filter(|(_, number)| **number != UNMET);
            order.extend(near.map(|(after, &number)| (own.first + after, number)));
            let others = far.iter().skip(far.partition_point(|far| far.0 < at)).take_while(|far| far.0 == at);
            order.extend(others.map(|&(_, month, number)| (month, number)));
        }
        order.sort_by_key(|&(month, _)| month);
        order.into_iter().map(|(_, number)| number).collect()
    }

    /// How many places were asked for.
    pub(super) fn places(&self) -> usize {
        self.months.len()
    }

    /// The position of `place`, for [`KeySums::number`].
    #[inline]
    pub(super) fn place(&mut self, place: P) -> u32 {
        match self.last {
            Some((last, at)) if last == place => at,
            _ => self.looked_up(place),
        }
    }

    fn looked_up(&mut self, place: P) -> u32 {
        let at = self.places.get(&place).copied().unwrap_or_else(|| {
            let next = u32::try_from(self.months.len()).unwrap_or(UNMET);
            self.places.insert(place, next);
            self.months.push(Months { place, first: Month::of(NaiveDate::default()), numbers: Vec::new() });
            next
        });
        self.last = Some((place, at));
        at
    }

    /// The number of the place at that position in `month`.
    #[inline]
    pub(super) fn number(&mut self, at: u32, month: Month) -> u32 {
        let own = &self.months[at as usize];
        let known = usize::try_from(month.since(own.first)).ok().and_then(|back| own.numbers.get(back));
        match known {
            Some(&number) if number != UNMET => number,
            _ => self.numbered(at, month),
        }
    }

    /// The number of a place in a month that is new, or far from the others.
    fn numbered(&mut self, at: u32, month: Month) -> u32 {
        let next = u32::try_from(self.keys.len()).unwrap_or(UNMET);
        let own = &mut self.months[at as usize];
        if own.numbers.is_empty() {
            own.first = month;
        }
        let (before, after) = (own.first.since(month), month.since(own.first));
        let before = usize::try_from(before).unwrap_or(0);
        let after = usize::try_from(after).unwrap_or(0);
        let number = if before + own.numbers.len() > SPAN || after >= SPAN {
            *self.far.entry((at, month)).or_insert(next)
        } else {
            own.numbers.splice(..0, std::iter::repeat_n(UNMET, before));
            own.first = own.first.min(month);
            own.numbers.resize(own.numbers.len().max(after + 1), UNMET);
            own.numbers[after] = next;
            next
        };
        if number == next {
            self.keys.push((own.place, month));
        }
        number
    }

    /// Adds `value` to `measure` at that number.
    #[inline]
    pub(super) fn add(&mut self, measure: Measure, number: u32, value: i128) {
        self.of(measure).add(number, value);
    }

    /// Adds `sums` to `measure` at the same numbers.
    pub(super) fn add_all(&mut self, measure: Measure, sums: &NumberSums) {
        self.of(measure).add_all(sums);
    }

    #[inline]
    fn of(&mut self, measure: Measure) -> &mut NumberSums {
        let at = usize::from(measure.0);
        if self.added.len() <= at {
            self.added.resize_with(at + 1, NumberSums::default);
        }
        &mut self.added[at]
    }

    /// Adds the sums of `other`, where places and measures are called otherwise.
    pub(super) fn absorb(&mut self, other: KeySums<P>, renamed: impl Fn(P) -> P, measures: &[Measure]) {
        let own = other.keys.iter().map(|&(place, month)| {
            let at = self.place(renamed(place));
            self.number(at, month)
        });
        let numbers: Arc<[u32]> = own.collect();
        let others = other.others.into_iter().map(|absorbed| Absorbed {
            numbers: absorbed.numbers.iter().map(|&number| numbers[number as usize]).collect(),
            ..absorbed
        });
        let others: Vec<Absorbed> = others.collect();
        for absorbed in std::iter::once(Absorbed { numbers, added: other.added }).chain(others) {
            let mut added: Vec<NumberSums> = Vec::new();
            for (measure, sums) in measures.iter().zip(absorbed.added) {
                let at = usize::from(measure.0);
                added.resize_with(added.len().max(at + 1), NumberSums::default);
                added[at] = sums;
            }
            self.others.push(Absorbed { numbers: absorbed.numbers, added });
        }
    }

    /// Takes out what was added, by measure.
    pub(super) fn take(&mut self) -> Vec<Added> {
        let own = (None, std::mem::take(&mut self.added));
        let others = std::mem::take(&mut self.others).into_iter().map(|other| (Some(other.numbers), other.added));
        let mut measures: Vec<Added> = Vec::new();
        for (numbers, added) in std::iter::once(own).chain(others) {
            if measures.len() < added.len() {
                measures.resize_with(added.len(), || Added(Vec::new()));
            }
            for (all, sums) in measures.iter_mut().zip(added) {
                all.0.push((numbers.clone(), sums));
            }
        }
        measures
    }
}

#[cfg(test)]
mod tests {
    use super::{KeySums, SPAN};
    use crate::model::month::Month;

    #[test]
    fn every_place_has_one_number_in_a_month() {
        let mut sums = KeySums::new(7);
        let month = Month::new(2026, 5).unwrap();
        let span = i32::try_from(SPAN).unwrap();
        let months = [0, 3, -5, span * 4, 2, -span, span - 6, span - 5, -1].map(|n| month + n);
        let keys: Vec<(u32, Month)> = [5, 9, 5, 7].into_iter().flat_map(|p| months.map(|month| (p, month))).collect();
        let number = |sums: &mut KeySums<u32>, (place, month): (u32, Month)| {
            let at = sums.place(place);
            sums.number(at, month)
        };
        let given: Vec<u32> = keys.iter().map(|&key| number(&mut sums, key)).collect();
        for (&key, number) in keys.iter().zip(given) {
            assert_eq!(sums.keys()[number as usize], key);
        }
        assert_eq!(sums.keys().len(), 27);
        let mut expected: Vec<(Month, u32)> = sums.keys().iter().map(|&(place, month)| (month, 10 - place)).collect();
        expected.sort_unstable();
        let order = sums.ordered(|place| 10 - place);
        let found = order.iter().map(|&number| sums.keys()[number as usize]);
        assert_eq!(found.map(|(place, month)| (month, 10 - place)).collect::<Vec<_>>(), expected);
    }
}
