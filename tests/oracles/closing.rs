//! Whatever the journeys: credit closes to booked revenue, row order changes nothing, one touch is one answer.

use chrono::Days;
use planbook::measure::facts;
use planbook::model::attribution::{
    Attribution, Decay, Direct, Linear, MODELS, MarkovShare, NoMiddles, Position, Repeats, UShaped,
};
use planbook::model::fact::{Facts, Spot};
use planbook::model::record::{DealKind, Records};
use planbook::model::settings::{Conversion, Settings};
use proptest::prelude::*;

use super::exports::{add_deal, add_touch, day, end_of, no_records, stored};

const CHANNELS: [&str; 5] = ["Email", "Direct", "Google Ads", "Facebook", ""];

/// A deal: its person, day, amount, whether it is a refund. A touch: its person, hours before the end, channel.
type Deals = Vec<(u8, u64, i64, bool)>;
type Touches = Vec<(u8, i64, usize)>;

fn records(deals: &Deals, touches: &Touches) -> Records {
    let mut records = no_records();
    let first = day("2025-10-01");
    for &(person, after, amount, refund) in deals {
        add_deal(&mut records, &format!("p{person}"), first + Days::new(after), amount);
        if refund {
            records.deals.last_mut().unwrap().kind = DealKind::Refund;
        }
    }
    for &(person, hours, channel) in touches {
        let at = end_of(day("2026-03-31")) - hours * 3_600;
        add_touch(&mut records, &format!("p{person}"), at, CHANNELS[channel]);
    }
    records
}

fn settings(conversion: Conversion) -> Settings {
    Settings { as_of: Some(day("2026-02-28")), conversion, ..Settings::default() }
}

/// Facts as texts, independent of how names were numbered.
fn texts(facts: &Facts) -> Vec<(String, String, [String; 4], i128)> {
    let names = |s: &Spot| [s.market, s.channel, s.campaign, s.objective].map(|n| facts.names.text(n).to_owned());
    let row = |f: planbook::model::fact::Fact| {
        (facts.measures.id(f.measure).to_owned(), f.spot.month.to_string(), names(&f.spot), f.value)
    };
    facts.rows.iter().map(row).collect()
}

fn deals() -> impl Strategy<Value = Deals> {
    prop::collection::vec((0..6_u8, 0..182_u64, 0..1_000_000_007_i64, prop::bool::weighted(0.1)), 1..12)
}

fn touches() -> impl Strategy<Value = Touches> {
    prop::collection::vec((0..8_u8, 0..6_000_i64, 0..CHANNELS.len()), 0..60)
}

/// Any choice of options.
fn options() -> impl Strategy<Value = Attribution> {
    let shapes = (0..3_usize, 0..2_usize, any::<[bool; 4]>(), 0..3_usize, (0..9_u16, 0..9_u16, 1..9_u16), 1..4_u8);
    shapes.prop_map(|(repeats, share, [a, b, c, d], u_shaped, custom, markov_order)| Attribution {
        repeats: Repeats::ALL[repeats].0,
        direct: if a { Direct::Ignored } else { Direct::Channel },
        reset: b,
        linear: if c { Linear::Channel } else { Linear::Touch },
        u_shaped: UShaped::ALL[u_shaped].0,
        no_middles: if d { NoMiddles::Even } else { NoMiddles::Proportional },
        decay: if a { Decay::Steps } else { Decay::Continuous },
        position: if b { Position::Doubling } else { Position::Rank },
        custom: [custom.0, custom.1, custom.2],
        markov_order,
        markov_nulls: c,
        markov_share: MarkovShare::ALL[share].0,
        ..Attribution::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_model_closes_to_the_cent(
        deals in deals(),
        touches in touches(),
        by_deal: bool,
        attribution in options(),
        own in 0..MODELS.len(),
    ) {
        let conversion = if by_deal { Conversion::Deal } else { Conversion::Customer };
        let settings = Settings { attribution, model: MODELS[own].to_owned(), ..settings(conversion) };
        let (facts, _) = facts(&records(&deals, &touches), &settings);
        let booked = stored(&facts, "won_revenue", None);
        let counts: Vec<i128> =
            MODELS.iter().map(|m| stored(&facts, &format!("credit_conversions.{m}"), None)).collect();
        for model in MODELS {
            prop_assert_eq!(stored(&facts, &format!("credit_revenue.{model}"), None), booked);
        }
        prop_assert!(counts.iter().all(|c| *c == counts[0]));
        if by_deal {
            prop_assert_eq!(counts[0], stored(&facts, "deals_won", None) * 1_000_000_000);
        }
        let own = format!("credit_revenue.{}", MODELS[own]);
        for channel in CHANNELS {
            let earned = stored(&facts, &own, Some(channel));
            prop_assert_eq!(stored(&facts, "attributed_revenue", Some(channel)), earned, "{}", channel);
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(deals in deals(), touches in touches(), turn in 0..60_usize) {
        let (mut turned_deals, mut turned) = (deals.clone(), touches.clone());
        turned_deals.reverse();
        turned.reverse();
        turned.rotate_left(turn.min(touches.len()));
        let settings = settings(Conversion::Deal);
        let (one, _) = facts(&records(&deals, &touches), &settings);
        let (other, _) = facts(&records(&turned_deals, &turned), &settings);
        prop_assert_eq!(texts(&one), texts(&other));
        prop_assert_eq!(one.lags, other.lags);
        prop_assert_eq!(one.journeys, other.journeys);
    }

    /// Persons with one touch each, and no other: no model has anything to share out between channels.
    #[test]
    fn journeys_of_one_touch_agree_in_all_models(channels in prop::collection::vec((0..4_usize, 0..4_u8), 1..24)) {
        let mut records = no_records();
        for (number, &(channel, converts)) in channels.iter().enumerate() {
            let person = format!("p{number}");
            if converts > 0 {
                add_deal(&mut records, &person, day("2026-02-10"), 70_000);
            }
            add_touch(&mut records, &person, end_of(day("2026-02-01")), CHANNELS[channel]);
        }
        let (facts, _) = facts(&records, &settings(Conversion::Deal));
        for channel in &CHANNELS[..4] {
            let of = |measure: &str, model: &str| stored(&facts, &format!("{measure}.{model}"), Some(channel));
            let own = channels.iter().filter(|&&(c, converts)| CHANNELS[c] == *channel && converts > 0).count();
            for model in MODELS {
                // A share of what all deals brought is rounded once; every other model takes whole deals.
                let (parts, cents) = if model == "markov" { (10, 1) } else { (0, 0) };
                let own = own as i128;
                prop_assert!((of("credit_conversions", model) - own * 1_000_000_000).abs() <= parts, "{} {}", model, channel);
                prop_assert!((of("credit_revenue", model) - own * 70_000).abs() <= cents, "{} {}", model, channel);
            }
        }
    }

    #[test]
    fn one_touch_earns_the_same_by_every_model(amount in 0..1_000_000_i64, hours in 0..4_000_i64) {
        let mut records = no_records();
        add_deal(&mut records, "p", day("2026-02-10"), amount);
        add_touch(&mut records, "p", end_of(day("2026-02-28")) - hours * 3_600, "Email");
        let (facts, _) = facts(&records, &settings(Conversion::Deal));
        let of = |model: &str| stored(&facts, &format!("credit_revenue.{model}"), Some("Email"));
        let inside = (18 * 24..=(18 + 90) * 24).contains(&hours);
        for model in MODELS {
            prop_assert_eq!(of(model), if inside { i128::from(amount) } else { 0 }, "{}", model);
        }
    }
}
