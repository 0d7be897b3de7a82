//! Numbers of a sample: mean, spread, percentiles.

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

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank: whole, within the length")]
fn index(place: f64) -> usize {
    place as usize
}
