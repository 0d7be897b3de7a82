//! A cohort triangle: of those who started in a month, or of their money, the share still there months later.

use crate::render::book::cell::{At, Style};
use crate::render::book::sheet::{Shade, ShadeKind};

use super::draft::{Draft, LEFT, Page};
use super::statistics::{column, starts};
use super::template::Block;

/// Draws it, the youngest cohorts last; `months` says how many cohorts and ages are shown.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let money = block.of == "mrr";
    let triangle = draft.cohorts.get(if money { "mrr" } else { "customers" }).copied();
    let (Some(origin), false) = (triangle, starts(draft).is_empty()) else {
        draft.unfilled(page, &["customers_start".to_owned()]);
        return;
    };
    let months = starts(draft);
    let most = if block.months == 0 { 12 } else { block.months.unsigned_abs() };
    let oldest = draft.report.facts.cohorts.keys().map(|&(_, age)| age).max().unwrap_or(0).min(most);
    let label = draft.word("column.started");
    draft.put(page, LEFT, label, Style::text("header_label"));
    let size = draft.word(if money { "column.cohort_money" } else { "column.cohort_size" });
    draft.put(page, LEFT + 1, size, Style::text("header"));
    for age in 1..=oldest {
        draft.put(page, LEFT + 1 + column(age), f64::from(age), Style::new("header", "general"));
    }
    page.row += 1;
    let skip = months.len().saturating_sub(most as usize);
    let first = page.row;
    for (i, month) in (0_u32..).zip(&months).skip(skip) {
        let source = |age: u32| At::new(origin.sheet, origin.row + i, LEFT + 1 + column(age));
        let start = At::new(origin.sheet, origin.row + i, LEFT);
        draft.put(page, LEFT, start.moving(), Style::new("label", "month"));
        draft.put(page, LEFT + 1, source(0).moving(), Style::new("figure", if money { "money" } else { "count" }));
        for age in 1..=oldest {
            if draft.report.facts.cohorts.contains_key(&(*month, age)) {
                let share = (source(age).moving() / source(0).in_column()).or_empty();
                draft.put(page, LEFT + 1 + column(age), share, Style::new("figure", "share"));
            }
        }
        page.row += 1;
    }
    let cells = (first, LEFT + 2, page.row - 1, LEFT + 1 + column(oldest.max(1)));
    draft.sheet(page.sheet).shades.push(Shade { cells, kind: ShadeKind::Scale });
    page.row += 1;
}
