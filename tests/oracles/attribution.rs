//! Attribution models against exact fractions and against DP6's Marketing-Attribution-Models.

use std::collections::BTreeMap;

use planbook::measure::attribution::{Journey, MODELS};
use planbook::measure::facts;
use planbook::model::settings::Settings;
use planbook::model::split::split;

use super::exports::{add_deal, add_touch, day, end_of, no_records, rows, stored};

const WEEK: u64 = 7 * 86_400;

/// The weights of one model for touches so many seconds old.
fn weights(model: &str, ages: &[u32]) -> Vec<u64> {
    let newest = ages.iter().min().copied().unwrap_or(0);
    let ages: Vec<u32> = ages.iter().map(|a| a - newest).collect();
    let mut weights = Vec::new();
    let (_, weigh) = MODELS.iter().find(|m| m.0 == model).unwrap();
    weigh(&Journey { ages: &ages, half_life: WEEK }, &mut weights);
    weights
}

#[test]
fn edge_cases_come_out_as_exact_fractions() {
    let mut journeys: BTreeMap<(String, String), Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for row in rows(include_str!("attribution_edgecases/expected_rules.csv")) {
        let model = match (row["model"].as_str(), row["variant"].as_str()) {
            (model @ ("first" | "last"), _) => model,
            ("linear", "per touch (repeats count)") => "linear",
            ("u_40_20_40", "" | "two-touch: renormalise") => "u_shaped",
            ("time_decay", "2^(-t/7d) continuous") => "time_decay",
            _ => continue,
        };
        journeys.entry((row["journey"].clone(), model.to_owned())).or_default().push(row);
    }
    assert_eq!(journeys.len(), 9 * 5);
    for ((journey, model), touches) in journeys {
        let ages: Vec<u32> = touches.iter().map(|t| t["days_before"].parse::<u32>().unwrap() * 86_400).collect();
        let weights = weights(&model, &ages);
        let whole: u64 = weights.iter().sum();
        for (touch, weight) in touches.iter().zip(weights) {
            let expected: f64 = touch["credit"].parse().unwrap();
            let credit = weight as f64 / whole as f64;
            assert!((credit - expected).abs() < 1e-12, "{journey} {model}: {credit} {expected}");
            if let Some((part, of)) = touch["credit_fraction"].split_once('/') {
                let (part, of): (u64, u64) = (part.parse().unwrap(), of.parse().unwrap());
                assert_eq!(weight * of, part * whole, "{journey} {model}");
            }
        }
    }
}

/// One converting journey of DP6: channels, and seconds before the last touch.
struct Path {
    channels: Vec<String>,
    ages: Vec<u32>,
    cents: i64,
}

fn dp6() -> Vec<Path> {
    let converted = rows(include_str!("dp6/input.csv")).into_iter().filter(|r| r["converted"] == "1");
    let paths = converted.map(|row| Path {
        channels: row["path"].split(" > ").map(str::to_owned).collect(),
        ages: row["hours_till_last"].split(" > ").map(seconds).collect(),
        cents: row["value"].replace('.', "").parse::<i64>().unwrap() * minor_zeros(&row["value"]),
    });
    paths.collect()
}

fn seconds(hours: &str) -> u32 {
    let seconds = (hours.parse::<f64>().unwrap() * 3_600.0).round();
    format!("{seconds}").parse().unwrap()
}

/// What a value written with fewer than two decimals must be multiplied by to be cents.
fn minor_zeros(value: &str) -> i64 {
    match value.split_once('.').map_or(0, |(_, decimals)| decimals.len()) {
        0 => 100,
        1 => 10,
        _ => 1,
    }
}

/// Credit per channel at a scale so fine that whole numbers do not show: counts, or values in major units.
fn credits(model: &str, paths: &[Path], by_value: bool) -> BTreeMap<String, f64> {
    const FINE: i128 = 1_000_000_000_000;
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    for path in paths {
        let amount = if by_value { i128::from(path.cents) * FINE / 100 } else { FINE };
        for (channel, share) in path.channels.iter().zip(split(amount, &weights(model, &path.ages))) {
            *sums.entry(channel.clone()).or_default() += share;
        }
    }
    sums.into_iter().map(|(channel, sum)| (channel, sum as f64 / FINE as f64)).collect()
}

#[test]
fn dp6_finds_the_same_credit() {
    let paths = dp6();
    assert_eq!((paths.len(), paths.iter().map(|p| p.cents).sum::<i64>()), (994, 15_872_367));
    let v1 = [
        ("first", "attribution_first_click_heuristic"),
        ("last", "attribution_last_click_heuristic"),
        ("linear", "attribution_linear_heuristic"),
        ("u_shaped", "attribution_position_based_0.4_0.2_0.4_heuristic"),
    ];
    let v2 = [("first", "first"), ("last", "last"), ("linear", "linear"), ("u_shaped", "position")];
    let v2 = [v2.as_slice(), &[("time_decay", "time_decay_168h")]].concat();
    for (table, models, by_value) in [
        (include_str!("dp6/expected_v1.0.11_count.csv"), v1.as_slice(), false),
        (include_str!("dp6/expected_v1.0.11_value.csv"), v1.as_slice(), true),
        (include_str!("dp6/expected_v2.1.1_value.csv"), v2.as_slice(), true),
    ] {
        let table = rows(table);
        assert_eq!(table.len(), 8);
        for (model, column) in models {
            let credits = credits(model, &paths, by_value);
            for row in &table {
                let (expected, credit) = (row[*column].parse::<f64>().unwrap(), credits[&row["channels"]]);
                assert!((credit - expected).abs() <= 1e-9 * expected.abs(), "{column}: {credit} {expected}");
            }
        }
    }
}

#[test]
fn facts_hold_the_same_credit_to_the_cent() {
    let closed = day("2026-03-31");
    let mut records = no_records();
    for (number, path) in dp6().iter().enumerate() {
        let person = format!("p{number}");
        add_deal(&mut records, &person, closed, path.cents);
        for (channel, &age) in path.channels.iter().zip(&path.ages) {
            add_touch(&mut records, &person, end_of(closed) - i64::from(age), channel);
        }
    }
    let settings = Settings { as_of: Some(closed), lookback_days: 10_000, ..Settings::default() };
    let (facts, _) = facts(&records, &settings);
    let paths = dp6();
    for (model, _) in MODELS {
        let (conversions, revenue) = (format!("credit_conversions.{model}"), format!("credit_revenue.{model}"));
        assert_eq!(stored(&facts, &revenue, None), 15_872_367);
        assert_eq!(stored(&facts, &conversions, None), 994_000_000_000);
        for (channel, expected) in credits(model, &paths, true) {
            let cents = stored(&facts, &revenue, Some(&channel)) as f64;
            let touches = paths.iter().flat_map(|p| &p.channels).filter(|c| **c == channel).count() as f64;
            assert!((cents - expected * 100.0).abs() <= touches, "{model} {channel}: {cents} {expected}");
        }
    }
}
