//! Every source of `templates/sources` reads its own sample: `sources/<id>/input*` becomes what `expected.txt` says. To accept
//! new texts, run with `PLANBOOK_ACCEPT=1` and read the difference before committing it.

mod said;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use planbook::ingest::exports::ingested;
use planbook::ingest::files::exports;
use planbook::ingest::ingested::Ingested;
use planbook::ingest::shelter::Shelter;
use planbook::ingest::source::Source;
use planbook::ingest::source_file::sources;
use planbook::model::catalog::Catalog;
use planbook::model::measure::Measures;
use planbook::model::reading::Fate;
use planbook::model::settings::Settings;
use planbook::model::template::Templates;
use planbook::model::words::Words;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources")
}

/// What the files of a folder become.
fn read(folder: &Path, templates: &Templates) -> Ingested {
    let (mut files, notes) = exports(folder);
    files.retain(|f| f.name != "expected.txt");
    let (catalog, _) = Catalog::load(templates, &BTreeMap::new(), &Measures::default());
    let mut read = ingested(&files, &Shelter::Here, &Settings::default(), templates, &catalog, &mut |_, _| {});
    read.notes.extend(notes);
    read
}

/// What a source's sample becomes, or why it is no sample of that source.
fn sample(source: &Source, words: &Words, templates: &Templates) -> Result<String, String> {
    let folder = root().join(&source.id);
    if !folder.is_dir() {
        return Err(format!("{}: no sample; put one under tests/sources/{}/input.csv", source.id, source.id));
    }
    let read = read(&folder, templates);
    let mine: Vec<_> = read.readings.iter().filter(|r| r.file.starts_with("input")).collect();
    if mine.is_empty() || !mine.iter().any(|r| r.title == source.title) {
        let taken: Vec<&str> = mine.iter().map(|r| r.title.as_str()).collect();
        let notes: Vec<String> = read.notes.iter().map(|n| words.say(&n.says())).collect();
        return Err(format!("{}: taken for {taken:?}\n  {}", source.id, notes.join("\n  ")));
    }
    let aside = !source.aside.is_empty();
    if mine.iter().any(|r| !r.account.closes() || (r.title == source.title && !aside && r.source != source.id)) {
        return Err(format!("{}: {mine:?}", source.id));
    }
    if !aside && mine.iter().all(|r| r.rows(Fate::Used) == 0) {
        let notes: Vec<String> = read.notes.iter().map(|n| words.say(&n.says())).collect();
        return Err(format!("{}: no row of its sample counts\n  {}", source.id, notes.join("\n  ")));
    }
    Ok(said::text(&read, words))
}

#[test]
fn every_source_reads_its_sample() {
    let templates = Templates::default();
    let words = Words::load(&templates, "en").unwrap();
    let (sources, faults) = sources(&templates);
    assert!(faults.is_empty(), "{:#?}", faults.iter().map(|n| words.say(&n.says())).collect::<Vec<_>>());
    let accept = std::env::var_os("PLANBOOK_ACCEPT").is_some();
    let mut wrong = Vec::new();
    for source in &sources {
        match sample(source, &words, &templates) {
            Err(why) => wrong.push(why),
            Ok(text) => {
                let path = root().join(&source.id).join("expected.txt");
                if accept {
                    fs::write(&path, &text).unwrap();
                } else if fs::read_to_string(&path).unwrap_or_default() != text {
                    wrong.push(format!("{}:\n{text}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} sources:\n{}", wrong.len(), sources.len(), wrong.join("\n"));
}

#[test]
fn every_sample_has_a_source() {
    let (sources, _) = sources(&Templates::default());
    let known: BTreeSet<&str> = sources.iter().map(|s| s.id.as_str()).collect();
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(path.extension().is_some() || known.contains(name.as_str()), "{name} is the sample of no source");
    }
}

#[test]
fn the_page_of_sources_is_what_the_program_writes() {
    let templates = Templates::default();
    let words = Words::load(&templates, "en").unwrap();
    let page = planbook::cli::sources::markdown(&templates, &words);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/SOURCES.md");
    if std::env::var_os("PLANBOOK_ACCEPT").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == page,
        "stale: planbook sources --markdown > docs/SOURCES.md"
    );
    assert!(!page.contains("sources.") && !page.contains(['{', '}']), "a word is missing");
}

#[test]
fn the_list_names_every_source() {
    let templates = Templates::default();
    let words = Words::load(&templates, "en").unwrap();
    let list = planbook::cli::sources::list(&templates, &words);
    for source in sources(&templates).0 {
        assert!(list.contains(&source.id) && list.contains(&source.title), "{}", source.id);
    }
}
