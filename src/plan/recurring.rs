//! Recurring objectives: two posts a month, thirty SQLs a week: each period is judged by itself, and the streak counted.

use chrono::{Days, NaiveDate};

use super::drivers::leaves;
use super::gauge::{Cut, Gauge};
use super::progress::met;
use super::span::Span;
use super::status::{Evidence, status};
use crate::model::annual_plan::{Round, Scorecard};
use crate::model::measure::Measure;
use crate::model::month::{Month, Period};
use crate::model::name::Name;
use crate::model::note::Note;
use crate::model::objective::Every;
use crate::model::phrase::Phrase;
use crate::model::statistic::{Statistic, StatisticCell};
use crate::model::unit::Unit;
use crate::model::work::Work;

/// How many periods are shown, and speak for those to come.
const SHOWN: usize = 12;

/// Judges `card`, whose target is due in every period: its rounds, its status from the share of them that met it, and
/// the streak in words.
///
/// # Errors
/// A metric that is not known by week, or that no export gives.
pub(super) fn judge(gauge: &Gauge<'_>, span: &Span, cut: Cut, card: &mut Scorecard) -> Result<(), Note> {
    let (Some(every), Some(target)) = (card.objective.every, card.target) else { return Ok(()) };
    let as_of = gauge.settings.as_of();
    let upto = as_of.min(span.due);
    let values = match every {
        Every::Week => weeks(gauge, card, span.start, upto)?,
        Every::Month => months(gauge, card, span, cut, (upto, 1))?,
        Every::Quarter => months(gauge, card, span, cut, (upto, 3))?,
    };
    card.rounds = values
        .into_iter()
        .map(|(starts_on, value)| Round { starts_on, value, met: met(value, target, card.better) })
        .collect();
    let recent = &card.rounds[card.rounds.len().saturating_sub(SHOWN)..];
    let good = recent.iter().filter(|r| r.met).count() as f64;
    card.current = card.rounds.last().map(|r| r.value);
    card.counts = None;
    let all = card.rounds.iter().filter(|r| r.met).count();
    card.progress = (!card.rounds.is_empty()).then(|| all as f64 / card.rounds.len() as f64);
    // The rule of succession: what n periods say about the next one.
    card.chance = (!recent.is_empty()).then(|| (good + 1.0) / (recent.len() as f64 + 2.0));
    let over = as_of >= span.due;
    card.status = status(Evidence {
        met: all == card.rounds.len() && !card.rounds.is_empty(),
        settled: over,
        over,
        months: card.rounds.len(),
        cases: None,
        chance: card.chance,
    });
    card.why = (!card.rounds.is_empty()).then(|| streak(card, every, all));
    Ok(())
}

/// How many periods met the target, and how many in a row.
fn streak(card: &Scorecard, every: Every, all: usize) -> Phrase {
    let now = card.rounds.iter().rev().take_while(|r| r.met).count();
    let best = card.rounds.split(|r| !r.met).map(<[Round]>::len).max().unwrap_or(0);
    Phrase::new(format!("why.rounds_{}", every.id()))
        .with("met", all)
        .with("all", card.rounds.len())
        .with("now", now)
        .with("best", best)
}

/// Whole weeks from Monday to Sunday between `start` and `upto`.
fn weeks(
    gauge: &Gauge<'_>,
    card: &Scorecard,
    start: NaiveDate,
    upto: NaiveDate,
) -> Result<Vec<(NaiveDate, f64)>, Note> {
    let metric = &card.objective.metric;
    let unknown = || Note::new("E362").with("metric", metric.as_str());
    let leaves = leaves(gauge, metric);
    let leaf = leaves.iter().next().filter(|_| leaves.len() == 1).ok_or_else(unknown)?;
    let measure = gauge.facts.measures.find(leaf).ok_or_else(unknown)?;
    let work = &gauge.facts.work;
    let scoped = !card.objective.market.is_empty() || !card.objective.channel.is_empty();
    let known = work.weeks.range((measure, NaiveDate::MIN, Name(0))..).next().is_some_and(|(key, _)| key.0 == measure);
    if !known || scoped {
        return Err(unknown());
    }
    let team = team(gauge, card, measure);
    let mut all = Vec::new();
    let mut monday = Work::monday(start);
    if monday < start {
        monday = monday + Days::new(7);
    }
    while monday + Days::new(6) <= upto {
        let counts = work.weeks.range((measure, monday, Name(0))..=(measure, monday, Name(u32::MAX)));
        let sum: i128 = counts.filter(|(key, _)| team.is_none_or(|t| t == key.2)).map(|(_, n)| n).sum();
        all.push((monday, sum as f64));
        monday = monday + Days::new(7);
    }
    Ok(all)
}

/// Whole spans of so many months between the start and `upto`.
fn months(
    gauge: &Gauge<'_>,
    card: &Scorecard,
    span: &Span,
    cut: Cut,
    (upto, count): (NaiveDate, i32),
) -> Result<Vec<(NaiveDate, f64)>, Note> {
    let metric = &card.objective.metric;
    let measure = gauge.facts.measures.find(metric);
    let team = measure.and_then(|m| team(gauge, card, m));
    let mut all = Vec::new();
    let mut first = if span.start == span.period.first.first_day() { span.period.first } else { span.period.first + 1 };
    while (first + (count - 1)).last_day() <= upto {
        let period = Period { first, last: first + (count - 1) };
        let value = match (team, measure) {
            (Some(team), measure) => gauge.facts.work.done(Some(team), measure, period).count as f64,
            _ => gauge.value(metric, period, cut).map_err(|m| super::scorecard::not_measurable(&m))?,
        };
        all.push((first.first_day(), value));
        first = first + count;
    }
    Ok(all)
}

/// The team of an objective, where it is known to have done such a thing itself.
fn team(gauge: &Gauge<'_>, card: &Scorecard, measure: Measure) -> Option<Name> {
    let team = gauge.team(&card.objective.team)?;
    gauge.facts.work.done.keys().any(|key| key.0 == team && key.1 == measure).then_some(team)
}

/// The last periods of every recurring objective, as a statistic.
pub(super) fn statistic(cards: &[Scorecard]) -> Option<Statistic> {
    let columns = [
        ("objective", None),
        ("period_start", None),
        ("counted", Some(Unit::Count)),
        ("target", Some(Unit::Count)),
        ("met", None),
    ];
    let mut statistic = Statistic::new("rounds", Phrase::new("statistic_how.rounds"), &columns);
    for card in cards {
        for round in &card.rounds[card.rounds.len().saturating_sub(SHOWN)..] {
            let title = card.objective.called().unwrap_or(&card.objective.metric);
            let month = card.objective.every != Some(Every::Week);
            let start = if month {
                StatisticCell::Month(Month::of(round.starts_on))
            } else {
                StatisticCell::Text(round.starts_on.to_string())
            };
            let met = StatisticCell::Word(if round.met { "mark.yes" } else { "mark.no" }.to_owned());
            statistic.rows.push(vec![title.to_owned().into(), start, round.value.into(), card.target.into(), met]);
        }
    }
    (!statistic.rows.is_empty()).then_some(statistic)
}
