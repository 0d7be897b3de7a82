//! `annual-plan.xlsx`: drawn as a book first, then written.

use super::book::Book;
use super::book::cell::Content;
use super::book::evaluate::Engine;
use super::book::value::Value;
use super::book::xlsx::beside::Beside;
use super::look::Look;
use super::report::{Output, Report};
use crate::model::in_order::both;

/// The name of the file.
pub const NAME: &str = "annual-plan.xlsx";

/// The file; how many of its checks agree, of how many.
pub type Workbook = (Output, (usize, usize));

/// Works `book` out and writes it.
///
/// # Errors
/// A sentence when the file would be wrong.
pub fn output(book: &Book, report: &Report<'_>) -> Result<Workbook, String> {
    let look = Look::load(report.templates)?;
    let threads = report.settings.threads;
    let rows = Beside::of(book, &look);
    let worked_out = || {
        let mut engine = Engine::new(book);
        let checks = checks(book, &mut engine, report);
        let values = engine.values();
        let (some, (frame, others)) =
            both(threads, || rows.cells(&values), || (rows.frame(&values), rows.cells(&values)));
        (frame, [some, others, rows.grids()], checks)
    };
    let (grids, (frame, packed, checks)) = both(threads, || rows.grids(), worked_out);
    let bytes = rows.put_into(&frame?, packed.into_iter().chain([grids]))?;
    Ok((Output { name: NAME.to_owned(), bytes }, checks))
}

/// The cell of each finding in `book`, empty where it has none.
pub fn cells(book: &Book) -> Vec<String> {
    book.places.iter().map(|at| at.map_or_else(String::new, |at| book.address(at))).collect()
}

/// Counts the cells that say whether two ways to a total agree.
fn checks(book: &Book, engine: &mut Engine<'_>, report: &Report<'_>) -> (usize, usize) {
    let says = |word: &str, value: &Value| matches!(value, Value::Text(text) if **text == *report.words.word(word));
    let (mut passed, mut all) = (0, 0);
    for sheet in &book.sheets {
        for (&(row, column), cell) in sheet.cells.iter() {
            if cell.style.role != "state" || !matches!(cell.content, Content::Formula(_)) {
                continue;
            }
            let value = engine.value(super::book::cell::At::new(sheet.number, row, column));
            let fine = says("check.fine", &value);
            passed += usize::from(fine);
            all += usize::from(fine || says("check.wrong", &value));
        }
    }
    (passed, all)
}
