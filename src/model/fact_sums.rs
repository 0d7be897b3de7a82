//! Adding up facts: from rows in any order, or from the facts of several shards, to the same sorted facts.

use std::num::NonZeroUsize;

use super::fact::{Axis, Cut, Facts, Spot};
use super::fact_names::fact_names;
use super::key_sums::KeySums;
use super::measure::Measure;
use super::money::Currency;
use super::month::{Month, Period};
use super::name::Name;
use super::number_sums::NumberSums;
use super::sorted_rows::{places, rows};

/// Where spots are, whatever the month: market, channel, campaign, objective.
pub(super) type Place = [Name; 4];

/// The spot of a place in a month.
pub(super) fn spot(&([market, channel, campaign, objective], month): &(Place, Month)) -> Spot {
    Spot { month, market, channel, campaign, objective }
}

/// Facts while they are being added up. Names of spots are those of `facts.names`.
#[derive(Debug)]
pub struct FactSums {
    /// Measures, names, lags and cohorts so far; its rows are empty until [`FactSums::finish`].
    pub facts: Facts,
    spots: KeySums<Place>,
    cuts: KeySums<(Axis, Name)>,
}

impl FactSums {
    /// Nothing added yet.
    pub fn new(currency: Currency) -> FactSums {
        let (spots, cuts) = (KeySums::new(0x6661_6374), KeySums::new(0x6375_7473));
        FactSums { facts: Facts::new(currency), spots, cuts }
    }

    /// Adds `value` in stored units.
    pub fn add(&mut self, measure: Measure, spot: Spot, value: i128) {
        let number = self.number(&spot, spot.month);
        self.spots.add(measure, number, value);
    }

    /// The number of the place of `spot` in `month`, for [`FactSums::add_at`].
    #[inline]
    pub fn number(&mut self, spot: &Spot, month: Month) -> u32 {
        let at = self.place(spot);
        self.spots.number(at, month)
    }

    /// The position of the place of `spot`, whatever its month, for [`FactSums::number_at`].
    #[inline]
    pub fn place(&mut self, spot: &Spot) -> u32 {
        self.spots.place([spot.market, spot.channel, spot.campaign, spot.objective])
    }

    /// How many places were asked for.
    pub fn places(&self) -> usize {
        self.spots.places()
    }

    /// The number of the place at that position in `month`, for [`FactSums::add_at`].
    #[inline]
    pub fn number_at(&mut self, place: u32, month: Month) -> u32 {
        self.spots.number(place, month)
    }

    /// Adds `value` in stored units at the spot of that number.
    #[inline]
    pub fn add_at(&mut self, measure: Measure, number: u32, value: i128) {
        self.spots.add(measure, number, value);
    }

    /// Adds the sums of `other`, which has measures and names of its own; what else its facts carry is left to it.
    pub fn absorb(&mut self, other: FactSums) {
        let facts = &other.facts;
        let own = self.facts.names.intern("");
        let known = facts.names.iter().map(|(_, text)| self.facts.names.intern(text));
        let names: Vec<Name> = std::iter::once(own).chain(known).collect();
        let measures: Vec<Measure> = facts.measures.iter().map(|(_, kind)| self.facts.measures.adopt(kind)).collect();
        let name = |name: Name| names[name.index()];
        self.spots.absorb(other.spots, |place| place.map(name), &measures);
        self.cuts.absorb(other.cuts, |(axis, who)| (axis, name(who)), &measures);
    }

    /// Adds `value` in stored units to a cut.
    pub fn add_cut(&mut self, measure: Measure, axis: Axis, (month, name): (Month, Name), value: i128) {
        let cut = self.cut(axis, name);
        let number = self.cut_number(cut, month);
        self.add_cut_at(measure, number, value);
    }

    /// The position of a name on an axis, for [`FactSums::cut_number`].
    pub fn cut(&mut self, axis: Axis, name: Name) -> u32 {
        self.cuts.place((axis, name))
    }

    /// The number of the cut at that position in `month`, for [`FactSums::add_cut_at`].
    #[inline]
    pub fn cut_number(&mut self, cut: u32, month: Month) -> u32 {
        self.cuts.number(cut, month)
    }

    /// Adds `value` in stored units to the cut of that number.
    #[inline]
    pub fn add_cut_at(&mut self, measure: Measure, number: u32, value: i128) {
        self.cuts.add(measure, number, value);
    }

    /// Adds `value` of a measure by id; an unknown id adds nothing.
    pub fn add_to(&mut self, id: &str, spot: Spot, value: i128) {
        if let Some(measure) = self.facts.measures.find(id) {
            self.add(measure, spot, value);
        }
    }

    /// A spot by its texts: market, channel, campaign, objective.
    pub fn spot(&mut self, month: Month, texts: [&str; 4]) -> Spot {
        let [market, channel, campaign, objective] = texts.map(|t| self.facts.names.intern(t));
        Spot { month, market, channel, campaign, objective }
    }

    /// Adds to `measure` sums by the numbers of spots, and others by those of cuts.
    pub(crate) fn add_all(&mut self, measure: Measure, spots: &NumberSums, cuts: &NumberSums) {
        self.spots.add_all(measure, spots);
        self.cuts.add_all(measure, cuts);
    }

    /// The facts, sorted, without zeros.
    pub fn finish(self) -> Facts {
        self.finish_on(NonZeroUsize::MIN)
    }

