//! `facts.csv`.

use super::report::{Output, Report};

/// The file.
///
/// # Errors
/// A sentence when the file would be wrong.
pub fn output(_report: &Report<'_>) -> Output {
    Output { name: "facts.csv".to_owned(), bytes: Vec::new() }
}
