//! The fact sheet: one row per month, market, channel, campaign and objective, one column per measure.

use std::collections::BTreeMap;

use crate::model::fact::{Axis, Spot};
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::expression::Expression;

use super::draft::{Draft, Page};

/// Where the facts stand.
#[derive(Clone, Debug, Default)]
pub struct FactSheet {
    /// Number of the sheet.
    pub sheet: u16,
    /// Last row; the first is below the header.
    pub last: u32,
    /// Column of each measure by id.
    pub columns: BTreeMap<String, u16>,
}

/// Columns before the measures: the month and the four axes.
const KEYS: u16 = 5;
const FIRST: u32 = 1;

impl FactSheet {
    /// The cells of a measure.
    pub fn column(&self, id: &str) -> Option<Expression> {
        self.columns.get(id).map(|&column| self.range(column))
    }

    /// The cells of the months.
    pub fn months(&self) -> Expression {
        self.range(0)
    }

    /// The cells of an axis.
    pub fn axis(&self, axis: Axis) -> Expression {
        let place = Axis::ALL.iter().position(|&a| a == axis).unwrap_or(0);
        self.range(1 + u16::try_from(place).unwrap_or(0))
    }

    fn range(&self, column: u16) -> Expression {
        Expression::fixed_range(At::new(self.sheet, FIRST, column), At::new(self.sheet, self.last.max(FIRST), column))
    }
}

/// Draws the facts and remembers their columns.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page) {
    let facts = draft.report.facts;
    let number = page.sheet;
    let mut sheet = FactSheet { sheet: number, ..FactSheet::default() };
    let shown = |id: &str, known: bool| known || (draft.given.measure(id, draft.report.facts));
    let measures: Vec<_> =
        facts.measures.iter().filter(|(m, kind)| shown(&kind.id, !facts.of(*m).is_empty())).collect();

    let mut header: Vec<String> = vec![draft.word("column.month")];
    header.extend(Axis::ALL.iter().map(|&a| draft.axis(a)));
    for (column, text) in (0..).zip(header) {
        draft.sheet(number).put(0, column, text, Style::text("fact_header_label"));
    }
    let ranks = facts.names.ranks();
    let key = |spot: &Spot| (spot.month, Axis::ALL.map(|a| ranks[a.of(spot).index()]));
    let mut rows: Vec<_> = facts.rows.iter().map(|fact| (key(&fact.spot), fact.spot)).collect();
    rows.sort_unstable();
    rows.dedup();
    for (row, (_, spot)) in (FIRST..).zip(&rows) {
        let style = Style::text("fact_label");
        let month = spot.month.first_day();
        draft.sheet(number).put(row, 0, month, Style::new("fact_label", "month"));
        for (column, axis) in (1..).zip(Axis::ALL) {
            let text = draft.labels.text(axis, axis.of(spot)).to_owned();
            draft.sheet(number).put(row, column, text, style);
        }
    }
    for (column, (measure, kind)) in (KEYS..).zip(&measures) {
        let at = draft.sheet(number).put(0, column, kind.id.as_str(), Style::text("fact_header"));
        let label = draft.label(&kind.id);
        draft.sheet(number).annotate(at, label);
        sheet.columns.insert(kind.id.clone(), column);
        let scale = kind.scale(draft.currency().scale());
        let style = Style::new("fact", super::figure::format_of_measure(kind, scale, true));
        draft.sheet(number).columns.insert(column, style);
        for fact in facts.of(*measure) {
            let place = rows.binary_search_by_key(&key(&fact.spot), |&(key, _)| key);
            if let Some(row) = place.ok().and_then(|place| u32::try_from(place).ok()).map(|place| FIRST + place) {
                let value = Content::Number(fact.value as f64 / scale as f64);
                draft.sheet(number).put(row, column, value, style);
            }
        }
    }
    sheet.last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let last_column = KEYS + u16::try_from(measures.len()).unwrap_or(0) - 1;
    let last = sheet.last;
    let target = draft.sheet(number);
    target.grid = true;
    target.freeze = Some((1, KEYS));
    target.repeat = Some((0, 0));
    target.filter = Some((0, 0, last.max(1), last_column));
    draft.facts = sheet;
}