    /// The same, on as many threads.
    pub fn finish_on(self, threads: NonZeroUsize) -> Facts {
        let FactSums { mut facts, mut spots, mut cuts } = self;
        let ranks = facts.names.ranks();
        let rank = |name: Name| ranks[name.index()];
        facts.rows = rows(&mut spots, threads, rank);
        let months = facts.rows.spots().first().zip(facts.rows.spots().last());
        facts.months = months.map(|(first, last)| Period { first: first.month, last: last.month });
        // An axis on which no record has a name says nothing that the total does not.
        let named = |axis: Axis| cuts.keys().iter().any(|&((a, name), _)| a == axis && name.is_some());
        let known: Vec<Axis> = Axis::ALL.into_iter().filter(|&axis| named(axis)).collect();
        let (places, order) = order(cuts.keys(), |&((axis, name), month)| (axis, month, rank(name)));
        for (measure, added) in (0..).map(Measure).zip(cuts.take()) {
            let mut sums = vec![0_i128; order.len()];
            added.take(|number, value| sums[places[number as usize] as usize] += value);
            let own = order.iter().zip(sums).map(|(&number, value)| (cuts.keys()[number as usize], value));
            let own = own.filter(|&(((axis, _), _), value)| value != 0 && known.contains(&axis));
            facts.cuts.extend(own.map(|(((axis, name), month), value)| Cut { measure, axis, month, name, value }));
        }
        facts.named = fact_names(&facts);
        facts
    }
}

/// The numbers of keys in the order of `key`, and for each number its place there.
fn order<K, O: Ord>(keys: &[K], key: impl Fn(&K) -> O) -> (Vec<u32>, Vec<u32>) {
    let mut order: Vec<(O, u32)> = keys.iter().map(key).zip(0..).collect();
    order.sort_unstable();
    let order: Vec<u32> = order.into_iter().map(|(_, number)| number).collect();
    (places(&order), order)
}

#[cfg(test)]
mod tests {
    use super::FactSums;
    use crate::model::fact::{Axis, Scope};
    use crate::model::money::Currency;
    use crate::model::month::{Month, Period};

    #[test]
    fn a_sum_wider_than_a_word_is_exact_and_what_cancels_leaves_nothing() {
        let mut sums = FactSums::new(Currency::parse("USD").unwrap());
        let month = Month::new(2026, 1).unwrap();
        let spot = sums.spot(month, ["", "a", "", ""]);
        let gone = sums.spot(month + 1, ["", "b", "", ""]);
        for _ in 0..3 {
            sums.add_to("spend", spot, i64::MAX.into());
        }
        sums.add_to("spend", spot, i128::from(i64::MAX) * 2);
        for value in [i128::MAX, 7, -7, -i128::MAX] {
            sums.add_to("leads", gone, value);
        }
        let facts = sums.finish();
        let rows: Vec<i128> = facts.rows.iter().map(|fact| fact.value).collect();
        assert_eq!((rows, facts.rows.spots()), (vec![i128::from(i64::MAX) * 5], [spot].as_slice()));
        assert_eq!(facts.months, Some(Period { first: month, last: month }));
    }

    #[test]
    fn many_additions_to_few_places_are_those_of_a_table() {
        let mut sums = FactSums::new(Currency::parse("USD").unwrap());
        let month = Month::new(2026, 1).unwrap();
        let spots: Vec<_> = (0..7).map(|i| sums.spot(month + i % 3, ["", &format!("c{i}"), "", ""])).collect();
        let mut table = [0_i128; 7];
        for i in 0..100_000_usize {
            let (place, value) = (i * i % 7, i128::try_from(i).unwrap() - 40_000);
            sums.add_to("spend", spots[place], value);
            table[place] += value;
        }
        let facts = sums.finish();
        let mut expected: Vec<i128> = table.into_iter().filter(|v| *v != 0).collect();
        let mut rows: Vec<i128> = facts.rows.iter().map(|fact| fact.value).collect();
        expected.sort_unstable();
        rows.sort_unstable();
        assert_eq!(rows, expected);
        let may = Period { first: month + 1, last: month + 1 };
        let spend = facts.measures.find("spend").unwrap();
        assert!(facts.of(spend).during(may).iter().all(|f| f.spot.month == month + 1));
        assert_eq!(
            facts.of(spend).during(may).len(),
            facts.of(spend).iter().filter(|f| f.spot.month == month + 1).count()
        );
    }

    #[test]
    fn the_order_of_adding_changes_nothing() {
        let month = Month::new(2026, 1).unwrap();
        let build = |order: [usize; 3]| {
            let mut sums = FactSums::new(Currency::parse("USD").unwrap());
            let rows = [("b", 500), ("a", 250), ("b", -500)];
            for i in order {
                let spot = sums.spot(month, ["", rows[i].0, "", ""]);
                sums.add_to("spend", spot, rows[i].1);
            }
            sums.finish()
        };
        for facts in [build([0, 1, 2]), build([2, 1, 0])] {
            assert_eq!(facts.rows.len(), 1);
            let scope = Scope::total(Period { first: month, last: month });
            assert_eq!(facts.shown("spend", &scope), Some(2.5));
            assert_eq!(facts.names_on(Axis::Channel).len(), 1);
        }
    }
}
