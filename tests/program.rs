//! The program as its user starts it, for the tests beside this file.

use std::path::Path;
use std::process::{Command, Output};

/// planbook run in `folder`.
pub(crate) fn planbook(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_planbook")).args(args).current_dir(folder).output().unwrap()
}

/// All that it said, figures first.
pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
