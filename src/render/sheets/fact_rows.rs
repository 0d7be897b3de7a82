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
    let cuts = std::iter::once(None).chain(Axis::ALL.into_iter().map(Some));
    let ranks = facts.names.ranks();
    let rows_of = |cut: Option<Axis>| {
        let width = facts.names.len();
        let count = usize::try_from(months.months()).unwrap_or(0);
        // One place for each month and rank: facts are added where they belong without a search.
        let mut at: Vec<Option<usize>> = vec![None; if cut.is_some() { count * width } else { count }];
        let mut rows: Vec<FactRow> = Vec::new();
        for (position, (measure, _)) in measures.iter().enumerate() {
            let crossed = facts.of(*measure).iter().filter_map(|fact| {
                let name = cut.map_or(Some(Name::NONE), |axis| axis.of(&fact.spot))?;
                Some((fact.spot.month, name, fact.value))
            });
            let own = cut.map_or(&[][..], |axis| facts.cuts_of(*measure, axis)).iter();
            for (at_month, name, value) in crossed.chain(own.map(|c| (c.month, c.name, c.value))) {
                let month = usize::try_from(at_month.since(months.first)).unwrap_or(0);
                let key = cut.map_or(month, |_| month * width + ranks[name.index()] as usize);
                let row = *at[key].get_or_insert_with(|| {
                    rows.push(FactRow { month: at_month, name, values: vec![0; measures.len()] });
                    rows.len() - 1
                });
                rows[row].values[position] += value;
            }
        }
        rows.sort_by_key(|row| (row.month, ranks[row.name.index()]));
        rows
    };
    cuts.map(rows_of).collect()
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
