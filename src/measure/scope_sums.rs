//! Facts added up beforehand by every name on every axis, month by month, so that a metric costs a few look-ups.

use crate::model::fact::{Axis, Facts};
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
    /// Adds up `facts`; `None` without any.
    pub(super) fn new(facts: &Facts) -> Option<ScopeSums> {
        let months = facts.months?;
        let width = usize::try_from(months.months()).ok()?;
        let stocks: Vec<bool> = facts.measures.iter().map(|(_, kind)| kind.stock).collect();
        let column = |month: Month| usize::try_from(month.since(months.first)).ok().map(|m| m + 1);
        let mut total = Sums::default();
        let mut by_name = Axis::ALL.map(|_| vec![Sums::default(); facts.names.len()]);
        let columns: Vec<usize> = facts.rows.spots().iter().filter_map(|spot| column(spot.month)).collect();
        let own = facts.measures.iter().map(|(measure, _)| measure).filter(|&m| !facts.of(m).is_empty());
        let own: Vec<Measure> = own.collect();
        let add_up = |names: &[usize], sums: &mut [Sums]| {
            let cells: Vec<usize> =
                names.iter().zip(&columns).map(|(name, column)| name * (width + 1) + column).collect();
            let mut room = vec![0_i128; sums.len() * (width + 1)];
            let mut met = vec![false; sums.len()];
            for &measure in &own {
                for (place, value) in facts.of(measure).placed() {
                    room[cells[place]] += value;
                    met[names[place]] = true;
                }
                let each = sums.iter_mut().zip(room.chunks_exact_mut(width + 1)).zip(&mut met);
                for (sums, running) in each.filter_map(|(each, met)| std::mem::take(met).then_some(each)) {
                    sums.by_measure.resize(stocks.len(), None);
                    sums.by_measure[usize::from(measure.0)] = Some(running.to_vec());
                    running.fill(0);
                }
            }
        };
        for (sums, axis) in by_name.iter_mut().zip(Axis::ALL) {
            let names = facts.rows.spots().iter().filter_map(|spot| axis.of(spot).map(Name::index));
            let names: Vec<usize> = names.collect();
            if names.len() == columns.len() {
                add_up(&names, sums);
            }
        }
        add_up(&vec![0; columns.len()], std::slice::from_mut(&mut total));
        for cut in &facts.cuts {
            let sums = &mut by_name[cut.axis as usize][cut.name.index()];
            sums.by_measure.resize(stocks.len(), None);
            let running = sums.by_measure[usize::from(cut.measure.0)].get_or_insert_with(|| vec![0; width + 1]);
            if let Some(sum) = column(cut.month).and_then(|column| running.get_mut(column)) {
                *sum += cut.value;
            }
        }
        for running in by_name.iter_mut().flatten().chain([&mut total]).flat_map(|s| s.by_measure.iter_mut().flatten())
        {
            for month in 1..running.len() {
                running[month] += running[month - 1];
            }
        }
        Some(ScopeSums { months, stocks, total, by_name })
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

impl Sums {
    /// Whether any fact of `measure` is in it.
    pub(super) fn knows(&self, measure: Measure) -> bool {
        self.running(measure).is_some()
    }

    fn running(&self, measure: Measure) -> Option<&Running> {
        self.by_measure.get(usize::from(measure.0)).and_then(Option::as_ref)
    }
}
