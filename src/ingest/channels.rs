//! Channels as planned: the many words of exports for the same channel, from `templates/channels.toml` and the plan.

use std::collections::BTreeMap;

use crate::model::name::{Name, Names};
use crate::model::note::{Note, Notes, Place};
use crate::model::template::{Templates, toml_fault};

use super::answers::Answers;
use super::header::{HeaderPattern, normal};

/// The grouping table, with what it has already been asked.
#[derive(Clone, Debug)]
pub struct Channels {
    exact: BTreeMap<String, String>,
    patterns: Vec<(HeaderPattern, String)>,
    answers: Answers,
}

impl Channels {
    /// The table of the templates with the plan's own entries before it. A file that cannot be read gives a note (E208).
    pub fn new(templates: &Templates, own: &BTreeMap<String, String>, notes: &mut Notes) -> Channels {
        let mut channels = Channels { exact: BTreeMap::new(), patterns: Vec::new(), answers: Answers::default() };
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

    /// The channel of an export's word, stored in `names`. A word that the table does not have stays as it is.
    pub fn channel(&mut self, text: &str, names: &mut Names) -> Name {
        let Channels { exact, patterns, answers } = self;
        answers.name(text, names, |text| {
            let word = normal(text);
            let pattern = || patterns.iter().find(|(p, _)| p.fits(&word).is_some()).map(|(_, channel)| channel);
            exact.get(&word).or_else(pattern).cloned()
        })
    }

    /// Words that are no planned channel, with their rows.
    pub fn unknown(&self) -> impl Iterator<Item = (Name, u64)> {
        self.answers.unknown()
    }
}
