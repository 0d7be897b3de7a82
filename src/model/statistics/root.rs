//! Where a function of one number crosses zero.

/// The crossing of `f` between two places where its signs differ, to the last digit; `None` where they do not.
pub fn crossing(f: impl Fn(f64) -> f64, from: f64, to: f64) -> Option<f64> {
    let (mut from, mut to) = (from, to);
    let (start, end) = (f(from), f(to));
    if start == 0.0 {
        return Some(from);
    }
    if end == 0.0 {
        return Some(to);
    }
    if start.is_nan() || end.is_nan() || (start < 0.0) == (end < 0.0) {
        return None;
    }
    loop {
        let middle = f64::midpoint(from, to);
        if [from, to].iter().any(|end| end.total_cmp(&middle).is_eq()) {
            return Some(middle);
        }
        let value = f(middle);
        if value == 0.0 {
            return Some(middle);
        }
        if (value < 0.0) == (start < 0.0) { from = middle } else { to = middle }
    }
}

/// The first of `start + 1`, `start + 2`, `start + 4` … at which `f` holds; `None` beyond `end`.
pub fn first_beyond(f: impl Fn(f64) -> bool, start: f64, end: f64) -> Option<f64> {
    let mut step = 1.0;
    while start + step <= end {
        if f(start + step) {
            return Some(start + step);
        }
        step *= 2.0;
    }
    None
}
