//! The scorecard of an objective: baseline, target, current value, progress, pacing, forecast and status.

use super::attainable::evidence;
use super::gauge::{Course, Cut, Gauge, Kind, named};
use super::pacing::{elapsed_share, seasonal_share};
use super::progress::{inside, met, progress, target_value};
use super::prospect::{Prospect, prospect};
use super::span::{Span, span};
use super::status::{Evidence, status};
use crate::model::annual_plan::{Scorecard, Status};
use crate::model::catalog::hint;
use crate::model::fact::{Axis, Scope};
use crate::model::formula::Missing;
use crate::model::month::{Month, Period};
use crate::model::note::{Note, Notes};
use crate::model::objective::{Better, Objective, Target};
use crate::model::phrase::{Arg, Phrase};
use crate::model::unit::Unit;

/// Where `objective` stands at the as-of date. What keeps it from being measured is a note, and the card says it too.
pub fn scorecard(gauge: &Gauge<'_>, objective: &Objective) -> (Scorecard, Notes) {
    let mut notes = Notes::new();
    let kind = gauge.kind(&objective.metric);
    let course = kind.as_ref().map_or(Course::Level, |k| k.course);
    let span = span(gauge, objective, course);
    let mut card = blank(gauge, objective, kind.as_ref(), &span);
    let judged = match &kind {
        Some(kind) => judge(gauge, kind, &span, &mut card, &mut notes),
        None => Err(unknown_metric(gauge, objective)),
    };
    if let Err(note) = judged {
        card.why = Some(Phrase { key: format!("why.{}", note.code.0), args: note.args.clone() });
        card.status = Status::NotMeasurable;
        notes.push(note.with("objective", objective.id.as_str()).at(objective.place.clone()));
    }
    (card, notes)
}

fn judge(gauge: &Gauge<'_>, kind: &Kind, span: &Span, card: &mut Scorecard, notes: &mut Notes) -> Result<(), Note> {
    let objective = card.objective.clone();
    if span.due < span.start {
        return Err(Note::new("E352").with("due", span.due).with("start", span.start));
    }
    let cut = cut(gauge, &objective)?;
    // What recurs is compared with what one such period had, on average.
    let periods = objective.every.filter(|_| card.accumulates).map_or(1.0, |every| every.in_months(span.before));
    let before = || Some(baseline(gauge, kind.course, span, &objective.metric, cut)? / periods);
    card.baseline = objective.baseline.or_else(before);
    card.target = target_value(objective.target, card.baseline, card.better);
    card.within = match objective.target {
        Target::Within(low, high) => Some((low, high)),
        _ => None,
    };
    // The way to a band leads to its nearer bound.
    if let (Some((low, _)), Some(from)) = (card.within, card.baseline) {
        card.better = if from < low { Better::Higher } else { Better::Lower };
    }
    // Where nothing gives the metric, that is why its baseline is missing.
    let without_baseline = || match gauge.value(&objective.metric, span.measured, cut) {
        Err(missing @ Missing::NotGiven(_)) => not_measurable(&missing),
        _ => Note::new("E355").with("months", span.before),
    };
    let target = card.target.ok_or_else(without_baseline)?;
    let from = if card.accumulates { 0.0 } else { card.baseline.ok_or_else(without_baseline)? };
    let as_of = gauge.settings.as_of();
    let current = if as_of < span.start {
        None
    } else {
        Some(gauge.value(&objective.metric, span.measured, cut).map_err(|m| not_measurable(&m))?)
    };
    card.current = current;
    card.counts = current.and_then(|_| gauge.few(&objective.metric, span.measured, cut));
    if progress(from, target, from).is_none() && card.within.is_none() {
        return Err(Note::new(if card.accumulates { "E357" } else { "E356" }));
    }
    if !card.accumulates && card.within.is_none() && !met(target, from, card.better) {
        notes.push(Note::new("W351").with("objective", objective.id.as_str()).at(objective.place.clone()));
    }
    if objective.every.is_some() && current.is_some() {
        return super::recurring::judge(gauge, span, cut, card);
    }
    let Some(current) = current else {
        card.status = Status::TooEarly;
        // What recurs is due in every period, not by a share of the way.
        card.evidence = if objective.every.is_some() { None } else { evidence(gauge, kind.course, span, cut, card) };
        return Ok(());
    };
    card.progress = match card.within {
        Some(band) if inside(current, band) => Some(1.0),
        Some(band) if inside(from, band) => Some(0.0),
        _ => progress(from, target, current),
    };
    card.elapsed = elapsed(gauge, card, span, cut);
    // What moves away from its target has no pace towards it.
    card.pacing = card.progress.filter(|&p| p >= 0.0 && card.elapsed > 0.0).map(|p| p / card.elapsed);
    outcome(gauge, kind, span, card, (current, target, cut));
    card.evidence = evidence(gauge, kind.course, span, cut, card);
    Ok(())
}

