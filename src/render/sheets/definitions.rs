//! The definitions of all metrics, from the same blocks that their numbers and formulas come from.

use crate::model::catalog::Metric;
use crate::model::objective::Better;
use crate::model::phrase::{Arg, Phrase};
use crate::render::book::cell::Style;
use crate::render::book::width::lines;

use super::draft::{Draft, LEFT, Page};
use super::template::Block;

const HEADERS: [&str; 7] =
    ["column.metric", "column.id", "column.class", "column.formula", "column.unit", "column.better", "column.means"];
const WIDTHS: [f64; 7] = [28.0, 26.0, 13.0, 42.0, 14.0, 10.0, 56.0];

/// Draws them, class by class.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    for (column, (key, width)) in (LEFT..).zip(HEADERS.into_iter().zip(WIDTHS)) {
        let text = draft.word(key);
        draft.put(page, column, text, Style::text("header_label"));
        draft.sheet(page.sheet).widths.insert(column, width);
    }
    draft.sheet(page.sheet).heights.insert(page.row, 24.0);
    page.row += 1;
    let mut metrics: Vec<&Metric> = draft.report.catalog.iter().collect();
    metrics.sort_by_key(|m| (&m.class, &m.id));
    for metric in metrics {
        let better = if metric.better == Better::Higher { "better.higher" } else { "better.lower" };
        let source = if metric.source.is_empty() { String::new() } else { format!(" ({})", metric.source) };
        let texts = [
            draft.label(&metric.id),
            metric.id.clone(),
            draft.report.words.word_or(&format!("class.{}", metric.class), &metric.class).to_owned(),
            metric.formula.to_string(),
            draft.report.words.word_or(&format!("unit_name.{}", metric.unit.id()), metric.unit.id()).to_owned(),
            draft.word(better),
            format!("{}{source}{}", metric.means, choice(draft, metric)),
        ];
        let mut height = 1;
        for (i, text) in texts.into_iter().enumerate() {
            height = height.max(lines(&text, WIDTHS[i] * 1.02 - 2.0));
            draft.put(page, LEFT + u16::try_from(i).unwrap_or(0), text, Style::text("text"));
        }
        draft.sheet(page.sheet).heights.insert(page.row, f64::from(height) * 13.0 + 5.0);
        page.row += 1;
    }
    page.row += 1;
}

/// Which definition is in use, where the field knows several.
fn choice(draft: &Draft<'_>, metric: &Metric) -> String {
    let Some(choice) = &metric.choice else { return String::new() };
    let others = Arg::List(choice.others().map(|name| Arg::Text(name.to_owned())).collect());
    let phrase = Phrase::new("block.choice").with("setting", choice.setting.as_str());
    let phrase = phrase.with("chosen", choice.chosen.as_str()).with("others", others);
    format!(" {}", draft.say(&phrase))
}
