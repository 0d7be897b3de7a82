//! The sample company: its story, the exports that its tools would write of it, and the truth that tests compare with.
//!
//! Everything is whole numbers and [`random::Random`], so the bytes are the same on every machine.

mod calendar;
mod campaign;
mod contact;
mod daily;
mod deal;
mod export;
mod market;
mod random;
mod story;
mod subscription;
mod text;
mod touch;
mod truth;

use rust_xlsxwriter::XlsxError;

/// One file to write, its path from the repository's root.
pub(crate) struct File {
    /// Path with `/` between folders.
    pub(crate) path: String,
    /// Contents.
    pub(crate) bytes: Vec<u8>,
}

/// Every file of the sample.
///
/// # Errors
/// A workbook that cannot be written.
pub(crate) fn files() -> Result<Vec<File>, XlsxError> {
    let story = story::story();
    let exports = export::exports(&story)?;
    let mut files = vec![File { path: "tests/sample_truth.json".to_owned(), bytes: truth::truth(&story, &exports) }];
    for export in exports {
        files.push(File { path: format!("sample-data/{}", export.name), bytes: export.bytes });
    }
    Ok(files)
}
