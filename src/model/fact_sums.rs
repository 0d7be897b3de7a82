//! Adding up facts: from rows in any order, or from the facts of several shards, to the same sorted facts.

#![expect(clippy::disallowed_types, reason = "the map's order never leaves: `finish` sorts by measure, month and text")]

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::fact::{Axis, Cut, Fact, Facts, Spot};
use super::measure::Measure;
use super::money::Currency;
use super::month::{Month, Period};
use super::name::Name;

/// Facts while they are being added up. Names of spots are those of `facts.names`.
///
/// Measures that stand together in the registry are counted together (entries to stages, the movements of MRR, the
/// credits of one model), so four of them share one place: a spot is looked for, and later sorted, once for all four.
#[derive(Debug)]
pub struct FactSums {
    /// Measures, names, lags and cohorts so far; its rows are empty until [`FactSums::finish`].
    pub facts: Facts,
    /// By measure ÷ [`TOGETHER`].
    sums: Vec<HashMap<Spot, [i128; TOGETHER], FixedState>>,
    cuts: HashMap<(Measure, Axis, Month, Name), i128, FixedState>,
}

const TOGETHER: usize = 4;

impl FactSums {
    /// Nothing added yet.
    pub fn new(currency: Currency) -> FactSums {
        let cuts = HashMap::with_hasher(FixedState::with_seed(0x6375_7473));
        FactSums { facts: Facts::new(currency), sums: Vec::new(), cuts }
    }

    /// Adds `value` in stored units.
    pub fn add(&mut self, measure: Measure, spot: Spot, value: i128) {
        let (group, place) = (usize::from(measure.0) / TOGETHER, usize::from(measure.0) % TOGETHER);
        while self.sums.len() <= group {
            self.sums.push(HashMap::with_hasher(FixedState::with_seed(0x6661_6374)));
        }
        self.sums[group].entry(spot).or_default()[place] += value;
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
        let FactSums { mut facts, sums, cuts } = self;
        let ranks = facts.names.ranks();
        let rank = |name: Name| ranks[name.index()];
        let mut rows: Vec<Fact> = Vec::new();
        for (group, spots) in (0..).step_by(TOGETHER).zip(sums) {
            // Each place in the order is looked up once: comparing spots would do it twenty times.
            let mut placed: Vec<_> = spots
                .into_iter()
                .map(|(spot, values)| {
                    let names = [spot.market, spot.channel, spot.campaign, spot.objective].map(rank);
                    ((spot.month, names), spot, values)
                })
                .collect();
            placed.sort_unstable_by_key(|&(place, ..)| place);
            for (measure, place) in (group..).map(Measure).zip(0..TOGETHER) {
                let there = placed.iter().filter(|(.., values)| values[place] != 0);
                rows.extend(there.map(|&(_, spot, values)| Fact { measure, spot, value: values[place] }));
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
