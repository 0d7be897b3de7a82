//! What moved against the quarter before and the year before, and whether it moved further than noise would take it.

use super::findings::worth::of_gap;
use super::gauge::{Course, Cut, Gauge};
use crate::model::finding::{Finding, Place};
use crate::model::formula::Formula;
use crate::model::month::Period;
use crate::model::objective::Better;
use crate::model::phrase::{Arg, Phrase};
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::statistics::comparison::Two;
use crate::model::statistics::difference::Method;
use crate::model::statistics::mean::{Moments, difference, ratio};
use crate::model::statistics::proportion::{Z_95, wilson};
use crate::model::unit::Unit;

/// The metrics that are compared, those of most weight first.
const MAIN: [&str; 20] = [
    "revenue",
    "attributed",
    "media_spend",
    "roi",
    "cac",
    "new_leads",
    "cpl",
    "new_customers",
    "mrr",
    "won_deals",
    "win_rate",
    "average_deal",
    "sales_cycle",
    "web_sessions",
    "visit_to_lead",
    "lead_to_customer",
    "click_rate",
    "ctr",
    "csat",
    "nps",
];

/// Months that are compared.
const SPAN: i32 = 3;

/// Chance that an interval misses.
const ALPHA: f64 = 0.05;

/// A change that is worth a sentence, as a share of what was before.
const LARGE: f64 = 0.2;

/// Sentences at most.
const SENTENCES: usize = 2;

/// One metric in two spans.
struct Change {
    id: &'static str,
    label: String,
    unit: Unit,
    better: Better,
    /// The last of the months compared.
    months: Period,
    before: f64,
    now: f64,
    /// What is told: points of a share, else a share of what was before.
    moved: f64,
    interval: Option<(f64, f64)>,
}

impl Change {
    /// Whether the interval leaves 0 out; `None` without an interval.
    fn is_more_than_noise(&self) -> Option<bool> {
        self.interval.map(|(low, high)| low > 0.0 || high < 0.0)
    }
}

