//! Findings: the sentences that must be heard, those about the most money first.

use super::decision::{gap_share, title};
use super::gauge::{Cut, Gauge};
use super::odds::{mean_for, poisson_at_least};
use super::reverse_funnel::{forward, rate_counts};
use super::status::FEWEST_CASES;
use crate::model::annual_plan::{ReverseFunnel, Scorecard, Status};
use crate::model::fact::Axis;
use crate::model::money::Money;
use crate::model::month::Period;
use crate::model::phrase::{Arg, Phrase};
use crate::model::settings::MODELS;

/// A sentence and the money that it is about, major units.
struct Finding {
    phrase: Phrase,
    money: f64,
}

/// All findings, the weightiest first.
pub fn findings(gauge: &Gauge<'_>, cards: &[Scorecard], funnel: Option<&ReverseFunnel>) -> Vec<Phrase> {
    let revenue = gauge.total("won_revenue", gauge.settings.baseline()).unwrap_or(0.0);
    let mut all: Vec<Finding> = cards.iter().filter_map(|c| missed(gauge, c, revenue)).collect();
    all.extend(bottleneck(gauge, revenue));
    all.extend(idle_spend(gauge, cards));
    all.extend(worst_channel(gauge));
    all.extend(model_dependence(gauge));
    all.extend(worst_market(gauge));
    if let Some(funnel) = funnel {
        all.extend(gaps(gauge, funnel).into_iter().map(|phrase| Finding { phrase, money: funnel.average_deal }));
    }
    all.sort_by(|a, b| b.money.total_cmp(&a.money));
    all.into_iter().map(|f| f.phrase).collect()
}

/// An amount in major units, as shown.
pub fn amount(gauge: &Gauge<'_>, major: f64) -> Arg {
    Arg::Figure(major, crate::model::unit::Unit::Money, gauge.facts.currency)
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
        .with("share", Arg::Share(share))
        .with("due", card.objective.due_on);
    let money = if card.unit == crate::model::unit::Unit::Money && card.accumulates {
        share * card.target.unwrap_or(0.0)
    } else {
        share.min(1.0) * revenue / 2.0
    };
    Some(Finding { phrase, money })
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
            let word = |stage: crate::model::stage::Stage| Arg::Word(format!("stage.{}", stage.id()));
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
    let inside = |f: &&crate::model::fact::Fact| baseline.contains(f.spot.month) && !f.spot.objective.is_some();
    let minor: i128 = gauge.facts.of(measure).iter().filter(inside).map(|f| f.value).sum();
    let idle = Money { minor, currency: gauge.facts.currency }.major();
    if cards.is_empty() || idle <= 0.0 || all <= 0.0 {
        return None;
    }
    let phrase = Phrase::new("finding.idle_spend").with("spend", amount(gauge, idle));
    Some(Finding { phrase: phrase.with("share", Arg::Share(idle / all)).with("months", baseline), money: idle / 4.0 })
}

/// Spend and credit of one channel over the baseline.
pub struct ChannelReturn {
    /// The channel.
    pub channel: String,
    /// Media spend, major units.
    pub spend: f64,
    /// Attributed revenue by the plan's model, major units.
    pub credit: f64,
}

impl ChannelReturn {
    /// A sentence about it.
    pub fn phrase(&self, key: &str, gauge: &Gauge<'_>) -> Phrase {
        let phrase = Phrase::new(key).with("channel", self.channel.as_str()).with("spend", amount(gauge, self.spend));
        let phrase = phrase.with("credit", amount(gauge, self.credit)).with("months", gauge.settings.baseline());
        phrase.with("roi", Arg::Share((self.credit - self.spend) / self.spend))
    }
}

/// Every channel with spend in the baseline, when any credit is known.
pub fn channel_returns(gauge: &Gauge<'_>) -> Vec<ChannelReturn> {
    if !gauge.facts.knows("attributed_revenue") {
        return Vec::new();
    }
    let baseline = gauge.settings.baseline();
    let channels = gauge.facts.names_on(Axis::Channel).into_iter().filter(|c| c.is_some());
    let read =
        |id: &str, channel| gauge.value(id, baseline, Cut { channel: Some(channel), market: None }).unwrap_or(0.0);
    let all = channels.map(|c| ChannelReturn {
        channel: gauge.facts.names.text(c).to_owned(),
        spend: read("spend", c),
        credit: read("attributed_revenue", c),
    });
    all.filter(|c| c.spend > 0.0).collect()
}

/// The channel whose spend came back least.
fn worst_channel(gauge: &Gauge<'_>) -> Option<Finding> {
    let returns = channel_returns(gauge);
    let worst = returns
        .iter()
        .filter(|c| c.credit < c.spend)
        .max_by(|a, b| (a.spend - a.credit).total_cmp(&(b.spend - b.credit)))?;
    Some(Finding { phrase: worst.phrase("finding.worst_channel", gauge), money: worst.spend - worst.credit })
}

