//! What each market or channel needs, the sum of it, and how far that is from the plan as a whole.

use crate::model::stage::Stage;
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::Expression;
use crate::render::book::function::Function;
use crate::render::book::named::Named;

use super::draft::{Draft, LEFT, Page};
use super::mix::{Mix, cell};
use super::mix_shares::{AVERAGE, RATES, SHARE};
use super::reverse::header;

/// Sums of shares leave dust far below this many decimals; it must not make a customer.
const DUST: f64 = 6.0;
/// Columns right of the name: revenue, customers, whole customers, and then the stages from the last to the first.
const REVENUE: u16 = 1;
const CUSTOMERS: u16 = 2;
const WHOLE: u16 = 3;
const STAGES: u16 = 4;

/// Draws the table; `rates` is the first row of the table with shares and rates.
pub(super) fn draw(draft: &mut Draft<'_>, page: &mut Page, mix: &Mix, rates: u32) {
    let axis = format!("axis.{}", mix.axis.id());
    let stages: Vec<Stage> = mix.steps().rev().map(|(from, _)| from).collect();
    let words: Vec<String> = stages.iter().map(|s| format!("stage.{}", s.id())).collect();
    let keys = [axis.as_str(), "column.month_revenue", "column.customers", "column.whole_customers"];
    let keys: Vec<&str> = keys.into_iter().chain(words.iter().map(String::as_str)).collect();
    header(draft, page, &keys, 1);
    let first = page.row;
    for row in 0..mix.rows() {
        let label = mix.label(draft, row);
        draft.put(page, LEFT, label.clone(), Style::text("label"));
        let of = |right| cell(page, rates, row, right).moving();
        let revenue = (mix.cells.brings.fixed() * of(SHARE)).or_empty();
        let revenue = draft.put(page, LEFT + REVENUE, revenue, Style::new("figure", "money"));
        let customers = (revenue.moving() / of(AVERAGE)).or_empty();
        let customers = draft.put(page, LEFT + CUSTOMERS, customers, Style::new("figure", "part2"));
        let clean = Function::Round.of([customers.moving(), Expression::Number(DUST)]);
        let whole = Function::RoundUp.of([clean, Expression::Number(0.0)]).or_empty();
        let mut need = draft.put(page, LEFT + WHOLE, whole, Style::new("figure_last", "count"));
        told(draft, mix, (row, &label), Stage::Customer, need);
        let steps = u16::try_from(stages.len()).unwrap_or(0);
        for ((right, &stage), rate) in (STAGES..).zip(&stages).zip((RATES..RATES + steps).rev()) {
            let before = (need.moving() / of(rate)).or_empty();
            need = draft.put(page, LEFT + right, before, Style::new("figure", "part"));
            told(draft, mix, (row, &label), stage, need);
        }
        page.row += 1;
    }
    sums(draft, page, mix, first, &stages);
    let text = draft.word("block.mix_gap");
    draft.paragraph(page, &text, "caption");
    page.row += 1;
}

fn told(draft: &mut Draft<'_>, mix: &Mix, (row, label): (usize, &str), stage: Stage, at: At) {
    if row < mix.labels.len() {
        let id = format!("{}:{label}.{}", mix.axis.id(), stage.id());
        let label = format!("{label}: {}", draft.word(&format!("stage.{}", stage.id())));
        draft.book.named.push(Named::detail(id, label, at));
    }
}

/// The sum, the plan as a whole, and the difference.
fn sums(draft: &mut Draft<'_>, page: &mut Page, mix: &Mix, first: u32, stages: &[Stage]) {
    let columns = STAGES + u16::try_from(stages.len()).unwrap_or(0);
    for (key, role) in [("column.total", "total"), ("column.plan_whole", "figure"), ("column.mix_gap", "total")] {
        let text = draft.word(key);
        draft.put(page, LEFT, text, Style::text(if role == "total" { "total_label" } else { "label" }));
        for right in REVENUE..columns {
            let here = |row| At::new(page.sheet, row, LEFT + right);
            let content: Content = match key {
                "column.total" => {
                    Expression::range(cell(page, first, 0, right), cell(page, first, mix.rows() - 1, right))
                        .sum()
                        .into()
                }
                "column.plan_whole" => whole(draft, mix, right, stages),
                _ => {
                    let difference = here(page.row - 2).moving() - here(page.row - 1).moving();
                    Function::Round.of([difference, Expression::Number(DUST)]).or_empty().into()
                }
            };
            let format = match (right, key) {
                (REVENUE, _) => "money",
                (CUSTOMERS, "column.mix_gap") => "gap",
                (CUSTOMERS, _) => "part2",
                (WHOLE, _) => "count",
                (_, "column.mix_gap") => "gap",
                _ => "part",
            };
            draft.put(page, LEFT + right, content, Style::new(role, format));
        }
        page.row += 1;
    }
}

/// The plan's own figure of a column.
fn whole(draft: &Draft<'_>, mix: &Mix, right: u16, stages: &[Stage]) -> Content {
    let link = |at: At| Content::Formula(at.moving());
    match right {
        REVENUE => link(mix.cells.brings),
        CUSTOMERS | WHOLE => link(mix.cells.whole),
        _ => {
            let stage = stages.get(usize::from(right - STAGES));
            stage.and_then(|s| draft.needs.get(s)).map_or(Content::Empty, |&at| link(at))
        }
    }
}
