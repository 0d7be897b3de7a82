//! Markets as planned: what the plan says each market of the exports is.

use std::collections::BTreeMap;

use super::answers::Answers;
use crate::model::name::{Name, Names};

/// The plan's markets, with what they have already been asked.
#[derive(Clone, Debug)]
pub struct Markets {
    /// In lower case, as exported and as planned.
    planned: BTreeMap<String, String>,
    answers: Answers,
}

impl Markets {
    /// As `own` says: as exported → as planned. What is planned is known by its own name too.
    pub fn new(own: &BTreeMap<String, String>) -> Markets {
        let mut planned: BTreeMap<String, String> = own.values().map(|m| (m.to_lowercase(), m.clone())).collect();
        planned.extend(own.iter().map(|(theirs, ours)| (theirs.to_lowercase(), ours.clone())));
        Markets { planned, answers: Answers::default() }
    }

    /// The market of an export's word, stored in `names`. A word that the plan does not have stays as it is.
    pub fn market(&mut self, text: &str, names: &mut Names) -> Name {
        let Markets { planned, answers } = self;
        answers.name((text, text), names, || {
            if planned.is_empty() { None } else { planned.get(&text.to_lowercase()).cloned() }
        })
    }

    /// [`Markets::market`] of that many rows.
    pub fn rows(&mut self, text: &str, rows: u64, names: &mut Names) -> Name {
        let name = self.market(text, names);
        self.answers.again(text, rows.saturating_sub(1));
        name
    }

    /// Words that are no planned market, with their rows.
    pub fn unknown(&self) -> impl Iterator<Item = (Name, u64)> {
        self.answers.unknown()
    }

    /// Whether the plan says nothing of markets, so that none can be unplanned.
    pub fn is_open(&self) -> bool {
        self.planned.is_empty()
    }
}
