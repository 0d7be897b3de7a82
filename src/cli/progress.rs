//! Progress while files are read: a bar on a terminal, nothing anywhere else.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows the file being read and the rows so far.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar over `files` files, when standard error is a terminal and somebody wants to see it.
    pub fn new(files: usize, wanted: bool) -> Progress {
        if !wanted || !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::new(files as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len}  {wide_msg}") {
            bar.set_style(style);
        }
        Progress(Some(bar))
    }

    /// `rows` of `file` have been read.
    pub fn rows(&self, file: &str, rows: u64) {
        if let Some(bar) = &self.0 {
            bar.set_message(format!("{file}  {rows}"));
        }
    }

    /// One more file is done.
    pub fn file_done(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
