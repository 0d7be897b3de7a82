//! What the plan costs: by channel at what its units cost so far, by month as the calendar needs the units.

use crate::model::budget::{BudgetPlan, ChannelBudget, Marginal};
use crate::model::fact::Axis;
use crate::model::phrase::{Arg, Phrase};
use crate::model::statistic::StatisticCell;
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::named::Named;

use super::budget::{lines, named};
use super::by_month::Months;
use super::draft::{Draft, LEFT, Page, Table};
use super::figure::Chosen;
use super::reverse::{header, line};
use super::template::Block;

/// The cells that every row reads.
struct Need {
    /// How many times the units of the baseline.
    growth: At,
    /// First and last month of the plan's year.
    year: [At; 2],
    /// Months in the plan's year, on the plan's sheet.
    months: At,
    stage: &'static str,
}

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let plan = draft.report.plan.budget.clone().filter(|b| b.growth.is_some());
    let drawn = plan.and_then(|plan| Some((needed(draft, page, &plan)?, plan)));
    let is_paid = |c: &&ChannelBudget| c.spend > 0.0 || c.given > 0.0;
    let Some((need, plan)) = drawn.filter(|(_, plan)| plan.channels.iter().any(|c| is_paid(&c))) else {
        let text = draft.word("block.no_budget_need");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    };
    let paid: Vec<ChannelBudget> = plan.channels.iter().filter(is_paid).cloned().collect();
    let table = channels(draft, page, block, &paid, &need, plan.has_lines_ahead);
    months(draft, page, &plan, &paid, &table);
}

fn cell_of(draft: &Draft<'_>, id: &str) -> Option<At> {
    draft.book.named.iter().find(|n| n.id == id).map(|n| n.at)
}

/// The units that the plan needs against those of the baseline; `None` where the plan's sheet does not show them.
fn needed(draft: &mut Draft<'_>, page: &mut Page, plan: &BudgetPlan) -> Option<Need> {
    let stage = plan.stage.measure();
    let units = Phrase::new("block.budget_units").with("stage", Arg::Word(format!("stage.{}", plan.stage.id())));
    let text = draft.say(&units);
    draft.paragraph(page, &text, "caption");
    let asked = cell_of(draft, &format!("{}.whole_year", plan.stage.id()))?;
    let months = cell_of(draft, "months")?;
    let chosen = draft.baseline();
    let units = draft.figure(stage, &chosen, &|_| None);
    let a_year = (units / draft.assumptions.months.fixed() * months.fixed()).or_empty();
    let asked = line(draft, page, "units_needed", asked.moving().into(), Style::new("figure", "part2"));
    let now = line(draft, page, "units_now", a_year.into(), Style::new("figure", "part2"));
    let growth = (asked.moving() / now.moving()).or_empty();
    let growth = line(draft, page, "units_growth", growth.into(), Style::new("figure_strong", "multiple"));
    let label = draft.word("plan_input.units_growth.label");
    draft.book.named.push(Named::figure("units_growth", label, growth));
    let month = Style::new("figure_muted", "month");
    let year = draft.report.plan.year;
    let from = line(draft, page, "need_from", year.first.first_day().into(), month);
    let to = line(draft, page, "need_to", year.last.first_day().into(), month);
    page.row += 1;
    Some(Need { growth, year: [from, to], months, stage })
}

fn channels(
    draft: &mut Draft<'_>,
    page: &mut Page,
    block: &Block,
    paid: &[ChannelBudget],
    need: &Need,
    has_lines: bool,
) -> Table {
    let keys = [
        "axis.channel",
        "column.spend_year",
        "column.units_year",
        "column.unit_cost",
        "column.units_needed_year",
        "column.elasticity_used",
        "column.spend_needed_year",
        "column.budget_given",
        "column.budget_short",
    ];
    let keys = if has_lines { &keys[..] } else { &keys[..7] };
    let corner = header(draft, page, keys, 1);
    let first = page.row;
    for channel in paid {
        row(draft, page, channel, need, has_lines);
        page.row += 1;
    }
    let total = page.row;
    let text = draft.word("column.total");
    draft.put(page, LEFT, text, Style::text("total_label"));
    for column in (LEFT + 1..).take(keys.len() - 1) {
        draft.put(page, column, Content::Empty, Style::text("total"));
    }
    let sums: &[u16] = if has_lines { &[1, 2, 4, 6, 7, 8] } else { &[1, 2, 4, 6] };
    for &right in sums {
        let cell = |row| At::new(page.sheet, row, LEFT + right);
        let sum = Expression::range(cell(first), cell(total - 1)).sum();
        let format = match right {
            2 | 4 => "part2",
            8 => "money_signed",
            _ => "money",
        };
        let at = draft.put(page, LEFT + right, sum, Style::new("total", format));
        if right == 6 {
            let label = draft.word("column.spend_needed_year");
            draft.book.named.push(Named::figure("spend_needed", label, at));
        }
    }
    let columns =
        [("spend", LEFT + 1), ("spend_needed", LEFT + 6), ("budget_given", LEFT + 7), ("budget_short", LEFT + 8)];
    let columns = columns.map(|(id, column)| (id.to_owned(), (column, "money"))).into();
    let table = Table { corner, first, last: total - 1, total: Some(total), complete: false, columns };
    draft.tables.insert(block.name.clone(), table.clone());
    page.row += 1;
    let how = draft.word("block.budget_need_foot");
    draft.paragraph(page, &how, "caption");
    page.row += 1;
    table
}

