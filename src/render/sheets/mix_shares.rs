//! Shares, deals and rates of each market or channel in the baseline, moved along with those of the plan.

use crate::model::stage::Stage;
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::book::named::{Input, Named, Takes};

use super::draft::{Draft, LEFT, Page};
use super::figure::Chosen;
use super::mix::{Mix, cell};
use super::reverse::header;

/// Columns right of the name: history's share, the reader's own, the weight, the share in use, the average deal, and then
/// the rates.
const HISTORY: u16 = 1;
const OWN: u16 = 2;
const WEIGHT: u16 = 3;
/// The share in use.
pub(super) const SHARE: u16 = 4;
/// The average deal.
pub(super) const AVERAGE: u16 = 5;
/// The first rate.
pub(super) const RATES: u16 = 6;

/// Draws the table and gives its first row of names.
pub(super) fn draw(draft: &mut Draft<'_>, page: &mut Page, mix: &Mix) -> u32 {
    let axis = format!("axis.{}", mix.axis.id());
    let words: Vec<String> = mix
        .steps()
        .map(|(from, to)| {
            let [from, to] = [from, to].map(|s| draft.word(&format!("stage.{}", s.id())));
            format!("{from} → {to}")
        })
        .collect();
    let keys = [
        axis.as_str(),
        "column.share_history",
        "column.own_weight",
        "column.weight",
        "column.share_used",
        "column.average_deal",
    ];
    header(draft, page, &keys, 1);
    for (right, text) in (RATES..).zip(words) {
        draft.sheet(page.sheet).put(page.row - 1, LEFT + right, text, Style::text("header"));
    }
    let first = page.row;
    for row in 0..mix.rows() {
        let label = mix.label(draft, row);
        let at = draft.put(page, LEFT, label.clone(), Style::text("label"));
        let named = row < mix.labels.len();
        let chosen = named.then(|| Chosen { only: Some((mix.axis, at)), ..draft.baseline() });
        share(draft, page, mix, first, (row, &label), chosen.as_ref());
        average(draft, page, mix, chosen.as_ref());
        for (right, step) in (RATES..).zip(mix.steps()) {
            let rate = rate(draft, mix, step, chosen.as_ref());
            draft.put(page, LEFT + right, rate, Style::new("figure", "ratio"));
        }
        page.row += 1;
    }
    plan(draft, page, mix, first);
    page.row += 1;
    let text = draft.word("block.mix_few");
    draft.paragraph(page, &text, "caption");
    page.row += 1;
    first
}

/// The share of the revenue: weights over their sum, so that the shares always make a whole.
fn share(
    draft: &mut Draft<'_>,
    page: &Page,
    mix: &Mix,
    first: u32,
    (row, label): (usize, &str),
    chosen: Option<&Chosen>,
) {
    let history = match chosen {
        Some(chosen) => {
            let baseline = draft.baseline();
            let of = |chosen: &Chosen| draft.figure(mix.deal.money, chosen, &|_| None);
            of(chosen) / of(&baseline)
        }
        None => {
            let above = Expression::range(cell(page, first, 0, HISTORY), cell(page, first, row - 1, HISTORY));
            Function::Max.of([Expression::Number(1.0) - above.sum(), Expression::Number(0.0)])
        }
    };
    let history = draft.put(page, LEFT + HISTORY, history.or_empty(), Style::new("figure_muted", "ratio"));
    let own = draft.put(page, LEFT + OWN, Content::Empty, Style::new("input", "ratio"));
    let open = own.moving().join(Sign::Equal, Expression::text(""));
    let weight = Function::If.of([open, history.moving(), own.moving()]);
    let weight = draft.put(page, LEFT + WEIGHT, weight, Style::new("figure_muted", "ratio"));
    let weights = Expression::fixed_range(cell(page, first, 0, WEIGHT), cell(page, first, mix.rows() - 1, WEIGHT));
    let share =
        draft.put(page, LEFT + SHARE, (weight.moving() / weights.sum()).or_empty(), Style::new("figure", "ratio"));
    if chosen.is_some() {
        let (id, takes) = (format!("{}:{label}", mix.axis.id()), Takes::Share);
        let input = Some(Input { at: own, takes });
        draft.book.named.push(Named { input, ..Named::detail(id, label, share) });
    }
}

/// The name's own average where it has deals enough, moved as the plan's is against history; else the plan's.
fn average(draft: &mut Draft<'_>, page: &Page, mix: &Mix, chosen: Option<&Chosen>) {
    let plan = mix.cells.average.fixed();
    let content = match chosen {
        Some(chosen) => {
            let baseline = draft.baseline();
            let of = |id: &str, chosen: &Chosen| draft.figure(id, chosen, &|_| None);
            let [money, count] = [mix.deal.money, mix.deal.count];
            let few = of(count, chosen).join(Sign::Less, draft.assumptions.few.fixed());
            let all = of(money, &baseline) / of(count, &baseline);
            let own = of(money, chosen) / of(count, chosen) * plan.clone() / all;
            Function::If.of([few, plan, own]).or_empty()
        }
        None => plan,
    };
    draft.put(page, LEFT + AVERAGE, content, Style::new("figure", "money"));
}

/// The name's own rate where enough entered the stage; empty where nobody did whose entries tell nothing of the name.
fn rate(draft: &Draft<'_>, mix: &Mix, (from, to): (Stage, Stage), chosen: Option<&Chosen>) -> Expression {
    let used = || mix.cells.used.get(&(from, to)).map_or(Expression::text(""), |at| at.fixed());
    let (Some(chosen), Some(history)) = (chosen, mix.cells.history.get(&(from, to))) else { return used() };
    let of = |id: &str| draft.figure(id, chosen, &|_| None);
    let entered = || of(from.measure());
    let reached =
        if from == Stage::Visit { of(to.measure()) } else { of(&format!("reached.{}.{}", from.id(), to.id())) };
    let one = || Expression::Number(1.0);
    let own = Function::Min.of([one(), reached.clone() / entered() * used() / history.fixed()]);
    let few = entered().join(Sign::Less, draft.assumptions.few.fixed());
    let told = Function::If.of([few, used(), own]);
    if from != Stage::Visit {
        return told.or_empty();
    }
    // A channel without sessions, or with more leads than sessions, gets its leads in another way.
    let apart = entered().join(Sign::LessOrEqual, reached);
    Function::If.of([apart, Expression::text(""), told]).or_empty()
}

/// The sums of the shares, and beside them what the plan itself uses.
fn plan(draft: &mut Draft<'_>, page: &Page, mix: &Mix, first: u32) {
    let text = draft.word("column.plan_in_use");
    draft.put(page, LEFT, text, Style::text("total_label"));
    for right in [HISTORY, OWN, WEIGHT, SHARE] {
        let range = Expression::range(cell(page, first, 0, right), cell(page, first, mix.rows() - 1, right));
        let content: Content = if right == OWN { Content::Empty } else { range.sum().into() };
        draft.put(page, LEFT + right, content, Style::new("total", "ratio"));
    }
    let link = |at: At| Content::Formula(at.moving());
    draft.put(page, LEFT + AVERAGE, link(mix.cells.average), Style::new("total", "money"));
    for (right, &at) in (RATES..).zip(mix.cells.used.values()) {
        draft.put(page, LEFT + right, link(at), Style::new("total", "ratio"));
    }
}
