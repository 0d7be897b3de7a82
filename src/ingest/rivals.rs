//! Rivals: tables of one platform that tell the same spend by different columns, such as one export by campaign and one
//! by ad set. What one of them has told, no other tells again.

use std::collections::BTreeMap;

use super::detail::{Detail, NAMES};
use super::fill::overlap::{RowKey, fingerprint};
use super::header::normal;
use super::known::Known;
use super::table::Row;

/// A table as one of a pair, with what both have in common.
#[derive(Clone, Debug)]
struct Side {
    /// The numbers of the two details.
    pair: [usize; 2],
    /// Which of the two it is.
    of: usize,
    /// The cells that both tell their rows apart by, in an order that both have.
    cells: Vec<usize>,
    /// Whether both name channel, campaign and market.
    names: [bool; 3],
}

/// The days on which one of two tables has told something: first day → last day and table.
#[derive(Clone, Debug, Default)]
struct Days {
    spans: BTreeMap<i64, (i64, u32)>,
    longest: i64,
}

impl Days {
    fn add(&mut self, (first, last): (i64, i64), table: u32) {
        let span = self.spans.entry(first).or_insert((last, table));
        span.0 = span.0.max(last);
        self.longest = self.longest.max(last - first);
    }

    /// The table that has told of one of these days.
    fn on(&self, (first, last): (i64, i64)) -> Option<u32> {
        let from = first - self.longest;
        self.spans.range(from..=last).rev().find(|(_, (end, _))| *end >= first).map(|(_, (_, table))| *table)
    }
}

/// Where a row stands in a pair: the pair, what both tell apart, names.
type Place = ([usize; 2], u64, [i64; 3]);

/// The number of spend in claims.
const CLAIM: i64 = 1;

/// All pairs of such tables, and what each of them has told so far.
#[derive(Clone, Debug, Default)]
pub struct Rivals {
    sides: BTreeMap<u32, Vec<Side>>,
    told: BTreeMap<Place, [Days; 2]>,
    /// Common fingerprints of the row that is being read, one for each side.
    row: Vec<u64>,
    /// Tables whose rows do not count because another has told them: (table, the other) → rows, money in minor units.
    pub covered: BTreeMap<(u32, u32), (u64, i128)>,
}

impl Rivals {
    /// The pairs among tables, each with its detail where it tells spend.
    pub(super) fn new(known: &[Known<'_>], details: &[Option<Detail>]) -> Rivals {
        let mut classes: Vec<&Detail> = Vec::new();
        for detail in details.iter().flatten() {
            if !classes.contains(&detail) {
                classes.push(detail);
            }
        }
        let mut rivals = Rivals::default();
        for ((number, table), detail) in (0..).zip(known).zip(details) {
            let Some(detail) = detail else { continue };
            let own = classes.iter().position(|c| *c == detail).unwrap_or(0);
            for (other, rival) in classes.iter().enumerate().filter(|(_, rival)| detail.rivals(rival)) {
                let side = Side {
                    pair: [own.min(other), own.max(other)],
                    of: usize::from(own > other),
                    cells: common(table, detail, rival),
                    names: NAMES.map(|n| detail.named.contains(n) && rival.named.contains(n)),
                };
                rivals.sides.entry(number).or_default().push(side);
            }
        }
        rivals
    }

    /// Whether another table tells the same spend as this one.
    pub(super) fn concern(&self, table: u32) -> bool {
        self.sides.contains_key(&table)
    }

    /// Looks at the row that is about to be read.
    pub(super) fn see(&mut self, table: u32, row: &Row<'_>) {
        if let Some(sides) = self.sides.get(&table) {
            self.row = sides.iter().map(|side| fingerprint(row, Some(&side.cells))).collect();
        }
    }

    /// The other table that has told what the row tells whose record `key` is: kind, platform, cells apart, days, names.
    pub(super) fn other(&self, table: u32, key: &RowKey) -> Option<u32> {
        self.each(table, key).find_map(|(side, place, days)| self.told.get(&place)?[1 - side].on(days))
    }

    /// Remembers what the row tells, for the others.
    pub(super) fn tell(&mut self, table: u32, key: &RowKey) {
        for (side, place, days) in self.each(table, key).collect::<Vec<_>>() {
            self.told.entry(place).or_default()[side].add(days, table);
        }
    }

    /// For each pair that the table is in: which side it is, where the row stands in it, and its days.
    fn each(&self, table: u32, key: &RowKey) -> impl Iterator<Item = (usize, Place, (i64, i64))> {
        let [kind, _, _, first, last, names @ ..] = *key;
        let sides = if kind == CLAIM { self.sides.get(&table) } else { None };
        sides.into_iter().flatten().zip(&self.row).map(move |(side, row)| {
            let both = |n: usize| if side.names[n] { names[n] } else { 0 };
            (side.of, (side.pair, *row, [both(0), both(1), both(2)]), (first, last))
        })
    }
}

/// The cells of a table that both of a pair tell rows apart by, in the order of their headers.
fn common(known: &Known<'_>, a: &Detail, b: &Detail) -> Vec<usize> {
    let cell = |header: &String| known.table.header.iter().position(|h| normal(h) == *header);
    a.apart.intersection(&b.apart).filter_map(cell).collect()
}
