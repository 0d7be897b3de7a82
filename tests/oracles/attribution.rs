//! Attribution models against exact fractions and against DP6's Marketing-Attribution-Models.

use std::collections::{BTreeMap, BTreeSet};

use planbook::measure::attribution::markov::{chance, remembering, removal_effects};
use planbook::measure::attribution::shapley::{Coalition, Outcome, rates, values};
use planbook::measure::attribution::{Journey, RULES};
use planbook::measure::{facts, learned_credit};
use planbook::model::attribution::{Attribution, Decay, Linear, MODELS, MarkovShare, NoMiddles, Position, UShaped};
use planbook::model::journey::{Channel, Earned, JourneyCounts, Step};
use planbook::model::month::Month;
use planbook::model::settings::Settings;
use planbook::model::split::split;

use super::exports::{add_deal, add_touch, day, end_of, no_records, rows, stored};

const HOUR: u32 = 3_600;
const WEEK: u64 = 7 * 86_400;

/// What rules look at, as an oracle states it.
struct Stated {
    channels: Vec<String>,
    /// Seconds before the conversion.
    ages: Vec<u32>,
    lead: Option<usize>,
    opportunity: Option<usize>,
    half_life: u64,
}

/// The weights of one rule.
fn weights(model: &str, journey: &Stated, options: &Attribution) -> Vec<u64> {
    let wait = journey.ages.iter().min().copied().unwrap_or(0);
    let ages: Vec<u32> = journey.ages.iter().map(|a| a - wait).collect();
    let known: BTreeSet<&String> = journey.channels.iter().collect();
    let number = |channel: &str| known.iter().position(|k| *k == channel).map(|n| u32::try_from(n).unwrap());
    let channels: Vec<u32> = journey.channels.iter().map(|c| number(c).unwrap()).collect();
    let mut weights = Vec::new();
    let weigh = RULES.iter().find(|rule| rule.id == model).unwrap().weigh;
    let seen = Journey {
        ages: &ages,
        wait,
        channels: &channels,
        direct: number("Direct"),
        lead: journey.lead,
        opportunity: journey.opportunity,
        half_life: journey.half_life,
        options,
    };
    weigh(&seen, &mut weights);
    weights
}

/// Checks weights against the fractions and decimals of an oracle.
fn agree(case: &str, weights: &[u64], touches: &[BTreeMap<String, String>]) {
    let whole: u64 = weights.iter().sum();
    assert_eq!(weights.len(), touches.len(), "{case}");
    for (touch, weight) in touches.iter().zip(weights) {
        let expected: f64 = touch["credit"].parse().unwrap();
        let credit = *weight as f64 / whole as f64;
        assert!((credit - expected).abs() < 1e-12, "{case}: {credit} {expected}");
        let (part, of) = touch["credit_fraction"].split_once('/').unwrap_or((&touch["credit_fraction"], "1"));
        if let (Ok(part), Ok(of)) = (part.parse::<u128>(), of.parse::<u128>()) {
            assert_eq!(u128::from(*weight) * of, part * u128::from(whole), "{case}");
        }
    }
}

/// The model and options that compute a variant of `expected_rules.csv`.
fn variant(model: &str, variant: &str) -> Option<(&'static str, Attribution)> {
    let plain = Attribution::default();
    let split = Attribution { no_middles: NoMiddles::Even, ..Attribution::default() };
    Some(match (model, variant) {
        ("first", _) => ("first", plain),
        ("last", _) => ("last", plain),
        ("last_non_direct", _) => ("last_non_direct", plain),
        ("linear", "per touch (repeats count)") => ("linear", plain),
        ("linear", _) => ("linear", Attribution { linear: Linear::Channel, ..plain }),
        ("u_40_20_40", "two-touch: split_middle") => ("u_shaped", split),
        ("u_40_20_40", _) => ("u_shaped", plain),
        ("j_20_20_60", "two-touch: split_middle") => ("j_shaped", split),
        ("j_20_20_60", _) => ("j_shaped", plain),
        ("inverse_j_60_20_20", "two-touch: split_middle") => ("inverse_j", split),
        ("inverse_j_60_20_20", _) => ("inverse_j", plain),
        ("position_rank_decay", _) => ("position_decay", plain),
        ("geometric_50", _) => ("position_decay", Attribution { position: Position::Doubling, ..plain }),
        ("time_decay", "2^(-t/7d) continuous") => ("time_decay", plain),
        ("time_decay", "2^(-floor(t/7d)) stepwise") => ("time_decay", Attribution { decay: Decay::Steps, ..plain }),
        _ => return None,
    })
}