/// Every comparison with its interval.
pub fn statistic(gauge: &Gauge<'_>) -> Option<Statistic> {
    let columns = [
        ("figure", None),
        ("against", None),
        ("to_month", None),
        ("change", Some(Unit::Ratio)),
        ("low", Some(Unit::Ratio)),
        ("high", Some(Unit::Ratio)),
        ("noise", None),
    ];
    let mut statistic = Statistic::new("changes", Phrase::new("statistic.changes_how"), &columns);
    for (change, word) in rows(gauge) {
        let noise = match change.is_more_than_noise() {
            Some(true) => "noise.more",
            Some(false) => "noise.less",
            None => "noise.unknown",
        };
        statistic.rows.push(vec![
            StatisticCell::Text(change.label.clone()),
            StatisticCell::Word(word.to_owned()),
            StatisticCell::Month(change.months.last),
            change.moved.into(),
            change.interval.map(|i| i.0).into(),
            change.interval.map(|i| i.1).into(),
            StatisticCell::Word(noise.to_owned()),
        ]);
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}

/// Every comparison that can be made, in the order of the statistic, with the word for what it is against.
fn rows(gauge: &Gauge<'_>) -> impl Iterator<Item = (Change, &'static str)> {
    let spans = [("against.before", SPAN), ("against.year", 12)];
    let pairs = MAIN.iter().flat_map(move |&id| spans.map(|(word, back)| (id, word, back)));
    pairs.filter_map(move |(id, word, back)| Some((change(gauge, id, back)?, word)))
}

/// Sentences about what got much worse than a year ago, beyond noise.
pub fn findings(gauge: &Gauge<'_>) -> Vec<Finding> {
    let worse = |c: &Change| (c.now < c.before) == (c.better == Better::Higher);
    let large = |c: &Change| (c.now / c.before - 1.0).abs() >= LARGE && c.is_more_than_noise() == Some(true);
    let changes = MAIN.iter().filter_map(|&id| change(gauge, id, 12)).filter(|c| worse(c) && large(c));
    let sentence = |c: Change| {
        let figure = |value: f64| Arg::Figure(value, c.unit, gauge.facts.currency);
        let fell = c.now < c.before;
        let (low, high) =
            c.interval.map(|(low, high)| if fell { (-high, -low) } else { (low, high) }).unwrap_or_default();
        let key = if fell { "finding.fell" } else { "finding.rose" };
        let points = c.unit == Unit::Ratio || c.unit == Unit::Score;
        let moved = |value: f64| {
            let told = || Phrase::new("finding.points").with("n", Arg::Number(value * 100.0, 1)).into();
            if points { told() } else { Arg::Share(value) }
        };
        let phrase = Phrase::new(key)
            .with("figure", c.label.as_str())
            .with("before", figure(c.before))
            .with("now", figure(c.now))
            .with("low", moved(low))
            .with("high", moved(high))
            .with("months", c.months);
        // What a level does to money is said of a year, what a sum lacks of these months.
        let money = of_gap(gauge, c.id, (c.now - c.before).abs(), Cut::default()).map(|worth| worth.money);
        let row = rows(gauge).position(|(row, back)| row.id == c.id && back == "against.year").unwrap_or(0);
        let place = Place::Statistic { id: "changes", row, column: "change" };
        Finding { kind: "change", says: phrase, money, place }
    };
    changes.map(sentence).take(SENTENCES).collect()
}

/// The change of a metric over the last months against those `back` months before; `None` where either cannot be
/// measured or what was before is not above 0.
fn change(gauge: &Gauge<'_>, id: &'static str, back: i32) -> Option<Change> {
    let metric = gauge.catalog.get(id)?;
    // A cohort is compared once nine of ten who move have moved: a young one would always have fallen.
    let now = Period::trailing(gauge.mature(id), SPAN);
    let before = now.moved(-back);
    gauge.facts.months.filter(|m| m.first <= before.first)?;
    let (was, is) = (gauge.total(id, before)?, gauge.total(id, now)?);
    if was <= 0.0 {
        return None;
    }
    let points = matches!(metric.unit, Unit::Ratio | Unit::Score);
    let moved = if points { is - was } else { is / was - 1.0 };
    let shares = shares(gauge, &metric.formula, now).zip(shares(gauge, &metric.formula, before));
    let counted = metric.unit == Unit::Count && gauge.kind(id).is_some_and(|k| k.course == Course::Accumulates);
    let interval = if let Some(two) = shares.and_then(|(now, before)| Two::new(now, before)) {
        Method::Newcombe.interval(&two, ALPHA)
    } else if counted {
        rate_ratio(is, was)
    } else {
        by_months(gauge, id, [now, before])
    };
    let label = metric.label.clone();
    let (unit, better) = (metric.unit, metric.better);
    Some(Change { id, label, unit, better, months: now, before: was, now: is, moved, interval })
}

/// Part and whole of a share of counts.
fn shares(gauge: &Gauge<'_>, formula: &Formula, period: Period) -> Option<(f64, f64)> {
    let (part, whole) = formula.quotient()?;
    let counts = |f: &Formula| {
        let kind = |name: &str| gauge.facts.measures.find(name).and_then(|m| gauge.facts.measures.kind(m));
        f.names().iter().all(|name| kind(name).is_some_and(|k| k.unit == Unit::Count && k.scale(1) == 1))
    };
    let read = |f: &Formula| f.number(&mut |name| gauge.value(name, period, Cut::default())).ok();
    (counts(part) && counts(whole)).then(|| read(part).zip(read(whole))).flatten()
}

/// The interval of one count above another over spans of the same length, as a share of the other: given both, the one is
/// a share of their sum (Przyborowski and Wilenski 1940), whose Wilson interval is taken.
fn rate_ratio(now: f64, before: f64) -> Option<(f64, f64)> {
    let (low, high) = wilson(now, now + before, Z_95)?;
    (high < 1.0).then(|| (low / (1.0 - low) - 1.0, high / (1.0 - high) - 1.0))
}

/// The interval of the mean month of one span against that of the other: less it in points, else as a share of it, which
/// no fall exceeds.
fn by_months(gauge: &Gauge<'_>, id: &str, spans: [Period; 2]) -> Option<(f64, f64)> {
    let [now, before] = spans.map(|span| {
        let values: Option<Vec<f64>> = gauge.monthly(id, span, Cut::default()).into_iter().map(|(_, v)| v).collect();
        let values = values?;
        let squares = values.iter().map(|v| v * v).sum();
        Moments::new(values.len() as f64, values.iter().sum(), squares)
    });
    let (now, before) = (now?, before?);
    if gauge.catalog.get(id).is_some_and(|m| matches!(m.unit, Unit::Ratio | Unit::Score)) {
        return difference(now, before, ALPHA);
    }
    ratio(now, before, ALPHA).map(|(low, high)| (low - 1.0, high - 1.0))
}
