//! How the plan year's revenue falls into months: the pattern of history, the reader's own weights, and the shares.

use crate::model::calendar::{Calendar, Seasons};
use crate::model::month::Month;
use crate::model::phrase::{Arg, Phrase};
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::named::{Named, Takes};

use super::calendar::StageRow;
use super::draft::{Draft, LEFT, Page};
use super::reverse::{header, line};

/// Months from a month to the same one a year earlier.
const YEAR: f64 = -12.0;
/// Sums of shares leave dust far below this many decimals; it must not turn a half.
const DUST: f64 = 6.0;
/// The month before which history's columns stand.
const LATEST: u16 = LEFT + 4;

/// The columns of the months of the plan year.
pub(super) struct Shares {
    sheet: u16,
    rows: (u32, u32),
    /// Whole years of history shown.
    years: u16,
    /// The switch between history's pattern and an even split, where there is a pattern.
    switch: Option<At>,
    /// Column of the reader's own weights; the weight in use, the share and the revenue follow it.
    own: u16,
}

/// The months of the plan year with their shares.
pub(super) fn draw(draft: &mut Draft<'_>, page: &mut Page, calendar: &Calendar) -> Shares {
    let title = draft.word("block.calendar_shares");
    draft.title(page, &title);
    let (key, count) = match calendar.seasons {
        Seasons::Seen(years) => ("block.seasons_seen", years),
        Seasons::Unseen(years) => ("block.seasons_unseen", years),
        Seasons::TooShort(months) => ("block.seasons_short", usize::try_from(months).unwrap_or(0)),
    };
    let text = draft.say(&Phrase::new(key).with("n", count));
    draft.paragraph(page, &text, "caption");
    let won = draft.facts.column("won_revenue", None);
    let years = if won.is_some() { u16::try_from(calendar.seasons.years()).unwrap_or(0) } else { 0 };
    let switch = (years > 0).then(|| switch(draft, page, calendar.seasons));
    heads(draft, page, years);
    let own = LATEST + if years > 0 { years + 2 } else { 0 };
    let shares = Shares { sheet: page.sheet, rows: (page.row, page.row + 11), years, switch, own };
    let brings = draft.book.named.iter().find(|n| n.id == "brings").map(|n| n.at);
    let year = draft.report.plan.year;
    for (month, &latest) in year.first.through(year.last).zip(&calendar.latest) {
        days(draft, page, month);
        if let Some(won) = &won {
            shares.history(draft, page, latest, won);
        }
        shares.month(draft, page, brings);
        page.row += 1;
    }
    shares.total(draft, page);
    page.row += 2;
    shares
}

fn switch(draft: &mut Draft<'_>, page: &mut Page, seasons: Seasons) -> At {
    let seen = f64::from(u8::from(matches!(seasons, Seasons::Seen(_))));
    let at = line(draft, page, "seasons", seen.into(), Style::new("input", "switch"));
    let label = draft.word("plan_input.seasons.label");
    draft.book.named.push(Named::input("seasons", label, at, (at, Takes::Switch)));
    page.row += 1;
    at
}

fn heads(draft: &mut Draft<'_>, page: &mut Page, years: u16) {
    let mut keys = vec!["column.month", "column.fiscal_quarter", "column.last_day", "column.days"];
    if years > 0 {
        keys.push("column.latest_month");
        let won = ["column.won_latest", "column.won_before", "column.won_earlier"];
        keys.extend(won.into_iter().take(usize::from(years)));
        keys.push("column.pattern");
    }
    keys.extend(["column.own_weight", "column.weight", "column.month_share", "column.month_revenue"]);
    header(draft, page, &keys, 2);
}

fn days(draft: &mut Draft<'_>, page: &Page, month: Month) {
    draft.put(page, LEFT, month.first_day(), Style::new("label", "month"));
    let quarter = quarter(draft, month);
    draft.put(page, LEFT + 1, quarter, Style::text("label"));
    draft.put(page, LEFT + 2, month.last_day(), Style::new("figure_muted", "day"));
    let [first, last] = [LEFT, LEFT + 2].map(|column| At::new(page.sheet, page.row, column).moving());
    draft.put(page, LEFT + 3, last - first + Expression::Number(1.0), Style::new("figure_muted", "count"));
}

/// `Q2 2026/27`.
pub(super) fn quarter(draft: &Draft<'_>, month: Month) -> String {
    let quarter = draft.report.settings.quarter(month);
    let phrase = Phrase::new("calendar.quarter").with("n", u64::from(quarter.number));
    draft.say(&phrase.with("year", Arg::Text(quarter.year_label())))
}

impl Shares {
    fn column(&self, column: u16) -> Expression {
        Expression::fixed_range(At::new(self.sheet, self.rows.0, column), At::new(self.sheet, self.rows.1, column))
    }

    fn total_row(&self) -> u32 {
        self.rows.1 + 1
    }

