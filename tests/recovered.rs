//! Companies that are made by known rules, and recovered: what can be counted comes out exactly, and what is estimated has
//! the truth inside its 95 % interval about as often as that says.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{Days, NaiveDate};
use planbook::measure::{facts, results};
use planbook::model::catalog::Catalog;
use planbook::model::fact::{Facts, Scope};
use planbook::model::measure::Measures;
use planbook::model::month::{Month, Period};
use planbook::model::name::Name;
use planbook::model::phrase::{Arg, Phrase};
use planbook::model::record::{DealState, Records, SubscriptionChange};
use planbook::model::result::Results;
use planbook::model::settings::Settings;
use planbook::model::stage::Stage;
use planbook::model::statistic::StatisticCell;
use planbook::model::statistics::distribution::binomial_up_to;
use planbook::model::template::Templates;

use super::oracles::exports::{add_deal, add_touch, day, end_of, month, no_records, stored};

/// How many companies are made.
const COMPANIES: u64 = 120;
/// Of each of these in a company.
const LEADS: u64 = 120;
const SUBSCRIBERS: u64 = 90;
const DEALS: u64 = 90;
const BUYERS: u64 = 12;

/// The rules of a world.
#[derive(Clone, Copy)]
struct World {
    /// Chance of a subscriber to leave in a month.
    churn: f64,
    /// Chance of a lead to become an MQL.
    conversion: f64,
    /// Chance of such a lead to become one on any day after the first.
    pace: f64,
    /// Chance of an open deal to be won on any day, and to be lost.
    won: f64,
    lost: f64,
}

const TRUTH: World = World { churn: 0.04, conversion: 0.3, pace: 0.05, won: 0.012, lost: 0.008 };
/// What the companies are not.
const LIE: World = World { churn: 0.06, conversion: 0.45, pace: 0.08, won: 0.019, lost: 0.008 };

/// A repeatable stream of shares (splitmix64).
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, most: u64) -> u64 {
        (0..most).find(|&n| self.share() * ((most - n) as f64) < 1.0).unwrap_or(0)
    }

    /// Days until something of this chance a day happens.
    fn wait(&mut self, chance: f64) -> u64 {
        (0..100_000).find(|_| self.share() < chance).unwrap_or(0)
    }
}

/// Records of a company, and what is true of it by construction: sums in stored units by measure and channel or month.
struct Company {
    records: Records,
    credits: BTreeMap<(&'static str, &'static str), i128>,
    movements: BTreeMap<(&'static str, Month), i128>,
    leads: BTreeMap<Month, i128>,
    lags: BTreeMap<i32, u64>,
}

fn as_of() -> NaiveDate {
    day("2026-12-31")
}

fn first() -> Month {
    month("2025-01")
}

fn company(seed: u64) -> Company {
    let mut dice = Dice(seed);
    let mut records = no_records();
    records.contacts.row_of.push(0);
    let mut company = Company {
        records,
        credits: BTreeMap::new(),
        movements: BTreeMap::new(),
        leads: BTreeMap::new(),
        lags: BTreeMap::new(),
    };
    for number in 0..LEADS {
        lead(&mut company, &mut dice, number);
    }
    for number in 0..SUBSCRIBERS {
        subscriber(&mut company, &mut dice, number);
    }
    for number in 0..DEALS {
        deal(&mut company, &mut dice, number);
    }
    for number in 0..BUYERS {
        journey(&mut company, &mut dice, number);
    }
    company
}

/// A lead of 2025; whoever becomes an MQL has done so long before the as-of date.
fn lead(company: &mut Company, dice: &mut Dice, number: u64) {
    let on = first().first_day() + Days::new(dice.below(365));
    let mql = (dice.share() < TRUTH.conversion).then(|| 1 + dice.wait(TRUTH.pace));
    *company.leads.entry(Month::of(on)).or_default() += 1;
    if let Some(days) = mql {
        *company.lags.entry(i32::try_from(days).unwrap()).or_default() += 1;
    }
    let contacts = &mut company.records.contacts;
    contacts.person.push(company.records.people.intern(&format!("lead {number}")));
    contacts.row_of.push(u32::try_from(number + 1).unwrap());
    contacts.stages[Stage::Lead.index()].push(Some(on));
    contacts.stages[Stage::Mql.index()].push(mql.map(|days| on + Days::new(days)));
}

/// Pays from the first of a month; may leave, pay more or pay less on the fifteenth of every later one.
fn subscriber(company: &mut Company, dice: &mut Dice, number: u64) {
    let start = first() + i32::try_from(dice.below(20)).unwrap();
    let customer = company.records.names.intern(&format!("subscriber {number}"));
    let mut mrr = 5_000;
    let mut change = |changed_on: NaiveDate, mrr: i64, kind: &'static str, amount: i64| {
        let change = SubscriptionChange { customer, changed_on, mrr, market: Name::NONE, person: Name::NONE };
        company.records.subscriptions.push(change);
        *company.movements.entry((kind, Month::of(changed_on))).or_default() += i128::from(amount);
    };
    change(start.first_day(), mrr, "mrr_new", mrr);
    for month in (start + 1).through(Month::of(as_of())) {
        let on = month.first_day() + Days::new(14);
        let fate = dice.share();
        if fate < TRUTH.churn {
            return change(on, 0, "mrr_churned", mrr);
        } else if fate < TRUTH.churn + 0.05 {
            mrr += 1_700;
            change(on, mrr, "mrr_expansion", 1_700);
        } else if fate > 0.97 && mrr > 1_000 {
            mrr -= 900;
            change(on, mrr, "mrr_contraction", 900);
        }
    }
}