/// What `expected_rules.csv` holds beside them: a common mistake, and a count of participations, whose credits are not
/// meant to add up to the conversion.
fn no_rule(model: &str, variant: &str) -> bool {
    model == "participation" || variant.starts_with("WRONG")
}

#[test]
fn edge_cases_come_out_as_exact_fractions() {
    let mut journeys: BTreeMap<[String; 3], Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for row in rows(include_str!("attribution_edgecases/expected_rules.csv")) {
        let case = ["journey", "model", "variant"].map(|column| row[column].clone());
        journeys.entry(case).or_default().push(row);
    }
    let mut checked = 0;
    for ([journey, model, named], touches) in journeys {
        let seconds = |t: &BTreeMap<String, String>| t["days_before"].parse::<u32>().unwrap() * 86_400;
        let stated = Stated {
            channels: touches.iter().map(|t| t["channel"].clone()).collect(),
            ages: touches.iter().map(seconds).collect(),
            lead: None,
            opportunity: None,
            half_life: WEEK,
        };
        let case = format!("{journey} {model} {named}");
        match variant(&model, &named) {
            Some((rule, options)) => agree(&case, &weights(rule, &stated, &options), &touches),
            None => assert!(no_rule(&model, &named), "{case}"),
        }
        checked += usize::from(!no_rule(&model, &named));
    }
    // Nine journeys by nine variants, and three shapes that have two variants where there are two touches.
    assert_eq!(checked, 9 * 9 + 3 * (7 + 2 * 2));
}

#[test]
fn a_half_life_is_no_mean_life() {
    let week: u32 = u32::try_from(WEEK).unwrap();
    let stated = Stated {
        channels: vec!["A".to_owned(), "B".to_owned()],
        ages: vec![week, 0],
        lead: None,
        opportunity: None,
        half_life: WEEK,
    };
    let weights = weights("time_decay", &stated, &Attribution::default());
    assert_eq!(weights[0] * 2, weights[1]);
}

#[test]
fn milestones_hold_their_shares() {
    let mut cases: BTreeMap<[String; 3], Vec<BTreeMap<String, String>>> = BTreeMap::new();
    for row in rows(include_str!("attribution_edgecases/expected_milestones.csv")) {
        let case = ["case", "model", "no_middle_policy"].map(|column| row[column].clone());
        cases.entry(case).or_default().push(row);
    }
    assert_eq!(cases.len(), 5 * 4 * 2);
    // Where milestones stand is told by the model that names them all.
    let places: BTreeMap<String, Vec<String>> = cases
        .iter()
        .filter(|(case, _)| case[1].starts_with("full_path"))
        .map(|(case, touches)| (case[0].clone(), touches.iter().map(|t| t["position"].clone()).collect()))
        .collect();
    for ([case, model, policy], touches) in cases {
        let holds = |milestone: &str| places[&case].iter().position(|p| p.split('+').any(|m| m == milestone));
        let count = u32::try_from(touches.len()).unwrap();
        let stated = Stated {
            channels: touches.iter().map(|t| t["touch"].clone()).collect(),
            ages: (0..count).rev().collect(),
            lead: holds("LC"),
            opportunity: holds("OC"),
            half_life: WEEK,
        };
        let (rule, u_shaped) = match model.as_str() {
            "bizible_u_50_50" => ("u_shaped", UShaped::Anchors),
            "u_40_40_20" => ("u_shaped", UShaped::Lead),
            "w_30_30_30_10" => ("w_shaped", UShaped::Last),
            "full_path_22.5x4_10" => ("full_path", UShaped::Last),
            other => panic!("{other} is no model"),
        };
        let no_middles = if policy == "proportional" { NoMiddles::Proportional } else { NoMiddles::Even };
        let options = Attribution { u_shaped, no_middles, ..Attribution::default() };
        agree(&format!("{case} {model} {policy}"), &weights(rule, &stated, &options), &touches);
    }
}

