//! The SMART check of every objective, by rule, and the sentence as it should read.

mod evidence;
mod reads;

use super::drivers::influences;
use super::gauge::Gauge;
use crate::model::annual_plan::{Scorecard, Status};
use crate::model::catalog::hint;
use crate::model::month::Month;
use crate::model::note::{Note, Notes};
use crate::model::objective::{Goal, Unclear};
use crate::model::phrase::{Arg, Phrase};
use crate::model::smart::{Finding, SmartCheck};

/// The check of each objective, those first that can be measured, in the order of the plan.
pub fn checks(gauge: &Gauge<'_>, cards: &[Scorecard], notes: &mut Notes) -> Vec<SmartCheck> {
    let clear = cards.iter().map(|card| check(gauge, card));
    let unclear = gauge.settings.unclear.iter().map(|u| open(gauge, u));
    let checks: Vec<SmartCheck> = clear.chain(unclear).collect();
    // An objective that cannot be read or measured has notes of its own.
    for (check, _) in checks.iter().zip(cards).filter(|(_, card)| card.status != Status::NotMeasurable) {
        let all = check.findings.iter().map(Finding::phrase);
        let together = all.reduce(|one, other| Phrase::new("smart.two").with("one", one).with("other", other));
        let Some(found) = together else { continue };
        let note = Note::new("W361").with("objective", check.objective.as_str()).with("found", found);
        notes.push(note.with("reads", check.reads.clone()).at(check.place.clone()));
    }
    checks
}

fn check(gauge: &Gauge<'_>, card: &Scorecard) -> SmartCheck {
    let objective = &card.objective;
    let mut findings = objective.remarks.clone();
    findings.extend(unknown_metric(gauge, &objective.metric));
    findings.extend(evidence::measurable(gauge, card));
    findings.extend(evidence::attainable(gauge, card));
    findings.extend(relevant(gauge, &objective.goal, &objective.metric));
    let as_of = gauge.settings.as_of();
    let due = objective.due_on;
    if card.period.first.first_day() > due || objective.starts_on.is_some_and(|start| start > due) {
        findings.push(Finding::new("due_before_start").with("due", due));
    } else if due < gauge.settings.fiscal_year(Month::of(as_of)).first.first_day() {
        findings.push(Finding::new("due_past").with("due", due));
    } else if Month::of(due) > gauge.settings.plan_period().last {
        let last = gauge.settings.plan_period().last.last_day();
        findings.push(Finding::new("due_outside").with("due", due).with("last", last));
    }
    let written = [&objective.sentence, &objective.title].into_iter().find(|t| !t.is_empty());
    SmartCheck {
        objective: objective.id.clone(),
        written: written.unwrap_or(&objective.id).clone(),
        reads: reads::card(gauge, card),
        findings: ordered(findings),
        place: objective.place.clone(),
    }
}

/// An objective whose questions come before any figure.
fn open(gauge: &Gauge<'_>, unclear: &Unclear) -> SmartCheck {
    let field = |name: &str| unclear.fields.get(name).map_or("", String::as_str);
    let mut findings = unclear.findings.clone();
    let asked = findings.iter().any(|f| f.id.starts_with("metric_"));
    findings.extend(unknown_metric(gauge, field("metric")).filter(|_| !asked));
    findings.extend(relevant(gauge, field("goal"), field("metric")));
    SmartCheck {
        objective: unclear.id.clone(),
        written: unclear.written.clone(),
        reads: reads::unclear(gauge, unclear),
        findings: ordered(findings),
        place: unclear.place.clone(),
    }
}

fn ordered(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|f| f.criterion);
    findings
}

fn unknown_metric(gauge: &Gauge<'_>, metric: &str) -> Option<Finding> {
    if metric.is_empty() || gauge.kind(metric).is_some() {
        return None;
    }
    let near = gauge.catalog.nearest(metric, &gauge.facts.measures);
    Some(Finding::new("metric_unknown").with("found", metric).with("near", hint(near)))
}

/// Whether the objective moves the goal that it names.
fn relevant(gauge: &Gauge<'_>, goal: &str, metric: &str) -> Option<Finding> {
    if goal.is_empty() {
        return Some(Finding::new("goal_missing"));
    }
    let Some(known) = goal_of(gauge, goal) else {
        let known = gauge.settings.goals.iter().map(|g| Arg::Text(g.id.clone())).collect();
        return Some(Finding::new("goal_unknown").with("found", goal).with("known", Arg::List(known)));
    };
    let title = || if known.title.is_empty() { known.id.clone() } else { known.title.clone() };
    let Some(of) = goal_metric(gauge, known) else {
        return Some(Finding::new("goal_unmeasured").with("goal", title()));
    };
    let judged = gauge.kind(metric).is_some() && !influences(gauge, metric, &of);
    let finding = Finding::new("goal_untouched").with("metric", gauge.label(metric)).with("goal", title());
    judged.then(|| finding.with("of", gauge.label(&of)))
}

/// The goal that an objective names by its id or title.
pub fn goal_of<'a>(gauge: &Gauge<'a>, goal: &str) -> Option<&'a Goal> {
    let goal = goal.trim().to_lowercase();
    let named = |g: &&Goal| [&g.id, &g.title].into_iter().any(|name| !name.is_empty() && name.to_lowercase() == goal);
    gauge.settings.goals.iter().find(named)
}

/// The metric that shows whether a goal is reached.
fn goal_metric(gauge: &Gauge<'_>, goal: &Goal) -> Option<String> {
    if goal.metric.is_empty() {
        return goal.revenue.map(|_| "new_revenue".to_owned());
    }
    let named = gauge.catalog.named(&goal.metric).map_or_else(|| goal.metric.clone(), ToOwned::to_owned);
    gauge.kind(&named).map(|_| named)
}

/// What an objective is called in a sentence about it.
pub fn called(gauge: &Gauge<'_>, card: &Scorecard) -> Arg {
    card.objective.called().map_or_else(|| gauge.label(&card.objective.metric), Arg::from)
}
