//! A year's needs by month: each column's total shared out as the calendar shares out the entries to one stage.

use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::Expression;

use super::checks::Check;
use super::draft::{Draft, LEFT, Page};
use super::reverse::header;

/// What is needed in the year: a heading and the cell of its total.
pub(super) type Column = (String, At);

/// The rows of the calendar.
pub(super) struct Months {
    sheet: u16,
    first: u32,
    last: u32,
    /// Column of the stage's entries.
    entries: u16,
    total: At,
}

impl Months {
    /// Those of the calendar on its own sheet, by the entries to the stage of that measure.
    pub(super) fn of(draft: &Draft<'_>, measure: &str) -> Option<Months> {
        let table = draft.tables.get("calendar")?;
        let &(entries, _) = table.columns.get(measure)?;
        let total = At::new(table.corner.sheet, table.total?, entries);
        Some(Months { sheet: table.corner.sheet, first: table.first, last: table.last, entries, total })
    }

    /// The rows from the first month on: the one before them has no month.
    pub(super) fn count(&self) -> u32 {
        self.last - self.first
    }

    /// Draws a row for each row of the calendar and the columns' totals; gives the page's first row of months, the row
    /// before the months left out. `check` is the word of the check that the months add up.
    pub(super) fn draw(
        &self,
        draft: &mut Draft<'_>,
        page: &mut Page,
        columns: &[Column],
        (format, check): (&'static str, &str),
    ) -> u32 {
        let label = draft.word("column.month");
        draft.put(page, LEFT, label, Style::text("header_label"));
        let share = draft.word("column.budget_share");
        draft.put(page, LEFT + 1, share, Style::text("header"));
        for (right, (heading, _)) in (2..).zip(columns) {
            draft.put(page, LEFT + right, heading.as_str(), Style::text("header"));
        }
        let width = 2 + u16::try_from(columns.len()).unwrap_or(0);
        let all = draft.word("column.total");
        draft.put(page, LEFT + width, all, Style::text("header"));
        draft.sheet(page.sheet).heights.insert(page.row, 30.0);
        page.row += 1;
        let first = page.row;
        for row in self.first..=self.last {
            let of = |column| At::new(self.sheet, row, column).moving();
            // The row before the months stands as words there, and so it does here.
            draft.put(page, LEFT, of(LEFT), Style::new("label", "month"));
            let share = (of(self.entries) / self.total.fixed()).or_empty();
            let share = draft.put(page, LEFT + 1, share, Style::new("figure_muted", "ratio"));
            for (right, &(_, total)) in (2..).zip(columns) {
                let part = (total.fixed() * share.in_column()).or_empty();
                draft.put(page, LEFT + right, part, Style::new("figure", format));
            }
            let cell = |right| At::new(page.sheet, page.row, LEFT + right);
            let sum = Expression::range(cell(2), cell(width - 1)).sum();
            draft.put(page, LEFT + width, sum, Style::new("figure", format));
            page.row += 1;
        }
        let text = draft.word("column.total");
        draft.put(page, LEFT, text, Style::text("total_label"));
        for right in 1..=width {
            let cell = |row| At::new(page.sheet, row, LEFT + right);
            let sum = Expression::range(cell(first), cell(page.row - 1)).sum();
            let format = if right == 1 { "ratio" } else { format };
            let sum = draft.put(page, LEFT + right, sum, Style::new("total", format));
            let Some((heading, total)) = right.checked_sub(2).and_then(|n| columns.get(usize::from(n))) else {
                continue;
            };
            let what = format!("{}: {heading}", draft.word(check));
            draft.checks.push(Check { what, one: sum.moving().into(), other: total.moving().into(), format });
        }
        page.row += 2;
        first + 1
    }

    /// Draws a table of the same months with one figure a column; `figure` gives it from month cell, column and row.
    pub(super) fn beside(
        &self,
        draft: &mut Draft<'_>,
        page: &mut Page,
        headings: &[&str],
        figure: impl Fn(&Draft<'_>, At, u16, u32) -> Option<Expression>,
    ) {
        let corner = header(draft, page, &["column.month"], 1);
        for (right, heading) in (1..).zip(headings) {
            draft.sheet(corner.sheet).put(corner.row, LEFT + right, *heading, Style::text("header"));
        }
        for down in 0..self.count() {
            let month = At::new(self.sheet, self.first + 1 + down, LEFT).moving();
            let month = draft.put(page, LEFT, month, Style::new("label", "month"));
            for right in 1..=u16::try_from(headings.len()).unwrap_or(0) {
                let content = figure(draft, month, right, down).map_or(Content::Empty, Content::Formula);
                draft.put(page, LEFT + right, content, Style::new("figure", "hours_signed"));
            }
            page.row += 1;
        }
        page.row += 1;
    }
}