/// Forecast, chance and status of a card whose current value and target are known.
fn outcome(gauge: &Gauge<'_>, kind: &Kind, span: &Span, card: &mut Scorecard, (current, target, cut): (f64, f64, Cut)) {
    let as_of = gauge.settings.as_of();
    let over = as_of >= span.due;
    let Prospect { expected, months } = prospect(gauge, kind.course, span, &card.objective.metric, cut, current);
    card.forecast = expected.map(|e| e.value);
    card.forecast_range = expected.map(super::forecast::Expected::range);
    card.chance = expected.map(|e| {
        let above = e.at_least(target);
        if let Some((low, high)) = card.within {
            return if e.deviation > 0.0 {
                e.at_least(low) - e.at_least(high)
            } else {
                f64::from(u8::from(inside(e.value, (low, high))))
            };
        }
        match card.better {
            Better::Higher => above,
            // A sum that is past its limit cannot come back.
            Better::Lower if card.accumulates && current > target => 0.0,
            Better::Lower if e.deviation <= 0.0 => f64::from(u8::from(e.value <= target)),
            Better::Lower => 1.0 - above,
        }
    });
    card.status = status(Evidence {
        met: card.within.map_or(met(current, target, card.better), |band| inside(current, band)),
        settled: over || (card.accumulates && card.better == Better::Higher && card.within.is_none()),
        over,
        months,
        cases: gauge.cases(&card.objective.metric, span.measured, cut),
        chance: card.chance,
    });
}

/// The share of the way that should be behind: by the metric's own seasons where the two full years before the start
/// are known and it accumulates, else by days.
fn elapsed(gauge: &Gauge<'_>, card: &Scorecard, span: &Span, cut: Cut) -> f64 {
    let as_of = gauge.settings.as_of();
    let by_days = elapsed_share(span.start, span.due, as_of);
    let whole_months = as_of == Month::of(as_of).last_day() && span.start == span.period.first.first_day();
    let years = [span.period.moved(-12), span.period.moved(-24)];
    let known = gauge.facts.months.is_some_and(|m| m.first <= years[1].first);
    if !card.accumulates || !whole_months || !known || as_of >= span.due || span.period.months() > 12 {
        return by_days;
    }
    let sum = |months: i32| -> f64 {
        let read = |year: &Period| {
            let part = Period { first: year.first, last: year.first + (months - 1) };
            gauge.value(&card.objective.metric, part, cut).unwrap_or(0.0)
        };
        years.iter().map(read).sum()
    };
    seasonal_share(sum(span.measured.months()), sum(span.period.months())).unwrap_or(by_days)
}

fn baseline(gauge: &Gauge<'_>, course: Course, span: &Span, metric: &str, cut: Cut) -> Option<f64> {
    let known = gauge.facts.months?;
    let mut months = span.before;
    if course == Course::Level {
        months.first = months.first.max(known.first);
        months.last = months.last.min(known.last);
    }
    if months.first < known.first || months.first > months.last {
        return None;
    }
    gauge.value(metric, months, cut).ok()
}

fn cut(gauge: &Gauge<'_>, objective: &Objective) -> Result<Cut, Note> {
    let facts = gauge.facts;
    for (axis, text) in [(Axis::Market, &objective.market), (Axis::Channel, &objective.channel)] {
        if !text.is_empty() && named(facts, axis, text).is_none() {
            let known = facts.names_on(axis).iter().copied().filter(|n| n.is_some());
            let known: Vec<Arg> = known.map(|n| facts.names.text(n).into()).collect();
            let known = if known.is_empty() { Arg::Word("near.no_names".to_owned()) } else { Arg::List(known) };
            return Err(Note::new("E353").with("name", text.as_str()).with("known", known));
        }
    }
    Ok(Cut::of(facts, objective))
}

fn unknown_metric(gauge: &Gauge<'_>, objective: &Objective) -> Note {
    let near = gauge.catalog.nearest(&objective.metric, &gauge.facts.measures);
    Note::new("E351").with("metric", objective.metric.as_str()).with("near", hint(near))
}

/// Why a figure is missing, as a note.
pub(super) fn not_measurable(missing: &Missing) -> Note {
    match missing {
        Missing::DividesByZero(formula) => Note::new("E358").with("formula", formula.as_str()),
        Missing::NotGiven(measure) => Note::new("E354").with("measure", measure.as_str()),
    }
}

fn blank(gauge: &Gauge<'_>, objective: &Objective, kind: Option<&Kind>, span: &Span) -> Scorecard {
    let as_of = gauge.settings.as_of();
    let better = objective.better.or(kind.map(|k| k.better)).unwrap_or(Better::Higher);
    let until = Period { first: span.period.first, last: span.period.last.min(Month::of(as_of)) };
    let served = |id: &str| {
        let name = gauge.facts.names.find(&objective.id).filter(|n| n.is_some());
        let scope = name.map(|name| Scope { period: until, only: Some((Axis::Objective, name)) });
        scope.and_then(|scope| gauge.facts.shown(id, &scope)).unwrap_or(0.0)
    };
    Scorecard {
        unit: kind.map_or(Unit::Count, |k| k.unit),
        better,
        accumulates: kind.is_some_and(|k| k.course == Course::Accumulates),
        period: span.period,
        measured: span.measured,
        baseline: objective.baseline,
        target: None,
        current: None,
        counts: None,
        within: None,
        progress: None,
        elapsed: elapsed_share(span.start, span.due, as_of),
        pacing: None,
        forecast: None,
        forecast_range: None,
        chance: None,
        status: Status::NotMeasurable,
        evidence: None,
        rounds: Vec::new(),
        why: None,
        spend: served("spend"),
        credit: served("attributed_revenue"),
        objective: objective.clone(),
    }
}
