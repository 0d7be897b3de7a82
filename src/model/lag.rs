//! Mean and median of a histogram of whole days: exact, whatever the size of the exports.

use std::collections::BTreeMap;

use super::statistics::sample::median_ranks;

/// Days → how many, one entry of [`super::fact::Lags`].
type Days = BTreeMap<i32, u64>;

/// The mean in days; `None` of nothing.
pub fn mean(days: &Days) -> Option<f64> {
    let sum: i128 = days.iter().map(|(&d, &n)| i128::from(d) * i128::from(n)).sum();
    let count: u64 = days.values().sum();
    (count > 0).then(|| sum as f64 / count as f64)
}

/// The median in days, of an even number the mean of the two in the middle; `None` of nothing.
pub fn median(days: &Days) -> Option<f64> {
    let count: u64 = days.values().sum();
    let at = |place: u64| {
        let mut upto = 0;
        days.iter().find(|&(_, &n)| {
            upto += n;
            upto > place
        })
    };
    let (low, high) = (at(count.checked_sub(1)? / 2)?, at(count / 2)?);
    Some(f64::midpoint(f64::from(*low.0), f64::from(*high.0)))
}

/// The 95 % interval of the median: the days of the two cases at the ranks of [`median_ranks`]; `None` of fewer than six.
pub fn median_interval(days: &Days) -> Option<(i32, i32)> {
    let (low, high) = median_ranks(days.values().sum(), 0.05)?;
    Some((rank(days, low)?, rank(days, high)?))
}

/// The days of the case at that rank, counted from 1.
pub fn rank(days: &Days, rank: u64) -> Option<i32> {
    let mut seen = 0;
    days.iter().find_map(|(&day, &count)| {
        seen += count;
        (seen >= rank.max(1)).then_some(day)
    })
}
