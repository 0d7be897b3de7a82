//! The headline figures: plan, actual, variance, the same months a year earlier, and the line of the last months.

use crate::model::annual_plan::Headline;
use crate::model::objective::Better;
use crate::model::unit::Unit;
use crate::render::book::cell::{At, Content, Style};
use crate::render::book::chart::Sparkline;

use super::draft::{Draft, LEFT, Page};
use super::figure::{Chosen, Span, in_points};
use super::template::Block;

const HEADERS: [&str; 10] = [
    "column.figure",
    "column.actual",
    "column.plan",
    "column.variance",
    "column.year_before",
    "column.change",
    "column.better",
    "column.trend",
    "column.from_month",
    "column.to_month",
];

/// Draws it, with the months of the line below.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let headlines: Vec<Headline> = draft.report.plan.headlines.clone();
    if headlines.is_empty() {
        draft.unfilled(page, &["won_revenue".to_owned()]);
        return;
    }
    draft.header_row(page, &HEADERS, 24.0, |place| match place {
        0 => "header_label",
        7 => "header_centre",
        _ => "header",
    });
    let first = page.row;
    for headline in &headlines {
        row(draft, page, headline);
        draft.sheet(page.sheet).heights.insert(page.row, 34.0);
        page.row += 1;
    }
    draft.sheet(page.sheet).widths.insert(LEFT + 7, 24.0);
    draft.headlines = Some(At::new(page.sheet, first, LEFT + 7));
    page.row += 1;
}

fn row(draft: &mut Draft<'_>, page: &Page, headline: &Headline) {
    let format = draft.format(&headline.metric);
    let label = draft.label(&headline.metric);
    draft.put(page, LEFT, label, Style::text("label_strong"));
    let from = draft.put(page, LEFT + 8, headline.period.first.first_day(), Style::new("figure_muted", "month"));
    let to = draft.put(page, LEFT + 9, headline.period.last.first_day(), Style::new("figure_muted", "month"));
    let chosen = Chosen { span: Span::Between(from, to), only: None, and: None };
    let given = draft.given.all(&headline.metric, draft.report.catalog, draft.report.facts);
    let actual: Content = match &headline.actual {
        Ok(_) if given => draft.told(&headline.metric, &chosen, &|_| None).into(),
        Ok(value) => in_points(headline.unit, Some(*value)).into(),
        Err(_) => Content::Empty,
    };
    let actual = draft.put(page, LEFT + 1, actual, Style::new("figure_strong", format));
    let plan = draft.put(page, LEFT + 2, in_points(headline.unit, headline.plan), Style::new("figure", format));
    let before: Content = match headline.previous_counts {
        Some(counts) => draft.report.words.counts(counts).into(),
        None => in_points(headline.unit, headline.previous).into(),
    };
    let before = draft.put(page, LEFT + 4, before, Style::new("figure", format));
    for (column, base, known) in [(LEFT + 3, plan, headline.plan), (LEFT + 5, before, headline.previous)] {
        // A share differs by points; a share of a share would be read as points anyway.
        let points = headline.unit == Unit::Ratio;
        let difference = actual.moving() - base.moving();
        let content = match known {
            Some(_) if points => Content::Formula(difference.or_empty()),
            Some(_) => Content::Formula((difference / base.moving()).or_empty()),
            None => Content::Empty,
        };
        draft.put(page, column, content, Style::new("figure", if points { "points_signed" } else { "ratio_signed" }));
    }
    draft.put(page, LEFT + 7, "", Style::text("label"));
    let better = if headline.better == Better::Higher { "better.higher" } else { "better.lower" };
    let better = draft.word(better);
    draft.put(page, LEFT + 6, better, Style::text("figure_muted"));
}

/// The months behind each line, and the lines themselves.
pub fn trends(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    let headlines: Vec<Headline> = draft.report.plan.headlines.clone();
    let longest = headlines.iter().map(|h| &h.trend).max_by_key(|t| t.len());
    let Some(months) = longest.filter(|t| !t.is_empty()) else { return };
    draft.heading(page, block);
    let corner = At::new(page.sheet, page.row, LEFT);
    let label = draft.word("column.month");
    draft.put(page, LEFT, label, Style::text("header_label"));
    for (column, headline) in (LEFT + 1..).zip(&headlines) {
        let text = draft.label(&headline.metric);
        draft.put(page, column, text, Style::text("header"));
    }
    draft.sheet(page.sheet).heights.insert(page.row, 30.0);
    page.row += 1;
    for &(month, _) in months {
        let at = draft.put(page, LEFT, month.first_day(), Style::new("label", "month"));
        let chosen = Chosen { span: Span::Row(at), only: None, and: None };
        for (column, headline) in (LEFT + 1..).zip(&headlines) {
            let format = draft.format(&headline.metric);
            let figure = draft.figure(&headline.metric, &chosen, &|_| None);
            draft.put(page, column, figure, Style::new("figure", format));
        }
        page.row += 1;
    }
    let (top, bottom) = (corner.row + 1, page.row - 1);
    for ((i, column), headline) in (0..).zip(LEFT + 1..).zip(&headlines) {
        let values = (At::new(page.sheet, top, column), At::new(page.sheet, bottom, column));
        if let Some(At { sheet, row, column }) = draft.headlines {
            draft.sheet(sheet).sparklines.push(Sparkline { row: row + i, column, values, top: top_of(headline) });
        }
    }
    page.row += 1;
}

/// A quarter above the highest month, so that columns of neighbouring rows do not touch.
fn top_of(headline: &Headline) -> Option<f64> {
    let values: Vec<f64> = headline.trend.iter().filter_map(|&(_, value)| value).collect();
    let highest = values.iter().copied().reduce(f64::max)?;
    (values.iter().all(|&v| v >= 0.0) && highest > 0.0).then_some(highest * 1.25)
}
