//! The plan by market or channel: each one's share of the revenue, its own deals and rates, and what it therefore needs.

use std::collections::BTreeMap;

use crate::model::fact::{Axis, Scope};
use crate::model::name::Name;
use crate::model::phrase::{Arg, Phrase};
use crate::model::stage::Stage;
use crate::render::book::cell::At;

use super::draft::{Draft, LEFT, Page};
use super::template::Block;
use super::{mix_needs, mix_shares};

/// Rows of names; the others share one row.
const ROWS: usize = 8;

/// Cells of the plan's sheet that the walk by market or channel starts from.
#[derive(Clone, Debug)]
pub struct PlanCells {
    /// Revenue of the whole customers.
    pub brings: At,
    /// Whole customers.
    pub whole: At,
    /// Average deal in use.
    pub average: At,
    /// Rates in use, first step first.
    pub used: BTreeMap<(Stage, Stage), At>,
    /// Rates of history, where there are any.
    pub history: BTreeMap<(Stage, Stage), At>,
}

/// What tells the revenue and the customers of a name in history.
#[derive(Clone, Copy)]
pub(super) struct Deal {
    /// Revenue.
    pub money: &'static str,
    /// What it is divided by for an average deal.
    pub count: &'static str,
}

/// What both tables show.
pub(super) struct Mix {
    /// Market or channel.
    pub axis: Axis,
    /// The largest names, by label.
    pub labels: Vec<String>,
    /// How many others share the last row.
    pub others: usize,
    /// Measures of a deal.
    pub deal: Deal,
    /// Cells of the plan's sheet.
    pub cells: PlanCells,
}

impl Mix {
    /// The label of a row; the last is that of the others, if there are any.
    pub(super) fn label(&self, draft: &Draft<'_>, row: usize) -> String {
        let others = || draft.say(&Phrase::new("block.others").with("n", self.others));
        self.labels.get(row).cloned().unwrap_or_else(others)
    }

    /// Rows of names, with that of the others.
    pub(super) fn rows(&self) -> usize {
        self.labels.len() + usize::from(self.others > 0)
    }

    /// The steps of the funnel, first to last.
    pub(super) fn steps(&self) -> impl DoubleEndedIterator<Item = (Stage, Stage)> + '_ {
        self.cells.used.keys().copied()
    }
}

/// Draws it for the axis that `rows` names.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let axis = Axis::parse(&block.rows).unwrap_or(Axis::Market);
    let Some(mix) = mix(draft, axis) else {
        let axis = Arg::Word(format!("axis_plural.{}", axis.id()));
        let text = draft.say(&Phrase::new("block.no_mix").with("axis", axis));
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    };
    let first = mix_shares::draw(draft, page, &mix);
    mix_needs::draw(draft, page, &mix, first);
}

fn mix(draft: &Draft<'_>, axis: Axis) -> Option<Mix> {
    let deals = [Deal { money: "new_revenue", count: "customers" }, Deal { money: "won_revenue", count: "deals_won" }];
    let told = |d: &Deal| [d.money, d.count].iter().all(|id| draft.given.measure(id, draft.report.facts));
    let deal = deals.into_iter().find(told)?;
    let cells = draft.plan_cells.clone()?;
    let names = names(draft, axis, deal.money);
    let shown = names.iter().take(ROWS).map(|&name| draft.labels.text(axis, name).to_owned());
    let labels: Vec<String> = shown.collect();
    // One name alone is the plan itself.
    (names.len() > 1).then_some(Mix { axis, others: names.len() - labels.len(), labels, deal, cells })
}

/// The names with revenue in the baseline, the largest first.
fn names(draft: &Draft<'_>, axis: Axis, money: &str) -> Vec<Name> {
    let facts = draft.report.facts;
    let period = draft.report.settings.baseline();
    let of = |name| draft.sums.shown(money, &Scope { period, only: Some((axis, name)) }).unwrap_or(0.0);
    let mut named: Vec<(f64, Name)> = facts.names_on(axis).iter().copied().map(|name| (of(name), name)).collect();
    named.retain(|&(amount, _)| amount > 0.0);
    named.sort_by(|a, b| b.0.total_cmp(&a.0));
    named.into_iter().map(|(_, name)| name).collect()
}

/// The cell of a row and column of a table that begins at `first`.
pub(super) fn cell(page: &Page, first: u32, row: usize, right: u16) -> At {
    At::new(page.sheet, first + u32::try_from(row).unwrap_or(0), LEFT + right)
}
