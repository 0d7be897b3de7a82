//! Stage words of deals: which of them mean won, lost or still open, from `templates/deal_stages.toml` and the plan.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::answers::Answers;
use crate::model::name::{Name, Names};
use crate::model::note::{Note, Notes, Place};
use crate::model::record::DealState;
use crate::model::template::{Templates, toml_fault};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    won: Vec<String>,
    lost: Vec<String>,
    open: Vec<String>,
}

/// What words mean, for any thread.
#[derive(Clone, Debug, Default)]
pub struct StageWords(Arc<BTreeMap<String, DealState>>);

impl StageWords {
    /// What a word means, if anybody knows.
    pub fn meaning(&self, word: &str) -> Option<DealState> {
        self.0.get(&letters(word)).copied()
    }
}

/// The words, and those that nobody knows with their rows.
#[derive(Clone, Debug, Default)]
pub struct DealWords {
    known: StageWords,
    /// Words so far, as they are written.
    heard: BTreeMap<String, Option<DealState>>,
    answers: Answers,
}

impl DealWords {
    /// As the templates say, and before them the plan. A file that cannot be read gives a note (E208).
    pub fn new(templates: &Templates, own: &BTreeMap<String, DealState>, notes: &mut Notes) -> DealWords {
        let text = templates.get("deal_stages.toml").unwrap_or_default();
        let written = toml::from_str::<Written>(text).unwrap_or_else(|e| {
            let (row, reason) = toml_fault(text, &e);
            let place = Place { row, ..Place::file("templates/deal_stages.toml") };
            notes.push(Note::new("E208").with("reason", reason).at(place));
            Written::default()
        });
        let mut known = BTreeMap::new();
        let lists = [(written.open, DealState::Open), (written.lost, DealState::Lost), (written.won, DealState::Won)];
        for (words, state) in lists {
            known.extend(words.iter().map(|word| (letters(word), state)));
        }
        known.extend(own.iter().map(|(word, &state)| (letters(word), state)));
        DealWords { known: StageWords(Arc::new(known)), ..DealWords::default() }
    }

    /// What the stage means. A word that nobody knows is remembered, and leaves its deal open.
    pub fn state(&mut self, word: &str, names: &mut Names) -> DealState {
        let state = self.heard.get(word).copied().unwrap_or_else(|| {
            let state = self.known.meaning(word);
            self.heard.insert(word.to_owned(), state);
            state
        });
        self.answers.name((word, word), names, || state.map(|_| word.to_owned()));
        state.unwrap_or(DealState::Open)
    }

    /// [`DealWords::state`] of that many rows.
    pub fn rows(&mut self, word: &str, rows: u64, names: &mut Names) {
        self.state(word, names);
        self.answers.again(word, rows.saturating_sub(1));
    }

    /// What words mean, whoever asks.
    pub fn known(&self) -> StageWords {
        self.known.clone()
    }

    /// Every word so far, sorted, with what it was taken to mean.
    pub fn states(&self) -> Vec<(String, DealState)> {
        let state = |word: &str| self.known.meaning(word).unwrap_or(DealState::Open);
        let mut states: Vec<_> = self.answers.asked().map(|word| (word.to_owned(), state(word))).collect();
        states.sort_by(|a, b| a.0.cmp(&b.0));
        states
    }

    /// Words that nobody knows, with their rows.
    pub fn unknown(&self) -> impl Iterator<Item = (Name, u64)> {
        self.answers.unknown()
    }
}

/// A word as it is compared: lower case, without spaces and signs.
fn letters(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
