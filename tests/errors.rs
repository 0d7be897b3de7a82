//! Every code has a folder under `errors/` with the smallest `input` that provokes it and the exact text that is said in
//! `says.txt`; every folder has a code. To accept new texts, run with `PLANBOOK_ACCEPT=1` and read the difference before committing it.

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use planbook::cli::notes;
use planbook::cli::previous::previous;
use planbook::cli::progress::Progress;
use planbook::cli::run::{Request, found};
use planbook::ingest::shelter::Shelter;
use planbook::model::template::Templates;
use planbook::model::words::Words;

/// Codes without a folder, because what provokes them cannot be kept in a folder: the test that has them.
const TOO_LARGE: [(&str, &str); 3] = [
    ("E106", "ingest::open::tests::a_workbook_too_large_is_refused_unread"),
    ("E120", "ingest::files::tests::a_file_that_changes_is_refused"),
    ("E123", "bombs::a_sheet_that_no_memory_holds_ends_its_own_process"),
];

fn cases() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let mut cases: Vec<(String, PathBuf)> = fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
        .map(|p| (p.file_name().unwrap().to_string_lossy().split('-').next().unwrap().to_owned(), p))
        .collect();
    cases.sort();
    cases
}

/// What planbook says about the case's folder, as far as its code is concerned.
fn said(code: &str, folder: &Path) -> String {
    let request =
        Request { path: folder.join("input"), as_of: None, shelter: Shelter::Here, threads: NonZeroUsize::MIN };
    let (words, gathered) = match found(&request, &Progress::new(false))
        .and_then(|found| found.fit(previous(&folder.join("last")).as_ref()))
    {
        Ok(found) => (found.words, found.notes),
        Err(stop) => (stop.words, stop.notes),
    };
    let mine = gathered.sorted().into_iter().filter(|n| n.code.0 == code);
    mine.map(|n| notes::text(n, &words, false)).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_message_is_as_written() {
    let accept = std::env::var_os("PLANBOOK_ACCEPT").is_some();
    let mut wrong = Vec::new();
    for (code, folder) in cases() {
        let said = said(&code, &folder);
        if said.is_empty() {
            wrong.push(format!("{} does not provoke {code}", folder.display()));
        }
        if said.contains(['{', '}']) || said.contains("note.") {
            wrong.push(format!("{code} leaves a name unfilled, or says no effect or no help: {said}"));
        }
        let path = folder.join("says.txt");
        if accept {
            fs::write(&path, &said).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != said {
            wrong.push(format!("{}:\n{said}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case_and_a_sentence() {
    let words = Words::load(&Templates::default(), "en").unwrap();
    let spoken: BTreeSet<String> =
        words.keys().filter_map(|k| k.strip_prefix("note.")?.strip_suffix(".says").map(ToOwned::to_owned)).collect();
    let kept_elsewhere = TOO_LARGE.iter().map(|(code, _)| (*code).to_owned());
    let shown: BTreeSet<String> = cases().into_iter().map(|(code, _)| code).chain(kept_elsewhere).collect();
    let raised = codes_in_source();
    assert_eq!(raised.difference(&spoken).collect::<Vec<_>>(), Vec::<&String>::new(), "codes without a sentence");
    assert_eq!(spoken.difference(&raised).collect::<Vec<_>>(), Vec::<&String>::new(), "sentences that nobody says");
    assert_eq!(spoken.difference(&shown).collect::<Vec<_>>(), Vec::<&String>::new(), "codes without a folder");
    assert_eq!(shown.difference(&spoken).collect::<Vec<_>>(), Vec::<&String>::new(), "folders without a code");
    assert!(
        words
            .keys()
            .filter(|k| k.starts_with("note."))
            .all(|k| [".says", ".effect", ".help"].iter().any(|e| k.ends_with(e)))
    );
}

/// Every `"E203"` in the program.
fn codes_in_source() -> BTreeSet<String> {
    fn walk(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, codes);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let program = text.split("#[cfg(test)]").next().unwrap_or("").to_owned();
            for piece in program.split('"').skip(1).step_by(2) {
                let digits = piece.len() == 4 && piece.bytes().skip(1).all(|b| b.is_ascii_digit());
                if digits && piece.starts_with(['E', 'W', 'A']) {
                    codes.insert(piece.to_owned());
                }
            }
        }
    }
    let mut codes = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut codes);
    assert!(codes.len() >= 30, "only {} codes were seen", codes.len());
    codes
}
