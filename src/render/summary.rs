//! `summary.html` and `summary.txt`: the one page for the CEO.

mod figure;
mod html;
mod objective;
mod page;
mod text;

use super::report::{Output, Report};

/// The name of the page as a document.
pub const HTML: &str = "summary.html";
/// The name of the page as plain text.
pub const TEXT: &str = "summary.txt";

/// The files, both from the same page; `cells` are the findings' cells in the workbook, empty where there is none.
///
/// # Errors
/// A sentence when `templates/report/summary.html` is missing or cannot be filled.
pub fn outputs(report: &Report<'_>, cells: &[String]) -> Result<Vec<Output>, String> {
    let page = page::page(report, cells);
    let html = html::html(&page, report)?;
    let text = text::text(&page, report.words);
    Ok(vec![
        Output { name: HTML.to_owned(), bytes: html.into_bytes() },
        Output { name: TEXT.to_owned(), bytes: text.into_bytes() },
    ])
}
