//! The page as one self-contained HTML file: no scripts, nothing from elsewhere.

use std::collections::BTreeMap;

use minijinja::value::Value;
use minijinja::{Environment, UndefinedBehavior, context};

use super::figure::Card;
use super::objective::Row;
use super::page::{Heard, Page};
use crate::render::report::Report;

/// The template's path.
const TEMPLATE: &str = "report/summary.html";

/// The page filled into `templates/report/summary.html`.
///
/// # Errors
/// What the template's engine says, with the line, when the template is missing or names something unknown.
pub(super) fn html(page: &Page, report: &Report<'_>) -> Result<String, String> {
    let source = report.templates.get(TEMPLATE).ok_or_else(|| format!("templates/{TEMPLATE}"))?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let words: BTreeMap<&str, Value> = report
        .words
        .keys()
        .filter_map(|key| Some((key.strip_prefix("summary.")?, Value::from(report.words.word(key)))))
        .collect();
    let page = context! {
        language => report.words.language(),
        words => Value::from(words),
        title => page.title.as_str(),
        as_of => page.as_of.as_str(),
        tone => page.tone.class(),
        verdict => page.verdict.as_str(),
        decision => page.decision.as_str(),
        figures => page.figures.iter().map(figure).collect::<Value>(),
        objectives => page.objectives.iter().map(objective).collect::<Value>(),
        more => page.more.as_deref().unwrap_or_default(),
        findings => page.findings.iter().map(heard).collect::<Value>(),
        needed => page.needed.as_deref().unwrap_or_default(),
        footnotes => page.footnotes.iter().map(String::as_str).collect::<Value>(),
    };
    let filled = environment.template_from_named_str("summary.html", source).and_then(|t| t.render(page));
    filled.map_err(|e| format!("templates/{TEMPLATE}: {e:#}"))
}

fn figure(card: &Card) -> Value {
    let bars = card
        .bars
        .iter()
        .map(|b| context! { x => b.x, y => b.y.as_str(), height => b.height.as_str(), class => b.class });
    context! {
        label => card.label.as_str(),
        months => card.months.as_str(),
        actual => card.actual.as_str(),
        plan => card.plan.as_str(),
        variance => card.variance.as_str(),
        tone => card.tone.class(),
        previous => card.previous.as_str(),
        change => card.change.as_str(),
        change_tone => card.change_tone.class(),
        bars => bars.collect::<Value>(),
        told => card.told.as_str(),
    }
}

fn heard(finding: &Heard) -> Value {
    context! { says => finding.says.as_str(), cell => finding.cell.as_str() }
}

fn objective(row: &Row) -> Value {
    context! {
        title => row.title.as_str(),
        owner => row.owner.as_str(),
        due => row.due.as_str(),
        status => row.status.as_str(),
        tone => row.tone.class(),
        current => row.current.as_str(),
        target => row.target.as_str(),
        forecast => row.forecast.as_str(),
        chance => row.chance.as_str(),
        has_progress => row.progress.is_some(),
        progress => row.progress.unwrap_or(0),
        elapsed => row.elapsed,
        why => row.why.as_str(),
    }
}
