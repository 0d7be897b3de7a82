//! The rows of the fact sheet: exact sums by month, and by month and name on each axis.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use crate::model::fact::{Axis, Facts, Spot};
use crate::model::in_order::worked;
use crate::model::measure::{Measure, MeasureKind};
use crate::model::month::{Month, Period};
use crate::model::name::Name;

/// Rows of one cut, with the sums of each measure.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Block {
    /// What each row is about, in order.
    pub rows: Vec<Place>,
    /// By measure: rows, ascending, and their sums in stored units, none zero.
    pub columns: Vec<Vec<(u32, i128)>>,
}

/// What a row is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The month.
    pub month: Month,
    /// The name on the cut's axis, of a pair its market; none where all facts are added up.
    pub name: Name,
    /// The channel of a pair; none elsewhere.
    pub channel: Name,
}

/// The rows of each cut (all facts, then the axes), by month and then by the texts of the names. `measures` are at least
/// all that have facts. The cuts are added up side by side.
pub fn blocks(facts: &Facts, measures: &[(Measure, &MeasureKind)], threads: NonZeroUsize) -> Vec<Block> {
    let cuts: Vec<Option<Axis>> = std::iter::once(None).chain(Axis::ALL.map(Some)).collect();
    let Some(months) = facts.months else { return vec![Block::default(); cuts.len()] };
    let ranks = facts.names.ranks();
    worked(threads, &cuts, &|&axis| Cut::of(facts, (months, &ranks), axis).added_up(facts, measures, axis))
}

/// The rows of one cut before anything is added: every place of month and rank has a number, in order, if any fact is there.
struct Cut<'a> {
    ranks: &'a [u32],
    first: Month,
    numbers: Vec<u32>,
    rows: Vec<Place>,
}

/// A place without facts.
const NOWHERE: u32 = u32::MAX;

impl<'a> Cut<'a> {
    fn of(facts: &Facts, (months, ranks): (Period, &'a [u32]), axis: Option<Axis>) -> Cut<'a> {
        let count = usize::try_from(months.months()).unwrap_or(0);
        let numbers = vec![NOWHERE; count * ranks.len()];
        let mut cut = Cut { ranks, first: months.first, numbers, rows: Vec::new() };
        let spots = facts.rows.spots().iter().filter_map(|spot| Some((spot.month, name(spot, axis)?)));
        let cuts = facts.cuts.iter().filter(|cut| Some(cut.axis) == axis).map(|cut| (cut.month, cut.name));
        for (month, name) in spots.chain(cuts) {
            let place = cut.place(month, name);
            cut.numbers[place] = name.0;
        }
        let mut numbers = std::mem::take(&mut cut.numbers);
        for (place, number) in numbers.iter_mut().enumerate().filter(|(_, name)| **name != NOWHERE) {
            let month = months.first + i32::try_from(place / ranks.len()).unwrap_or(0);
            let name = std::mem::replace(number, u32::try_from(cut.rows.len()).unwrap_or(NOWHERE));
            cut.rows.push(Place { month, name: Name(name), channel: Name::NONE });
        }
        Cut { numbers, ..cut }
    }

    fn place(&self, month: Month, name: Name) -> usize {
        let since = usize::try_from(month.since(self.first)).unwrap_or(0);
        since * self.ranks.len() + self.ranks[name.index()] as usize
    }

    fn number(&self, month: Month, name: Name) -> u32 {
        self.numbers[self.place(month, name)]
    }

    fn added_up(self, facts: &Facts, measures: &[(Measure, &MeasureKind)], axis: Option<Axis>) -> Block {
        let spots = facts.rows.spots().iter();
        let of_spot: Vec<u32> = spots.filter_map(|spot| Some(self.number(spot.month, name(spot, axis)?))).collect();
        let mut sums = vec![0; self.rows.len()];
        let column = |&(measure, _): &(Measure, &MeasureKind)| {
            let placed = if of_spot.is_empty() { None } else { Some(facts.of(measure).placed()) };
            let placed = placed.into_iter().flatten().map(|(spot, value)| (of_spot[spot], value));
            let cuts = axis.map_or(&[][..], |axis| facts.cuts_of(measure, axis));
            let cuts = cuts.iter().map(|cut| (self.number(cut.month, cut.name), cut.value));
            summed(placed.chain(cuts), &mut sums)
        };
        let columns = measures.iter().map(column).collect();
        Block { rows: self.rows, columns }
    }
}

/// The sums of values by row, none zero. `sums` is as long as there are rows; it is zero before and after.
fn summed(values: impl Iterator<Item = (u32, i128)>, sums: &mut [i128]) -> Vec<(u32, i128)> {
    let mut any = false;
    values.for_each(|(row, value)| {
        sums[row as usize] += value;
        any = true;
    });
    if !any {
        return Vec::new();
    }
    let taken = (0..).zip(sums.iter_mut()).map(|(row, sum)| (row, std::mem::take(sum)));
    taken.filter(|&(_, sum)| sum != 0).collect()
}

/// The name under which a spot is added up; `None` on an axis whose facts are cuts.
fn name(spot: &Spot, axis: Option<Axis>) -> Option<Name> {
    axis.map_or(Some(Name::NONE), |axis| axis.of(spot))
}

/// The rows of pairs of market and channel, by month and then in the order of the texts of the pairs.
pub fn pairs(facts: &Facts, pairs: &[(Name, Name)], measures: &[(Measure, &MeasureKind)]) -> Block {
    if pairs.is_empty() {
        return Block { rows: Vec::new(), columns: vec![Vec::new(); measures.len()] };
    }
    let ranks = facts.names.ranks();
    let key = |spot: &Spot| (spot.month, ranks[spot.market.index()], ranks[spot.channel.index()]);
    let spots = facts.rows.spots();
    let asked = |spot: &&Spot| pairs.contains(&(spot.market, spot.channel));
    let place = |spot: &Spot| Place { month: spot.month, name: spot.market, channel: spot.channel };
    let places: BTreeMap<_, Place> = spots.iter().filter(asked).map(|spot| (key(spot), place(spot))).collect();
    let numbers: BTreeMap<_, u32> = places.keys().copied().zip(0..).collect();
    let of_spot: Vec<Option<u32>> = spots.iter().map(|spot| numbers.get(&key(spot)).copied()).collect();
    let mut sums = vec![0; places.len()];
    let column = |&(measure, _): &(Measure, &MeasureKind)| {
        let values = facts.of(measure).placed().filter_map(|(spot, value)| Some((of_spot[spot]?, value)));
        summed(values, &mut sums)
    };
    let columns = measures.iter().map(column).collect();
    Block { rows: places.into_values().collect(), columns }
}
