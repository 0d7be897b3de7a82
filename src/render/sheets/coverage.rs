//! The coverage calendar: file by month, the days without a row of exports that have rows every day, and the days with
//! rows of all others.

use crate::model::month::Month;
use crate::model::phrase::Phrase;
use crate::model::reading::FileReading;
use crate::render::book::cell::{At, Style};
use crate::render::book::expression::Expression;

use super::draft::{Draft, LEFT, Page};
use super::template::Block;

/// The most months that have a column; `months` of the block says fewer.
const MONTHS: i32 = 24;

/// Draws it.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let readings = draft.report.readings;
    let (daily, others): (Vec<&FileReading>, Vec<&FileReading>) =
        readings.iter().filter(|r| !r.coverage.is_empty()).partition(|r| r.is_daily());
    let periods = readings.iter().filter_map(FileReading::months);
    let Some((first, last)) = periods.map(|p| (p.first, p.last)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
        let text = draft.word("block.no_files");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    };
    let most = if block.months == 0 { MONTHS } else { block.months };
    let shown = first.max(last + (1 - most));
    if shown > first {
        let text = draft.say(&Phrase::new("block.coverage_cut").with("first", first).with("shown", shown));
        draft.paragraph(page, &text, "caption");
    }
    let months: Vec<Month> = shown.through(last).collect();
    calendar(draft, page, (&daily, &months), ("coverage_missing", "missing", &|r, month| r.coverage.missing(month)));
    calendar(draft, page, (&others, &months), ("coverage_days", "with_rows", &|r, month| r.coverage.days(month)));
}

/// What a cell of a calendar counts: days of a month.
type Days<'a> = &'a dyn Fn(&FileReading, Month) -> u32;

fn calendar(
    draft: &mut Draft<'_>,
    page: &mut Page,
    (readings, months): (&[&FileReading], &[Month]),
    (title, sum, days): (&str, &str, Days<'_>),
) {
    if readings.is_empty() {
        return;
    }
    let title = draft.word(&format!("block.{title}"));
    draft.title(page, &title);
    let sum = format!("column.{sum}");
    let keys = ["column.file", "column.sheet", "column.first_day", "column.last_day", sum.as_str()];
    for (column, key) in (LEFT..).zip(keys) {
        let text = draft.word(key);
        draft.put(page, column, text, Style::text(if column < LEFT + 4 { "header_label" } else { "header" }));
    }
    let start = LEFT + 5;
    for (column, month) in (start..).zip(months) {
        draft.sheet(page.sheet).widths.insert(column, 8.5);
        draft.put(page, column, month.first_day(), Style::new("header", "month"));
    }
    draft.sheet(page.sheet).heights.insert(page.row, 24.0);
    page.row += 1;
    for reading in readings {
        let Some((first, last)) = reading.coverage.span() else { continue };
        draft.put(page, LEFT, reading.file.as_str(), Style::text("label"));
        draft.put(page, LEFT + 1, reading.sheet.as_str(), Style::text("label"));
        for (column, day) in [(LEFT + 2, first), (LEFT + 3, last)] {
            draft.put(page, column, day, Style::new("label", "day"));
        }
        let inside = Month::of(first)..=Month::of(last);
        for (column, &month) in (start..).zip(months) {
            if inside.contains(&month) {
                let count = days(reading, month);
                let role = if reading.is_daily() && count > 0 { "warn" } else { "figure" };
                draft.put(page, column, f64::from(count), Style::new(role, "count"));
            }
        }
        let end = (start..).zip(months).map(|(column, _)| column).last().unwrap_or(start);
        let cells = Expression::range(At::new(page.sheet, page.row, start), At::new(page.sheet, page.row, end));
        draft.put(page, LEFT + 4, cells.sum(), Style::new("figure_strong", "count"));
        page.row += 1;
    }
    page.row += 1;
}
