//! Counts by whole days: of a table row by row, a column for every day of the window.

/// How often each day was met, in several rows. Memory that nobody met a day in is never looked at: the system gives none for it.
#[derive(Clone, Debug)]
pub(super) struct DayCounts {
    width: usize,
    counts: Vec<u64>,
    /// By row: the first day that was met, and the one after the last.
    met: Vec<(usize, usize)>,
}

impl DayCounts {
    /// No day met; days are counted from 0 and below `width`.
    pub(super) fn new(rows: usize, width: usize) -> DayCounts {
        DayCounts { width, counts: vec![0; rows * width], met: vec![(width, 0); rows] }
    }

    /// Meets `day` in `row` once more.
    #[inline]
    pub(super) fn add(&mut self, row: usize, day: usize) {
        self.counts[row * self.width + day] += 1;
        let (first, end) = &mut self.met[row];
        *first = day.min(*first);
        *end = (day + 1).max(*end);
    }

    /// The days of `row` that were met, in order, with their counts.
    pub(super) fn of(&self, row: usize) -> impl Iterator<Item = (i32, u64)> {
        let (first, end) = self.met[row];
        let days = first..end.max(first);
        let own = &self.counts[row * self.width..][days.clone()];
        let met = days.zip(own).filter(|(_, count)| **count > 0);
        met.filter_map(|(day, &count)| Some((i32::try_from(day).ok()?, count)))
    }
}
