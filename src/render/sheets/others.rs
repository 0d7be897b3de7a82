//! The row of those that a limited table does not name, so that its rows add up to its total.

use std::collections::BTreeMap;

use crate::model::phrase::Phrase;
use crate::render::book::cell::{At, Style};
use crate::render::book::expression::Expression;
use crate::render::book::function::Function;

use super::draft::{Draft, LEFT, Page};
use super::export::leaves;

/// Decimals that a rest keeps.
const DECIMALS: f64 = 6.0;

/// Draws the row; the total stands in the row below it, the named ones from row `first` on.
///
/// A measure is the total less the named rows. A metric is computed from the row's own cells, and stays empty where
/// the table does not show all that it needs.
pub fn others(draft: &mut Draft<'_>, page: &mut Page, columns: &[String], first: u32, count: usize) {
    let label = draft.say(&Phrase::new("block.others").with("n", count));
    draft.put(page, LEFT, label, Style::text("label"));
    let facts = draft.report.facts;
    let is_measure = |id: &str| facts.measures.find(id).is_some();
    let places: BTreeMap<&str, u16> = columns.iter().map(String::as_str).zip(LEFT + 1..).collect();
    for (id, &column) in &places {
        let cell = At::new(page.sheet, page.row, column);
        let here = leaves(id, draft.report.catalog, facts).iter().all(|leaf| places.contains_key(leaf.as_str()));
        let expression: Expression = if is_measure(id) {
            let named =
                Expression::range(At::new(page.sheet, first, column), At::new(page.sheet, page.row - 1, column));
            // Sums of fractions leave dust: the rest of a whole that is all named is 0, and divides nothing.
            Function::Round.of([cell.down(1).moving() - named.sum(), Expression::Number(DECIMALS)])
        } else if here {
            let near = |name: &str| {
                let column = places.get(name).filter(|_| is_measure(name))?;
                Some(At::new(page.sheet, page.row, *column).moving())
            };
            draft.told(id, &draft.baseline(), &near)
        } else {
            continue;
        };
        draft.put(page, column, expression, Style::new("figure", draft.format(id)));
    }
    page.row += 1;
}