/// The channel whose worth depends most on the attribution model.
fn model_dependence(gauge: &Gauge<'_>) -> Option<Finding> {
    let baseline = gauge.settings.baseline();
    let spread = |channel| {
        let cut = Cut { channel: Some(channel), market: None };
        let credits: Vec<f64> =
            MODELS.iter().filter_map(|m| gauge.value(&format!("credit_revenue.{m}"), baseline, cut).ok()).collect();
        let low = credits.iter().copied().reduce(f64::min)?;
        Some((low, credits.iter().copied().reduce(f64::max)?))
    };
    let channels = gauge.facts.names_on(Axis::Channel).into_iter();
    let earned =
        channels.filter(|&c| c.is_some() && gauge.facts.names.text(c) != crate::model::fact::Facts::UNATTRIBUTED);
    let spreads = earned.filter_map(|c| spread(c).map(|s| (c, s)));
    let (channel, (low, high)) = spreads.max_by(|a, b| (a.1.1 - a.1.0).total_cmp(&(b.1.1 - b.1.0)))?;
    if high <= 0.0 || (high - low) / high < 0.25 {
        return None;
    }
    let phrase = Phrase::new("finding.model").with("channel", gauge.facts.names.text(channel));
    let phrase = phrase.with("low", amount(gauge, low)).with("high", amount(gauge, high)).with("months", baseline);
    Some(Finding { phrase, money: (high - low) / 2.0 })
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

/// Where the reverse funnel and the goal do not meet: broken customers, today's visits, luck, thin counts.
pub fn gaps(gauge: &Gauge<'_>, funnel: &ReverseFunnel) -> Vec<Phrase> {
    let mut said = Vec::new();
    let floor = funnel.customers.floor();
    if funnel.whole_customers > floor && floor > 0.0 {
        said.push(
            Phrase::new("finding.whole_customers")
                .with("floor", Arg::Number(floor, 0))
                .with("brings", amount(gauge, floor * funnel.average_deal))
                .with("goal", amount(gauge, funnel.revenue))
                .with("short", amount(gauge, funnel.revenue - floor * funnel.average_deal))
                .with("whole", Arg::Number(funnel.whole_customers, 0)),
        );
    }
    let Some(first) = funnel.steps.last() else { return said };
    let stage = || Arg::Word(format!("stage.{}", first.stage.id()));
    let baseline = gauge.settings.baseline();
    if let Some(now) = gauge.total(first.stage.measure(), baseline).map(|n| n / f64::from(baseline.months())) {
        let revenue = forward(funnel, now) * 12.0 * funnel.average_deal;
        if now > 0.0 && revenue < funnel.revenue {
            said.push(
                Phrase::new("finding.today")
                    .with("stage", stage())
                    .with("now", Arg::Number(now, 0))
                    .with("customers", Arg::Number(forward(funnel, now) * 12.0, 1))
                    .with("brings", amount(gauge, revenue))
                    .with("share", Arg::Share(1.0 - revenue / funnel.revenue)),
            );
        }
    }
    said.extend(luck(funnel, stage()));
    said.extend(thin_rate(funnel, stage()));
    said
}

/// What luck does to a number of customers that is right on average.
fn luck(funnel: &ReverseFunnel, stage: Arg) -> Option<Phrase> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a small whole number")]
    let whole = (1.0..=1000.0).contains(&funnel.whole_customers).then_some(funnel.whole_customers as u32)?;
    let a_month = funnel.steps.last()?.per_year / 12.0;
    let each = forward(funnel, 1.0) * 12.0;
    let phrase = Phrase::new("finding.luck").with("stage", stage).with("visits", Arg::Number(a_month, 0));
    let chance = Arg::Share(poisson_at_least(whole, a_month * each));
    let phrase = phrase.with("whole", Arg::Number(f64::from(whole), 0)).with("chance", chance);
    Some(phrase.with("safe", Arg::Number(mean_for(whole, 0.8) / each, 0)))
}

/// The rate that rests on the fewest cases, and what its interval does to the first stage.
fn thin_rate(funnel: &ReverseFunnel, stage: Arg) -> Option<Phrase> {
    let counted = funnel.steps.iter().filter_map(|s| Some((s, s.counts?, s.interval?, s.next?)));
    let (step, (part, whole), (low, high), next) = counted.reduce(|a, b| if b.1.1 < a.1.1 { b } else { a })?;
    let (rate, first) = (step.rate?, funnel.steps.last()?.per_year / 12.0);
    if low <= 0.0 || whole >= 1000.0 {
        return None;
    }
    let word = |stage: crate::model::stage::Stage| Arg::Word(format!("stage.{}", stage.id()));
    let phrase = Phrase::new("finding.thin_rate").with("from", word(step.stage)).with("to", word(next));
    let phrase = phrase.with("part", Arg::Number(part, 0)).with("whole", Arg::Number(whole, 0));
    let phrase = phrase.with("low", Arg::Share(low)).with("high", Arg::Share(high)).with("stage", stage);
    Some(phrase.with("least", Arg::Number(first * rate / high, 0)).with("most", Arg::Number(first * rate / low, 0)))
}
