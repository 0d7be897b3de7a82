//! The rows of the fact sheet: exact sums by month, and by month and name on each axis.

use std::collections::BTreeMap;

use crate::model::fact::{Axis, Facts};
use crate::model::measure::{Measure, MeasureKind};
use crate::model::month::Month;
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

/// The rows of each cut (all facts, then the axes), by month and then by the texts of the names.
pub fn fact_rows(facts: &Facts, measures: &[(Measure, &MeasureKind)]) -> Vec<Vec<FactRow>> {
    let Some(months) = facts.months else { return vec![Vec::new(); 1 + Axis::ALL.len()] };
    let ranks = facts.names.ranks();
    let count = usize::try_from(months.months()).unwrap_or(0);
    let block = |width| Block { at: vec![NOWHERE; count * width], rows: Vec::new(), measures: measures.len() };
    let mut total = block(1);
    let mut named = Axis::ALL.map(|_| block(ranks.len()));
    let place = |month: usize, name: Name| month * ranks.len() + ranks[name.index()] as usize;
    let since = |month: Month| usize::try_from(month.since(months.first)).unwrap_or(0);
    for (position, (measure, _)) in measures.iter().enumerate() {
        for (month, of_month) in facts.of(*measure).by_month() {
            let at = since(month);
            let all = of_month.iter().map(|fact| fact.value).sum();
            total.add(at, (month, Name::NONE), position, all);
            let [market, channel, campaign, objective, ..] = &mut named;
            for fact in of_month {
                let spot = &fact.spot;
                let of_fact = [
                    (&mut *market, spot.market),
                    (&mut *channel, spot.channel),
                    (&mut *campaign, spot.campaign),
                    (&mut *objective, spot.objective),
                ];
                for (block, name) in of_fact {
                    block.add(place(at, name), (month, name), position, fact.value);
                }
            }
        }
        for (block, axis) in named.iter_mut().zip(Axis::ALL) {
            for cut in facts.cuts_of(*measure, axis) {
                block.add(place(since(cut.month), cut.name), (cut.month, cut.name), position, cut.value);
            }
        }
    }
    let sorted = |mut rows: Vec<FactRow>| {
        rows.sort_by_key(|row| (row.month, ranks[row.name.index()]));
        rows
    };
    std::iter::once(total).chain(named).map(|block| sorted(block.rows)).collect()
}

/// A cut in the making, with one place for each month and rank: facts are added where they belong without a search.
struct Block {
    at: Vec<u32>,
    rows: Vec<FactRow>,
    measures: usize,
}

/// A place without a row.
const NOWHERE: u32 = u32::MAX;

impl Block {
    fn add(&mut self, place: usize, (month, name): (Month, Name), position: usize, value: i128) {
        if self.at[place] == NOWHERE {
            self.at[place] = u32::try_from(self.rows.len()).unwrap_or(NOWHERE);
            self.rows.push(FactRow { month, name, values: vec![0; self.measures] });
        }
        self.rows[self.at[place] as usize].values[position] += value;
    }
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
    let ranks = facts.names.ranks();
    let rank = |name: Name| ranks[name.index()];
    let mut rows: BTreeMap<(Month, u32, u32), PairRow> = BTreeMap::new();
    for (position, (measure, _)) in measures.iter().enumerate() {
        for fact in facts.of(*measure) {
            let (month, name, channel) = (fact.spot.month, fact.spot.market, fact.spot.channel);
            if pairs.contains(&(name, channel)) {
                let row = rows.entry((month, rank(name), rank(channel))).or_insert_with(|| {
                    let fact = FactRow { month, name, values: vec![0; measures.len()] };
                    PairRow { fact, channel }
                });
                row.fact.values[position] += fact.value;
            }
        }
    }
    rows.into_values().collect()
}