#[test]
fn custom_takes_the_parts_of_the_plan() {
    let stated = |touches: u32| Stated {
        channels: vec!["A".to_owned(); touches as usize],
        ages: (0..touches).rev().collect(),
        lead: None,
        opportunity: None,
        half_life: WEEK,
    };
    let of = |custom, touches| weights("custom", &stated(touches), &Attribution { custom, ..Attribution::default() });
    assert_eq!(of([50, 20, 30], 4), [100, 20, 20, 60]);
    assert_eq!(of([50, 20, 30], 2), [50, 30]);
    // Nothing for the ends, and nobody between: the ends are alike.
    assert_eq!(of([0, 1, 0], 2), [1, 1]);
    assert_eq!(of([0, 1, 0], 3), [0, 1, 0]);
    assert_eq!(of([0, 0, 5], 2), [0, 5]);
}

/// Journeys as counts: channels in order, conversions, value in cents, and journeys without a conversion.
fn counted(paths: &[(Vec<String>, u64, i128, u64)], options: &Attribution) -> JourneyCounts {
    let channels: BTreeSet<&String> = paths.iter().flat_map(|p| &p.0).collect();
    let channels: Vec<String> = channels.into_iter().cloned().collect();
    let number = |c: &String| Channel::try_from(channels.binary_search(c).unwrap()).unwrap();
    let mut counts = JourneyCounts { channels: channels.clone(), ..JourneyCounts::default() };
    let month = (Month::new(2026, 1).unwrap(), String::new());
    for (path, conversions, value, lost) in paths {
        let path: Vec<Channel> = path.iter().map(number).collect();
        for (end, times) in [(Step::Converted, *conversions), (Step::Lost, *lost)] {
            if times == 0 || (end == Step::Lost && !options.markov_nulls) {
                continue;
            }
            for at in 0..=path.len() {
                let state = path[..at][at.saturating_sub(usize::from(options.markov_order))..].to_vec();
                let step = path.get(at).map_or(end, |&c| Step::To(c));
                *counts.steps.entry(state).or_default().entry(step).or_default() += times;
            }
        }
        let mut composition: BTreeMap<Channel, u32> = BTreeMap::new();
        for &channel in &path {
            let times = composition.entry(channel).or_default();
            *times = if options.markov_share == MarkovShare::Journey { *times + 1 } else { 1 };
        }
        if *lost > 0 {
            *counts.lost.entry(composition.keys().copied().collect()).or_default() += lost;
        }
        if *conversions > 0 {
            let journeys = counts.converted.entry(month.clone()).or_default();
            let earned: &mut Earned = journeys.entry(composition.into_iter().collect()).or_default();
            earned.conversions += conversions;
            earned.value += value;
        }
    }
    counts
}

/// Credit over all months by channel: conversions and value in major units.
fn learned(model: &str, counts: &JourneyCounts, options: &Attribution) -> BTreeMap<String, (f64, f64)> {
    let credit = match model {
        "markov" => learned_credit::markov(counts, options),
        _ => learned_credit::shapley(counts, options),
    };
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for (channel, (count, value)) in credit.into_values().flatten() {
        let sum = sums.entry(counts.channels[usize::from(channel)].clone()).or_default();
        *sum = (sum.0 + count as f64 / 1e9, sum.1 + value as f64 / 100.0);
    }
    sums
}

fn near(what: &str, found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance * expected.abs().max(1.0), "{what}: {found} {expected}");
}

#[test]
fn three_paths_have_known_removal_effects() {
    let paths: Vec<_> = rows(include_str!("attribution_edgecases/input_markov_3paths.csv"))
        .iter()
        .map(|r| {
            let path = r["path"].split(" > ").map(str::to_owned).collect();
            let count = |column: &str| r[column].parse::<u64>().unwrap();
            (path, count("total_conversions"), i128::from(count("total_conversions")) * 100, count("total_null"))
        })
        .collect();
    let options = Attribution::default();
    let counts = counted(&paths, &options);
    let effects = removal_effects(&counts.steps);
    let credit = learned("markov", &counts, &options);
    for row in rows(include_str!("attribution_edgecases/expected_markov_3paths.csv")) {
        let name = &row["channel_name"];
        let channel = Channel::try_from(counts.channels.binary_search(name).unwrap()).unwrap();
        near(name, effects[&channel], row["removal_effects_conversion"].parse().unwrap(), 1e-12);
        near(name, credit[name].0, row["total_conversions"].parse().unwrap(), 1e-8);
        near(name, credit[name].1, row["total_conversion_value"].parse().unwrap(), 1e-8);
    }
}

