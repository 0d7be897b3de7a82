//! Quirks of real exports, one folder each: `quirks/<slug>/input.*`, a `plan.toml` where the case needs one, and
//! `expected.txt` with what the whole of reading makes of it. To accept new texts, run with `PLANBOOK_ACCEPT=1` and read
//! the difference before committing it.

mod company;
mod transcript;

use std::fs;
use std::path::{Path, PathBuf};

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/quirks");
    let entries = fs::read_dir(root).unwrap().map(|e| e.unwrap().path());
    let mut cases: Vec<PathBuf> = entries.filter(|p| p.is_dir()).collect();
    cases.sort();
    cases
}

#[test]
fn every_quirk_is_read_as_written() {
    let accept = std::env::var_os("PLANBOOK_ACCEPT").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let read = transcript::of(&case);
        let path = case.join("expected.txt");
        if accept {
            fs::write(&path, &read).unwrap();
        } else if fs::read_to_string(&path).ok().as_deref() != Some(&read) {
            wrong.push(format!("{}:\n{read}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_quirk_is_lost() {
    assert!(cases().len() >= 120, "{} quirks", cases().len());
}