fn row(draft: &mut Draft<'_>, page: &Page, channel: &ChannelBudget, need: &Need, has_lines: bool) {
    let label = named(draft, channel);
    let label = draft.put(page, LEFT, label, Style::text("label"));
    let chosen = Chosen { only: Some((Axis::Channel, label)), ..draft.baseline() };
    let months = draft.assumptions.months;
    for (right, id, format) in [(1, "spend", "money"), (2, need.stage, "part2")] {
        let figure = draft.figure(id, &chosen, &|_| None);
        let year = (figure / months.fixed() * need.months.fixed()).or_empty();
        draft.put(page, LEFT + right, year, Style::new("figure", format));
    }
    let cell = |right: u16| label.right(right).moving();
    draft.put(page, LEFT + 3, (cell(1) / cell(2)).or_empty(), Style::new("figure_muted", "money_each"));
    draft.put(page, LEFT + 4, cell(2) * need.growth.fixed(), Style::new("figure", "part2"));
    // Fewer units than now save no more than they cost on average.
    let one = || Expression::Number(1.0);
    let followed = channel.marginal.filter(Marginal::is_dearer).and_then(|_| elasticity(draft, channel));
    let grows = need.growth.fixed().join(Sign::Greater, one());
    let used = followed.map_or_else(one, |at| Function::If.of([grows, at.moving(), one()]));
    draft.put(page, LEFT + 5, used, Style::new("figure_muted", "multiple"));
    // What brought no unit has no cost of one: the units needed ask nothing of it.
    let some = cell(2).join(Sign::Greater, Expression::Number(0.0));
    let spend = cell(1) * Function::Power.of([need.growth.fixed(), one() / cell(5)]);
    let spend = Function::If.of([some, spend, Expression::Number(0.0)]).or_empty();
    draft.put(page, LEFT + 6, spend, Style::new("figure", "money"));
    if has_lines {
        let [from, to] = need.year;
        let given = lines(draft, 2, [(">=", from), ("<=", to)], Some(label));
        draft.put(page, LEFT + 7, given.map_or(Content::Empty, Content::Formula), Style::new("figure", "money"));
        draft.put(page, LEFT + 8, cell(6) - cell(7), Style::new("figure", "money_signed"));
    }
}

/// The cell that says how the channel's units followed its spend.
fn elasticity(draft: &Draft<'_>, channel: &ChannelBudget) -> Option<At> {
    let statistic = draft.report.statistics().find(|s| s.id == "marginal_cost")?;
    let origin = *draft.statistics.get("marginal_cost")?;
    let name = draft.report.facts.names.text(channel.channel);
    let is = |row: &Vec<StatisticCell>| matches!(row.first(), Some(StatisticCell::Text(text)) if text == name);
    let (down, _) = (0..).zip(&statistic.rows).find(|(_, row)| is(row))?;
    Some(origin.down(down).right(3))
}

/// What is needed each month, as the calendar has it for the stage.
fn months(draft: &mut Draft<'_>, page: &mut Page, plan: &BudgetPlan, paid: &[ChannelBudget], table: &Table) {
    let Some(months) = Months::of(draft, plan.stage.measure()) else { return };
    let title = draft.word("block.budget_months");
    draft.title(page, &title);
    let stage = Arg::Word(format!("stage.{}", plan.stage.id()));
    let text = draft.say(&Phrase::new("block.budget_months_how").with("stage", stage));
    draft.paragraph(page, &text, "caption");
    let needed = |row| At::new(table.corner.sheet, row, LEFT + 6);
    let columns: Vec<_> = (table.first..).zip(paid).map(|(row, c)| (named(draft, c), needed(row))).collect();
    months.draw(draft, page, &columns, ("money", "check.budget_months"));
}
