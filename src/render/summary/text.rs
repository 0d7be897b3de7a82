//! The page as plain text, at most 78 columns wide.

use std::fmt::Write as _;

use super::page::Page;
use crate::model::words::Words;

/// Columns of the page.
const WIDTH: usize = 78;

/// The page in lines.
pub(super) fn text(page: &Page, words: &Words) -> String {
    let mut out = Lines(String::new());
    out.wrapped(&page.title.to_uppercase(), "");
    out.wrapped(&page.as_of, "");
    out.gap();
    out.wrapped(&page.verdict, "");
    out.heading(words.word("summary.decision"));
    out.wrapped(&page.decision, "");
    figures(page, words, &mut out);
    objectives(page, words, &mut out);
    if !page.findings.is_empty() {
        out.heading(words.word("summary.findings"));
        for (i, finding) in (1..).zip(&page.findings) {
            let cell = if finding.cell.is_empty() { String::new() } else { format!(" [{}]", finding.cell) };
            out.wrapped(&format!("{i}. {}{cell}", finding.says), "   ");
        }
    }
    if let Some(needed) = &page.needed {
        out.heading(words.word("summary.needed"));
        out.wrapped(needed, "");
    }
    out.gap();
    out.0.push_str(&"-".repeat(WIDTH));
    out.0.push('\n');
    for note in &page.footnotes {
        out.wrapped(note, "");
    }
    out.0
}

fn figures(page: &Page, words: &Words, out: &mut Lines) {
    if page.figures.is_empty() {
        return;
    }
    out.heading(words.word("summary.headlines"));
    let headers = ["", "summary.actual", "summary.plan", "summary.variance", "summary.previous"];
    let headers = headers.map(|key| if key.is_empty() { "" } else { words.word(key) });
    out.columns(headers);
    for card in &page.figures {
        out.columns([&card.label, &card.actual, &card.plan, &card.variance, &card.previous]);
        out.wrapped(&format!("  {}", card.months), "  ");
    }
}

fn objectives(page: &Page, words: &Words, out: &mut Lines) {
    if page.objectives.is_empty() {
        return;
    }
    out.heading(words.word("summary.objectives"));
    for row in &page.objectives {
        out.wrapped(&format!("[{}] {}", row.status, row.title), "    ");
        out.wrapped(&format!("    {} · {} {}", row.owner, words.word("summary.due").to_lowercase(), row.due), "    ");
        if row.why.is_empty() {
            let part = |key: &'static str, value: &str| format!("{} {value}", words.word(key).to_lowercase());
            let mut parts = vec![
                part("summary.current", &row.current),
                part("summary.target", &row.target),
                part("summary.forecast", &row.forecast),
            ];
            parts.extend(Some(row.chance.clone()).filter(|c| !c.is_empty()));
            out.wrapped(&format!("    {}", parts.join(" · ")), "    ");
        } else {
            out.wrapped(&format!("    {}", row.why), "    ");
        }
    }
    if let Some(more) = &page.more {
        out.wrapped(more, "");
    }
}

struct Lines(String);

impl Lines {
    fn gap(&mut self) {
        self.0.push('\n');
    }

    fn heading(&mut self, title: &str) {
        self.gap();
        self.0.push_str(&title.to_uppercase());
        self.0.push('\n');
    }

    /// `text` broken at blanks; lines after the first begin with `indent`. A word longer than the page is broken.
    fn wrapped(&mut self, text: &str, indent: &str) {
        let blanks = text.len() - text.trim_start().len();
        let mut line = text[..blanks].to_owned();
        let mut is_empty = true;
        for word in text.split_whitespace() {
            let mut word = word;
            if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.0.push_str(&line);
                self.0.push('\n');
                indent.clone_into(&mut line);
                is_empty = true;
            }
            while line.chars().count() + word.chars().count() > WIDTH {
                let room = WIDTH - line.chars().count();
                let cut = word.char_indices().nth(room).map_or(word.len(), |(at, _)| at);
                self.0.push_str(&line);
                self.0.push_str(&word[..cut]);
                self.0.push('\n');
                indent.clone_into(&mut line);
                word = &word[cut..];
            }
            if !is_empty {
                line.push(' ');
            }
            line.push_str(word);
            is_empty = false;
        }
        self.0.push_str(&line);
        self.0.push('\n');
    }

    /// One label of 26 columns and four right-aligned cells of 13, each cut to its room.
    fn columns(&mut self, cells: [&str; 5]) {
        let cut = |text: &str, room: usize| text.chars().take(room).collect::<String>();
        let mut line = format!("{:<26}", cut(cells[0], 26));
        for cell in &cells[1..] {
            let _ = write!(line, "{:>13}", cut(cell, 12));
        }
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }
}
