//! Findings: the sentences that must be heard, those about the most money first.

use super::changes;
use super::channel::{losses, model_dependence};
use super::decision::{gap_share, title};
use super::gaps::gaps;
use super::gauge::{Cut, Gauge};
use super::recurring::silence;
use super::reverse_funnel::rate_counts;
use super::sla;
use super::status::FEWEST_CASES;
use crate::model::annual_plan::{ReverseFunnel, Scorecard, Status};
use crate::model::fact::{Axis, Fact};
use crate::model::money::Money;
use crate::model::month::Period;
use crate::model::phrase::{Arg, Phrase};
use crate::model::stage::Stage;
use crate::model::unit::Unit;

/// A sentence and the money that it is about.
pub struct Finding {
    /// The sentence.
    pub phrase: Phrase,
    /// Major units, for ranking only.
    pub money: f64,
}

/// All findings, the weightiest first.
pub fn findings(gauge: &Gauge<'_>, cards: &[Scorecard], funnel: Option<&ReverseFunnel>) -> Vec<Phrase> {
    let revenue = gauge.total("won_revenue", gauge.settings.baseline()).unwrap_or(0.0);
    let mut all: Vec<Finding> = cards.iter().filter_map(|c| missed(gauge, c, revenue)).collect();
    all.extend(bottleneck(gauge, revenue));
    all.extend(idle_spend(gauge, cards));
    all.extend(losses(gauge));
    all.extend(model_dependence(gauge));
    all.extend(worst_market(gauge));
    let silence = silence(gauge, cards).map(|phrase| Finding { phrase, money: revenue / 50.0 });
    all.extend(silence.into_iter().chain(sla::finding(gauge).map(|phrase| Finding { phrase, money: revenue / 20.0 })));
    all.extend(changes::findings(gauge, revenue));
    if let Some(funnel) = funnel {
        all.extend(gaps(gauge, funnel).into_iter().map(|phrase| Finding { phrase, money: funnel.average_deal }));
    }
    all.sort_by(|a, b| b.money.total_cmp(&a.money));
    all.into_iter().map(|f| f.phrase).collect()
}

/// An amount in major units, as shown.
pub fn amount(gauge: &Gauge<'_>, major: f64) -> Arg {
    Arg::Figure(major, Unit::Money, gauge.facts.currency)
}

/// An objective that will be missed, and by how much.
fn missed(gauge: &Gauge<'_>, card: &Scorecard, revenue: f64) -> Option<Finding> {
    let share = gap_share(card).filter(|&g| g > 0.0)?;
    let key = match card.status {
        Status::OffCourse => "finding.off_course",
        Status::AtRisk => "finding.at_risk",
        _ => return None,
    };
    let figure = |value: Option<f64>| Arg::Figure(value.unwrap_or(0.0), card.unit, gauge.facts.currency);
    let phrase = Phrase::new(key)
        .with("title", title(gauge, card))
        .with("forecast", figure(card.forecast.or(card.current)))
        .with("target", figure(card.target))
        .with("gap", gap(gauge, card))
        .with("due", card.objective.due_on);
    let money = if card.unit == Unit::Money && card.accumulates {
        share * card.target.unwrap_or(0.0)
    } else {
        share.min(1.0) * revenue / 2.0
    };
    Some(Finding { phrase, money })
}

/// How far the forecast is from the target, in the metric's own unit; shares and scores in points.
fn gap(gauge: &Gauge<'_>, card: &Scorecard) -> Arg {
    let apart = (card.target.unwrap_or(0.0) - card.forecast.or(card.current).unwrap_or(0.0)).abs();
    match card.unit {
        Unit::Ratio | Unit::Score => Phrase::new("finding.points").with("n", Arg::Number(apart * 100.0, 1)).into(),
        unit => Arg::Figure(apart, unit, gauge.facts.currency),
    }
}

/// The stage whose rate fell most against the year before, among rates of enough cases.
fn bottleneck(gauge: &Gauge<'_>, revenue: f64) -> Option<Finding> {
    let stages = &gauge.settings.stages;
    let mut falls: Vec<(f64, Phrase)> = Vec::new();
    for pair in stages.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let mature = gauge.mature(&format!("{}_to_{}", from.id(), to.id()));
        let now = Period::trailing(mature, gauge.settings.baseline_months);
        let before = now.moved(-12);
        if gauge.facts.months.is_none_or(|m| m.first > before.first) {
            continue;
        }
        let rate =
            |period| rate_counts(gauge, from, to, period).filter(|&(_, n)| n >= FEWEST_CASES).map(|(x, n)| x / n);
        let (Some(rate_now), Some(rate_before)) = (rate(now), rate(before)) else { continue };
        if rate_before > rate_now {
            let word = |stage: Stage| Arg::Word(format!("stage.{}", stage.id()));
            let phrase = Phrase::new("finding.bottleneck")
                .with("from", word(from))
                .with("to", word(to))
                .with("now", Arg::Share(rate_now))
                .with("before", Arg::Share(rate_before))
                .with("months", now);
            falls.push((1.0 - rate_now / rate_before, phrase));
        }
    }
    let (fall, phrase) = falls.into_iter().reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    Some(Finding { phrase, money: fall * revenue })
}

/// Spend of the baseline that serves no objective, when there are objectives.
fn idle_spend(gauge: &Gauge<'_>, cards: &[Scorecard]) -> Option<Finding> {
    let baseline = gauge.settings.baseline();
    let all = gauge.total("spend", baseline)?;
    let measure = gauge.facts.measures.find("spend")?;
    let inside = |f: &&Fact| baseline.contains(f.spot.month) && !f.spot.objective.is_some();
    let minor: i128 = gauge.facts.of(measure).iter().filter(inside).map(|f| f.value).sum();
    let idle = Money { minor, currency: gauge.facts.currency }.major();
    if cards.is_empty() || idle <= 0.0 || all <= 0.0 {
        return None;
    }
    let phrase = Phrase::new("finding.idle_spend").with("spend", amount(gauge, idle));
    Some(Finding { phrase: phrase.with("share", Arg::Share(idle / all)).with("months", baseline), money: idle / 4.0 })
}

/// The market that lost the largest share of its customers.
fn worst_market(gauge: &Gauge<'_>) -> Option<Finding> {
    let baseline = gauge.settings.baseline();
    let overall = gauge.total("logo_churn", baseline)?;
    let read = |id: &str, market| gauge.value(id, baseline, Cut { market: Some(market), channel: None }).ok();
    let markets = gauge.facts.names_on(Axis::Market).into_iter().filter(|m| m.is_some());
    let known = markets.filter(|&m| read("customers_start", m).is_some_and(|n| n >= FEWEST_CASES));
    let (market, churn) = known.filter_map(|m| Some((m, read("logo_churn", m)?))).max_by(|a, b| a.1.total_cmp(&b.1))?;
    if churn < overall * 1.2 {
        return None;
    }
    let lost = read("mrr_churned", market).unwrap_or(0.0) * 12.0;
    let phrase = Phrase::new("finding.market_churn").with("market", gauge.facts.names.text(market));
    let phrase = phrase.with("churn", Arg::Share(churn)).with("overall", Arg::Share(overall));
    Some(Finding { phrase: phrase.with("months", baseline), money: lost * (1.0 - overall / churn) })
}
