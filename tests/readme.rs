//! What the README promises is there, and the papers beside it agree with the crate.

use std::fs;
use std::path::Path;
use std::process::Command;

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn the_newest_entry_of_the_changelog_is_this_version() {
    let changelog = text("CHANGELOG.md");
    let newest = changelog.lines().find_map(|l| l.strip_prefix("## ")).unwrap();
    assert_eq!(newest.split_whitespace().next(), Some(env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_test_command_of_the_readme_is_the_one_that_lands_changes() {
    let command = "cargo test --locked";
    assert!(text("README.md").contains(command));
    assert!(text(".ci/run").lines().any(|l| l.trim() == command));
}

#[test]
fn every_file_that_the_readme_names_is_there() {
    let readme = text("README.md");
    let linked = readme.split("](").skip(1).filter_map(|l| l.split(')').next());
    let shown = readme.split("src=\"").skip(1).filter_map(|l| l.split('"').next());
    let ours: Vec<&str> = linked.chain(shown).filter(|l| !l.starts_with("http")).collect();
    assert!(ours.len() >= 4, "{ours:?}");
    for path in ours {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists(), "{path}");
    }
}

#[test]
fn every_verb_of_the_readme_is_known() {
    let readme = text("README.md");
    // Shell blocks only: prose begins lines with the program's name too.
    let blocks = readme.split("```sh\n").skip(1).filter_map(|block| block.split("```").next());
    let mut verbs: Vec<&str> =
        blocks.flat_map(str::lines).filter_map(|l| l.strip_prefix("planbook ")?.split_whitespace().next()).collect();
    verbs.sort_unstable();
    verbs.dedup();
    assert_eq!(verbs, ["check", "explain", "facts", "init", "run", "what-if"]);
    for verb in verbs {
        let help = Command::new(env!("CARGO_BIN_EXE_planbook")).args([verb, "--help"]).output().unwrap();
        assert!(help.status.success(), "{verb}");
    }
}