#[test]
fn nineteen_dollars_are_shared_by_their_shapley_values() {
    // The oracle gives the values; these are whole worths that lead to them, lowest bit first: Direct, Facebook, Organic.
    let worths = [(0b001, 2), (0b010, 7), (0b100, 6), (0b011, 10), (0b101, 10), (0b110, 15), (0b111, 19)];
    // As conversion rates: so many conversions of a hundred journeys.
    let outcome = |conversions| Outcome { journeys: 100, conversions };
    let outcomes: BTreeMap<Coalition, Outcome> = worths.iter().map(|&(c, worth)| (c, outcome(worth))).collect();
    let found = values(0b111, &rates(&outcomes));
    let expected = rows(include_str!("attribution_edgecases/expected_shapley_19.csv"));
    for (channel, value) in ["Direct", "Facebook", "Organic Search"].into_iter().zip(&found) {
        let row = expected.iter().find(|r| r["channel"] == channel).unwrap();
        near(channel, value * 100.0, row["value"].parse().unwrap(), 1e-12);
    }
    near("whole", found.iter().sum::<f64>(), 0.19, 1e-12);
}

#[test]
fn every_order_of_the_chain_converts_as_often_as_the_journeys_did() {
    let paths = dp6_all();
    for order in 1..=3 {
        let options = Attribution { markov_order: order, ..Attribution::default() };
        let counts = counted(&paths, &options);
        near("chance", chance(&counts.steps, None), 994.0 / 1_309.0, 1e-12);
        // Forgetting the older channels gives the chain that would have been counted with a shorter memory.
        let first = counted(&paths, &Attribution::default());
        assert_eq!(remembering(&counts.steps, 1), first.steps);
    }
}

#[test]
fn without_the_journeys_that_were_lost_every_chain_converts() {
    let options = Attribution { markov_nulls: false, ..Attribution::default() };
    let counts = counted(&dp6_all(), &options);
    near("chance", chance(&counts.steps, None), 1.0, 1e-12);
}

/// One converting journey of DP6: channels, and seconds before the last touch.
struct Path {
    channels: Vec<String>,
    ages: Vec<u32>,
    cents: i64,
    converted: bool,
}

fn dp6_paths() -> Vec<Path> {
    let paths = rows(include_str!("dp6/input.csv")).into_iter().map(|row| Path {
        channels: row["path"].split(" > ").map(str::to_owned).collect(),
        ages: row["hours_till_last"].split(" > ").map(seconds).collect(),
        cents: row["value"].replace('.', "").parse::<i64>().unwrap() * minor_zeros(&row["value"]),
        converted: row["converted"] == "1",
    });
    paths.collect()
}

fn dp6() -> Vec<Path> {
    dp6_paths().into_iter().filter(|p| p.converted).collect()
}

