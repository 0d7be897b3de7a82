//! The score test of a stated difference or ratio of two shares, turned round into an interval (Miettinen, Nurminen 1985).

use std::f64::consts::PI;

use super::comparison::Two;
use super::root::crossing;

/// The differences that the test does not refuse at normal quantile `z`.
pub(super) fn difference(two: &Two, z: f64) -> Option<(f64, f64)> {
    let found = two.difference();
    let beyond = |d: f64| statistic_of_difference(two, d).powi(2) - z * z;
    let bound = |end: f64| {
        // A difference of everything or nothing cannot be refused from closer than that.
        let inside = end * (1.0 - 1e-12);
        if beyond(inside) <= 0.0 { Some(end) } else { crossing(beyond, found, inside) }
    };
    Some((bound(-1.0)?, bound(1.0)?))
}

/// The ratios that the test does not refuse at normal quantile `z`; from 0 or to infinity where nothing bounds them.
pub(super) fn ratio(two: &Two, z: f64) -> Option<(f64, f64)> {
    let (p, q) = two.shares();
    if two.first.0 + two.second.0 == 0.0 {
        return None;
    }
    let beyond = |ln: f64| statistic_of_ratio(two, ln.exp()).powi(2) - z * z;
    let found = if p > 0.0 && q > 0.0 {
        (p / q).ln()
    } else if p > 0.0 {
        ENDS
    } else {
        -ENDS
    };
    let bound = |end: f64| if beyond(end) <= 0.0 { Some(end) } else { crossing(beyond, found, end) };
    let low = if p == 0.0 { 0.0 } else { bound(-ENDS)?.exp() };
    let high = if q == 0.0 { f64::INFINITY } else { bound(ENDS)?.exp() };
    Some((low, high))
}

/// Logarithm of the ratio beyond which nothing is sought.
const ENDS: f64 = 40.0;

/// z of the hypothesis that the shares differ by `d`, at the likeliest shares that do.
fn statistic_of_difference(two: &Two, d: f64) -> f64 {
    let ((x, n), (y, m)) = (two.first, two.second);
    let (all, did) = (n + m, x + y);
    let l2 = (n + 2.0 * m) * d - all - did;
    let l1 = (m * d - all - 2.0 * y) * d + did;
    let l0 = y * d * (1.0 - d);
    let third = l2 / (3.0 * all);
    let q = third.powi(3) - l1 * l2 / (6.0 * all * all) + l0 / (2.0 * all);
    let p = q.signum() * (third * third - l1 / (3.0 * all)).max(0.0).sqrt();
    let cosine = if p == 0.0 { 0.0 } else { (q / p.powi(3)).clamp(-1.0, 1.0) };
    let second = 2.0 * p * ((PI + cosine.acos()) / 3.0).cos() - third;
    let second = second.clamp((-d).max(0.0), (1.0 - d).min(1.0));
    let first = second + d;
    z(two.difference() - d, first * (1.0 - first) / n + second * (1.0 - second) / m, all)
}

/// z of the hypothesis that the first share is `r` times the second, at the likeliest shares for which it is.
fn statistic_of_ratio(two: &Two, r: f64) -> f64 {
    let ((x, n), (y, m)) = (two.first, two.second);
    let (a, c) = ((n + m) * r, x + y);
    let b = n * r + x + m + y * r;
    // The smaller root of a s² − b s + c, without cancellation.
    let second = (2.0 * c / (b + (b * b - 4.0 * a * c).max(0.0).sqrt())).clamp(0.0, (1.0 / r).min(1.0));
    let first = (second * r).clamp(0.0, 1.0);
    let (p, q) = two.shares();
    z(p - r * q, first * (1.0 - first) / n + r * r * second * (1.0 - second) / m, n + m)
}

fn z(off: f64, variance: f64, all: f64) -> f64 {
    if off == 0.0 { 0.0 } else { off / (variance * all / (all - 1.0)).sqrt() }
}
