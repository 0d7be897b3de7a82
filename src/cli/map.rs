//! `planbook map`: a first guess at a file that no source knows, as a source to check and to keep.

use std::fmt::Write as _;
use std::path::Path;

use crate::ingest::checked::Check;
use crate::ingest::date::DateOrder;
use crate::ingest::files::SourceFile;
use crate::ingest::folder;
use crate::ingest::guess::{ColumnGuess, Guess, guess};
use crate::ingest::header::KnownHeaders;
use crate::ingest::kind::Kind;
use crate::ingest::open::{Means, tables_in};
use crate::ingest::shelter::Shelter;
use crate::ingest::source::Source;
use crate::ingest::source_file::sources;
use crate::ingest::table::Table;
use crate::model::note::Notes;
use crate::model::phrase::Arg;
use crate::model::template::Templates;
use crate::model::words::Words;
use crate::model::writing::FileRule;

use super::args::threads;
use super::notes::printable;

/// The text of a source for `path`, its workbook read in `shelter`, and what was noted on the way; no text when the file holds no table.
pub fn source_text(path: &Path, shelter: &Shelter) -> (Option<String>, Words, Notes) {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let own = folder::folder(parent).0.templates;
    let templates = Templates::with(own);
    let words = Words::load(&templates, "en").unwrap_or_default();
    let (sources, mut notes) = sources(&templates);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let file = match SourceFile::at(path, &name) {
        Ok(file) => file,
        Err(note) => {
            notes.push(note);
            return (None, words, notes);
        }
    };
    let headers = KnownHeaders::new(sources.iter().flat_map(Source::headers));
    let known = |header: &str| headers.contains(header);
    let means = Means { shelter, threads: threads(None), check: Check::Whole };
    let (tables, faults) = tables_in(&file, &FileRule::default(), &known, means);
    notes.extend(faults);
    let widest = tables.iter().max_by_key(|t| t.header.iter().filter(|h| !h.is_empty()).count());
    let Some(table) = widest else { return (None, words, notes) };
    match guess(table, &sources, &templates) {
        Ok(guess) => (Some(text(table, &guess, &words)), words, notes),
        Err(note) => {
            notes.push(note);
            (None, words, notes)
        }
    }
}

/// The stem of a file's name as a source's id: `Q3 spend.csv` → `q3-spend`.
pub fn id(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let id: String = stem.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    id.split('-').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-")
}

fn text(table: &Table, guess: &Guess, words: &Words) -> String {
    let say = |key: &str, args: &[(&'static str, Arg)]| words.fill(words.word(&format!("map.{key}")), args);
    let mut out = remark(&say("head", &[("file", table.file.as_str().into())]));
    let used: Vec<&ColumnGuess> = guess.columns.iter().filter(|c| c.ours.is_some()).collect();
    let needed = |c: &&&ColumnGuess| c.ours.is_some_and(|o| guess.kind.required().iter().any(|g| g.contains(&o)));
    let mut telling: Vec<&ColumnGuess> = used.iter().filter(needed).copied().collect();
    telling.extend(used.iter().filter(|c| !needed(c)).copied().take(3));
    let telling: Vec<String> = telling.iter().map(|c| quoted(&c.header)).collect();
    let _ = write!(out, "\ntitle = {}\nfeeds = [{}]\n", quoted(&table.file), quoted(guess.kind.id()));
    let recognise =
        if telling.is_empty() { guess.columns.iter().take(3).map(|c| quoted(&c.header)).collect() } else { telling };
    let _ = write!(out, "recognise = [{}]\n\n[columns]\n", recognise.join(", "));
    for column in &used {
        let line = format!("{} = {}", column.ours.unwrap_or_default(), quoted(&column.header));
        let _ = writeln!(out, "{line:<44} # {}", values(column));
    }
    for missing in &guess.missing {
        let told = say("missing", &[("column", (*missing).into())]);
        match constant(guess.kind, missing) {
            Some(value) => {
                let _ = writeln!(out, "{:<44} # {told}", format!("{missing} = {{ always = {} }}", quoted(value)));
            }
            None => {
                let _ = writeln!(out, "# {:<42} # {told}", format!("{missing} = \"\""));
            }
        }
    }
    let rest: Vec<&ColumnGuess> = guess.columns.iter().filter(|c| c.ours.is_none()).collect();
    if !rest.is_empty() {
        let free: Vec<Arg> = guess
            .kind
            .columns()
            .iter()
            .filter(|c| used.iter().all(|u| u.ours != Some(**c)))
            .map(|&c| c.into())
            .collect();
        out += "\n";
        out += &remark(&say("rest", &[("columns", Arg::List(free))]));
    }
    for column in rest {
        let looks = words.word(&format!("map.looks_{}", column.looks.id())).to_owned();
        let _ = writeln!(out, "# ? = {:<38} # {looks}: {}", quoted(&column.header), values(column));
    }
    if let Some(order) = guess.dates {
        let order = match order {
            DateOrder::Iso => "iso",
            DateOrder::DayFirst => "day-first",
            DateOrder::MonthFirst => "month-first",
        };
        let _ = write!(out, "\n[format]\ndates = \"{order}\"\n");
    }
    out
}

/// Lines behind a `#`.
fn remark(text: &str) -> String {
    text.lines().flat_map(|line| ["# ", line, "\n"]).collect()
}

/// What a column says when no column of the file does; a guess that its reader is asked to check.
fn constant(kind: Kind, column: &str) -> Option<&'static str> {
    match (kind, column) {
        (_, "channel") => Some("Other"),
        (Kind::Surveys, "kind") => Some("nps"),
        (Kind::Activities, "kind") => Some("activity"),
        (Kind::Activities, "count") => Some("1"),
        _ => None,
    }
}

fn values(column: &ColumnGuess) -> String {
    column.values.iter().map(|v| printable(v)).collect::<Vec<_>>().join(" · ")
}

/// A string as TOML writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
