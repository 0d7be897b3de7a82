//! What must hold for any company: parts add up on every axis, and a unit more spent for nothing earns less.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use proptest::prelude::*;

use planbook::measure;
use planbook::model::catalog::Catalog;
use planbook::model::fact::{Axis, Facts, Scope};
use planbook::model::money::Currency;
use planbook::model::month::{Month, Period};
use planbook::model::name::Name;
use planbook::model::record::{Activity, Cost, CostKind, Deal, DealKind, DealState, Records, Spend};
use planbook::model::settings::{CostKey, Settings};
use planbook::model::stage::Stage;
use planbook::model::template::Templates;

/// Loaded once: two hundred companies ask for it.
static CATALOG: OnceLock<(Catalog, planbook::model::note::Notes)> = OnceLock::new();

/// Month 1 to 6, two names, an amount.
type Row = (u32, u8, u8, i64);

fn row() -> impl Strategy<Value = Row> {
    (1_u32..=6, 0_u8..4, 0_u8..4, 1_i64..500_000)
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec(row(), 1..12)
}

fn name(records: &mut Records, kind: &str, number: u8) -> Name {
    if number == 0 { Name::NONE } else { records.names.intern(&format!("{kind} {number}")) }
}

fn day(month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, 9).unwrap()
}

fn records(spends: &[Row], deals: &[Row], costs: &[Row]) -> Records {
    let mut records = Records::new(Currency::parse("USD").unwrap());
    records.contacts.row_of.push(0);
    for &row in spends {
        spend(&mut records, row);
    }
    for &row in deals {
        deal(&mut records, row);
    }
    for &(month, a, b, amount) in costs {
        let (market, channel) = (name(&mut records, "market", a / 2), name(&mut records, "channel", b));
        let kind = if a % 2 == 0 { CostKind::People } else { CostKind::Tools };
        let month = Month::new(2026, month).unwrap();
        records.costs.push(Cost { month, kind, amount, market, channel, campaign: Name::NONE });
    }
    records
}

fn spend(records: &mut Records, (month, a, b, amount): Row) {
    let row = Spend {
        day: day(month),
        last_day: day(month),
        channel: name(records, "channel", a),
        campaign: name(records, "campaign", b),
        market: name(records, "market", a / 2),
        spend: amount,
        impressions: amount / 7,
        clicks: amount / 99,
        platform_conversions: 0,
        platform_revenue: 0,
    };
    records.spend.push(row);
}

/// A deal, and the call that somebody made for it.
fn deal(records: &mut Records, (month, a, b, amount): Row) {
    let row = Deal {
        id: records.names.intern(&format!("D-{}", records.deals.len())),
        state: if b == 3 { DealState::Lost } else { DealState::Won },
        stage: Name::NONE,
        person: Name::NONE,
        account: Name::NONE,
        owner: name(records, "owner", a),
        market: Name::NONE,
        channel: name(records, "channel", b),
        campaign: Name::NONE,
        kind: DealKind::New,
        created_on: Some(day(month)),
        proposal_on: None,
        closed_on: Some(day(month)),
        closed_at: None,
        amount: Some(amount).into(),
        margin: None.into(),
    };
    let call = Activity {
        day: day(month),
        kind: records.names.intern("call"),
        count: amount % 50,
        team: name(records, "team", b),
        owner: row.owner,
        campaign: Name::NONE,
        hours: amount,
    };
    records.deals.push(row);
    records.activities.push(call);
}

fn settings(key: CostKey) -> Settings {
    Settings { as_of: NaiveDate::from_ymd_opt(2026, 6, 30), cost_key: key, ..Settings::default() }
}

fn half_year() -> Period {
    Period { first: Month::new(2026, 1).unwrap(), last: Month::new(2026, 6).unwrap() }
}

fn total(facts: &Facts, id: &str, only: Option<(Axis, Name)>) -> i128 {
    facts.measures.find(id).map_or(0, |m| facts.sum(m, &Scope { period: half_year(), only }))
}

