//! Facts added up beforehand by every name on every axis, month by month, so that a metric costs a few look-ups.

use std::num::NonZeroUsize;

use crate::model::fact::{Axis, Facts};
use crate::model::in_order::worked;
use crate::model::measure::Measure;
use crate::model::month::{Month, Period};
use crate::model::name::Name;

/// Running sums of one measure: entry *m* is the sum of the months before month *m*.
type Running = Vec<i128>;

/// Sums of one name on one axis, or of all facts, by measure.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    by_measure: Vec<Option<Running>>,
}

/// All sums.
pub(super) struct ScopeSums {
    months: Period,
    stocks: Vec<bool>,
    total: Sums,
    /// Axis by axis, name by name.
    by_name: [Vec<Sums>; Axis::ALL.len()],
}

impl ScopeSums {
    /// Adds up `facts`, the axes side by side; `None` without any.
    pub(super) fn new(facts: &Facts, threads: NonZeroUsize) -> Option<ScopeSums> {
        let months = facts.months?;
        let adding = Adding::of(facts, months)?;
        let stocks = facts.measures.iter().map(|(_, kind)| kind.stock).collect();
        let axes: Vec<Option<Axis>> = std::iter::once(None).chain(Axis::ALL.map(Some)).collect();
        let mut sums = worked(threads, &axes, &|&axis| adding.sums(axis)).into_iter();
        let total = sums.next().and_then(|mut total| total.pop()).unwrap_or_default();
        Some(ScopeSums { months, stocks, total, by_name: Axis::ALL.map(|_| sums.next().unwrap_or_default()) })
    }

    /// The sums of one name on one axis; `None` stands for all facts.
    pub(super) fn of(&self, only: Option<(Axis, Name)>) -> Option<&Sums> {
        match only {
            None => Some(&self.total),
            Some((axis, name)) => self.by_name[axis as usize].get(name.index()),
        }
    }

    /// The names that occur on `axis`.
    pub(super) fn names_on(&self, axis: Axis) -> impl Iterator<Item = Name> {
        let sums = self.by_name[axis as usize].iter();
        (0..).map(Name).zip(sums).filter(|(_, s)| !s.by_measure.is_empty()).map(|(name, _)| name)
    }

    /// Whether any fact of `measure` has a name on `axis`.
    pub(super) fn occurs_on(&self, axis: Axis, measure: Measure) -> bool {
        self.by_name[axis as usize].iter().skip(1).any(|sums| sums.knows(measure))
    }

    /// The exact sum over `period`; of a stock, the value at its first month.
    pub(super) fn sum(&self, sums: &Sums, measure: Measure, period: Period) -> i128 {
        let Some(running) = sums.running(measure) else { return 0 };
        let stock = self.stocks.get(usize::from(measure.0)).copied().unwrap_or(false);
        let last = if stock { period.first } else { period.last };
        let place = |months: i32| usize::try_from(months.max(0)).unwrap_or(0).min(running.len() - 1);
        let upto = place(last.since(self.months.first) + 1);
        let before = place(period.first.since(self.months.first)).min(upto);
        running[upto] - running[before]
    }
}

/// Facts on their way into sums.
struct Adding<'a> {
    facts: &'a Facts,
    first: Month,
    /// Entries of a running sum.
    width: usize,
    /// The entry of each spot.
    columns: Vec<usize>,
    /// Measures with facts.
    own: Vec<Measure>,
}

impl<'a> Adding<'a> {
    fn of(facts: &'a Facts, months: Period) -> Option<Adding<'a>> {
        let width = usize::try_from(months.months()).ok()? + 1;
        let columns = facts.rows.spots().iter().filter_map(|spot| column(months.first, spot.month)).collect();
        let own = facts.measures.iter().map(|(measure, _)| measure).filter(|&m| !facts.of(m).is_empty()).collect();
        Some(Adding { facts, first: months.first, width, columns, own })
    }

    /// The sums of each name on an axis, or of all facts.
    fn sums(&self, axis: Option<Axis>) -> Vec<Sums> {
        let spots = self.facts.rows.spots().iter();
        let names: Vec<usize> =
            spots.filter_map(|spot| axis.map_or(Some(0), |a| a.of(spot).map(Name::index))).collect();
        let mut sums = vec![Sums::default(); axis.map_or(1, |_| self.facts.names.len())];
        if names.len() == self.columns.len() {
            self.add_up(&names, &mut sums);
        }
        for cut in self.facts.cuts.iter().filter(|cut| Some(cut.axis) == axis) {
            let running = sums[cut.name.index()].of(cut.measure, self.facts).get_or_insert_with(|| vec![0; self.width]);
            if let Some(sum) = column(self.first, cut.month).and_then(|column| running.get_mut(column)) {
                *sum += cut.value;
            }
        }
        for running in sums.iter_mut().flat_map(|s| s.by_measure.iter_mut().flatten()) {
            for month in 1..running.len() {
                running[month] += running[month - 1];
            }
        }
        sums
    }

    fn add_up(&self, names: &[usize], sums: &mut [Sums]) {
        let cells: Vec<usize> =
            names.iter().zip(&self.columns).map(|(name, column)| name * self.width + column).collect();
        let mut room = vec![0_i128; sums.len() * self.width];
        let mut met = vec![false; sums.len()];
        for &measure in &self.own {
            self.facts.of(measure).placed().for_each(|(place, value)| {
                room[cells[place]] += value;
                met[names[place]] = true;
            });
            let each = sums.iter_mut().zip(room.chunks_exact_mut(self.width)).zip(&mut met);
            for (sums, running) in each.filter_map(|(each, met)| std::mem::take(met).then_some(each)) {
                *sums.of(measure, self.facts) = Some(running.to_vec());
                running.fill(0);
            }
        }
    }
}

/// The entry of a running sum that is the first to have `month` in it.
fn column(first: Month, month: Month) -> Option<usize> {
    usize::try_from(month.since(first)).ok().map(|month| month + 1)
}

impl Sums {
    fn of(&mut self, measure: Measure, facts: &Facts) -> &mut Option<Running> {
        if self.by_measure.is_empty() {
            self.by_measure.resize(facts.measures.iter().count(), None);
        }
        &mut self.by_measure[usize::from(measure.0)]
    }

    /// Whether any fact of `measure` is in it.
    pub(super) fn knows(&self, measure: Measure) -> bool {
        self.running(measure).is_some()
    }

    fn running(&self, measure: Measure) -> Option<&Running> {
        self.by_measure.get(usize::from(measure.0)).and_then(Option::as_ref)
    }
}
