//! One statistic: its own table on the Statistics sheet, and on report sheets the same cells as links.

use crate::model::statistic::{Statistic, StatisticCell};
use crate::render::book::cell::{At, Content, Style};

use super::draft::{Draft, LEFT, Page};
use super::figure::{format_of_unit, in_points};
use super::template::Block;

/// Draws the statistic itself and remembers where its first row stands.
pub fn own(draft: &mut Draft<'_>, page: &mut Page, statistic: &Statistic) {
    let title = draft.word(&format!("statistic.{}", statistic.id));
    draft.title(page, &title);
    let how = draft.say(&statistic.how);
    draft.paragraph(page, &how, "caption");
    header(draft, page, statistic);
    draft.statistics.insert(statistic.id, At::new(page.sheet, page.row, LEFT));
    for row in &statistic.rows {
        for (column, (cell, kind)) in (LEFT..).zip(row.iter().zip(&statistic.columns)) {
            let content = match cell {
                StatisticCell::Text(text) => Content::from(text.as_str()),
                StatisticCell::Word(key) => draft.word(key).into(),
                StatisticCell::Said(phrase) => draft.say(phrase).into(),
                StatisticCell::Month(month) => month.first_day().into(),
                StatisticCell::Figure(figure) => {
                    kind.unit.map_or(Some(*figure), |unit| in_points(unit, Some(*figure))).into()
                }
                StatisticCell::Empty => Content::Empty,
            };
            draft.put(page, column, content, style(statistic, column - LEFT, cell));
        }
        page.row += 1;
    }
    page.row += 1;
}

/// Draws the block: links to the first `limit` rows of the statistic named by `of`. Without the statistic, the word `statistic.<of>_absent` says what it would need.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    let statistic = draft.report.statistics().find(|s| s.id == block.of);
    let (Some(statistic), Some(&origin)) = (statistic, draft.statistics.get(block.of.as_str())) else {
        let absent = format!("statistic.{}_absent", block.of);
        if draft.report.words.knows(&absent) {
            draft.heading(page, block);
            let text = draft.word(&absent);
            draft.paragraph(page, &text, "caption");
            page.row += 1;
        }
        return;
    };
    draft.heading(page, block);
    header(draft, page, statistic);
    let limit = if block.limit == 0 { statistic.rows.len() } else { block.limit };
    for (down, row) in (0..).zip(statistic.rows.iter().take(limit)) {
        for (right, cell) in (0..).zip(row) {
            let content = match cell {
                StatisticCell::Empty => Content::Empty,
                _ => origin.down(down).right(right).moving().into(),
            };
            draft.put(page, LEFT + right, content, style(statistic, right, cell));
        }
        page.row += 1;
    }
    page.row += 1;
}

impl Draft<'_> {
    /// The cell of a statistic in the row that begins with these words, and in the column of that id.
    pub fn statistic(&self, id: &str, words: &[String], column: &str) -> Option<At> {
        let statistic = self.report.statistics().find(|s| s.id == id)?;
        let origin = *self.statistics.get(id)?;
        let begins = |row: &Vec<StatisticCell>| {
            words.iter().zip(row).all(|(word, cell)| matches!(cell, StatisticCell::Word(key) if key == word))
        };
        let (down, _) = (0..).zip(&statistic.rows).find(|(_, row)| begins(row))?;
        let (right, _) = (0..).zip(&statistic.columns).find(|(_, c)| c.id == column)?;
        Some(origin.down(down).right(right))
    }
}

fn header(draft: &mut Draft<'_>, page: &mut Page, statistic: &Statistic) {
    let keys: Vec<String> = statistic.columns.iter().map(|c| format!("column.{}", c.id)).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    draft.header_row(page, &keys, 30.0, |place| match (is_label(statistic, place), after_figure(statistic, place)) {
        (true, true) => "header_in",
        (true, false) => "header_label",
        (false, _) => "header",
    });
}

fn is_label(statistic: &Statistic, place: u16) -> bool {
    statistic.columns.get(usize::from(place)).is_some_and(|c| c.unit.is_none())
}

/// Whether a figure stands to the left: a label there needs room in front.
fn after_figure(statistic: &Statistic, place: u16) -> bool {
    place.checked_sub(1).is_some_and(|left| !is_label(statistic, left))
}

fn style(statistic: &Statistic, place: u16, cell: &StatisticCell) -> Style {
    let unit = statistic.columns.get(usize::from(place)).and_then(|c| c.unit);
    match (cell, unit) {
        (StatisticCell::Month(_), _) => Style::new("label", "month"),
        (_, Some(unit)) => Style::new("figure", format_of_unit(unit)),
        _ if after_figure(statistic, place) => Style::text("label_in"),
        _ => Style::text("label"),
    }
}
