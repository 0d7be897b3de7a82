//! The calendar: until when each stage must be reached, how the year falls into months, and what each month needs.

use crate::model::calendar::StageLag;
use crate::model::phrase::{Arg, Phrase};
use crate::model::stage::Stage;
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::named::{Named, Takes};

use super::draft::{Draft, LEFT, Page};
use super::reverse::header;
use super::template::Block;
use super::{calendar_months, calendar_progress, calendar_shares};

/// One stage on the calendar.
pub(super) struct StageRow {
    /// The stage.
    pub stage: Stage,
    /// Days to the customer, in use.
    pub days: At,
    /// The first day on which an entry can lead to a sale in the plan year.
    pub first: At,
    /// The last such day.
    pub last: At,
    /// Whole entries that the plan year needs.
    pub need: At,
}

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let Some(calendar) = draft.report.plan.calendar.clone() else {
        let text = draft.word("block.no_plan");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    };
    let (begins, ends) = year(draft, page);
    let stages = stages(draft, page, &calendar.lags, (begins, ends));
    let shares = calendar_shares::draw(draft, page, &calendar);
    let months = calendar_months::draw(draft, page, block, &stages, &shares);
    calendar_progress::draw(draft, page, &stages, &shares, months);
}

/// The first and last day of the plan year.
fn year(draft: &mut Draft<'_>, page: &mut Page) -> (At, At) {
    let year = draft.report.plan.year;
    let mut day = |key: &str, day: chrono::NaiveDate| {
        super::reverse::line(draft, page, key, day.into(), Style::new("figure", "day"))
    };
    let days = (day("year_begins", year.first.first_day()), day("year_ends", year.last.last_day()));
    page.row += 1;
    days
}

/// Each stage with its lag, first to last, and the customer below.
fn stages(draft: &mut Draft<'_>, page: &mut Page, lags: &[StageLag], year: (At, At)) -> Vec<StageRow> {
    draft.section(page, "calendar_lags");
    let keys = [
        "column.stage",
        "column.days_history",
        "column.cases",
        "column.own_days",
        "column.days_used",
        "column.first_useful",
        "column.last_useful",
        "column.whole_year",
    ];
    header(draft, page, &keys, 1);
    let mut rows = Vec::new();
    for lag in lags {
        rows.extend(lagged(draft, page, lag, year));
        page.row += 1;
    }
    let below = At::new(page.sheet, page.row, LEFT + 4);
    let word = draft.word("stage.customer");
    draft.put(page, LEFT, word, Style::text("label_strong"));
    draft.put(page, below.column, 0.0, Style::new("figure", "count"));
    rows.extend(useful(draft, page, Stage::Customer, year));
    page.row += 1;
    let visits = lags.iter().find(|lag| lag.counted != lag.stage);
    if let Some(lag) = visits {
        let [stage, next] = [lag.stage, lag.counted].map(|s| Arg::Word(format!("stage.{}", s.id())));
        let text = draft.say(&Phrase::new("block.calendar_nameless").with("stage", stage).with("next", next));
        draft.paragraph(page, &text, "caption");
    }
    page.row += 1;
    rows
}

fn lagged(draft: &mut Draft<'_>, page: &Page, lag: &StageLag, year: (At, At)) -> Option<StageRow> {
    let word = draft.word(&format!("stage.{}", lag.stage.id()));
    draft.put(page, LEFT, word.clone(), Style::text("label_strong"));
    let from_to = [lag.counted, Stage::Customer].map(|s| format!("stage.{}", s.id()));
    let [median, cases] = ["median_days", "cases"].map(|column| draft.statistic("velocity", &from_to, column));
    let history: Content = match median {
        Some(at) => Function::RoundUp.of([at.moving(), Expression::Number(0.0)]).into(),
        None => Content::Empty,
    };
    let history = draft.put(page, LEFT + 1, history, Style::new("figure", "count"));
    let cases: Content = cases.map_or(Content::Empty, |at| at.moving().into());
    draft.put(page, LEFT + 2, cases, Style::new("figure_muted", "count"));
    // Without a case of history the reader's own figure stands for it, none to begin with.
    let own = draft.put(page, LEFT + 3, if median.is_none() { Some(0.0) } else { None }, Style::new("input", "count"));
    let open = own.moving().join(Sign::Equal, Expression::text(""));
    let below = At::new(page.sheet, page.row + 1, LEFT + 4);
    // No stage is reached after the one that follows it.
    let used = Function::Max.of([Function::If.of([open, history.moving(), own.moving()]), below.moving()]);
    let used = draft.put(page, LEFT + 4, used, Style::new("total", "count"));
    let label = format!("{word}: {}", draft.word("column.days_used"));
    draft.book.named.push(Named::input(format!("{}_days", lag.stage.id()), label, used, (own, Takes::Days)));
    useful(draft, page, lag.stage, year)
}

/// The days between which an entry can still lead to a sale in the plan year, and how many it takes.
fn useful(draft: &mut Draft<'_>, page: &Page, stage: Stage, (begins, ends): (At, At)) -> Option<StageRow> {
    let days = At::new(page.sheet, page.row, LEFT + 4);
    let first = draft.put(page, LEFT + 5, begins.fixed() - days.moving(), Style::new("figure", "day"));
    let last = draft.put(page, LEFT + 6, ends.fixed() - days.moving(), Style::new("figure_last", "day"));
    let need = *draft.needs.get(&stage)?;
    let whole = Function::RoundUp.of([need.moving(), Expression::Number(0.0)]).or_empty();
    let need = draft.put(page, LEFT + 7, whole, Style::new("figure", "count"));
    let word = draft.word(&format!("stage.{}", stage.id()));
    let label = format!("{word}: {}", draft.word("column.last_useful"));
    draft.book.named.push(Named::figure(format!("{}.last_useful", stage.id()), label, last));
    Some(StageRow { stage, days, first, last, need })
}