    /// What was won in the latest month of that name and in those one and two years before, and the mean of their
    /// shares of these years.
    fn history(&self, draft: &mut Draft<'_>, page: &Page, latest: Month, won: &Expression) {
        if self.years == 0 {
            return;
        }
        let at = draft.put(page, LATEST, latest.first_day(), Style::new("figure_muted", "month"));
        let sums = LATEST + 1..=LATEST + self.years;
        for (back, column) in (0_u16..).zip(sums.clone()) {
            let earlier = Function::MonthsOn.of([at.in_column(), Expression::Number(YEAR * f64::from(back))]);
            let month = if back == 0 { at.in_column() } else { earlier };
            let sum = Function::SumIfs.of([won.clone(), draft.facts.months(None), month]);
            draft.put(page, column, sum, Style::new("figure_muted", "money"));
        }
        let total = |column| At::new(page.sheet, self.total_row(), column);
        let share = |column| At::new(page.sheet, page.row, column).moving() / total(column).in_row();
        let parts = sums.clone().map(share).reduce(|a, b| a + b).unwrap_or(Expression::Number(0.0));
        let counted = Function::Count.of([Expression::fixed_range(total(*sums.start()), total(*sums.end()))]);
        // A month of refunds takes nothing from the others.
        let pattern = Function::Max.of([parts / counted, Expression::Number(0.0)]);
        draft.put(page, self.own - 1, pattern, Style::new("figure_muted", "ratio"));
    }

    /// The weight in use, the share and the revenue of the row's month.
    fn month(&self, draft: &mut Draft<'_>, page: &Page, brings: Option<At>) {
        let even = Expression::Number(1.0) / Function::Count.of([self.column(LEFT + 3)]);
        let own = draft.put(page, self.own, Content::Empty, Style::new("input", "ratio"));
        let otherwise = match self.switch {
            Some(switch) => {
                let pattern = At::new(page.sheet, page.row, self.own - 1);
                let follows = switch.fixed().join(Sign::Equal, Expression::Number(1.0));
                Function::If.of([follows, pattern.moving(), even])
            }
            None => even,
        };
        let open = own.moving().join(Sign::Equal, Expression::text(""));
        let weight = Function::If.of([open, otherwise, own.moving()]);
        let weight = draft.put(page, self.own + 1, weight, Style::new("figure_muted", "ratio"));
        let share = (weight.moving() / self.column(self.own + 1).sum()).or_empty();
        let share = draft.put(page, self.own + 2, share, Style::new("figure", "ratio"));
        let revenue: Content = brings.map_or(Content::Empty, |b| (b.fixed() * share.moving()).or_empty().into());
        draft.put(page, self.own + 3, revenue, Style::new("figure", "money"));
    }

    fn total(&self, draft: &mut Draft<'_>, page: &Page) {
        let text = draft.word("column.total");
        draft.put(page, LEFT, text, Style::text("total_label"));
        draft.put(page, LEFT + 1, "", Style::text("total_label"));
        for column in LEFT + 2..=self.own + 3 {
            let format = match column {
                c if c == LEFT + 3 => "count",
                c if c > LATEST && c <= LATEST + self.years || c == self.own + 3 => "money",
                c if c == LEFT + 2 || c == LATEST && self.years > 0 || c == self.own => "text",
                _ => "ratio",
            };
            let range =
                Expression::range(At::new(page.sheet, self.rows.0, column), At::new(page.sheet, self.rows.1, column));
            let content: Content = if format == "text" { Content::Empty } else { range.sum().into() };
            draft.put(page, column, content, Style::new("total", format));
        }
    }

    /// The share of the year that lies before the end of `day`: whole months, and of the month in which it falls the
    /// days up to it.
    fn until(&self, day: &Expression) -> Expression {
        let (first, last, share) = (self.column(LEFT), self.column(LEFT + 2), self.own + 2);
        let bound = |sign: &str| Expression::text(sign).join(Sign::Concatenate, day.clone());
        let whole = Function::SumIfs.of([self.column(share), last.clone(), bound("<=")]);
        let within = |column| {
            let begun = [first.clone(), bound("<="), last.clone(), bound(">")];
            Function::SumIfs.of([self.column(column)].into_iter().chain(begun))
        };
        let passed = day.clone() - within(LEFT) + Expression::Number(1.0);
        let part = within(share) * passed / within(LEFT + 3);
        whole + Function::IfError.of([part, Expression::Number(0.0)])
    }

    /// Of a whole need the part that must be there at the end of `day`, whole.
    pub(super) fn due(&self, stage: &StageRow, day: Expression) -> Expression {
        let until = stage.need.fixed() * self.until(&(day + stage.days.fixed()));
        let clean = Function::Round.of([until, Expression::Number(DUST)]);
        Function::Round.of([clean, Expression::Number(0.0)])
    }
}
