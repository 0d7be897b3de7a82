//! `planbook sources`: every export that planbook reads, in the terminal or as the page `docs/SOURCES.md`.

use crate::ingest::header::HeaderPattern;
use crate::ingest::kind::Kind;
use crate::ingest::source::{Source, Takes};
use crate::ingest::source_file::sources;
use crate::model::template::Templates;
use crate::model::words::Words;
use std::fmt::Write as _;

/// Ids and titles, by what they feed.
pub fn list(templates: &Templates, words: &Words) -> String {
    let (sources, _) = sources(templates);
    let mut out = String::new();
    for (heading, some) in by_kind(&sources, words) {
        let _ = writeln!(out, "{heading}");
        for source in some {
            let _ = writeln!(out, "  {:<38} {}", source.id, source.title);
        }
        out += "\n";
    }
    let _ = writeln!(out, "{}", words.word("sources.more"));
    out
}

/// The page.
pub fn markdown(templates: &Templates, words: &Words) -> String {
    let (sources, _) = sources(templates);
    let mut out = format!("# {}\n\n{}\n", words.word("sources.title"), words.word("sources.intro"));
    for (heading, some) in by_kind(&sources, words) {
        let _ = write!(out, "\n## {heading}\n");
        for source in some {
            out += &section(source, words);
        }
    }
    let _ = write!(out, "\n## {}\n\n{}\n\n", words.word("sources.by_hand"), words.word("sources.by_hand_intro"));
    for key in words.keys().filter(|k| k.starts_with("by_hand.")) {
        let _ = writeln!(out, "- {}", words.word(key));
    }
    out
}

/// Sources under the first kind of record that they feed; those left aside last.
fn by_kind<'s>(sources: &'s [Source], words: &Words) -> Vec<(String, Vec<&'s Source>)> {
    let kinds = Kind::ALL.into_iter().map(Some).chain([None]);
    let groups = kinds.map(|kind| {
        let heading = kind.map_or("sources.aside".to_owned(), |k| format!("sources.feeds_{}", k.id()));
        let some: Vec<&Source> = sources.iter().filter(|s| s.feeds.first().copied() == kind).collect();
        (words.word(&heading).to_owned(), some)
    });
    groups.filter(|(_, some)| !some.is_empty()).collect()
}

fn section(source: &Source, words: &Words) -> String {
    let word = |key: &str| words.word(&format!("sources.{key}")).to_owned();
    let mut out = format!("\n### {}\n\n`{}`", source.title, source.id);
    let feeds: Vec<&str> = source.feeds.iter().map(|k| k.id()).collect();
    if !feeds.is_empty() {
        let _ = write!(out, " · {} {}", word("feeds"), feeds.join(", "));
    }
    let groups: Vec<String> = source.recognise.iter().map(|g| spellings(g)).collect();
    let _ = writeln!(out, " · {} {}", word("told_by"), groups.join("; "));
    for text in [&source.remark, &source.aside] {
        if !text.is_empty() {
            let _ = write!(out, "\n{}\n", sentence(text));
        }
    }
    for (header, means) in source.means.iter().chain(&source.rates) {
        let _ = write!(out, "\n`{}`: {means}.\n", header.shown);
    }
    if source.format.vat_included {
        let _ = write!(out, "\n{}\n", word("vat"));
    }
    if !source.columns.is_empty() {
        let _ = write!(out, "\n| {} | {} |\n|---|---|\n", word("ours"), word("theirs"));
    }
    for (name, column) in &source.columns {
        let theirs = spellings(&column.headers);
        let how = match &column.takes {
            Takes::First => "",
            Takes::Either => "either",
            Takes::Sum => "sum",
            Takes::Join(_) => "join",
            Takes::Each(_) => "each",
            Takes::Captured => "captured",
        };
        let mut parts: Vec<String> = Vec::new();
        parts.extend((!theirs.is_empty()).then_some(theirs));
        parts.extend((!how.is_empty()).then(|| word(how)));
        parts.extend((!column.less.is_empty()).then(|| format!("{} {}", word("less"), spellings(&column.less))));
        parts.extend(column.minor.then(|| word("minor")));
        parts.extend((column.decimals > 0).then(|| format!("÷ {}", 10_u64.pow(column.decimals))));
        parts.extend(column.always.as_ref().map(|a| format!("“{a}”")));
        let _ = writeln!(out, "| {name} | {} |", parts.join(", "));
    }
    out
}

fn spellings(headers: &[HeaderPattern]) -> String {
    let shown = headers.iter().map(|h| format!("`{}`", h.shown.replace('|', "\\|")));
    shown.collect::<Vec<_>>().join(" / ")
}

/// The text as a sentence of its own.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}{}", letters.as_str(), if text.ends_with('.') { "" } else { "." })
}