fn roi(facts: &Facts) -> f64 {
    let (catalog, _) = Catalog::load(&Templates::default(), &BTreeMap::new(), &facts.measures);
    let results = measure::results(facts, &catalog, &settings(CostKey::Spend));
    let scope = Scope::total(Period::trailing(Month::new(2026, 6).unwrap(), 12));
    results.get("roi", &scope).and_then(|f| f.value.clone().ok()).unwrap_or(f64::NAN)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn parts_add_up_to_totals_on_every_axis(
        spends in rows(), deals in rows(), costs in rows(), key in 0_usize..4,
    ) {
        let key = [CostKey::Spend, CostKey::Leads, CostKey::Hours, CostKey::Evenly][key];
        let records = records(&spends, &deals, &costs);
        let (facts, _) = measure::facts(&records, &settings(key));
        for (_, kind) in facts.measures.iter().filter(|(m, _)| !facts.of(*m).is_empty()) {
            let whole = total(&facts, &kind.id, None);
            for axis in Axis::ALL {
                let measure = facts.measures.find(&kind.id).unwrap();
                // On an axis of cuts a measure is counted whole or not at all.
                if axis >= Axis::Industry && facts.cuts_of(measure, axis).is_empty() {
                    continue;
                }
                let parts: i128 = facts.names_on(axis).iter().map(|&n| total(&facts, &kind.id, Some((axis, n)))).sum();
                prop_assert_eq!(parts, whole, "{} by {}", kind.id, axis.id());
            }
        }
        let paid: i128 = ["cost_people", "cost_tools"].map(|id| total(&facts, id, None)).into_iter().sum();
        prop_assert_eq!(total(&facts, "team_cost", None), paid);
    }

    /// A rate of the whole is the rate of all parts together, on every axis, never a sum or a mean of their rates.
    #[test]
    fn totals_are_recomputed_from_what_their_parts_rest_on(
        spends in rows(), deals in rows(), costs in rows(),
    ) {
        let records = records(&spends, &deals, &costs);
        let (facts, _) = measure::facts(&records, &settings(CostKey::Spend));
        let (catalog, _) =
            CATALOG.get_or_init(|| Catalog::load(&Templates::default(), &BTreeMap::new(), &facts.measures));
        let results = measure::results(&facts, catalog, &settings(CostKey::Spend));
        let period = Period::trailing(Month::new(2026, 6).unwrap(), 12);
        for metric in catalog.iter().filter(|m| m.formula.quotient().is_some() && m.choice.is_none()) {
            let Some(whole) = results.get(&metric.id, &Scope::total(period)) else { continue };
            let (Some(n), Some(d)) = (whole.numerator, whole.denominator) else { continue };
            // Quotients of sums; a quotient of rates has no parts to add up.
            let sums = metric.formula.names().into_iter().all(|name| {
                facts.measures.find(name).and_then(|m| facts.measures.kind(m)).is_some_and(|k| !k.stock)
            });
            for axis in Axis::ALL.into_iter().filter(|_| sums) {
                let parts: Vec<_> = results.of(&metric.id).iter()
                    .filter(|r| r.scope.period == period)
                    .filter(|r| r.scope.only.is_some_and(|(a, _)| a == axis))
                    .filter_map(|r| r.numerator().zip(r.denominator()))
                    .collect();
                if parts.is_empty() {
                    continue;
                }
                let (up, down) = parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
                prop_assert!((up - n).abs() < 1e-6 && (down - d).abs() < 1e-6, "{} by {}: {} {} {} {}", metric.id, axis.id(), up, n, down, d);
                if let Ok(value) = whole.value {
                    prop_assert!((value - up / down).abs() <= 1e-9 * value.abs().max(1.0), "{} by {}", metric.id, axis.id());
                }
            }
        }
    }

    #[test]
    fn more_spend_for_the_same_revenue_returns_less(spends in rows(), deals in rows(), more in 1_i64..1_000_000) {
        let before = records(&spends, &deals, &[]);
        let mut after = before.clone();
        after.spend[0].spend += more;
        let [before, after] = [before, after].map(|r| measure::facts(&r, &settings(CostKey::Spend)).0);
        let (before_roi, after_roi) = (roi(&before), roi(&after));
        prop_assume!(before_roi.is_finite());
        let earns = total(&before, "attributed_revenue", None) > 0;
        let less = if earns { after_roi < before_roi } else { after_roi <= before_roi };
        prop_assert!(less, "{} then {}", before_roi, after_roi);
    }
}

/// A repeatable stream of shares.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Two hundred small companies whose true conversion is known: counts come out exactly, and the interval of each company's
/// rate covers the truth about as often as it says it does.
#[test]
fn intervals_cover_the_truth_as_often_as_they_say() {
    let (mut dice, mut covered) = (Dice(20_260_630), 0);
    let lead_day = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
    for company in 0..200_u32 {
        let truth = 0.05 + 0.6 * f64::from(company) / 200.0;
        let leads = 30 + company as usize % 40;
        let mut records = Records::new(Currency::parse("USD").unwrap());
        records.contacts.row_of.push(0);
        let mut won = 0_usize;
        for number in 0..leads {
            let person = records.people.intern(&format!("{company}-{number}"));
            records.contacts.person.push(person);
            records.contacts.row_of.push(u32::try_from(number + 1).unwrap());
            let customer = (dice.share() < truth).then(|| lead_day + chrono::Days::new(10 + number as u64));
            won += usize::from(customer.is_some());
            records.contacts.stages[Stage::Lead.index()].push(Some(lead_day));
            records.contacts.stages[Stage::Customer.index()].push(customer);
        }
        let (facts, _) = measure::facts(&records, &settings(CostKey::Spend));
        assert_eq!((total(&facts, "leads", None), total(&facts, "customers", None)), (leads as i128, won as i128));
        let (catalog, _) =
            CATALOG.get_or_init(|| Catalog::load(&Templates::default(), &BTreeMap::new(), &facts.measures));
        let results = measure::results(&facts, catalog, &settings(CostKey::Spend));
        let scope = Scope::total(Period::trailing(Month::new(2026, 6).unwrap(), 12));
        let figure = results.get("lead_to_customer", &scope).unwrap();
        assert_eq!(figure.numerator, Some(won as f64));
        let Some((low, high)) = figure.interval else { continue };
        covered += u32::from((low..=high).contains(&truth));
    }
    // 95 % of 200 is 190; fewer than 180 or more than 198 would be no such interval.
    assert!((180..=198).contains(&covered), "{covered} of 200 intervals cover the truth");
}
