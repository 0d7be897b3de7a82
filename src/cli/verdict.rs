//! The verdict on the terminal: at most 25 lines that say what was read, what came out, and what to look at.

use std::fmt::Write as _;

use crate::model::note::{Note, Severity};
use crate::model::reading::{Account, Fate, FileReading};
use crate::model::words::Words;

use super::notes::printable;
use super::run::Found;

const FILES: usize = 9;
const NOTES: usize = 3;

/// The verdict. `checks` are passed and all, `written` says where the outputs are.
pub fn text(found: &Found, checks: (usize, usize), written: &str) -> String {
    let words = &found.words;
    let mut out = format!("{}\n\n", heading(found));
    out += &files(&found.readings, words);
    let _ = writeln!(out, "{}\n", coverage(found, checks));
    for line in figures(found) {
        let _ = writeln!(out, "  {line}");
    }
    let _ = writeln!(out, "\n{}", printable(&words.say(&found.plan.verdict)));
    for note in found.notes.sorted().iter().filter(|n| n.code.severity() < Severity::Assumption).take(NOTES) {
        let _ = writeln!(out, "  {}", one_line(note, words));
    }
    let _ = writeln!(out, "{written}");
    out
}

fn heading(found: &Found) -> String {
    let settings = &found.settings;
    let company =
        if settings.company.is_empty() { String::new() } else { format!("{} · ", printable(&settings.company)) };
    let as_of = found.words.fill(found.words.word("terminal.as_of"), &[("day", settings.as_of().into())]);
    format!("planbook {} · {company}{as_of} · {}", env!("CARGO_PKG_VERSION"), found.facts.currency)
}

fn files(readings: &[FileReading], words: &Words) -> String {
    let mut out = String::new();
    let title = |key: &str| words.word(key).to_owned();
    let mut line = |file: &str, taken: &str, counts: [String; 6]| {
        let [read, used, refused, merged, superseded, aside] = counts;
        let (file, taken) = (shortened(file, 30), shortened(taken, 24));
        let _ = writeln!(
            out,
            "  {file:<30} {taken:<24} {read:>8} {used:>8} {refused:>7} {merged:>7} {superseded:>7} {aside:>7}"
        );
    };
    let counts = |account: &Account| {
        let [used, refused, merged, superseded, aside] = Fate::ALL.map(|fate| account.rows(fate));
        [account.read, used, refused, merged, superseded, aside].map(|n| words.number(n as f64, 0))
    };
    let titles = ["read", "used", "refused", "merged", "superseded", "set_aside"];
    line(&title("terminal.file"), &title("terminal.taken_for"), titles.map(|key| title(&format!("terminal.{key}"))));
    // What was not recognised comes last: of many files only the first are shown.
    let mut sorted: Vec<&FileReading> = readings.iter().collect();
    sorted.sort_by_key(|r| r.source.is_empty());
    for reading in sorted.iter().take(FILES) {
        let taken = if reading.title.is_empty() { title("terminal.nothing") } else { reading.title.clone() };
        line(&name(reading), &taken, counts(&reading.account));
    }
    if readings.len() > 1 {
        let total = Account::total(readings.iter().map(|r| &r.account));
        let more = readings.len().saturating_sub(FILES);
        let more = words.fill(words.word("terminal.more_files"), &[("n", more.into())]);
        let taken = if readings.len() > FILES { more } else { String::new() };
        line(&title("terminal.total"), &taken, counts(&total));
    }
    out
}

fn name(reading: &FileReading) -> String {
    let sheet = if reading.sheet.is_empty() { String::new() } else { format!(" [{}]", reading.sheet) };
    printable(&format!("{}{sheet}", reading.file))
}

/// The text in at most `width` characters, its middle left out.
fn shortened(text: &str, width: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= width {
        return text.to_owned();
    }
    let tail = width / 2;
    let head: String = chars[..width - tail - 1].iter().collect();
    let tail: String = chars[chars.len() - tail..].iter().collect();
    format!("{head}…{tail}")
}

fn coverage(found: &Found, checks: (usize, usize)) -> String {
    let months = found.facts.months.map(|p| (p, p.months()));
    let (covered, n) = months.map_or((String::new(), 0), |(p, n)| (found.words.fill("{p}", &[("p", p.into())]), n));
    let count = |severity: Severity| found.notes.sorted().iter().filter(|n| n.code.severity() == severity).count();
    found.words.fill(
        found.words.word("terminal.coverage"),
        &[
            ("months", covered.into()),
            ("n", usize::try_from(n).unwrap_or(0).into()),
            ("passed", checks.0.into()),
            ("checks", checks.1.into()),
            ("errors", count(Severity::Error).into()),
            ("warnings", count(Severity::Warning).into()),
            ("assumptions", count(Severity::Assumption).into()),
        ],
    )
}

fn figures(found: &Found) -> Vec<String> {
    let (words, currency) = (&found.words, found.facts.currency);
    let say = |headline: &crate::model::annual_plan::Headline| {
        let figure = |value: f64| words.figure(value, headline.unit, currency);
        let label = found.catalog.get(&headline.metric).map_or(headline.metric.as_str(), |m| m.label.as_str());
        let label = words.word_or(&format!("metric.{}", headline.metric), label).to_owned();
        let actual =
            headline.actual.as_ref().map_or_else(|_| words.word("terminal.not_measurable").to_owned(), |&v| figure(v));
        let actual = headline.counts.map_or(actual, |counts| words.counts(counts));
        let plan = headline.plan.map(|p| words.fill(words.word("terminal.plan"), &[("plan", figure(p).into())]));
        format!("{label:<30} {actual:>12}   {}", plan.unwrap_or_default()).trim_end().to_owned()
    };
    found.plan.headlines.iter().map(say).collect()
}

fn one_line(note: &Note, words: &Words) -> String {
    let place = super::notes::place(&note.place, words);
    let place = if place.is_empty() { String::new() } else { format!(" ({place})") };
    shortened(&format!("[{}] {}{place}", note.code.0, printable(&words.say(&note.says()))), 110)
}
