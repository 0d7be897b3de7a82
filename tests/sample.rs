//! The sample is what its generator makes: no byte of it was edited by hand, and it stays small enough for git.

#[path = "../examples/make_sample/sample/mod.rs"]
mod make_sample;

use std::path::Path;

#[test]
#[expect(clippy::disallowed_methods, reason = "compares committed files with what the generator makes")]
fn the_committed_sample_is_what_the_generator_makes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in make_sample::files().expect("workbooks can be written") {
        let committed = std::fs::read(root.join(&file.path)).expect(&file.path);
        assert!(committed == file.bytes, "{} differs: cargo run --example make_sample", file.path);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "lists the committed folder")]
fn the_sample_holds_nothing_else_and_stays_under_three_megabytes() {
    let files = make_sample::files().expect("workbooks can be written");
    let made = files.iter().filter(|f| f.path.starts_with("sample-data/")).count();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    assert_eq!(std::fs::read_dir(folder).expect("sample-data").count(), made);
    assert!(files.iter().map(|f| f.bytes.len()).sum::<usize>() < 3_000_000);
}
