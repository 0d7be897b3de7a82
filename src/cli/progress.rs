//! Progress while files are read: a bar on a terminal, nothing anywhere else.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows the file being read and the rows so far.
pub struct Progress {
    bar: Option<ProgressBar>,
    begun: RefCell<BTreeSet<String>>,
}

impl Progress {
    /// A bar, when standard error is a terminal and somebody wants to see it.
    pub fn new(wanted: bool) -> Progress {
        let bar = (wanted && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new(0);
            match ProgressStyle::with_template("{bar:24} {pos}/{len}  {wide_msg}") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        Progress { bar, begun: RefCell::default() }
    }

    /// How many files there are.
    pub fn files(&self, count: usize) {
        if let Some(bar) = &self.bar {
            bar.set_length(count as u64);
        }
    }

    /// `rows` of `file` have been read.
    pub fn rows(&self, file: &str, rows: u64) {
        let Some(bar) = &self.bar else { return };
        if rows > 0 && self.begun.borrow_mut().insert(file.to_owned()) {
            bar.inc(1);
        }
        bar.set_message(format!("{}  {rows}", super::notes::printable(file)));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
