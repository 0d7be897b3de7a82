//! Objectives on the page: those that need the reader first.

use super::page::{Tone, label};
use chrono::{Datelike, NaiveDate};

use crate::model::annual_plan::{Scorecard, Status};
use crate::model::objective::Better;
use crate::model::phrase::{Arg, Phrase};
use crate::model::words::Words;
use crate::render::report::Report;

/// One objective, said.
pub(super) struct Row {
    pub(super) title: String,
    pub(super) owner: String,
    pub(super) due: String,
    pub(super) status: String,
    pub(super) tone: Tone,
    pub(super) current: String,
    pub(super) target: String,
    pub(super) forecast: String,
    /// Chance of reaching the target; empty when it is not known or no longer a question.
    pub(super) chance: String,
    /// Progress in whole percent of the bar, 0 to 100; nothing when it is not known.
    pub(super) progress: Option<u8>,
    /// Time passed in whole percent of the bar.
    pub(super) elapsed: u8,
    /// Why it is not measurable; empty else.
    pub(super) why: String,
}

/// Every objective: off course, at risk, not measurable, too early, on course, reached; in the plan's order inside.
pub(super) fn rows(report: &Report<'_>) -> Vec<Row> {
    let mut cards: Vec<&Scorecard> = report.plan.objectives.iter().collect();
    cards.sort_by_key(|c| match c.status {
        Status::OffCourse => 0,
        Status::AtRisk => 1,
        Status::NotMeasurable => 2,
        Status::TooEarly => 3,
        Status::OnCourse => 4,
        Status::Reached => 5,
    });
    cards.into_iter().map(|c| row(c, report)).collect()
}

fn row(card: &Scorecard, report: &Report<'_>) -> Row {
    let words = report.words;
    let objective = &card.objective;
    let figure = |value: Option<f64>| match value {
        Some(value) => words.figure(value, card.unit, report.facts.currency),
        None => words.word("summary.not_known").to_owned(),
    };
    let open = matches!(card.status, Status::OnCourse | Status::AtRisk | Status::OffCourse);
    let chance = card.chance.filter(|_| open).map(|c| {
        let key = match c {
            c if c < 0.01 => "chance.low",
            c if c > 0.99 => "chance.high",
            _ => "chance.some",
        };
        words.say(&Phrase::new(key).with("share", Arg::Number(c * 100.0, 0)))
    });
    Row {
        title: objective.called().map_or_else(|| label(&objective.metric, report), ToOwned::to_owned),
        owner: if objective.owner.is_empty() {
            words.word("summary.no_owner").to_owned()
        } else {
            objective.owner.clone()
        },
        due: short_day(words, objective.due_on),
        status: words.word(&format!("status.{}", card.status.id())).to_owned(),
        tone: Tone::of(card.status),
        current: card.counts.map_or_else(|| figure(card.current), |counts| words.counts(counts)),
        target: figure(card.target),
        forecast: figure(card.forecast),
        chance: chance.unwrap_or_default(),
        progress: card.progress.map(|p| if met(card) { 100 } else { percent(p) }),
        elapsed: percent(card.elapsed),
        why: card.why.as_ref().map(|w| words.say(w)).unwrap_or_default(),
    }
}

/// Whether the current value is at least as good as the target; a level can be so wherever it came from.
fn met(card: &Scorecard) -> bool {
    match (card.current, card.target, card.better) {
        (Some(current), Some(target), Better::Higher) => current >= target,
        (Some(current), Some(target), Better::Lower) => current <= target && !card.accumulates,
        _ => false,
    }
}

/// A day with its month cut short: `31 Dec 2026`.
fn short_day(words: &Words, day: NaiveDate) -> String {
    let month = words.word(&format!("month_short.{}", day.month())).to_owned();
    let args = [
        ("day", Arg::Text(day.day().to_string())),
        ("month", Arg::Text(month)),
        ("year", Arg::Text(day.year().to_string())),
    ];
    words.fill(words.word_or("format.day", "{day} {month} {year}"), &args)
}

fn percent(share: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0 to 100")]
    let percent = (share * 100.0).round().clamp(0.0, 100.0) as u8;
    percent
}