/// All of them as what `counted` takes.
fn dp6_all() -> Vec<(Vec<String>, u64, i128, u64)> {
    let count = |p: Path| (p.channels, u64::from(p.converted), i128::from(p.cents), u64::from(!p.converted));
    dp6_paths().into_iter().map(count).collect()
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
fn credits(model: &str, options: &Attribution, hours: u32, paths: &[Path], by_value: bool) -> BTreeMap<String, f64> {
    const FINE: i128 = 1_000_000_000_000;
    let mut sums: BTreeMap<String, i128> = BTreeMap::new();
    for path in paths {
        let amount = if by_value { i128::from(path.cents) * FINE / 100 } else { FINE };
        let stated = Stated {
            channels: path.channels.clone(),
            ages: path.ages.clone(),
            lead: None,
            // Deals of these tests are created on the day that they close.
            opportunity: path.channels.len().checked_sub(1),
            half_life: u64::from(hours * HOUR),
        };
        for (channel, share) in path.channels.iter().zip(split(amount, &weights(model, &stated, options))) {
            *sums.entry(channel.clone()).or_default() += share;
        }
    }
    sums.into_iter().map(|(channel, sum)| (channel, sum as f64 / FINE as f64)).collect()
}

/// The rules among the columns of DP6's tables: model, options and hours of the half-life.
fn dp6_rule(column: &str) -> Option<(&'static str, Attribution, u32)> {
    let plain = Attribution::default();
    let steps = Attribution { decay: Decay::Steps, ..Attribution::default() };
    Some(match column.trim_start_matches("attribution_").trim_end_matches("_heuristic") {
        "first" | "first_click" => ("first", plain, 168),
        "last" | "last_click" => ("last", plain, 168),
        "last_click_non_Direct" => ("last_non_direct", plain, 168),
        "linear" => ("linear", plain, 168),
        "position" | "position_based_0.4_0.2_0.4" => ("u_shaped", plain, 168),
        "position_decay" => ("position_decay", plain, 168),
        "time_decay_168h" => ("time_decay", plain, 168),
        "time_decay0.5_freq168" => ("time_decay", steps, 168),
        "time_decay0.5_freq1" => ("time_decay", steps, 1),
        _ => return None,
    })
}

#[test]
fn dp6_finds_the_same_credit_by_every_rule() {
    let paths = dp6();
    assert_eq!((paths.len(), paths.iter().map(|p| p.cents).sum::<i64>()), (994, 15_872_367));
    for (table, by_value, rules) in [
        (include_str!("dp6/expected_v1.0.11_count.csv"), false, 8),
        (include_str!("dp6/expected_v1.0.11_value.csv"), true, 8),
        (include_str!("dp6/expected_v2.1.1_value.csv"), true, 5),
    ] {
        let table = rows(table);
        assert_eq!(table.len(), 8);
        let known: Vec<_> = table[0].keys().filter_map(|column| Some((column, dp6_rule(column)?))).collect();
        assert_eq!(known.len(), rules);
        for (column, (model, options, hours)) in known {
            let credits = credits(model, &options, hours, &paths, by_value);
            for row in &table {
                let (expected, credit) = (row[column].parse::<f64>().unwrap(), credits[&row["channels"]]);
                assert!((credit - expected).abs() <= 1e-9 * expected.abs(), "{column}: {credit} {expected}");
            }
        }
    }
}

#[test]
fn dp6_finds_the_same_removal_effects_and_credit_by_markov() {
    let options = Attribution::default();
    let counts = counted(&dp6_all(), &options);
    let effects = removal_effects(&counts.steps);
    for table in [
        include_str!("dp6/expected_v1.0.11_markov_removal_count.csv"),
        include_str!("dp6/expected_v1.0.11_markov_removal_value.csv"),
    ] {
        for row in rows(table) {
            let channel = Channel::try_from(counts.channels.binary_search(&row[""]).unwrap()).unwrap();
            let expected: f64 = row["removal_effect"].parse().unwrap();
            assert!((effects[&channel] / expected - 1.0).abs() <= 1e-9, "{}", row[""]);
        }
    }
    let credit = learned("markov", &counts, &options);
    for row in rows(include_str!("dp6/expected_v1.0.11_count.csv")) {
        let expected: f64 = row["attribution_markov_algorithmic"].parse().unwrap();
        assert!((credit[&row["channels"]].0 / expected - 1.0).abs() <= 1e-9, "{}", row["channels"]);
    }
    // A fact is whole cents; in millionths of them the shares of value are those of the peer to the same digits.
    let fine = dp6_all().into_iter().map(|(path, won, cents, lost)| (path, won, cents * 1_000_000, lost));
    let in_fine = learned("markov", &counted(&fine.collect::<Vec<_>>(), &options), &options);
    for row in rows(include_str!("dp6/expected_v1.0.11_value.csv")) {
        let expected: f64 = row["attribution_markov_algorithmic"].parse().unwrap();
        let found = in_fine[&row["channels"]].1 / 1e6;
        assert!((found / expected - 1.0).abs() <= 1e-9, "{}: {found} {expected}", row["channels"]);
        assert!((credit[&row["channels"]].1 - expected).abs() <= 0.01, "{}", row["channels"]);
    }
}

#[test]
fn dp6_renormalises_markov_inside_each_journey() {
    let options = Attribution { markov_share: MarkovShare::Journey, ..Attribution::default() };
    // In micro-units, because a fact is rounded in every composition of a journey.
    let fine = dp6_all().into_iter().map(|(path, won, cents, lost)| (path, won, cents * 1_000_000, lost));
    let counts = counted(&fine.collect::<Vec<_>>(), &options);
    let credit = learned("markov", &counts, &options);
    for row in rows(include_str!("dp6/expected_v2.1.1_value.csv")) {
        let expected: f64 = row["markov"].parse().unwrap();
        let found = credit[&row["channels"]].1 / 1e6;
        assert!((found / expected - 1.0).abs() <= 1e-9, "{}: {found} {expected}", row["channels"]);
    }
}

#[test]
fn dp6_finds_the_same_credit_by_shapley() {
    // DP6 keeps four channels of a journey, the last by name; planbook has no need to.
    let options = Attribution::default();
    let four = |path: Vec<String>| {
        let set: Vec<String> = path.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        set[set.len().saturating_sub(4)..].to_vec()
    };
    let fine = dp6_all().into_iter().map(|(path, won, cents, lost)| (four(path), won, cents * 1_000_000, lost));
    let counts = counted(&fine.collect::<Vec<_>>(), &options);
    let credit = learned("shapley", &counts, &options);
    for (table, by_value, column) in [
        (include_str!("dp6/expected_v1.0.11_count.csv"), false, "attribution_shapley_size4_conv_rate_algorithmic"),
        (include_str!("dp6/expected_v1.0.11_value.csv"), true, "attribution_shapley_size4_conv_rate_algorithmic"),
        (include_str!("dp6/expected_v2.1.1_value.csv"), true, "shapley_size4_conv_rate"),
    ] {
        for row in rows(table) {
            let (count, value) = credit[&row["channels"]];
            let (found, expected) = (if by_value { value / 1e6 } else { count }, row[column].parse::<f64>().unwrap());
            assert!((found / expected - 1.0).abs() <= 1e-9, "{column} {}: {found} {expected}", row["channels"]);
        }
    }
}

#[test]
fn dp6_test_fixture_of_nine_comes_out() {
    let input = rows(include_str!("dp6/input_testfixture9.csv"));
    let path = |row: &BTreeMap<String, String>| row["channels_agg"].split(" > ").map(str::to_owned).collect();
    // Its touches are a day apart and its values are conversions, three for each journey.
    let paths: Vec<Path> = input
        .iter()
        .map(|row| {
            let channels: Vec<String> = path(row);
            let count = u32::try_from(channels.len()).unwrap();
            Path { channels, ages: (0..count).rev().map(|n| n * 24 * HOUR).collect(), cents: 300, converted: true }
        })
        .collect();
    let counted_paths: Vec<_> = input.iter().map(|row| (path(row), 3, 300_000_000, 0)).collect();
    let table = rows(include_str!("dp6/expected_v1.0.11_testfixture9.csv"));
    assert_eq!(table.len(), 3);
    let mut checked = 0;
    for column in table[0].keys().filter(|column| *column != "channels") {
        let credit = match column.as_str() {
            "attribution_last_click_non_A_heuristic" => last_not_a(&paths),
            "attribution_markov_algorithmic" | "attribution_shapley_size4_conv_rate_algorithmic" => {
                let options = Attribution::default();
                let model = if column.contains("markov") { "markov" } else { "shapley" };
                let found = learned(model, &counted(&counted_paths, &options), &options);
                found.into_iter().map(|(channel, (count, _))| (channel, count)).collect()
            }
            _ => {
                let (model, options, hours) = dp6_rule(column).unwrap();
                credits(model, &options, hours, &paths, true)
            }
        };
        for row in &table {
            near(column, credit[&row["channels"]], row[column].parse().unwrap(), 1e-9);
        }
        checked += 1;
    }
    assert_eq!(checked, 8);
}

/// The last touch that is not on A: what `last_non_direct` gives when A is called direct.
fn last_not_a(paths: &[Path]) -> BTreeMap<String, f64> {
    let renamed = |name: &String| if name == "A" { "Direct".to_owned() } else { name.clone() };
    let direct: Vec<Path> = paths
        .iter()
        .map(|p| Path { channels: p.channels.iter().map(renamed).collect(), ages: p.ages.clone(), ..*p })
        .collect();
    let credit = credits("last_non_direct", &Attribution::default(), 1, &direct, true);
    credit.into_iter().map(|(name, credit)| (if name == "Direct" { "A".to_owned() } else { name }, credit)).collect()
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
    for model in MODELS {
        let (conversions, revenue) = (format!("credit_conversions.{model}"), format!("credit_revenue.{model}"));
        assert_eq!(stored(&facts, &revenue, None), 15_872_367);
        assert_eq!(stored(&facts, &conversions, None), 994_000_000_000);
        if Attribution::learns(model) {
            continue;
        }
        for (channel, expected) in credits(model, &settings.attribution, 168, &paths, true) {
            let cents = stored(&facts, &revenue, Some(&channel)) as f64;
            let touches = paths.iter().flat_map(|p| &p.channels).filter(|c| **c == channel).count() as f64;
            assert!((cents - expected * 100.0).abs() <= touches, "{model} {channel}: {cents} {expected}");
        }
    }
}
