//! What the plan year needed before the as-of date, and what there was: the part of the calendar that is past.

use crate::model::month::{Month, Period};
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::named::Named;

use super::calendar::StageRow;
use super::calendar_months::stage_header;
use super::calendar_shares::{Shares, quarter};
use super::draft::{Draft, LEFT, Page};
use super::figure::{Chosen, Span};

/// Days in a week.
const WEEK: f64 = 7.0;

/// Draws it when any of the `months` that the plan needs has begun by the as-of date.
pub(super) fn draw(draft: &mut Draft<'_>, page: &mut Page, stages: &[StageRow], shares: &Shares, months: Period) {
    let as_of = draft.report.settings.as_of_month();
    if as_of < months.first {
        return;
    }
    draft.section(page, "calendar_past");
    stage_header(draft, page, stages);
    let first = page.row;
    for month in months.first.through(as_of.min(months.last)) {
        delivered(draft, page, stages, month);
        page.row += 1;
    }
    let rows = (first, page.row - 1);
    for (key, role, format) in [
        ("calendar_delivered", "total", "part"),
        ("calendar_due", "figure", "count"),
        ("calendar_gap", "total", "gap"),
        ("calendar_left", "figure", "part"),
        ("calendar_last", "figure", "day"),
        ("calendar_week", "total", "part"),
    ] {
        let label = draft.word(&format!("column.{key}"));
        let label_role = if role == "total" { "total_label" } else { "label" };
        draft.put(page, LEFT, label.clone(), Style::text(label_role));
        for column in [LEFT + 1, LEFT + 2] {
            draft.put(page, column, "", Style::text(label_role));
        }
        for (column, stage) in (LEFT + 3..).zip(stages) {
            let known = draft.given.measure(stage.stage.measure(), draft.report.facts);
            let content = if known || key == "calendar_due" || key == "calendar_last" {
                summed(draft, stage, shares, (key, rows), At::new(page.sheet, page.row, column))
            } else {
                Content::Empty
            };
            let empty = content == Content::Empty;
            let at = draft.put(page, column, content, Style::new(role, format));
            if matches!(key, "calendar_gap" | "calendar_week") && !empty {
                let id = format!("{}.{}", stage.stage.id(), key.trim_start_matches("calendar_"));
                let label = format!("{}: {label}", draft.word(&format!("stage.{}", stage.stage.id())));
                draft.book.named.push(Named::figure(id, label, at));
            }
        }
        page.row += 1;
    }
    page.row += 1;
}

/// What the exports counted in a month, from each stage's first useful day on: what came before served the year before.
fn delivered(draft: &mut Draft<'_>, page: &Page, stages: &[StageRow], month: Month) {
    let at = draft.put(page, LEFT, month.first_day(), Style::new("label", "month"));
    let quarter = quarter(draft, month);
    draft.put(page, LEFT + 1, quarter, Style::text("label"));
    let last = draft.put(page, LEFT + 2, month.last_day(), Style::new("figure_muted", "day"));
    for (column, stage) in (LEFT + 3..).zip(stages) {
        if !draft.given.measure(stage.stage.measure(), draft.report.facts) {
            continue;
        }
        let chosen = Chosen { span: Span::Row(at), only: None, and: None };
        let count = draft.figure(stage.stage.measure(), &chosen, &|_| None);
        let one = || Expression::Number(1.0);
        let days = |from: Expression| last.in_column() - from + one();
        let useful = Function::Min.of([one(), days(stage.first.fixed()) / days(at.in_column())]);
        let useful = Function::Max.of([Expression::Number(0.0), useful]);
        draft.put(page, column, count * useful, Style::new("figure", "part"));
    }
}

/// A row below the months; the rows stand in the order in which they are drawn.
fn summed(draft: &Draft<'_>, stage: &StageRow, shares: &Shares, (key, rows): (&str, (u32, u32)), at: At) -> Content {
    let as_of = draft.assumptions.as_of.fixed();
    let cell = |row: u32| At::new(at.sheet, row, at.column);
    let (delivered, due, left) = (cell(rows.1 + 1), cell(rows.1 + 2), cell(rows.1 + 4));
    let zero = || Expression::Number(0.0);
    match key {
        "calendar_delivered" => Expression::range(cell(rows.0), cell(rows.1)).sum().into(),
        "calendar_due" => shares.due(stage, as_of).or_empty().into(),
        "calendar_gap" => (delivered.moving() - due.moving()).or_empty().into(),
        "calendar_left" => Function::Max.of([stage.need.fixed() - delivered.moving(), zero()]).or_empty().into(),
        "calendar_last" => stage.last.fixed().into(),
        _ => {
            let days = stage.last.fixed() - as_of;
            let week = left.moving() / (days.clone() / Expression::Number(WEEK));
            let late = Expression::text(draft.report.words.word("calendar.too_late"));
            let none = left.moving().join(Sign::Equal, zero());
            let over = days.join(Sign::LessOrEqual, zero());
            Function::If.of([none, zero(), Function::If.of([over, late, week])]).or_empty().into()
        }
    }
}
