//! What blocks of rows have in common: names by numbers of the block, rows left for later.

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

/// The row that comes next.
pub(super) enum Next {
    /// One that a look has read, by its number among those.
    Common(usize),
    /// One that must be read by itself, by its position.
    Other(usize),
}

impl Cursor {
    /// The next row of a block in which `common` rows were read by a look.
    pub(super) fn next(&mut self, common: usize) -> Option<Next> {
        let at = self.common + self.other;
        if self.others.get(self.other) == Some(&at) {
            self.other += 1;
            return Some(Next::Other(at));
        }
        self.common += 1;
        (self.common <= common).then_some(Next::Common(self.common - 1))
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

/// Channel and campaign of such a text.
pub(super) fn parts(pair: &str) -> (Option<&str>, Option<&str>) {
    let (word, campaign) = pair.split_once(AND).unwrap_or((pair, ""));
    let given = |text: &&str| !text.is_empty();
    (Some(word).filter(given), Some(campaign).filter(given))
}
