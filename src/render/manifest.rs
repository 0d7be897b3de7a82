//! `manifest.json`.

use super::report::{Output, Report};

/// The file.
///
/// # Errors
/// A sentence when the file would be wrong.
pub fn output(_report: &Report<'_>) -> Result<Output, String> {
    Ok(Output { name: "manifest.json".to_owned(), bytes: Vec::new() })
}
