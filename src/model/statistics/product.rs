//! The parts of its factors in the change of a product: Shapley values, in three points of a way.
//!
//! The Shapley value of a factor in a product is the integral of its own slope along the straight way from before to
//! now, when all factors move together (Owen 1972, the multilinear extension). The slope is a polynomial of a degree below
//! six for up to six factors, and three Gauss–Legendre points integrate that exactly: three columns in place of sixty-four
//! coalitions.

/// Points of the way and their weights: Gauss–Legendre of order 3 on 0 to 1.
pub const WAY: [(f64, f64); 3] =
    [(0.112_701_665_379_258_31, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.887_298_334_620_741_7, 5.0 / 18.0)];

/// More factors than three points can integrate exactly.
pub const MOST: usize = 6;

/// What each factor adds to the change of their product; the parts add up to it. Exact for up to [`MOST`] factors, none of
/// them 0 on the way.
pub fn parts(before: &[f64], now: &[f64]) -> Vec<f64> {
    let on_the_way = WAY.map(|(share, weight)| {
        let factors: Vec<f64> = before.iter().zip(now).map(|(b, n)| b + share * (n - b)).collect();
        let product: f64 = factors.iter().product();
        (factors, weight * product)
    });
    let steps = before.iter().zip(now).map(|(b, n)| n - b).enumerate();
    steps
        .map(|(i, step)| step * on_the_way.iter().map(|(factors, product)| product / factors[i]).sum::<f64>())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn two_factors_share_what_they_change_together() {
        // 2 × 3 → 4 × 5: the first alone adds 6, the second alone 4, both together 4 more.
        let found = parts(&[2.0, 3.0], &[4.0, 5.0]);
        assert!((found[0] - 8.0).abs() < 1e-12 && (found[1] - 6.0).abs() < 1e-12, "{found:?}");
    }
}
