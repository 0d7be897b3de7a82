//! Notes: the one way to complain. Every room gathers them, none stops at the first, `cli` prints each once, and the
//! workbook's Data quality sheet shows the same list.

use std::collections::BTreeMap;

use super::phrase::{Arg, Phrase};

/// How much a note matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Something was left out or refused.
    Error,
    /// A figure may mislead.
    Warning,
    /// Something was assumed, and how to set it.
    Assumption,
}

/// A code: `E` error, `W` warning, `A` assumption, then three digits. Its text is `note.<code>` in the words, its
/// example the folder of that name under `tests/errors/`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Code(pub &'static str);

impl Code {
    /// By its first letter.
    pub fn severity(self) -> Severity {
        match self.0.as_bytes().first() {
            Some(b'E') => Severity::Error,
            Some(b'W') => Severity::Warning,
            _ => Severity::Assumption,
        }
    }
}

/// Where something was found. Empty parts are not known or do not apply.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Place {
    /// File name, relative to the folder of exports.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: String,
    /// 1-based row as a spreadsheet shows it (line for text that is no table); 0: the whole file.
    pub row: u64,
    /// 1-based column; 0: the whole row.
    pub column: u32,
    /// The column's header.
    pub header: String,
    /// The row as it stands, shortened.
    pub excerpt: String,
}

impl Place {
    /// A whole file.
    pub fn file(name: impl Into<String>) -> Place {
        Place { file: name.into(), ..Place::default() }
    }

    /// `deals.xlsx, sheet "Deals", row 214, column F "Close Date"`, without language: parts for the reader to join.
    pub fn column_letters(&self) -> String {
        let (mut n, mut letters) = (self.column, Vec::new());
        while n > 0 {
            let rest = u8::try_from((n - 1) % 26).unwrap_or(0);
            letters.push(char::from(b'A' + rest));
            n = (n - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

/// One complaint, or several alike.
#[derive(Clone, PartialEq, Debug)]
pub struct Note {
    /// What kind.
    pub code: Code,
    /// What the message puts in.
    pub args: Vec<(&'static str, Arg)>,
    /// Where (the first place, when there are several).
    pub place: Place,
    /// What it does to the numbers, where that depends on more than its code; `None`: as `note.<code>.effect` says.
    pub effect: Option<Phrase>,
    /// How many alike, this one included.
    pub count: u64,
}

impl Note {
    /// A note without place or effect.
    pub fn new(code: &'static str) -> Note {
        Note { code: Code(code), args: Vec::new(), place: Place::default(), effect: None, count: 1 }
    }

    /// The same with `{name}` in its text standing for `arg`.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Note {
        self.args.push((name, arg.into()));
        self
    }

    /// The same at `place`.
    #[must_use]
    pub fn at(mut self, place: Place) -> Note {
        self.place = place;
        self
    }

    /// The same with its effect on the numbers.
    #[must_use]
    pub fn effect(mut self, effect: Phrase) -> Note {
        self.effect = Some(effect);
        self
    }

    /// The message, without place, effect and help.
    pub fn says(&self) -> Phrase {
        Phrase { key: format!("note.{}.says", self.code.0), args: self.args.clone() }
    }

    /// What it does to the numbers: its own effect, else the sentence that belongs to its code.
    pub fn touches(&self) -> Phrase {
        let by_code = || Phrase { key: format!("note.{}.effect", self.code.0), args: self.args.clone() };
        self.effect.clone().unwrap_or_else(by_code)
    }

    /// What to do.
    pub fn help(&self) -> Phrase {
        Phrase { key: format!("note.{}.help", self.code.0), args: self.args.clone() }
    }
}

/// Notes as they are gathered: those of one code, file, sheet and column are told once, with their number; those that
/// are about no column are told apart by what they say.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    gathered: Vec<Note>,
    seen: BTreeMap<(Code, String, String, u32, String), usize>,
}

impl Notes {
    /// No notes.
    pub fn new() -> Notes {
        Notes::default()
    }

    /// Adds one; a note alike only raises the count of the first.
    pub fn push(&mut self, note: Note) {
        let variant = if note.place.header.is_empty() { format!("{:?}", note.args) } else { String::new() };
        let key = (note.code, note.place.file.clone(), note.place.sheet.clone(), note.place.column, variant);
        match self.seen.get(&key) {
            Some(&i) => self.gathered[i].count += note.count,
            None => {
                self.seen.insert(key, self.gathered.len());
                self.gathered.push(note);
            }
        }
    }

    /// Adds all of `others`.
    pub fn extend(&mut self, others: Notes) {
        for note in others.gathered {
            self.push(note);
        }
    }

    /// The same, where its errors stop a run: then that is what they do to the numbers, whatever they would do to one of them.
    #[must_use]
    pub fn stopping(mut self) -> Notes {
        for note in self.gathered.iter_mut().filter(|n| n.code.severity() == Severity::Error) {
            note.effect = Some(Phrase::new("stop.effect"));
        }
        self
    }

    /// All of them: errors first, then warnings, then assumptions, each by file, sheet and row.
    pub fn sorted(&self) -> Vec<&Note> {
        let mut notes: Vec<&Note> = self.gathered.iter().collect();
        notes.sort_by(|a, b| (a.code.severity(), &a.place, a.code).cmp(&(b.code.severity(), &b.place, b.code)));
        notes
    }

    /// In the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &Note> {
        self.gathered.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.gathered.is_empty()
    }

    /// How many kinds of at least this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.gathered.iter().filter(|n| n.code.severity() <= severity).count()
    }
}
