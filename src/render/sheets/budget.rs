//! The budget of the running year: lines against spend, and what is spent by its end if it goes on as it does.

use crate::model::budget::{BudgetPlan, ChannelBudget};
use crate::model::fact::Axis;
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;

use super::checks::Check;
use super::draft::{Draft, LEFT, Page, Table};
use super::figure::{Chosen, Span};
use super::reverse::{header, line};
use super::template::Block;

/// The cells that say which months.
struct Year {
    from: At,
    to_date: At,
    to: At,
    left: At,
}

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let Some(plan) = draft.report.plan.budget.clone().filter(|b| b.has_lines) else {
        let text = draft.word("block.no_budget");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    };
    let year = year(draft, page, &plan);
    let keys = [
        "axis.channel",
        "column.budget_year",
        "column.budget_to_date",
        "column.spent_to_date",
        "column.over_to_date",
        "column.month_as_now",
        "column.committed_ahead",
        "column.budget_forecast",
        "column.over_year",
        "column.over_share",
    ];
    let corner = header(draft, page, &keys, 1);
    let first = page.row;
    for channel in &plan.channels {
        row(draft, page, channel, &year);
        page.row += 1;
    }
    total(draft, page, &year, first);
    let columns =
        [("budget_plan", LEFT + 1), ("spend", LEFT + 3), ("budget_forecast", LEFT + 7), ("over_year", LEFT + 8)];
    let columns = columns.map(|(id, column)| (id.to_owned(), (column, "money"))).into();
    let table = Table { corner, first, last: page.row - 1, total: Some(page.row), complete: false, columns };
    draft.tables.insert(block.name.clone(), table);
    page.row += 2;
}

fn year(draft: &mut Draft<'_>, page: &mut Page, plan: &BudgetPlan) -> Year {
    let month = Style::new("figure_muted", "month");
    let from = line(draft, page, "budget_from", plan.year.first.first_day().into(), month);
    let as_of = draft.report.settings.as_of_month();
    let to_date = line(draft, page, "budget_to_date", as_of.first_day().into(), month);
    let to = line(draft, page, "budget_to", plan.year.last.first_day().into(), month);
    let left = line(draft, page, "budget_left", plan.months_left.into(), Style::new("figure_muted", "part2"));
    page.row += 1;
    Year { from, to_date, to, left }
}

/// The name of a channel as the tables and the lines of the budget write it.
pub(super) fn named(draft: &Draft<'_>, channel: &ChannelBudget) -> String {
    match (draft.labels.text(Axis::Channel, channel.channel), channel.channel.is_some()) {
        ("", true) => draft.report.facts.names.text(channel.channel).to_owned(),
        ("", false) => draft.word("name.none"),
        (label, _) => label.to_owned(),
    }
}

/// The sum of budget lines between two bounds such as `>=` a month, of one channel or of all; `None` without any line.
pub(super) fn lines(draft: &Draft<'_>, right: u16, bounds: [(&str, At); 2], only: Option<At>) -> Option<Expression> {
    let origin = *draft.statistics.get("budget_lines")?;
    let count = draft.report.statistics().find(|s| s.id == "budget_lines").map_or(0, |s| s.rows.len());
    let last = u32::try_from(count.checked_sub(1)?).ok()?;
    let column = |right: u16| Expression::fixed_range(origin.right(right), origin.right(right).down(last));
    let mut arguments = vec![column(right)];
    for (sign, month) in bounds {
        arguments.extend([column(1), Expression::text(sign).join(Sign::Concatenate, month.fixed())]);
    }
    if let Some(label) = only {
        arguments.extend([column(0), draft.labels.criterion(Axis::Channel, label)]);
    }
    Some(Function::SumIfs.of(arguments))
}

fn row(draft: &mut Draft<'_>, page: &Page, channel: &ChannelBudget, year: &Year) {
    let label = named(draft, channel);
    let label = draft.put(page, LEFT, label, Style::text("label"));
    let sum = |right, bounds| lines(draft, right, bounds, Some(label)).map_or(Content::Empty, Content::Formula);
    let budgeted = [
        (1, sum(2, [(">=", year.from), ("<=", year.to)])),
        (2, sum(2, [(">=", year.from), ("<=", year.to_date)])),
        (6, sum(3, [(">", year.to_date), ("<=", year.to)])),
    ];
    let only = Some((Axis::Channel, label));
    let spent =
        draft.figure("spend", &Chosen { span: Span::Between(year.from, year.to_date), only, and: None }, &|_| None);
    let baseline = draft.figure("spend", &Chosen { only, ..draft.baseline() }, &|_| None);
    for (right, content) in budgeted {
        draft.put(page, LEFT + right, content, Style::new("figure", "money"));
    }
    draft.put(page, LEFT + 3, spent, Style::new("figure", "money"));
    let month = (baseline / draft.assumptions.months.fixed()).or_empty();
    draft.put(page, LEFT + 5, month, Style::new("figure_muted", "money"));
    let cell = |right: u16| label.right(right).moving();
    let ahead = Function::Max.of([cell(6), cell(5) * year.left.fixed()]);
    draft.put(page, LEFT + 7, cell(3) + ahead, Style::new("figure", "money"));
    over(draft, page, "figure");
}

/// What is over the budget: to date, in the year, and as a share of the year's.
fn over(draft: &mut Draft<'_>, page: &Page, role: &'static str) {
    let cell = |right: u16| At::new(page.sheet, page.row, LEFT + right).moving();
    draft.put(page, LEFT + 4, cell(3) - cell(2), Style::new(role, "money_signed"));
    draft.put(page, LEFT + 8, cell(7) - cell(1), Style::new(role, "money_signed"));
    draft.put(page, LEFT + 9, (cell(8) / cell(1)).or_empty(), Style::new(role, "ratio_signed"));
}

/// Totals that do not add the rows up: all lines, and all spend; the checks compare.
fn total(draft: &mut Draft<'_>, page: &Page, year: &Year, first: u32) {
    let text = draft.word("column.total");
    draft.put(page, LEFT, text, Style::text("total_label"));
    let column = |right: u16| {
        let cell = |row| At::new(page.sheet, row, LEFT + right);
        Expression::range(cell(first), cell(page.row - 1)).sum()
    };
    let span = Span::Between(year.from, year.to_date);
    let spent = draft.figure("spend", &Chosen { span, only: None, and: None }, &|_| None);
    let whole = |right, bounds| lines(draft, right, bounds, None);
    let totals = [
        (1, whole(2, [(">=", year.from), ("<=", year.to)])),
        (2, whole(2, [(">=", year.from), ("<=", year.to_date)])),
        (3, Some(spent)),
        (6, whole(3, [(">", year.to_date), ("<=", year.to)])),
        (5, Some(column(5))),
        (7, Some(column(7))),
    ];
    for (right, total) in totals {
        let at =
            draft.put(page, LEFT + right, total.map_or(Content::Empty, Content::Formula), Style::new("total", "money"));
        let word = match right {
            1 => "check.budget_lines",
            3 => "check.budget_spend",
            6 => "check.budget_committed",
            _ => continue,
        };
        let what = draft.word(word);
        draft.checks.push(Check { what, one: column(right).into(), other: at.moving().into(), format: "money" });
    }
    over(draft, page, "total");
}
