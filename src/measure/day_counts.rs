//! Counts by whole days: of a table row by row, a column for every day of the window.

/// How often each day was met, in several rows.
#[derive(Clone, Debug)]
pub(super) struct DayCounts {
    width: usize,
    counts: Vec<u64>,
}

impl DayCounts {
    /// No day met; days are counted from 0 and below `width`.
    pub(super) fn new(rows: usize, width: usize) -> DayCounts {
        DayCounts { width, counts: vec![0; rows * width] }
    }

    /// Meets `day` in `row` once more.
    #[inline]
    pub(super) fn add(&mut self, row: usize, day: usize) {
        self.counts[row * self.width + day] += 1;
    }

    /// The days of `row` that were met, in order, with their counts.
    pub(super) fn of(&self, row: usize) -> impl Iterator<Item = (i32, u64)> {
        let own = &self.counts[row * self.width..(row + 1) * self.width];
        (0..).zip(own).filter(|(_, count)| **count > 0).map(|(day, &count)| (day, count))
    }
}