/// A deal that is won, is lost, or is still open at the as-of date, whichever comes first.
fn deal(company: &mut Company, dice: &mut Dice, number: u64) {
    let created = first().first_day() + Days::new(dice.below(700));
    let (won, lost) = (dice.wait(TRUTH.won), dice.wait(TRUTH.lost));
    let closed = created + Days::new(won.min(lost));
    add_deal(&mut company.records, &format!("prospect {number}"), closed, 0);
    let deal = company.records.deals.last_mut().unwrap();
    deal.created_on = Some(created);
    // Of one day, a win counts before a loss.
    deal.state = if won <= lost { DealState::Won } else { DealState::Lost };
    if closed > as_of() {
        (deal.state, deal.closed_on) = (DealState::Open, None);
    }
}

/// A buyer whose touches stood a week apart, the last of them at the close; credit by each rule is known by hand.
fn journey(company: &mut Company, dice: &mut Dice, number: u64) {
    // Each amount divides by every weight below, so that no cent needs to be rounded.
    let amount = 2_100_000 * (1 + i64::try_from(dice.below(9)).unwrap());
    let all = ["Ads", "Email", "Webinar", "Direct"];
    let touches: Vec<&'static str> =
        (0..=dice.below(4)).map(|_| all[usize::try_from(dice.below(4)).unwrap()]).collect();
    let (count, last) = (touches.len(), touches.len() - 1);
    let close = first().first_day() + Days::new(100 + 40 * number);
    let person = format!("buyer {number}");
    add_deal(&mut company.records, &person, close, amount);
    // How long it took is told of the other deals alone.
    company.records.deals.last_mut().unwrap().created_on = None;
    for (before, channel) in (0..).zip(touches.iter().rev()) {
        add_touch(&mut company.records, &person, end_of(close) - before * 7 * 86_400, channel);
    }
    let mut credit = |model: &'static str, at: usize, part: i64, of: usize| {
        let of = i64::try_from(of).unwrap();
        assert_eq!(amount * part % of, 0, "{model}: {amount} × {part} ÷ {of}");
        *company.credits.entry((model, touches[at])).or_default() += i128::from(amount * part / of);
    };
    let indirect = touches.iter().rposition(|&c| c != "Direct").unwrap_or(last);
    credit("credit_revenue.first", 0, 1, 1);
    credit("credit_revenue.last", last, 1, 1);
    credit("credit_revenue.last_non_direct", indirect, 1, 1);
    for at in 0..count {
        let ends = at == 0 || at == last;
        credit("credit_revenue.linear", at, 1, count);
        // Half as much for every week before the close.
        credit("credit_revenue.time_decay", at, 1 << at, (1 << count) - 1);
        let (part, of) = match (count, ends) {
            (1, _) => (1, 1),
            (2, _) => (1, 2),
            (_, true) => (40, 100),
            (_, false) => (20, 100 * (count - 2)),
        };
        credit("credit_revenue.u_shaped", at, part, of);
    }
}

fn settings() -> Settings {
    Settings { as_of: Some(as_of()), baseline_months: 24, ..Settings::default() }
}

/// Everything that is estimated of one company: its name, and the interval of it.
type Estimates = BTreeMap<&'static str, (f64, f64)>;

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::load(&Templates::default(), &BTreeMap::new(), &Measures::default()).0)
}

/// Low and high of the row of a statistic that begins with these cells.
fn interval(results: &Results, id: &str, begins: &[StatisticCell], columns: [&str; 2]) -> (f64, f64) {
    let statistic = results.statistics.iter().find(|s| s.id == id).unwrap();
    let row = statistic.rows.iter().find(|row| row.starts_with(begins)).unwrap();
    let [low, high] = columns.map(|c| match row[statistic.columns.iter().position(|k| k.id == c).unwrap()] {
        StatisticCell::Figure(bound) => Some(bound),
        _ => None,
    });
    (low.unwrap(), high.unwrap_or(f64::INFINITY))
}

