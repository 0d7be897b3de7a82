//! The files: what each was taken for, and what became of its rows and of the money in them.

use std::collections::BTreeMap;

use crate::model::phrase::Phrase;
use crate::model::reading::{Account, Fate, FileReading};
use crate::render::book::cell::{At, Style};
use crate::render::book::expression::Expression;

use super::draft::{Draft, LEFT, Page, Table};
use super::template::Block;

/// The columns of an account, `read` first.
pub(super) const ACCOUNT: [&str; 6] = ["read", "used", "refused", "merged", "superseded", "set_aside"];

/// Draws them.
pub fn draw(draft: &mut Draft<'_>, page: &mut Page, block: &Block) {
    draft.heading(page, block);
    let readings = draft.report.readings;
    if readings.is_empty() {
        let text = draft.word("block.no_files");
        draft.paragraph(page, &text, "caption");
        page.row += 1;
        return;
    }
    let rows = |account: &Account| {
        let met = Fate::ALL.map(|fate| account.rows(fate) as f64);
        [account.read as f64, met[0], met[1], met[2], met[3], met[4]]
    };
    let all: Vec<&FileReading> = readings.iter().collect();
    let names = ["column.file", "column.sheet", "column.taken_for", "column.feeds"];
    let about = ["column.exported_on", "column.covers", "column.written_as"];
    let table = table(draft, page, &all, (&names, &about), ("count", &rows));
    draft.tables.insert("files".to_owned(), table);
    page.row += 1;
    let with_money: Vec<&FileReading> = readings.iter().filter(|r| r.account.money != 0).collect();
    if with_money.is_empty() {
        return;
    }
    let title = draft.word("block.files_money");
    draft.title(page, &title);
    let scale = draft.currency().scale() as f64;
    let money = move |account: &Account| {
        let met = Fate::ALL.map(|fate| account.minor(fate) as f64 / scale);
        [account.money as f64 / scale, met[0], met[1], met[2], met[3], met[4]]
    };
    let table = self::table(draft, page, &with_money, (&names[..4], &[]), ("money", &money));
    draft.tables.insert("files_money".to_owned(), table);
    page.row += 1;
}

/// The figures of an account, in the order of [`ACCOUNT`].
type Figures<'a> = &'a dyn Fn(&Account) -> [f64; 6];

/// One table: four texts, the account, what else there is to say, and a total.
fn table(
    draft: &mut Draft<'_>,
    page: &mut Page,
    readings: &[&FileReading],
    (names, about): (&[&str], &[&str]),
    (format, figures): (&'static str, Figures<'_>),
) -> Table {
    let corner = At::new(page.sheet, page.row, LEFT);
    let heads: Vec<String> = ACCOUNT.iter().map(|id| format!("column.{id}")).collect();
    let keys: Vec<&str> =
        names.iter().copied().chain(heads.iter().map(String::as_str)).chain(about.iter().copied()).collect();
    draft.header_row(page, &keys, 30.0, |place| match place {
        4..=9 => "header",
        10 | 11 => "header_in",
        _ => "header_label",
    });
    let first = page.row;
    for reading in readings {
        let unknown = draft.word("block.not_recognised");
        let title = if reading.title.is_empty() { unknown } else { reading.title.clone() };
        let feeds = draft.report.words.word_or(&format!("records.{}", reading.feeds), &reading.feeds).to_owned();
        let texts = [reading.file.clone(), reading.sheet.clone(), title, feeds];
        for (column, text) in (LEFT..).zip(texts) {
            draft.put(page, column, text, Style::text("label"));
        }
        for (column, figure) in (LEFT + 4..).zip(figures(&reading.account)) {
            draft.put(page, column, figure, Style::new("figure", format));
        }
        if !about.is_empty() {
            let exported = reading.exported_on.map(|day| draft.report.words.day(day)).unwrap_or_default();
            let covers = reading.months().map(|months| draft.say(&Phrase::new("block.period").with("months", months)));
            draft.put(page, LEFT + 10, exported, Style::text("label_in"));
            draft.put(page, LEFT + 11, covers.unwrap_or_default(), Style::text("label_in"));
            draft.put(page, LEFT + 12, reading.text.clone(), Style::text("label"));
        }
        page.row += 1;
    }
    let last = page.row - 1;
    let total = draft.word("column.total");
    draft.put(page, LEFT, total, Style::text("total_label"));
    for column in LEFT + 1..=LEFT + 3 {
        draft.put(page, column, "", Style::text("total_label"));
    }
    for column in LEFT + 4..=LEFT + 9 {
        let cell = |row| At::new(page.sheet, row, column);
        let sum = Expression::range(cell(first), cell(last)).sum();
        draft.put(page, column, sum, Style::new("total", format));
    }
    page.row += 1;
    let columns: BTreeMap<_, _> =
        ACCOUNT.into_iter().zip(LEFT + 4..).map(|(id, c)| (id.to_owned(), (c, format))).collect();
    Table { corner, first, last, total: None, complete: true, columns }
}
