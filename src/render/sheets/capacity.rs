//! The hours that the plan needs of each team against those it has, over the year and by month.

use crate::model::capacity::{CapacityPlan, TeamHours};
use crate::model::fact::Axis;
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::sheet::{Shade, ShadeKind};

use super::by_month::Months;
use super::draft::{Draft, LEFT, Page, Table};
use super::figure::Chosen;
use super::reverse::{header, line};
use super::template::Block;

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let plan = draft.report.plan.capacity.clone();
    let named = |id: &str| draft.book.named.iter().find(|n| n.id == id).map(|n| n.at);
    let cells = named("units_growth").zip(named("months"));
    let Some((plan, (growth, year))) = plan.zip(cells) else {
        let text = draft.word("block.no_capacity");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    };
    let first = year_rows(draft, page, block, &plan, (growth, year));
    let Some(months) = Months::of(draft, plan.stage.measure()) else { return };
    let title = draft.word("block.capacity_months");
    draft.title(page, &title);
    let columns: Vec<_> = (first..)
        .zip(&plan.teams)
        .map(|(row, team)| (text_of(draft, team), At::new(page.sheet, row, LEFT + 3)))
        .collect();
    let top = months.draw(draft, page, &columns, ("hours", "check.hours_months"));
    draft.section(page, "capacity_short");
    let headings: Vec<&str> = columns.iter().map(|(heading, _)| heading.as_str()).collect();
    let sheet = page.sheet;
    months.beside(draft, page, &headings, |draft, month, right, down| {
        plan.teams.get(usize::from(right) - 1)?.there.as_ref()?;
        let needed = At::new(sheet, top + down, LEFT + 1 + right).moving();
        let year = At::new(sheet, first + u32::from(right) - 1, LEFT);
        Some((needed - there(draft, year, month)?).or_empty())
    });
}

fn text_of(draft: &Draft<'_>, team: &TeamHours) -> String {
    draft.labels.text(Axis::Team, team.team).to_owned()
}

/// One row a team: hours now, for one unit, needed, there, short; gives the first.
fn year_rows(
    draft: &mut Draft<'_>,
    page: &mut Page,
    block: &Block,
    plan: &CapacityPlan,
    (growth, year): (At, At),
) -> u32 {
    let keys = [
        "axis.team",
        "column.hours_year",
        "column.hours_unit",
        "column.hours_needed_year",
        "column.hours_there_year",
        "column.hours_short_year",
        "column.hours_share",
    ];
    let (month, plan_year) = (Style::new("figure_muted", "month"), draft.report.plan.year);
    let from = line(draft, page, "need_from", plan_year.first.first_day().into(), month);
    let to = line(draft, page, "need_to", plan_year.last.first_day().into(), month);
    page.row += 1;
    let corner = header(draft, page, &keys, 1);
    let first = page.row;
    let baseline = draft.assumptions.months;
    for team in &plan.teams {
        let label = text_of(draft, team);
        let label = draft.put(page, LEFT, label, Style::text("label"));
        let chosen = Chosen { only: Some((Axis::Team, label)), ..draft.baseline() };
        let hours = draft.figure("hours", &chosen, &|_| None);
        let units = draft.figure(plan.stage.measure(), &draft.baseline(), &|_| None);
        let hours = (hours / baseline.fixed() * year.fixed()).or_empty();
        let cell = |right: u16| label.right(right).moving();
        draft.put(page, LEFT + 1, hours, Style::new("figure", "hours"));
        let each = cell(1) / (units / baseline.fixed() * year.fixed());
        draft.put(page, LEFT + 2, each.or_empty(), Style::new("figure_muted", "part2"));
        draft.put(page, LEFT + 3, (cell(1) * growth.fixed()).or_empty(), Style::new("figure", "hours"));
        let known = |content: Expression| if team.there.is_some() { content.into() } else { Content::Empty };
        let there = there_in(draft, label, [from, to]).map_or(Content::Empty, Content::Formula);
        draft.put(page, LEFT + 4, there, Style::new("figure", "hours"));
        let short = Function::Max.of([cell(3) - cell(4), Expression::Number(0.0)]);
        draft.put(page, LEFT + 5, known(short.or_empty()), Style::new("total", "hours"));
        draft.put(page, LEFT + 6, known((cell(3) / cell(4)).or_empty()), Style::new("figure", "share"));
        page.row += 1;
    }
    let bars = (first, LEFT + 6, page.row - 1, LEFT + 6);
    draft.sheet(page.sheet).shades.push(Shade { cells: bars, kind: ShadeKind::Bar });
    let columns = [("hours_needed", LEFT + 3), ("hours_there", LEFT + 4), ("hours_short", LEFT + 5)];
    let columns = columns.map(|(id, column)| (id.to_owned(), (column, "hours"))).into();
    let table = Table { corner, first, last: page.row - 1, total: None, complete: false, columns };
    draft.tables.insert(block.name.clone(), table);
    page.row += 1;
    first
}

/// The columns of the hours that are there: team, month, hours.
fn lines(draft: &Draft<'_>) -> Option<[Expression; 3]> {
    let origin = *draft.statistics.get("capacity_months")?;
    let rows = draft.report.statistics().find(|s| s.id == "capacity_months")?.rows.len();
    let last = u32::try_from(rows.checked_sub(1)?).ok()?;
    Some([0, 1, 2].map(|right| Expression::fixed_range(origin.right(right), origin.right(right).down(last))))
}

/// The hours of the team named in a cell in the month of another.
fn there(draft: &Draft<'_>, team: At, month: At) -> Option<Expression> {
    let [teams, months, hours] = lines(draft)?;
    let named = draft.labels.criterion(Axis::Team, team);
    Some(Function::SumIfs.of([hours, teams, named, months, month.in_column()]))
}

/// The hours of the team named in a cell in the plan's year, whose first and last month stand above.
fn there_in(draft: &Draft<'_>, team: At, [from, to]: [At; 2]) -> Option<Expression> {
    let [teams, months, hours] = lines(draft)?;
    let named = draft.labels.criterion(Axis::Team, team);
    let bound = |sign: &str, at: At| Expression::text(sign).join(Sign::Concatenate, at.fixed());
    Some(Function::SumIfs.of([hours, teams, named, months.clone(), bound(">=", from), months, bound("<=", to)]))
}