fn estimates(facts: &Facts) -> Estimates {
    let results = results(facts, catalog(), &settings());
    let recent = Scope::total(Period::trailing(Month::of(as_of()), 12));
    let metric = |id: &str, scope: &Scope| results.get(id, scope).and_then(|f| f.interval).unwrap();
    let stages = ["stage.lead", "stage.mql"].map(|w| StatisticCell::Word(w.to_owned()));
    let kept =
        |months: f64| interval(&results, "customer_retention", &[StatisticCell::Figure(months)], ["low", "high"]);
    let half = Phrase::new("format.share").with("share", Arg::Share(0.5));
    Estimates::from([
        ("conversion", interval(&results, "stage_conversion", &stages, ["low", "high"])),
        ("lag", interval(&results, "velocity", &stages, ["days_low", "days_high"])),
        ("cycle", interval(&results, "sales_cycle", &[StatisticCell::Said(half)], ["days_low", "days_high"])),
        ("churn", metric("logo_churn", &recent)),
        ("retention", metric("retention", &recent)),
        ("kept 6 months", kept(6.0)),
        ("kept 12 months", kept(12.0)),
        ("kept 18 months", kept(18.0)),
    ])
}

/// The same of a world. Days until a half: the first day by which as many are through.
fn truth_of(world: &World) -> BTreeMap<&'static str, f64> {
    let half = |chance: f64| (0.5_f64.ln() / (1.0 - chance).ln()).ceil();
    let kept = |chances: i32| (1.0 - world.churn).powi(chances);
    BTreeMap::from([
        ("conversion", world.conversion),
        ("lag", half(world.pace)),
        ("cycle", half(world.won) - 1.0),
        ("churn", world.churn),
        ("retention", 1.0 - world.churn),
        // Whoever has paid for n months has met n − 1 fifteenths.
        ("kept 6 months", kept(5)),
        ("kept 12 months", kept(11)),
        ("kept 18 months", kept(17)),
    ])
}

fn companies() -> &'static Vec<(Company, Facts)> {
    static ALL: OnceLock<Vec<(Company, Facts)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let made = (0..COMPANIES).map(|seed| company(1 + seed * 1_000_003));
        made.map(|company| {
            let (facts, _) = facts(&company.records, &settings());
            (company, facts)
        })
        .collect()
    })
}

/// How many of the companies' intervals hold what a world says.
fn covered(world: &World) -> BTreeMap<&'static str, u64> {
    static ESTIMATES: OnceLock<Vec<Estimates>> = OnceLock::new();
    let all = ESTIMATES.get_or_init(|| companies().iter().map(|(_, facts)| estimates(facts)).collect());
    let holds = |id: &str, truth: f64| all.iter().filter(|of| (of[id].0..=of[id].1).contains(&truth)).count() as u64;
    truth_of(world).into_iter().map(|(id, truth)| (id, holds(id, truth))).collect()
}

#[test]
fn counts_come_out_exactly() {
    for (company, facts) in companies() {
        for (&(model, channel), &credit) in &company.credits {
            assert_eq!(stored(facts, model, Some(channel)), credit, "{model} of {channel}");
        }
        let of = |id: &str, month: Month| {
            let scope = Scope::total(Period { first: month, last: month });
            facts.sum(facts.measures.find(id).unwrap(), &scope)
        };
        for (&(kind, month), &amount) in &company.movements {
            assert_eq!(of(kind, month), amount, "{kind} in {month}");
        }
        let moved: i128 = company.movements.values().sum();
        let kinds = ["mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churned", "mrr_reactivated"];
        assert_eq!(kinds.map(|id| stored(facts, id, None)).iter().sum::<i128>(), moved);
        for (&month, &leads) in &company.leads {
            assert_eq!(of("leads", month), leads, "leads in {month}");
        }
        assert_eq!(facts.lags[&(Stage::Lead, Stage::Mql)], company.lags);
    }
}

#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let all = COMPANIES as f64;
    for (id, covered) in covered(&TRUTH) {
        // Fewer would come from 95 % intervals once in ten thousand times.
        let chance = binomial_up_to(covered as f64, all, 0.95);
        assert!(chance > 1e-4, "{id}: {covered} of {COMPANIES} intervals hold the truth");
    }
}

#[test]
fn a_false_truth_is_found_out() {
    for (id, covered) in covered(&LIE) {
        let chance = binomial_up_to(covered as f64, COMPANIES as f64, 0.95);
        assert!(chance < 1e-4, "{id}: {covered} of {COMPANIES} intervals hold what is not true");
    }
}
