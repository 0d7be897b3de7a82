//! The page before any format: what stands on it, said in the language.

use super::figure::{Card, card};
use super::objective::{Row, rows};
use crate::model::annual_plan::Status;
use crate::model::finding::{Finding, Place};
use crate::model::note::Severity;
use crate::model::phrase::{Arg, Phrase};
use crate::model::unit::Unit;
use crate::render::report::Report;

/// Findings that fit on one page.
const FINDINGS: usize = 5;
/// Objectives that fit on one page.
const OBJECTIVES: usize = 8;

/// How something is to be taken; never said by colour alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tone {
    Good,
    Warn,
    Bad,
    Plain,
}

impl Tone {
    /// The class in the page's style.
    pub(super) fn class(self) -> &'static str {
        match self {
            Tone::Good => "good",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
            Tone::Plain => "plain",
        }
    }

    /// The tone of a status.
    pub(super) fn of(status: Status) -> Tone {
        match status {
            Status::Reached | Status::OnCourse => Tone::Good,
            Status::AtRisk => Tone::Warn,
            Status::OffCourse => Tone::Bad,
            Status::TooEarly | Status::NotMeasurable => Tone::Plain,
        }
    }
}

/// The one page.
pub(super) struct Page {
    pub(super) title: String,
    pub(super) as_of: String,
    pub(super) tone: Tone,
    pub(super) verdict: String,
    pub(super) decision: String,
    pub(super) figures: Vec<Card>,
    pub(super) objectives: Vec<Row>,
    /// A sentence about the objectives that did not fit.
    pub(super) more: Option<String>,
    pub(super) findings: Vec<Heard>,
    pub(super) needed: Option<String>,
    pub(super) footnotes: Vec<String>,
}

/// A finding on the page.
pub(super) struct Heard {
    pub(super) says: String,
    /// Its cell in the workbook; empty where it has none.
    pub(super) cell: String,
}

/// The page of a report; `cells` are those of its findings.
pub(super) fn page(report: &Report<'_>, cells: &[String]) -> Page {
    let words = report.words;
    let company = &report.settings.company;
    let title = if company.is_empty() {
        words.word("summary.title").to_owned()
    } else {
        words.say(&Phrase::new("summary.title_of").with("company", company.as_str()))
    };
    let mut objectives = rows(report);
    let hidden = objectives.len().saturating_sub(OBJECTIVES);
    objectives.truncate(OBJECTIVES);
    Page {
        title,
        as_of: words.say(&Phrase::new("summary.as_of").with("day", report.settings.as_of())),
        tone: tone(report),
        verdict: words.say(&report.plan.verdict),
        decision: words.say(&report.plan.decision),
        figures: report.plan.headlines.iter().map(|h| card(h, report)).collect(),
        objectives,
        more: (hidden > 0).then(|| words.say(&Phrase::new("summary.more_objectives").with("n", hidden))),
        findings: heard(report, cells),
        needed: needed(report),
        footnotes: footnotes(report),
    }
}

/// The findings about the most money, without those about an objective: its row stands above.
fn heard(report: &Report<'_>, cells: &[String]) -> Vec<Heard> {
    let all = report.plan.findings.iter().enumerate().filter(|(_, f)| !matches!(f.place, Place::Objective(_)));
    let heard = |(number, finding): (usize, &Finding)| Heard {
        says: report.words.say(&finding.says),
        cell: cells.get(number).cloned().unwrap_or_default(),
    };
    all.take(FINDINGS).map(heard).collect()
}

/// The name of a metric or measure in the language.
pub(super) fn label(id: &str, report: &Report<'_>) -> String {
    let words = report.words;
    let own = report.catalog.get(id).map_or(id, |metric| metric.label.as_str());
    let of_measure = words.word_or(&format!("measure.{id}"), own).to_owned();
    words.word_or(&format!("metric.{id}"), &of_measure).to_owned()
}

/// The worst tone among the objectives.
fn tone(report: &Report<'_>) -> Tone {
    let has = |tone| report.plan.objectives.iter().any(|c| Tone::of(c.status) == tone);
    [Tone::Bad, Tone::Warn, Tone::Good].into_iter().find(|&t| has(t)).unwrap_or(Tone::Plain)
}

/// What the reverse funnel asks of its first stage.
fn needed(report: &Report<'_>) -> Option<String> {
    let funnel = report.plan.funnel.as_ref()?;
    let first = funnel.steps.last()?;
    let amount = |major: f64| Arg::Figure(major, Unit::Money, report.facts.currency);
    let elsewhere = funnel.existing.as_ref().map_or(0.0, |e| e.counted + e.referred);
    let phrase = Phrase::new("summary.needed_text")
        .with("goal", amount(if elsewhere > 0.0 { funnel.left } else { funnel.revenue }))
        .with("year", report.plan.year)
        .with("whole", Arg::Number(funnel.whole_customers, 0))
        .with("average", amount(funnel.average_deal))
        .with("amount", Arg::Number(first.per_year_whole / 12.0, 0))
        .with("stage", Arg::Word(format!("stage.{}", first.stage.id())));
    let existing =
        Phrase::new("summary.needed_existing").with("amount", amount(elsewhere)).with("left", amount(funnel.left));
    let existing = (elsewhere > 0.0).then(|| report.words.say(&existing));
    let until = report.plan.calendar.as_ref().map_or(0, |c| c.days(first.stage));
    let last = report.plan.year.last.last_day();
    let useful = last - chrono::TimeDelta::days(until.into());
    let late = Phrase::new("summary.needed_until")
        .with("stage", Arg::Word(format!("stage.{}", first.stage.id())))
        .with("day", useful)
        .with("days", Arg::Count(until.into()))
        .with("month", report.plan.year.last);
    let late = (until > 0).then(|| report.words.say(&late));
    Some([existing, Some(report.words.say(&phrase)), late].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn footnotes(report: &Report<'_>) -> Vec<String> {
    let count =
        |severity| -> u64 { report.notes.iter().filter(|n| n.code.severity() == severity).map(|n| n.count).sum() };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let assumptions = count(Severity::Assumption);
    let quality = if errors + warnings + assumptions == 0 {
        Phrase::new("summary.quality_clean")
    } else {
        Phrase::new("summary.quality")
            .with("errors", errors)
            .with("warnings", warnings)
            .with("assumptions", assumptions)
    };
    let model = report.words.word_or(&format!("model.{}", report.settings.model), &report.settings.model).to_owned();
    let how = Phrase::new("summary.model")
        .with("model", model)
        .with("days", u64::from(report.settings.lookback_days))
        .with("currency", report.facts.currency.code())
        .with("version", env!("CARGO_PKG_VERSION"));
    let waived = report.notes.iter().filter(|n| n.code.0 == "W250").map(|n| report.words.say(&n.says()));
    waived.chain([report.words.say(&quality), report.words.say(&how)]).collect()
}
