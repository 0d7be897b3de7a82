//! The fact sheet: one row per month in all, then per month and market, channel, campaign and objective; one column per
//! measure. Every formula asks one cut only, so the sheet stays small however many cuts meet in the exports; `facts.csv`
//! has them crossed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::fact::Axis;
use crate::model::measure::{Measure, MeasureKind};
use crate::model::name::Name;
use crate::render::book::cell::{At, Style};
use crate::render::book::expression::Expression;

use super::draft::{Draft, Page};
use super::fact_grid::Rows;
use super::fact_rows::{blocks, pairs};

/// Where the facts stand.
#[derive(Clone, Debug, Default)]
pub struct FactSheet {
    /// Number of the sheet.
    pub sheet: u16,
    /// First and last row of each cut: all facts, then the axes in their order.
    pub blocks: [(u32, u32); CUTS],
    /// First and last row of the pairs of market and channel that objectives name.
    pub pairs: (u32, u32),
    /// Column of each measure by id.
    pub columns: BTreeMap<String, u16>,
}

/// All facts, then each axis.
pub const CUTS: usize = 1 + Axis::ALL.len();
/// Columns before the measures: the month, the cut, the name, and of a pair the channel.
pub const KEYS: u16 = 4;

impl FactSheet {
    /// The cells of a measure: over all facts, or by an axis.
    pub fn column(&self, id: &str, cut: Option<Axis>) -> Option<Expression> {
        self.columns.get(id).map(|&column| self.range(column, cut))
    }

    /// The cells of the months of a cut.
    pub fn months(&self, cut: Option<Axis>) -> Expression {
        self.range(0, cut)
    }

    /// The cells of the names on an axis.
    pub fn names(&self, axis: Axis) -> Expression {
        self.range(2, Some(axis))
    }

    /// The cells of a measure by market and channel.
    pub fn pair_column(&self, id: &str) -> Option<Expression> {
        self.columns.get(id).map(|&column| self.cells(column, self.pairs))
    }

    /// The months of the pairs.
    pub fn pair_months(&self) -> Expression {
        self.cells(0, self.pairs)
    }

    /// The markets of the pairs, or their channels.
    pub fn pair_names(&self, axis: Axis) -> Expression {
        self.cells(if axis == Axis::Channel { 3 } else { 2 }, self.pairs)
    }

    fn range(&self, column: u16, cut: Option<Axis>) -> Expression {
        self.cells(column, self.blocks[place(cut)])
    }

    fn cells(&self, column: u16, (first, last): (u32, u32)) -> Expression {
        Expression::fixed_range(At::new(self.sheet, first, column), At::new(self.sheet, last.max(first), column))
    }
}

/// The position of a cut among all.
pub fn place(cut: Option<Axis>) -> usize {
    cut.and_then(|axis| Axis::ALL.iter().position(|&a| a == axis)).map_or(0, |i| i + 1)
}

/// Draws the facts and remembers their columns.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page) {
    let facts = draft.report.facts;
    let measures: Vec<(Measure, &MeasureKind)> = facts
        .measures
        .iter()
        .filter(|(m, kind)| !facts.of(*m).is_empty() || draft.given.measure(&kind.id, facts))
        .collect();
    let mut sheet = FactSheet { sheet: page.sheet, ..FactSheet::default() };
    let styles = header(draft, &mut sheet, &measures);
    let mut rows = Rows::new(&styles);
    for (cut, block) in blocks(facts, &measures, draft.report.settings.threads).into_iter().enumerate() {
        let axis = cut.checked_sub(1).and_then(|i| Axis::ALL.get(i)).copied();
        let label = axis.map_or_else(|| draft.word("fact.all"), |axis| draft.axis(axis));
        sheet.blocks[cut] = rows.add(block, (axis, &label), &draft.labels);
    }
    // Every pair of all would multiply the facts.
    let named = pairs(facts, &named_pairs(draft), &measures);
    sheet.pairs = rows.add(named, (Some(Axis::Market), &draft.word("fact.pairs")), &draft.labels);
    let last = sheet.pairs.1;
    let target = draft.sheet(page.sheet);
    target.rows = Some(Arc::new(rows.grid));
    target.columns = (KEYS..).zip(&styles).map(|(column, &(style, _))| (column, style)).collect();
    target.grid = true;
    target.freeze = Some((1, KEYS));
    target.repeat = Some((0, 0));
    target.filter = Some((0, 0, last, KEYS + u16::try_from(measures.len()).unwrap_or(0) - 1));
    draft.facts = sheet;
}

/// Style and stored units of each measure's column.
type Styles = Vec<(Style, i64)>;

fn header(draft: &mut Draft<'_>, sheet: &mut FactSheet, measures: &[(Measure, &MeasureKind)]) -> Styles {
    for (column, key) in (0..).zip(["column.month", "column.cut", "column.name", "column.second_name"]) {
        let text = draft.word(key);
        draft.sheet(sheet.sheet).put(0, column, text, Style::text("fact_header_label"));
    }
    let mut styles = Styles::with_capacity(measures.len());
    for (column, (_, kind)) in (KEYS..).zip(measures) {
        let at = draft.sheet(sheet.sheet).put(0, column, kind.id.as_str(), Style::text("fact_header"));
        let label = draft.label(&kind.id);
        draft.sheet(sheet.sheet).annotate(at, label);
        sheet.columns.insert(kind.id.clone(), column);
        let scale = kind.scale(draft.currency().scale());
        styles.push((Style::new("fact", super::figure::format_of_measure(kind, scale, true)), scale));
    }
    styles
}

/// Market and channel of the objectives that name both, as facts have them.
fn named_pairs(draft: &Draft<'_>) -> Vec<(Name, Name)> {
    let facts = draft.report.facts;
    let named = |axis: Axis, text: &str| {
        let same = |n: &Name| facts.names.text(*n).to_lowercase() == text.to_lowercase();
        facts.names_on(axis).iter().copied().find(same).filter(|_| !text.is_empty())
    };
    let objectives = draft.report.settings.objectives.iter();
    let mut pairs: Vec<(Name, Name)> =
        objectives.filter_map(|o| named(Axis::Market, &o.market).zip(named(Axis::Channel, &o.channel))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
