//! The rows of facts out of their sums: measure by measure, several measures at a time, in the order of months and names.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use super::fact::Spot;
use super::fact_rows::{Column, FactRows};
use super::fact_sums::{Place, spot};
use super::in_order::all_in_order;
use super::key_sums::{Added, KeySums};
use super::name::Name;

/// Marks in a word.
const BITS: usize = 64;

/// The sums as rows, in the order of their spots. Measures are put in order side by side.
pub(super) fn rows(sums: &mut KeySums<Place>, threads: NonZeroUsize, rank: impl Fn(Name) -> u32) -> FactRows {
    let order = sums.ordered(|place| place.map(&rank));
    let places = places(&order);
    let mut used = vec![0_u64; order.len().div_ceil(BITS)];
    let mut columns: Vec<Column> = Vec::new();
    all_in_order(threads, sums.take().into_iter(), &|added| column(added, &places), &mut |(column, met)| {
        used.iter_mut().zip(met).for_each(|(used, met)| *used |= met);
        columns.push(column);
        ControlFlow::Continue(())
    });
    let used: Vec<bool> = (0..order.len()).map(|place| used[place / BITS] >> (place % BITS) & 1 == 1).collect();
    let spots = order.iter().map(|&number| spot(&sums.keys()[number as usize]));
    let spots: Vec<Spot> = spots.zip(&used).filter(|(_, used)| **used).map(|(spot, _)| spot).collect();
    if spots.len() < used.len() {
        let mut next = 0;
        let mut moved = Vec::with_capacity(used.len());
        for used in used {
            moved.push(next);
            next += u32::from(used);
        }
        for place in columns.iter_mut().flat_map(|column| &mut column.places) {
            *place = moved[*place as usize];
        }
    }
    FactRows::new(spots, columns)
}

/// The facts of one measure, and a mark for each place that has one.
fn column(added: Added, places: &[u32]) -> (Column, Vec<u64>) {
    let mut values = vec![0_i128; places.len()];
    let mut met = vec![0_u64; places.len().div_ceil(BITS)];
    added.take(|number, value| {
        let place = places[number as usize] as usize;
        values[place] += value;
        met[place / BITS] |= 1 << (place % BITS);
    });
    let (mut own, mut sums) = (Vec::new(), Vec::new());
    for (word, marks) in met.iter_mut().enumerate() {
        let mut left = *marks;
        while left != 0 {
            let bit = left.trailing_zeros();
            left &= left - 1;
            let place = word * BITS + bit as usize;
            if values[place] == 0 {
                *marks &= !(1 << bit);
            } else {
                own.push(u32::try_from(place).unwrap_or(u32::MAX));
                sums.push(values[place]);
            }
        }
    }
    (Column::new(own, sums), met)
}

/// By number the place in `order`.
pub(super) fn places(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, &number) in (0..).zip(order) {
        places[number as usize] = place;
    }
    places
}
