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
    /// What is asked by the text `asked`: the name that `planned` says, else `as_it_is`, which is remembered as unknown.
    pub fn name(
        &mut self,
        (asked, as_it_is): (&str, &str),
        names: &mut Names,
        planned: impl FnOnce() -> Option<String>,
    ) -> Name {
        let asked = self.asked.intern(asked);
        if asked == Name::NONE {
            return Name::NONE;
        }
        if let Some(answer) = self.answers.get_mut(asked.index()) {
            answer.rows += 1;
            return answer.name;
        }
        let none = Answer { name: Name::NONE, known: true, rows: 0 };
        self.answers.resize(asked.index(), none);
        let planned = planned();
        let name = names.intern(planned.as_deref().unwrap_or(as_it_is));
        self.answers.push(Answer { name, known: planned.is_some(), rows: 1 });
        name
    }

    /// Counts more rows of a text that was asked.
    pub fn again(&mut self, asked: &str, rows: u64) {
        if let Some(answer) = self.asked.find(asked).and_then(|name| self.answers.get_mut(name.index())) {
            answer.rows += rows;
        }
    }

    /// Every word that was asked, in the order in which they came.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        (1..self.answers.len()).filter_map(|n| Some(self.asked.text(Name(u32::try_from(n).ok()?))))
    }

    /// Names that something was known of, each with its rows, in the order in which they came.
    pub fn known(&self) -> impl Iterator<Item = (Name, u64)> {
        self.answers.iter().filter(|a| a.known && a.name.is_some()).map(|a| (a.name, a.rows))
    }

    /// Words that nothing was known of, each with its name and its rows, in the order in which they came.
    pub fn unknown(&self) -> impl Iterator<Item = (Name, u64)> {
        self.answers.iter().filter(|a| !a.known).map(|a| (a.name, a.rows))
    }
}
