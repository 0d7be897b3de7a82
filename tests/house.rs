//! The walls: a room knows the hall and itself; one crate has one owner; a file holds one idea and says which.

use std::fs;
use std::path::Path;

const ROOMS: &[&str] = &["model", "ingest", "measure", "plan", "render", "cli"];

/// Crates that stand in one file only, and where.
const OWNERS: &[(&str, &str)] = &[
    ("csv", "ingest/csv.rs"),
    ("memchr", "ingest/marks.rs"),
    ("wide", "ingest/marks.rs"),
    ("sha2", "model/digest.rs"),
    ("zip", "ingest/parts.rs"),
    ("calamine", "ingest/workbook.rs"),
    ("encoding_rs", "ingest/encoding.rs"),
    ("jiff", "ingest/date.rs"),
    ("unicode_normalization", "ingest/composed.rs"),
    ("rust_xlsxwriter", "render/book/xlsx/"),
    ("flate2", "render/book/xlsx/packed.rs"),
    ("clap", "cli/"),
    ("indicatif", "cli/"),
    ("tempfile", "cli/write.rs"),
    // The limits of the reading process are set by cli, which may use any.
    ("rustix", "ingest/fingerprint.rs"),
    ("minijinja", "render/summary"),
    ("libm", "model/statistics/special.rs"),
    ("argmin", "model/statistics/maximum.rs"),
];

struct Source {
    path: String,
    text: String,
}

fn sources() -> Vec<Source> {
    fn collect(folder: &Path, root: &Path, out: &mut Vec<Source>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, root, out);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                out.push(Source { path: name, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut out = Vec::new();
    collect(&root, &root, &mut out);
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

/// The code without its comments and without its tests at the end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or("");
    text.lines().map(|l| l.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// Every wall that this file breaks.
fn breaches(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let code = code(&source.text);
    let room = source.path.split('/').next().unwrap_or("");
    let free = matches!(source.path.as_str(), "main.rs" | "lib.rs" | "build.rs") || room == "cli";
    for unreadable in ["use crate::{", "super::super", "use crate as"] {
        if code.contains(unreadable) {
            found.push(format!("{}: `{unreadable}` hides which room is meant", source.path));
        }
    }
    for (at, _) in code.match_indices("crate::") {
        let other: String = code[at + 7..].chars().take_while(char::is_ascii_lowercase).collect();
        if ROOMS.contains(&other.as_str()) && !free && other != room && other != "model" {
            found.push(format!("{}: {room} knows {other}", source.path));
        }
    }
    for (owned, owner) in OWNERS {
        let used = code
            .match_indices(&format!("{owned}::"))
            .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
        if used && !source.path.starts_with(owner) && !free {
            found.push(format!("{}: {owned} belongs to {owner}", source.path));
        }
    }
    if !source.text.starts_with("//! ") {
        found.push(format!("{}: does not say what it is", source.path));
    }
    let lines = source.text.lines().count();
    if lines > 300 {
        found.push(format!("{}: {lines} lines hold more than one idea", source.path));
    }
    found
}

#[test]
fn the_walls_stand() {
    let sources = sources();
    assert!(sources.len() >= 150, "only {} files seen: the test looks in the wrong place", sources.len());
    for room in ROOMS {
        assert!(sources.iter().any(|s| s.path.starts_with(&format!("{room}/"))), "room {room} was not seen");
    }
    let found: Vec<String> = sources.iter().flat_map(breaches).collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Literals of four and more plain words: sentences, which belong into `templates/words`.
fn sentences(source: &Source) -> Vec<String> {
    let code = code(&source.text);
    let literals = code.lines().filter(|l| !l.contains("reason =")).flat_map(|l| l.split('"').skip(1).step_by(2));
    let is_word = |w: &&str| w.len() > 1 && w.bytes().all(|b| b.is_ascii_lowercase());
    literals
        .filter(|literal| literal.split(' ').filter(is_word).count() >= 4)
        .map(|literal| format!("{}: {literal:?}", source.path))
        .collect()
}

#[test]
fn sentences_are_words_not_rust() {
    // What a vendor prints at the foot of a report is no sentence of ours; build, tests and --help are no outputs.
    let free = ["ingest/shape.rs", "cli/args.rs", "build.rs", "measure/tests.rs"];
    let found: Vec<String> =
        sources().iter().filter(|s| !free.contains(&s.path.as_str())).flat_map(sentences).collect();
    assert!(found.is_empty(), "{found:#?}");
    let planted = Source { path: "plan/a.rs".into(), text: "//! A.\nlet s = \"the goal will be missed\";".into() };
    assert_eq!(sentences(&planted).len(), 1);
}

#[test]
fn the_walls_bite() {
    let planted = |path: &str, text: &str| {
        breaches(&Source { path: path.to_owned(), text: format!("//! Planted.\n{text}") }).len()
    };
    assert_eq!(planted("measure/a.rs", "use crate::model::fact::Facts;"), 0);
    assert_eq!(planted("measure/a.rs", "use crate::render::report::Report;"), 1);
    assert_eq!(planted("model/a.rs", "use crate::measure::facts;"), 1);
    assert_eq!(planted("measure/a.rs", "use crate::{render::report::Report};"), 1);
    assert_eq!(planted("measure/deep/a.rs", "use super::super::x;"), 1);
    assert_eq!(planted("plan/a.rs", "let t = csv::Reader::from_path(p);"), 1);
    assert_eq!(planted("render/summary/a.rs", "use minijinja::Environment;"), 0);
    assert_eq!(planted("plan/a.rs", "let t = crate::plan::facts_csv::x();"), 0);
    assert_eq!(planted("plan/a.rs", &"// line\n".repeat(300)), 1);
    assert_eq!(breaches(&Source { path: "plan/a.rs".into(), text: "fn a() {}".into() }).len(), 1);
}
