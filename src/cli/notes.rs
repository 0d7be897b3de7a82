//! Notes as text for the terminal: what, where, the row as it stands, the effect, what to do.

use std::fmt::Write as _;

use crate::model::note::{Note, Place, Severity};
use crate::model::words::Words;

/// One note, several lines, coloured when `colour` is set.
pub fn text(note: &Note, words: &Words, colour: bool) -> String {
    let (name, paint) = match note.code.severity() {
        Severity::Error => ("error", "\u{1b}[1;31m"),
        Severity::Warning => ("warning", "\u{1b}[1;33m"),
        Severity::Assumption => ("assumption", "\u{1b}[1;36m"),
    };
    let (paint, plain) = if colour { (paint, "\u{1b}[0m") } else { ("", "") };
    let name = words.word_or(&format!("severity.{name}"), name).to_owned();
    let mut out = format!("{paint}{name}[{}]{plain}: {}\n", note.code.0, printable(&words.say(&note.says())));
    let place = place(&note.place, words);
    if !place.is_empty() {
        let _ = writeln!(out, "  ┌ {place}");
    }
    if !note.place.excerpt.is_empty() {
        let _ = writeln!(out, "  │ {}", printable(&note.place.excerpt));
    }
    for (name, phrase) in [("terminal.effect", note.touches()), ("terminal.help", note.help())] {
        // What is to be pasted into the plan stands on lines of its own.
        let lines: Vec<String> = words.say(&phrase).lines().map(printable).collect();
        let _ = writeln!(out, "  = {}: {}", words.word(name), lines.join("\n      "));
    }
    if note.count > 1 {
        let more = words.fill(words.word("terminal.more_like_this"), &[("n", (note.count - 1).into())]);
        let _ = writeln!(out, "  = {more}");
    }
    out
}

/// `deals.csv, sheet "Deals", row 214, column F "Close Date"`.
pub fn place(place: &Place, words: &Words) -> String {
    let mut parts = Vec::new();
    if !place.file.is_empty() {
        parts.push(printable(&place.file));
    }
    let mut part = |key: &str, arg: String| parts.push(words.fill(words.word(key), &[("it", printable(&arg).into())]));
    if !place.sheet.is_empty() {
        part("place.sheet", place.sheet.clone());
    }
    if place.row > 0 {
        part("place.row", place.row.to_string());
    }
    if place.column > 0 || !place.header.is_empty() {
        let header = if place.header.is_empty() { String::new() } else { format!("\"{}\"", place.header) };
        part("place.column", [place.column_letters(), header].join(" ").trim().to_owned());
    }
    parts.join(", ")
}

/// Text from outside without control characters, so that a name cannot move the cursor or hide the line before it.
pub fn printable(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if hidden(c) { ' ' } else { c }).collect()
}
