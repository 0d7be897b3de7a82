//! A straight line through points: its slope and how sure that is.

use super::distribution::student_both_tails_quantile;

/// The least-squares line y = intercept + slope · x.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Line {
    /// Where it crosses x = 0.
    pub intercept: f64,
    /// How much y grows with one of x.
    pub slope: f64,
    /// Standard error of the slope.
    pub error: f64,
    /// Points less the two numbers that were fitted.
    pub freedom: f64,
}

impl Line {
    /// Through at least three points whose x differ; else `None`.
    pub fn through(points: &[(f64, f64)]) -> Option<Line> {
        let n = points.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
        let (x, y) = (mean(|p| p.0), mean(|p| p.1));
        let across: f64 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
        if points.len() < 3 || across <= 0.0 {
            return None;
        }
        let slope = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / across;
        let intercept = y - slope * x;
        let left: f64 = points.iter().map(|p| (p.1 - intercept - slope * p.0).powi(2)).sum();
        let freedom = n - 2.0;
        Some(Line { intercept, slope, error: (left / freedom / across).sqrt(), freedom })
    }

    /// The interval of the slope that misses with chance `alpha` (Student's t).
    pub fn interval(&self, alpha: f64) -> Option<(f64, f64)> {
        let half = student_both_tails_quantile(alpha, self.freedom)? * self.error;
        Some((self.slope - half, self.slope + half))
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn the_line_of_anscombe() {
        // Anscombe (1973), "Graphs in Statistical Analysis", first set: slope 0.500, standard error 0.118, intercept 3.00.
        let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
        let y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        let points: Vec<_> = x.into_iter().zip(y).collect();
        let line = Line::through(&points).unwrap();
        let shown = [line.slope, line.error, line.intercept].map(|v| format!("{v:.3}"));
        assert_eq!(shown, ["0.500", "0.118", "3.000"]);
        let (low, high) = line.interval(0.05).unwrap();
        assert_eq!([format!("{low:.3}"), format!("{high:.3}")], ["0.233", "0.767"]);
        assert_eq!(Line::through(&[(1.0, 2.0), (1.0, 3.0), (1.0, 4.0)]), None);
    }
}
