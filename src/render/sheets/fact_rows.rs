//! The rows of the fact sheet: exact sums by month, and by month and name on each axis.

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
pub fn fact_rows(facts: &Facts, measures: &[(Measure, &MeasureKind)]) -> [Vec<FactRow>; 5] {
    let Some(months) = facts.months else { return Default::default() };
    let cuts: [Option<Axis>; 5] =
        [None, Some(Axis::Market), Some(Axis::Channel), Some(Axis::Campaign), Some(Axis::Objective)];
    let ranks = facts.names.ranks();
    cuts.map(|cut| {
        let width = facts.names.len();
        let count = usize::try_from(months.months()).unwrap_or(0);
        // One place for each month and rank: facts are added where they belong without a search.
        let mut at: Vec<Option<usize>> = vec![None; if cut.is_some() { count * width } else { count }];
        let mut rows: Vec<FactRow> = Vec::new();
        for (position, (measure, _)) in measures.iter().enumerate() {
            for fact in facts.of(*measure) {
                let month = usize::try_from(fact.spot.month.since(months.first)).unwrap_or(0);
                let name = cut.map_or(Name::NONE, |axis| axis.of(&fact.spot));
                let key = cut.map_or(month, |_| month * width + ranks[name.index()] as usize);
                let row = *at[key].get_or_insert_with(|| {
                    rows.push(FactRow { month: fact.spot.month, name, values: vec![0; measures.len()] });
                    rows.len() - 1
                });
                rows[row].values[position] += fact.value;
            }
        }
        rows.sort_by_key(|row| (row.month, ranks[row.name.index()]));
        rows
    })
}
