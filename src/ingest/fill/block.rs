//! What blocks of rows have in common: names by numbers of the block, rows left for later.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

use super::mapping::Mapping;
use super::spelled::Spelled;
use super::store::Store;
use crate::ingest::table::{Row, Rows};
use crate::model::name::{Name, Names};
use crate::model::record::Person;

/// Between the word for a channel and a campaign: a channel that holds it is out of the common.
pub(super) const AND: char = '\u{1f}';

/// Who a row names, as far as a block can tell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who {
    /// Nobody: what stands there is no id.
    Nobody,
    /// Somebody whom contacts exports know; `joined` says that they also call that person otherwise.
    Known {
        /// The person.
        person: Person,
        /// Whether another name speaks for it.
        joined: bool,
    },
    /// Another one, by its number among the strangers of the block.
    Stranger(Name),
}

impl Who {
    /// Who that is; `strangers` are the people of those of the block.
    pub(super) fn person(self, strangers: &[Person]) -> Person {
        match self {
            Who::Nobody => Person::NONE,
            Who::Known { person, .. } => person,
            Who::Stranger(name) => strangers[name.index()],
        }
    }
}

/// The people of the strangers of a block, by their numbers.
pub(super) fn people(strangers: &Names, store: &mut Store<'_>) -> Vec<Person> {
    let people = strangers.iter().map(|(_, text)| store.identity.stranger(&mut store.records.people, text));
    std::iter::once(Person::NONE).chain(people).collect()
}

/// Texts of the rows of a block, one of each.
#[derive(Default)]
pub(super) struct Texts {
    texts: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Adds that of one more row.
    pub(super) fn push(&mut self, text: &str) {
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
    }

    /// Those of some rows.
    pub(super) fn of(&self, rows: Range<usize>) -> Vec<&str> {
        let mut from = rows.start.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends[rows].iter().map(|&end| &self.texts[std::mem::replace(&mut from, end)..end]).collect()
    }
}

/// Words of a block and how many of its rows have each.
#[derive(Default)]
pub(super) struct Words {
    words: Names,
    rows: Vec<u64>,
}

impl Words {
    /// The number of a word of one more row.
    pub(super) fn see(&mut self, word: &str) -> Name {
        let name = self.number(word);
        self.again(name);
        name
    }

    /// The number of a word.
    pub(super) fn number(&mut self, word: &str) -> Name {
        let name = self.words.intern(word);
        self.rows.resize(self.words.len(), 0);
        name
    }

    /// The number of channel and campaign of one more row: of rows of the same `spelling` the same. `texts` are those of the row;
    /// `None` where they cannot be told apart.
    pub(super) fn see_pair<'t>(
        &mut self,
        spelled: &mut Spelled<Name>,
        spelling: Option<(&str, &str)>,
        texts: impl FnOnce() -> [Option<Cow<'t, str>>; 2],
    ) -> Option<Name> {
        let number = spelled.meaning(spelling, |asked| {
            let [word, campaign] = texts();
            pair(asked, word.as_deref(), campaign.as_deref())?;
            Some(self.number(asked))
        })?;
        self.again(number);
        Some(number)
    }

    /// One more row has the word of that number.
    pub(super) fn again(&mut self, word: Name) {
        self.rows[word.index()] += 1;
    }

    /// Every word but the empty one, with its number.
    pub(super) fn texts(&self) -> impl Iterator<Item = (Name, &str)> {
        self.words.iter()
    }

    /// What `meaning` makes of each word and its rows, by their numbers; of the empty one nothing.
    pub(super) fn map<T: Default>(&self, mut meaning: impl FnMut(&str, u64) -> T) -> Vec<T> {
        let meant = self.words.iter().map(|(name, word)| meaning(word, self.rows[name.index()]));
        std::iter::once(T::default()).chain(meant).collect()
    }
}

/// How far the rows of a block are stored.
#[derive(Default)]
pub(super) struct Cursor {
    /// The positions of rows that must be read one by one, in rising order.
    pub(super) others: Vec<usize>,
    common: usize,
    other: usize,
}

impl Cursor {
    /// At the beginning of `rows`, each of which `read` reads unless it must be read by itself: `None` says that it must.
    pub(super) fn reading(rows: &dyn Rows, mapping: &Mapping, read: &mut dyn FnMut(&Row<'_>) -> Option<()>) -> Cursor {
        let (mut cursor, mut at) = (Cursor::default(), 0);
        let _ = rows.each(&mut |row| {
            if row.beyond > 0 || mapping.is_no_record(&row) || read(&row).is_none() {
                cursor.others.push(at);
            }
            at += 1;
            ControlFlow::Continue(())
        });
        cursor
    }

    /// The numbers of the rows, among those that a look has read, that come before the next one which must be read by itself.
    pub(super) fn run(&mut self, common: usize) -> Range<usize> {
        let from = self.common;
        let until = self.others.get(self.other).map_or(common, |other| other - self.other);
        self.common = until.clamp(from, common);
        from..self.common
    }

    /// The position of that row, after its [`Cursor::run`].
    pub(super) fn other(&mut self) -> Option<usize> {
        let other = self.others.get(self.other).copied();
        self.other += usize::from(other.is_some());
        other
    }
}

/// Channel and campaign as one text in `asked`; `None` where that would not tell them apart.
pub(super) fn pair(asked: &mut String, word: Option<&str>, campaign: Option<&str>) -> Option<()> {
    let odd = |text: Option<&str>| text.is_some_and(str::is_empty);
    if odd(word) || odd(campaign) || word.is_some_and(|w| w.bytes().any(|b| char::from(b) == AND)) {
        return None;
    }
    asked.clear();
    asked.push_str(word.unwrap_or_default());
    asked.push(AND);
    asked.push_str(campaign.unwrap_or_default());
    Some(())
}

/// Channel and campaign of each pair of a block, by their numbers.
pub(super) fn channels(pairs: &Words, store: &mut Store<'_>) -> Vec<(Name, Name)> {
    let records = &mut store.records;
    pairs.map(|text, rows| {
        let (word, campaign) = parts(text);
        let channel = store.channels.rows((word, campaign), rows, &mut records.names);
        (channel, campaign.map_or(Name::NONE, |campaign| records.names.intern(campaign)))
    })
}

/// Channel and campaign of such a text.
pub(super) fn parts(pair: &str) -> (Option<&str>, Option<&str>) {
    let (word, campaign) = pair.split_once(AND).unwrap_or((pair, ""));
    let given = |text: &&str| !text.is_empty();
    (Some(word).filter(given), Some(campaign).filter(given))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_met_in_their_order() {
        let (mut cursor, mut met) = (Cursor { others: vec![0, 3, 4, 6], ..Cursor::default() }, Vec::new());
        loop {
            met.push(Ok(cursor.run(4)));
            match cursor.other() {
                Some(at) => met.push(Err(at)),
                None => break,
            }
        }
        assert_eq!(met, [Ok(0..0), Err(0), Ok(0..2), Err(3), Ok(2..2), Err(4), Ok(2..3), Err(6), Ok(3..4)]);
        assert_eq!((cursor.run(4), cursor.other()), (4..4, None));
        let mut texts = Texts::default();
        for text in ["a", "", "bc"] {
            texts.push(text);
        }
        assert_eq!((texts.of(0..3), texts.of(1..3), texts.of(2..2)), (vec!["a", "", "bc"], vec!["", "bc"], vec![]));
    }
}
