//! Adding up facts: from rows in any order, or from the facts of several shards, to the same sorted facts.

#![expect(clippy::disallowed_types, reason = "the map's order never leaves: `finish` sorts by measure, month and text")]

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::fact::{Axis, Cut, Fact, Facts, Spot};
use super::fact_names::fact_names;
use super::measure::Measure;
use super::money::Currency;
use super::month::{Month, Period};
use super::name::Name;

/// Facts while they are being added up. Names of spots are those of `facts.names`.
///
/// A spot is looked up once, whatever is counted there, and sorted once. Measures that stand together in the registry are
/// counted together (entries to stages, the movements of MRR, the credits of one model), so a few of them share a
/// block, which fills one line of the processor's cache.
#[derive(Debug)]
pub struct FactSums {
    /// Measures, names, lags and cohorts so far; its rows are empty until [`FactSums::finish`].
    pub facts: Facts,
    spots: Vec<Spot>,
    /// Position of each spot in `spots`.
    places: HashMap<Spot, u32, FixedState>,
    /// The spot that was added to last: records add many measures to one spot.
    last: Option<(Spot, usize)>,
    /// By measure ÷ [`TOGETHER`].
    groups: Vec<Group>,
    cuts: HashMap<(Measure, Axis, Month, Name), i128, FixedState>,
}

const TOGETHER: usize = 4;

/// The sums of measures that stand together.
#[derive(Default, Debug)]
struct Group {
    /// For each spot the number of its block, from 1; 0 and beyond the end: none.
    numbers: Vec<u32>,
    blocks: Vec<[i128; TOGETHER]>,
}

impl Group {
    fn block(&mut self, place: usize) -> &mut [i128; TOGETHER] {
        if self.numbers.len() <= place {
            self.numbers.resize((place + 1).next_power_of_two(), 0);
        }
        let number = &mut self.numbers[place];
        if *number == 0 {
            self.blocks.push([0; TOGETHER]);
            *number = u32::try_from(self.blocks.len()).unwrap_or(u32::MAX);
        }
        &mut self.blocks[*number as usize - 1]
    }

    /// The spots in `order` that have a block, with it.
    fn placed<'a>(&'a self, order: &[u32]) -> Vec<(u32, &'a [i128; TOGETHER])> {
        let number = |&place: &u32| self.numbers.get(place as usize).copied().unwrap_or(0).checked_sub(1);
        let block = |place: u32| Some((place, self.blocks.get(number(&place)? as usize)?));
        order.iter().copied().filter_map(block).collect()
    }
}

impl FactSums {
    /// Nothing added yet.
    pub fn new(currency: Currency) -> FactSums {
        FactSums {
            facts: Facts::new(currency),
            spots: Vec::new(),
            places: HashMap::with_hasher(FixedState::with_seed(0x6661_6374)),
            last: None,
            groups: Vec::new(),
            cuts: HashMap::with_hasher(FixedState::with_seed(0x6375_7473)),
        }
    }

    /// Adds `value` in stored units.
    pub fn add(&mut self, measure: Measure, spot: Spot, value: i128) {
        let place = self.place(spot);
        let group = usize::from(measure.0) / TOGETHER;
        if self.groups.len() <= group {
            self.groups.resize_with(group + 1, Group::default);
        }
        self.groups[group].block(place)[usize::from(measure.0) % TOGETHER] += value;
    }

    fn place(&mut self, spot: Spot) -> usize {
        if let Some((_, place)) = self.last.filter(|(last, _)| *last == spot) {
            return place;
        }
        let next = u32::try_from(self.spots.len()).unwrap_or(u32::MAX);
        let place = *self.places.entry(spot).or_insert(next);
        if place == next {
            self.spots.push(spot);
        }
        self.last = Some((spot, place as usize));
        place as usize
    }

    /// Adds the sums of `other`, which has measures and names of its own; what else its facts carry is left to it.
    pub fn absorb(&mut self, other: &FactSums) {
        let facts = &other.facts;
        let own = self.facts.names.intern("");
        let known = facts.names.iter().map(|(_, text)| self.facts.names.intern(text));
        let names: Vec<Name> = std::iter::once(own).chain(known).collect();
        let measures: Vec<Measure> = facts.measures.iter().map(|(_, kind)| self.facts.measures.adopt(kind)).collect();
        let name = |name: Name| names[name.index()];
        let spots: Vec<Spot> = other.spots.iter().map(|spot| spot.renamed(name)).collect();
        for (first, group) in (0..).step_by(TOGETHER).zip(&other.groups) {
            for (&spot, &number) in spots.iter().zip(&group.numbers).filter(|(_, number)| **number > 0) {
                let block = group.blocks[number as usize - 1];
                for (&measure, value) in measures[first..].iter().zip(block).filter(|(_, value)| *value != 0) {
                    self.add(measure, spot, value);
                }
            }
        }
        other.cuts.iter().for_each(|(&(measure, axis, month, who), &value)| {
            self.add_cut(measures[usize::from(measure.0)], axis, (month, name(who)), value);
        });
    }

    /// Adds `value` in stored units to a cut.
    pub fn add_cut(&mut self, measure: Measure, axis: Axis, (month, name): (Month, Name), value: i128) {
        *self.cuts.entry((measure, axis, month, name)).or_default() += value;
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

    /// The facts, sorted, without zeros.
    pub fn finish(self) -> Facts {
        let FactSums { mut facts, spots, groups, cuts, .. } = self;
        let ranks = facts.names.ranks();
        let rank = |name: Name| ranks[name.index()];
        let place_of = |spot: &Spot| (spot.month, [spot.market, spot.channel, spot.campaign, spot.objective].map(rank));
        let mut order: Vec<_> = (0..).zip(&spots).map(|(place, spot)| (place_of(spot), place)).collect();
        order.sort_unstable();
        let order: Vec<u32> = order.into_iter().map(|(_, place)| place).collect();
        let mut rows: Vec<Fact> = Vec::new();
        for (first, group) in (0..).step_by(TOGETHER).zip(&groups) {
            let placed = group.placed(&order);
            for (measure, at) in (first..).map(Measure).zip(0..TOGETHER) {
                let there = placed.iter().filter(|(_, block)| block[at] != 0);
                rows.extend(there.map(|&(place, block)| Fact {
                    measure,
                    spot: spots[place as usize],
                    value: block[at],
                }));
            }
        }
        let months = rows.iter().map(|f| f.spot.month);
        facts.months = months.clone().min().zip(months.max()).map(|(first, last)| Period { first, last });
        facts.rows = rows;
        let named = |axis: Axis| cuts.keys().any(|&(_, a, _, name)| a == axis && name.is_some());
        let known: Vec<Axis> = Axis::ALL.into_iter().filter(|&axis| named(axis)).collect();
        // An axis on which no record has a name says nothing that the total does not.
        let own = cuts.into_iter().filter(|&((_, axis, ..), value)| value != 0 && known.contains(&axis));
        facts.cuts.extend(own.map(|((measure, axis, month, name), value)| Cut { measure, axis, month, name, value }));
        facts.cuts.sort_unstable_by_key(|c| (c.measure, c.axis, c.month, rank(c.name)));
        facts.named = fact_names(&facts);
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::FactSums;
    use crate::model::fact::{Axis, Scope};
    use crate::model::money::Currency;
    use crate::model::month::{Month, Period};

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
