//! What the exports say about an objective: whether it can be measured, and whether it can be reached.

use crate::model::annual_plan::{Evidence, Scorecard, Status};
use crate::model::objective::{Better, Target};
use crate::model::phrase::{Arg, Phrase};
use crate::model::smart::Finding;
use crate::model::unit::Unit;
use crate::plan::gauge::{Gauge, Kind};
use crate::plan::progress::met;

/// Findings about the metric's unit, its exports, its baseline and the direction of its target.
pub(super) fn measurable(gauge: &Gauge<'_>, card: &Scorecard) -> Vec<Finding> {
    let objective = &card.objective;
    let Some(kind) = gauge.kind(&objective.metric) else { return Vec::new() };
    let mut findings = Vec::new();
    let why = card.why.as_ref().map_or("", |why| why.key.as_str());
    let asked = card.why.as_ref().map_or_else(Vec::new, |why| why.args.clone());
    let of = |id| Finding { args: asked.clone(), ..Finding::new(id) };
    match why {
        "why.E353" => findings.push(of("scope_unknown")),
        "why.E354" => findings.push(of("evidence_missing")),
        "why.E355" => findings.push(of("baseline_missing")),
        _ => {}
    }
    if let Some(found) = unlike(&kind, objective.target) {
        findings.push(Finding::new("target_unit").with("metric", gauge.label(&objective.metric)).with("found", found));
    }
    let backwards = card.within.is_none()
        && card.baseline.zip(card.target).is_some_and(|(from, to)| match card.better {
            Better::Higher => to < from,
            Better::Lower => to > from,
        });
    if backwards && !card.accumulates {
        let figure = |value: Option<f64>| gauge.figure(value.unwrap_or(0.0), card.unit);
        let finding = Finding::new("target_backwards").with("target", figure(card.target));
        findings.push(finding.with("baseline", figure(card.baseline)));
    }
    findings
}

/// What the target is written in, when the metric cannot be: points of a count, a percentage to reach in money.
fn unlike(kind: &Kind, target: Target) -> Option<Arg> {
    let share = matches!(kind.unit, Unit::Ratio | Unit::Score);
    let word = |key: &str| Some(Arg::Word(format!("smart.unit.{key}")));
    match target {
        Target::ByPoints(_) if !share => word("points"),
        Target::To(value) if share && value.abs() > 20.0 => word("number"),
        Target::To(value) if kind.unit == Unit::Count && value > 0.0 && value < 1.0 => word("share"),
        _ => None,
    }
}

/// Findings about reaching the target in the time that is left.
pub(super) fn attainable(gauge: &Gauge<'_>, card: &Scorecard) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (Some(evidence), Some(target)) = (&card.evidence, card.target) else { return findings };
    let closed = matches!(card.status, Status::Reached) || evidence.months_left <= 0.0;
    if closed || card.within.is_some() || card.objective.every.is_some() {
        return findings;
    }
    findings.extend(pace(gauge, card, evidence));
    if findings.is_empty() {
        findings.extend(card.forecast_range.and_then(|(low, high)| {
            let beyond = match card.better {
                Better::Higher => target > high,
                Better::Lower => target < low,
            };
            let figure = |value| gauge.figure(value, card.unit);
            let finding = Finding::new("beyond_forecast").with("target", figure(target)).with("low", figure(low));
            beyond.then(|| finding.with("high", figure(high)))
        }));
    }
    let already = !card.accumulates
        && card.baseline.is_some_and(|from| met(from, target, card.better))
        && card.current.is_some_and(|now| met(now, target, card.better));
    if already {
        findings.push(Finding::new("already_there").with("target", gauge.figure(target, card.unit)));
    }
    if let (Some(needed), Some(left)) = (evidence.spend_needed, evidence.spend_left)
        && needed > left
    {
        let money = |value| gauge.figure(value, Unit::Money);
        let finding = Finding::new("budget_short").with("needed", money(needed));
        let rest = if left < 0.0 {
            Phrase::new("smart.budget.overspent").with("over", money(-left))
        } else {
            Phrase::new("smart.budget.left").with("left", money(left))
        };
        let finding = finding.with("left", rest);
        let unit = if card.unit == Unit::Money { "smart.each.money" } else { "smart.each.count" };
        let finding = finding.with("unit", Phrase::new(unit).with("currency", gauge.facts.currency.to_string()));
        findings.push(finding.with("each", money(evidence.unit_cost.unwrap_or(0.0))));
    }
    if let (Some(needed), Some(left)) = (evidence.hours_needed, evidence.hours_left)
        && needed > left
    {
        let finding =
            Finding::new("hours_short").with("needed", Arg::Number(needed, 0)).with("left", Arg::Number(left, 0));
        findings.push(finding);
    }
    findings
}

/// The rate needed from now on against the best there has been.
fn pace(gauge: &Gauge<'_>, card: &Scorecard, evidence: &Evidence) -> Option<Finding> {
    let needed = evidence.needed?;
    let beyond = |best: Option<f64>| {
        best.filter(
            |&b| if card.better == Better::Higher { needed > b * (1.0 + 1e-9) } else { needed < b * (1.0 - 1e-9) },
        )
    };
    let figure = |value| gauge.figure(value, card.unit);
    let finding = |id: &'static str, best: f64, span: i32| {
        let finding = Finding::new(id).with("needed", figure(needed)).with("best", figure(best));
        let months = finding.with("months", Arg::Count(evidence.months.into()));
        let kind = if card.accumulates { "smart.pace.month" } else { "smart.pace.level" };
        months.with("span", Arg::Count(span.into())).with("kind", Arg::Word(kind.to_owned()))
    };
    let [month, quarter, year] = evidence.best;
    if let Some(best) = beyond(month) {
        return Some(finding("never_reached", best, 1));
    }
    let sustained = [(12, year), (3, quarter)];
    let long = sustained.into_iter().find(|&(span, _)| evidence.months_left >= f64::from(span) - 0.1)?;
    // A cost or a churn that has never been that low for a quarter is as telling as a count.
    beyond(long.1).map(|best| finding("never_sustained", best, long.0))
}
