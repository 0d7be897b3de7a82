//! Intervals against statsmodels.

use planbook::measure::interval::{Z_95, wilson};

use super::exports::rows;

#[test]
fn wilson_as_statsmodels_has_it() {
    let quantile = |alpha: &str| match alpha {
        "0.05" => Z_95,
        "0.1" => 1.644_853_626_951_472_7,
        "0.01" => 2.575_829_303_548_900_4,
        other => panic!("no quantile for {other}"),
    };
    let mut checked = 0;
    for row in rows(include_str!("stats/expected_proportion_confint.csv")) {
        if row["method"] != "wilson" {
            continue;
        }
        let number = |name: &str| row[name].parse::<f64>().unwrap();
        let (low, high) = wilson(number("count"), number("nobs"), quantile(&row["alpha"])).unwrap();
        assert!((low - number("lower")).abs() < 1e-12, "{row:?}: {low}");
        assert!((high - number("upper")).abs() < 1e-12, "{row:?}: {high}");
        checked += 1;
    }
    assert!(checked > 30, "{checked}");
}

#[test]
fn what_is_no_share_has_no_interval() {
    for (part, whole) in [(1.0, 0.0), (3.0, 2.0), (-1.0, 2.0), (f64::NAN, 2.0)] {
        assert_eq!(wilson(part, whole, Z_95), None);
    }
}
