//! Answers: what each word of a column was taken for. A word is asked once, however many rows have it.

use crate::model::name::{Name, Names};

#[derive(Clone, Copy, Debug)]
struct Answer {
    /// Its number among the names of the records.
    name: Name,
    known: bool,
    rows: u64,
}

/// Every word so far, with its rows.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    asked: Names,
    answers: Vec<Answer>,
}

impl Answers {
    /// The name that `text` stands for: as `planned` says, else as it is written, and remembered as unknown.
    pub fn name(&mut self, text: &str, names: &mut Names, planned: impl FnOnce(&str) -> Option<String>) -> Name {
        let asked = self.asked.intern(text);
        if asked == Name::NONE {
            return Name::NONE;
        }
        if let Some(answer) = self.answers.get_mut(asked.index()) {
            answer.rows += 1;
            return answer.name;
        }
        let none = Answer { name: Name::NONE, known: true, rows: 0 };
        self.answers.resize(asked.index(), none);
        let planned = planned(text);
        let name = names.intern(planned.as_deref().unwrap_or(text));
        self.answers.push(Answer { name, known: planned.is_some(), rows: 1 });
        name
    }

    /// Every word that was asked, in the order in which they came.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        (1..self.answers.len()).filter_map(|n| Some(self.asked.text(Name(u32::try_from(n).ok()?))))
    }

    /// Words that nothing was known of, each with its name and its rows, in the order in which they came.
    pub fn unknown(&self) -> impl Iterator<Item = (Name, u64)> {
        self.answers.iter().filter(|a| !a.known).map(|a| (a.name, a.rows))
    }
}
