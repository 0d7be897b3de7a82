//! Channels as planned: the many words of exports for the same channel, from `templates/channels.toml` and the plan.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::name::{Name, Names};
use crate::model::note::{Note, Notes, Place};
use crate::model::phrase::Arg;
use crate::model::template::{Templates, toml_fault};

use super::header::{HeaderPattern, normal};

/// The grouping table, with what it has already been asked.
#[derive(Clone, Debug)]
pub struct Channels {
    exact: BTreeMap<String, String>,
    patterns: Vec<(HeaderPattern, String)>,
    asked: Names,
    answers: Vec<(Name, bool)>,
    unknown: BTreeMap<Name, u64>,
}

impl Channels {
    /// The table of the templates with the plan's own entries before it. A file that cannot be read gives a note (E208).
    pub fn new(templates: &Templates, own: &BTreeMap<String, String>, notes: &mut Notes) -> Channels {
        let mut channels = Channels {
            exact: BTreeMap::new(),
            patterns: Vec::new(),
            asked: Names::new(),
            answers: Vec::new(),
            unknown: BTreeMap::new(),
        };
        let text = templates.get("channels.toml").unwrap_or_default();
        match toml::from_str::<BTreeMap<String, Vec<String>>>(text) {
            Ok(table) => table.iter().for_each(|(channel, words)| channels.add(channel, words)),
            Err(e) => {
                let (row, reason) = toml_fault(text, &e);
                let place = Place { row, ..Place::file("templates/channels.toml") };
                notes.push(Note::new("E208").with("reason", reason).at(place));
            }
        }
        for (theirs, ours) in own {
            channels.add(ours, std::slice::from_ref(theirs));
        }
        // A longer pattern says more: it is tried first.
        channels.patterns.sort_by(|a, b| b.0.shown.len().cmp(&a.0.shown.len()).then(a.0.shown.cmp(&b.0.shown)));
        channels
    }

    fn add(&mut self, channel: &str, words: &[String]) {
        self.exact.entry(normal(channel)).or_insert_with(|| channel.to_owned());
        for word in words {
            if word.contains('*') {
                self.patterns.push((HeaderPattern::new(word), channel.to_owned()));
            } else {
                self.exact.insert(normal(word), channel.to_owned());
            }
        }
    }

    /// The channel of an export's word, stored in `names`. A word that the table does not have stays as it is and is
    /// remembered with its number of rows.
    pub fn channel(&mut self, text: &str, names: &mut Names) -> Name {
        let asked = self.asked.intern(text);
        if let Some(&(name, known)) = self.answers.get(asked.index()) {
            if !known {
                *self.unknown.entry(name).or_default() += 1;
            }
            return name;
        }
        if asked == Name::NONE {
            return Name::NONE;
        }
        let word = normal(text);
        let pattern = || self.patterns.iter().find(|(p, _)| p.fits(&word).is_some()).map(|(_, channel)| channel);
        let planned = self.exact.get(&word).or_else(pattern);
        let (name, known) = (names.intern(planned.map_or(text, String::as_str)), planned.is_some());
        self.answers.resize(asked.index(), (Name::NONE, true));
        self.answers.push((name, known));
        if !known {
            *self.unknown.entry(name).or_default() += 1;
        }
        name
    }

    /// A warning (W203) that lists the words that are no planned channel, most rows first.
    pub fn unknown(&self, names: &Names) -> Option<Note> {
        let mut words: Vec<(u64, &str)> = self.unknown.iter().map(|(&n, &rows)| (rows, names.text(n))).collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let first = words.first()?;
        let distinct: BTreeSet<&str> = words.iter().map(|(_, w)| *w).collect();
        let listed = words.iter().take(8).map(|(_, w)| Arg::Text(format!("\"{w}\""))).collect();
        let note = Note::new("W203")
            .with("channels", distinct.len())
            .with("list", Arg::List(listed))
            .with("rows", words.iter().map(|(rows, _)| rows).sum::<u64>())
            .with("line", format!("\"{}\" = \"…\"", first.1.to_lowercase()));
        Some(note)
    }
}
