//! Charts over the tables of the book: their place is kept while sheets are drawn, they are drawn when every table stands.

use crate::model::phrase::{Arg, Phrase};
use crate::render::book::cell::At;
use crate::render::book::chart::{Chart, ChartKind, Series};

use super::draft::{Draft, LEFT, Page};
use super::template::Block;

const HEIGHT: u32 = 270;
const WIDE: u32 = 960;
const HALF: u32 = 474;
const GAP: u32 = 12;

/// Keeps the place of a chart, if the table that it shows can be filled.
pub fn reserve(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    if draft.fillable(&block.columns).is_empty() && !draft.tables.contains_key(&block.of) {
        return;
    }
    // One month is no course over time: a line would be a point, a column a wall.
    let single = draft.report.facts.months.is_none_or(|m| m.first == m.last);
    if single && block.chart != Some(ChartKind::Bar) {
        return;
    }
    draft.charts.push((*page, block.clone()));
    if block.half && page.taken == 0 {
        page.taken = HALF + GAP;
    } else {
        page.taken = 0;
        page.row += HEIGHT / 22 + 2;
    }
}

/// Draws the charts whose places were kept.
pub fn draw_all(draft: &mut Draft<'_>) {
    for (page, block) in std::mem::take(&mut draft.charts) {
        let Some(table) = draft.tables.get(&block.of) else { continue };
        let (sheet, first, last) = (table.corner.sheet, table.first, table.last);
        let down = |column: u16| (At::new(sheet, first, column), At::new(sheet, last, column));
        let shown: Vec<(u16, &'static str)> =
            block.columns.iter().filter_map(|c| table.columns.get(c)).copied().collect();
        let Some(&(_, format)) = shown.first() else { continue };
        let series = shown.iter().map(|&(column, _)| Series {
            name: At::new(sheet, table.corner.row, column),
            categories: down(table.corner.column),
            values: down(column),
        });
        let series: Vec<Series> = series.collect();
        let title = draft.word(&format!("block.{}", block.title));
        let names = block.columns.iter().map(|id| Arg::Text(draft.label(id))).collect();
        let alt = Phrase::new("block.alt").with("title", title.as_str()).with("series", Arg::List(names));
        let chart = Chart {
            kind: block.chart.unwrap_or(ChartKind::Column),
            alt: draft.say(&alt),
            title,
            row: page.row,
            column: LEFT,
            offset: page.taken,
            width: if block.half { HALF } else { WIDE },
            height: HEIGHT,
            from_zero: block.columns.iter().all(|id| draft.report.facts.measures.find(id).is_some()),
            months: draft.is_day(At::new(sheet, first, table.corner.column)),
            series,
            format,
        };
        draft.sheet(page.sheet).charts.push(chart);
    }
}
