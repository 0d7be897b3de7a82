//! `annual-plan.xlsx`: drawn as a book first, then written.

use super::book::xlsx;
use super::look::Look;
use super::report::{Output, Report};
use super::sheets;

/// The file.
///
/// # Errors
/// A sentence when the file would be wrong.
pub fn output(report: &Report<'_>) -> Result<Output, String> {
    let look = Look::load(report.templates)?;
    let book = sheets::book(report)?;
    Ok(Output { name: "annual-plan.xlsx".to_owned(), bytes: xlsx::bytes(&book, &look)? })
}
