//! Numbers of a sample: mean, spread, percentiles.

use super::distribution::binomial_up_to;

/// The mean; `None` of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Standard deviation of the sample (n − 1); `None` under two.
pub fn deviation(values: &[f64]) -> Option<f64> {
    let mean = mean(values).filter(|_| values.len() > 1)?;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    Some((squares / (values.len() - 1) as f64).sqrt())
}

/// The percentile by linear interpolation between ranks (Hyndman and Fan's type 7: Excel's PERCENTILE.INC, numpy).
pub fn percentile(values: &[f64], share: f64) -> Option<f64> {
    let sorted = sorted(values);
    let place = share * (sorted.len().checked_sub(1)?) as f64;
    let low = *sorted.get(index(place.floor()))?;
    let high = *sorted.get(index(place.ceil()))?;
    Some(low + (high - low) * place.fract())
}

/// The smallest value that at least `share` of all do not exceed.
pub fn nearest_rank(values: &[f64], share: f64) -> Option<f64> {
    let rank = (share * values.len() as f64).ceil().max(1.0);
    sorted(values).get(index(rank - 1.0)).copied()
}

/// The mean without the smallest and the largest `share` of the values, each cut rounded down to whole values.
pub fn trimmed_mean(values: &[f64], share: f64) -> Option<f64> {
    let cut = index((share * values.len() as f64).floor());
    mean(sorted(values).get(cut..values.len().checked_sub(cut)?)?)
}

/// The ranks, counted from 1, of the two of `count` values between which the median lies, missed with chance `alpha` at
/// most, whatever the distribution; `None` of too few.
///
/// Source: order statistics, Conover (1999), section 3.2.
pub fn median_ranks(count: u64, alpha: f64) -> Option<(u64, u64)> {
    // Fewer than `low` values lie below the median with a chance of half of `alpha` at most; the chance grows with `low`.
    let holds = |low: u64| binomial_up_to(low as f64 - 1.0, count as f64, 0.5) <= alpha / 2.0;
    let (mut low, mut beyond) = (0, count.div_ceil(2) + 1);
    while beyond - low > 1 {
        let middle = u64::midpoint(low, beyond);
        if holds(middle) { low = middle } else { beyond = middle }
    }
    (low > 0).then(|| (low, count + 1 - low))
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank: whole, within the length")]
fn index(place: f64) -> usize {
    place as usize
}

#[cfg(test)]
mod tests {
    use super::median_ranks;

    /// The table of Hahn and Meeker (1991) for the median at 95 %: ranks of 10, 20 and 50 values.
    #[test]
    fn the_median_lies_between_the_ranks_of_the_table() {
        let ranks = |count| median_ranks(count, 0.05);
        assert_eq!([ranks(5), ranks(6)], [None, Some((1, 6))]);
        assert_eq!([ranks(10), ranks(20), ranks(50)], [Some((2, 9)), Some((6, 15)), Some((18, 33))]);
    }
}
