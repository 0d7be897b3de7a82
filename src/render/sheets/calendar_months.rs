//! What every month needs of every stage, in whole numbers that add up to the year's.

use crate::model::month::{Month, Period};
use crate::model::phrase::Phrase;
use crate::model::stage::Stage;
use crate::render::book::cell::{At, Style};
use crate::render::book::expression::Expression;
use crate::render::book::named::Named;

use super::calendar::StageRow;
use super::calendar_shares::{Shares, quarter};
use super::draft::{Draft, LEFT, Page, Table};
use super::reverse::header;
use super::template::Block;

/// Draws the months from the first useful day of all on, and gives them.
pub(super) fn draw(
    draft: &mut Draft<'_>,
    page: &mut Page,
    block: &Block,
    stages: &[StageRow],
    shares: &Shares,
) -> Period {
    draft.section(page, "calendar_needs");
    let longest = draft.report.plan.calendar.as_ref().map_or(0, |c| c.days(Stage::Visit));
    let year = draft.report.plan.year;
    let earliest = year.first.first_day() - chrono::TimeDelta::days(longest.into());
    let months = Period { first: Month::of(earliest), last: year.last };
    let corner = stage_header(draft, page, stages);
    let first = page.row;
    // Days that a reader lengthens may lead further back than the months that are listed.
    let before = (months.first + -1).last_day();
    let label = draft.say(&Phrase::new("calendar.before").with("month", months.first));
    draft.put(page, LEFT, label, Style::text("label"));
    draft.put(page, LEFT + 1, "", Style::text("label"));
    draft.put(page, LEFT + 2, before, Style::new("figure_muted", "day"));
    stage_needs(draft, page, stages, shares, (first, "before"));
    for month in months.first.through(months.last) {
        page.row += 1;
        draft.put(page, LEFT, month.first_day(), Style::new("label", "month"));
        let quarter = quarter(draft, month);
        draft.put(page, LEFT + 1, quarter, Style::text("label"));
        draft.put(page, LEFT + 2, month.last_day(), Style::new("figure_muted", "day"));
        stage_needs(draft, page, stages, shares, (first, &month.to_string()));
    }
    page.row += 1;
    total(draft, page, stages);
    let columns =
        (LEFT + 3..).zip(stages).map(|(column, s)| (s.stage.measure().to_owned(), (column, "count"))).collect();
    let table = Table { corner, first, last: page.row - 1, total: Some(page.row), complete: true, columns };
    if !block.name.is_empty() {
        draft.tables.insert(block.name.clone(), table);
    }
    page.row += 2;
    months
}

/// Month, quarter, last day, and the stages.
pub(super) fn stage_header(draft: &mut Draft<'_>, page: &mut Page, stages: &[StageRow]) -> At {
    let words: Vec<String> = stages.iter().map(|s| format!("stage.{}", s.stage.id())).collect();
    let keys = ["column.month", "column.fiscal_quarter", "column.last_day"];
    let keys: Vec<&str> = keys.into_iter().chain(words.iter().map(String::as_str)).collect();
    header(draft, page, &keys, 2)
}

/// What is due at the end of the row's month less what the rows above it need.
fn stage_needs(draft: &mut Draft<'_>, page: &Page, stages: &[StageRow], shares: &Shares, (first, month): (u32, &str)) {
    let last_day = At::new(page.sheet, page.row, LEFT + 2).in_column();
    for (column, stage) in (LEFT + 3..).zip(stages) {
        let due = shares.due(stage, last_day.clone());
        let need = if page.row == first {
            due
        } else {
            let above = [first, page.row - 1].map(|row| At::new(page.sheet, row, column));
            due - Expression::range(above[0], above[1]).sum()
        };
        let at = draft.put(page, column, need.or_empty(), Style::new("figure", "count"));
        let label = format!("{}: {month}", draft.word(&format!("stage.{}", stage.stage.id())));
        draft.book.named.push(Named::detail(format!("{}.needed.{month}", stage.stage.id()), label, at));
    }
}

/// The year's need itself: the Checks sheet compares the sum of the months with it.
fn total(draft: &mut Draft<'_>, page: &Page, stages: &[StageRow]) {
    let text = draft.word("column.total");
    draft.put(page, LEFT, text, Style::text("total_label"));
    for column in [LEFT + 1, LEFT + 2] {
        draft.put(page, column, "", Style::text("total_label"));
    }
    for (column, stage) in (LEFT + 3..).zip(stages) {
        draft.put(page, column, stage.need.moving(), Style::new("total", "count"));
    }
}
