//! The rows of the fact sheet: exact sums by month, and by month and name on each axis.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use crate::model::fact::{Axis, Facts, Spot};
use crate::model::in_order::worked;
use crate::model::measure::{Measure, MeasureKind};
use crate::model::month::{Month, Period};
use crate::model::name::Name;

/// One row.
#[derive(Clone, PartialEq, Debug)]
pub struct FactRow {
    /// The month.
    pub month: Month,
    /// The name on the cut's axis; none where all facts are added up.
    pub name: Name,
    /// Sums in stored units, in the order of the measures.
    pub values: Vec<i128>,
}

/// The rows of each cut (all facts, then the axes), by month and then by the texts of the names. `measures` are at least
/// all that have facts. The cuts are added up side by side.
pub fn fact_rows(facts: &Facts, measures: &[(Measure, &MeasureKind)], threads: NonZeroUsize) -> Vec<Vec<FactRow>> {
    let cuts: Vec<Option<Axis>> = std::iter::once(None).chain(Axis::ALL.map(Some)).collect();
    let Some(months) = facts.months else { return vec![Vec::new(); cuts.len()] };
    let ranks = facts.names.ranks();
    worked(threads, &cuts, &|&axis| Block::of(facts, (months, &ranks), axis).added_up(facts, measures, axis))
}

/// The rows of one cut before anything is added: every place of month and rank has a number, in order, if any fact is there.
struct Block<'a> {
    ranks: &'a [u32],
    first: Month,
    numbers: Vec<u32>,
    rows: Vec<(Month, Name)>,
}

/// A place without facts.
const NOWHERE: u32 = u32::MAX;

impl<'a> Block<'a> {
    fn of(facts: &Facts, (months, ranks): (Period, &'a [u32]), axis: Option<Axis>) -> Block<'a> {
        let count = usize::try_from(months.months()).unwrap_or(0);
        let numbers = vec![NOWHERE; count * ranks.len()];
        let mut block = Block { ranks, first: months.first, numbers, rows: Vec::new() };
        let spots = facts.rows.spots().iter().filter_map(|spot| Some((spot.month, name(spot, axis)?)));
        let cuts = facts.cuts.iter().filter(|cut| Some(cut.axis) == axis).map(|cut| (cut.month, cut.name));
        for (month, name) in spots.chain(cuts) {
            let place = block.place(month, name);
            block.numbers[place] = name.0;
        }
        let mut numbers = std::mem::take(&mut block.numbers);
        for (place, number) in numbers.iter_mut().enumerate().filter(|(_, name)| **name != NOWHERE) {
            let month = months.first + i32::try_from(place / ranks.len()).unwrap_or(0);
            let name = std::mem::replace(number, u32::try_from(block.rows.len()).unwrap_or(NOWHERE));
            block.rows.push((month, Name(name)));
        }
        Block { numbers, ..block }
    }

    fn place(&self, month: Month, name: Name) -> usize {
        let since = usize::try_from(month.since(self.first)).unwrap_or(0);
        since * self.ranks.len() + self.ranks[name.index()] as usize
    }

    fn number(&self, month: Month, name: Name) -> usize {
        self.numbers[self.place(month, name)] as usize
    }

    fn added_up(&self, facts: &Facts, measures: &[(Measure, &MeasureKind)], axis: Option<Axis>) -> Vec<FactRow> {
        let row = |&(month, name): &(Month, Name)| FactRow { month, name, values: vec![0; measures.len()] };
        let mut rows: Vec<FactRow> = self.rows.iter().map(row).collect();
        let spots = facts.rows.spots().iter();
        let of_spot: Vec<usize> = spots.filter_map(|spot| Some(self.number(spot.month, name(spot, axis)?))).collect();
        for (position, &(measure, _)) in measures.iter().enumerate() {
            if !of_spot.is_empty() {
                for (spot, value) in facts.of(measure).placed() {
                    rows[of_spot[spot]].values[position] += value;
                }
            }
            for cut in axis.map_or(&[][..], |axis| facts.cuts_of(measure, axis)) {
                rows[self.number(cut.month, cut.name)].values[position] += cut.value;
            }
        }
        rows
    }
}

/// The name under which a spot is added up; `None` on an axis whose facts are cuts.
fn name(spot: &Spot, axis: Option<Axis>) -> Option<Name> {
    axis.map_or(Some(Name::NONE), |axis| axis.of(spot))
}

/// A row of a pair: its name is the market.
#[derive(Clone, PartialEq, Debug)]
pub struct PairRow {
    /// Month, market and values.
    pub fact: FactRow,
    /// The channel.
    pub channel: Name,
}

/// The rows of pairs of market and channel, by month and then in the order of the texts of the pairs.
pub fn pair_rows(facts: &Facts, pairs: &[(Name, Name)], measures: &[(Measure, &MeasureKind)]) -> Vec<PairRow> {
    if pairs.is_empty() {
        return Vec::new();
    }
    let ranks = facts.names.ranks();
    let rank = |name: Name| ranks[name.index()];
    let mut rows: BTreeMap<(Month, u32, u32), PairRow> = BTreeMap::new();
    let asked: Vec<bool> = facts.rows.spots().iter().map(|s| pairs.contains(&(s.market, s.channel))).collect();
    for (position, (measure, _)) in measures.iter().enumerate() {
        for (at, value) in facts.of(*measure).placed().filter(|&(at, _)| asked[at]) {
            let Spot { month, market: name, channel, .. } = facts.rows.spots()[at];
            let row = rows.entry((month, rank(name), rank(channel))).or_insert_with(|| {
                let fact = FactRow { month, name, values: vec![0; measures.len()] };
                PairRow { fact, channel }
            });
            row.fact.values[position] += value;
        }
    }
    rows.into_values().collect()
}
