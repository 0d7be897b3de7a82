//! How long things last when some have not ended yet: the Kaplan–Meier curve with Greenwood's log–log bands.

use crate::model::keyed::Lives;

use super::proportion::Z_95;

/// The curve at an age at which something ended.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Step {
    /// Age in days.
    pub day: i32,
    /// How many were still going just before.
    pub at_risk: u64,
    /// How many ended at this age.
    pub ended: u64,
    /// Share expected to last longer.
    pub lasting: f64,
    /// Its 95 % band; `None` at 0 and 1, where the log–log band has none.
    pub band: Option<(f64, f64)>,
}

/// The curve, one step per age with an end. Who is censored at an age was still going when others ended at it.
///
/// Source: Kaplan and Meier (1958); Greenwood's variance on the scale of log(−log), Kalbfleisch and Prentice (1980).
pub fn curve(lives: &Lives) -> Vec<Step> {
    let mut at_risk: u64 = lives.values().map(|e| e.ended + e.going).sum();
    let (mut lasting, mut variance) = (1.0, 0.0);
    let mut steps = Vec::new();
    for (&day, ending) in lives {
        if ending.ended > 0 {
            let (n, d) = (at_risk as f64, ending.ended as f64);
            lasting *= (n - d) / n;
            variance += d / (n * (n - d));
            steps.push(Step { day, at_risk, ended: ending.ended, lasting, band: band(lasting, variance) });
        }
        at_risk -= ending.ended + ending.going;
    }
    steps
}

fn band(lasting: f64, variance: f64) -> Option<(f64, f64)> {
    let log = lasting.ln();
    let half = Z_95 * variance.sqrt() / log.abs();
    (lasting > 0.0 && lasting < 1.0).then(|| (lasting.powf(half.exp()), lasting.powf((-half).exp())))
}

/// The curve at `day`: its last step up to then; `None` before the first step, or beyond the last age seen.
pub fn at(steps: &[Step], day: i32) -> Option<&Step> {
    steps[..steps.partition_point(|s| s.day <= day)].last()
}

/// The first age at which at most `share` last longer; `None` while more do.
pub fn quantile(steps: &[Step], share: f64) -> Option<i32> {
    steps.iter().find(|s| s.lasting <= share + 1e-12).map(|s| s.day)
}

/// The 95 % interval of [`quantile`]: the ages at which the band holds `share`. Its end is `None` while the whole band
/// lies above.
///
/// Source: Brookmeyer and Crowley (1982), with the bands of [`curve`] as R's `survfit(conf.type = "log-log")` prints them.
pub fn quantile_interval(steps: &[Step], share: f64) -> (Option<i32>, Option<i32>) {
    let first = |bound: fn((f64, f64)) -> f64| {
        let banded = steps.iter().filter_map(|s| Some((s.day, bound(s.band?))));
        banded.into_iter().find(|(_, bound)| *bound <= share).map(|(day, _)| day)
    };
    (first(|band| band.0), first(|band| band.1))
}

#[cfg(test)]
mod tests {
    use super::{at, curve, quantile, quantile_interval};
    use crate::model::keyed::{Ending, Lives};

    /// Freireich et al. (1963), remission of 21 patients under 6-MP in weeks, as every textbook prints its curve.
    #[test]
    fn the_textbook_curve_comes_out() {
        let ended = [(6, 3), (7, 1), (10, 1), (13, 1), (16, 1), (22, 1), (23, 1)];
        let going = [(6, 1), (9, 1), (10, 1), (11, 1), (17, 1), (19, 1), (20, 1), (25, 1), (32, 2), (34, 1), (35, 1)];
        let mut lives = Lives::new();
        for (day, n) in ended {
            lives.entry(day).or_default().ended += n;
        }
        for (day, n) in going {
            lives.entry(day).or_default().going += n;
        }
        let steps = curve(&lives);
        let expected = [(6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378), (23, 0.4482)];
        assert_eq!(steps.len(), expected.len());
        for (step, (day, lasting)) in steps.iter().zip(expected) {
            assert_eq!(step.day, day);
            assert!((step.lasting - lasting).abs() < 5e-5, "{step:?}");
        }
        assert_eq!(quantile(&steps, 0.5), Some(23));
        // R's survfit(conf.type = "log-log") at 10 weeks: 0.503 to 0.889.
        let (low, high) = at(&steps, 12).and_then(|s| s.band).unwrap();
        // … and of its median: from 13, without an end.
        assert_eq!(quantile_interval(&steps, 0.5), (Some(13), None));
        assert!((low - 0.503).abs() < 1e-3 && (high - 0.889).abs() < 1e-3, "{low} {high}");
    }

    #[test]
    fn without_censoring_it_is_the_empirical_share() {
        let lives = Lives::from([(3, 2), (5, 1), (9, 4), (20, 3)].map(|(d, ended)| (d, Ending { ended, going: 0 })));
        for (step, left) in curve(&lives).iter().zip([8.0, 7.0, 3.0, 0.0]) {
            assert!((step.lasting - left / 10.0).abs() < 1e-15, "{step:?}");
        }
    }
}
