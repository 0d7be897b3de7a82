//! Unmapped words: channels, markets and stages of deals that the exports name and no rule knows.

use std::collections::BTreeSet;

use super::money::Currency;
use super::phrase::{Arg, Phrase};

/// What a word names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Named {
    /// A channel.
    Channel,
    /// A market.
    Market,
    /// The stage that a deal is in.
    Stage,
}

impl Named {
    /// All of them.
    pub const ALL: [Named; 3] = [Named::Channel, Named::Market, Named::Stage];

    /// The section of `plan.toml` that says what such a word means.
    pub fn section(self) -> &'static str {
        match self {
            Named::Channel => "channels",
            Named::Market => "markets",
            Named::Stage => "deal_stages",
        }
    }
}

/// A word of the exports that no rule knows, with what stands under it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unmapped {
    /// What it names.
    pub named: Named,
    /// As the exports write it.
    pub word: String,
    /// Rows that have it, whatever became of them.
    pub rows: u64,
    /// Spend on it, minor units of the plan's currency.
    pub spend: i128,
    /// Amounts of its deals: of those won for channels and markets, of all for a stage. Minor units.
    pub deals: i128,
}

impl Unmapped {
    /// The left side of its line in `plan.toml`.
    pub fn key(&self) -> String {
        format!("\"{}\"", quoted(&self.word.to_lowercase()))
    }

    /// The line of `plan.toml` that settles it: it changes nothing before its right side is changed.
    pub fn line(&self) -> String {
        let stands_for = if self.named == Named::Stage { "open" } else { &self.word };
        format!("{} = \"{}\"", self.key(), quoted(stands_for))
    }

    /// The word with its rows and money, in a sentence.
    pub fn said(&self, currency: Currency) -> Phrase {
        let key = match (self.spend, self.deals) {
            (0, 0) => "unmapped.rows",
            (_, 0) => "unmapped.spend",
            (0, _) => "unmapped.deals",
            _ => "unmapped.both",
        };
        let money = |minor| super::money::Money { minor, currency };
        let phrase = Phrase::new(key).with("word", self.word.as_str()).with("rows", self.rows);
        phrase.with("spend", money(self.spend)).with("deals", money(self.deals))
    }
}

/// Lines for `plan.toml` under the section of each kind, kinds in their order; the words of a kind stay in theirs.
pub fn lines(unmapped: &[Unmapped]) -> String {
    let mut out = Vec::new();
    for named in Named::ALL {
        let words: Vec<Unmapped> = unmapped.iter().filter(|u| u.named == named).cloned().collect();
        if !words.is_empty() {
            out.push(format!("[{}]", named.section()));
            out.extend(line_each(&words));
        }
    }
    out.join("\n")
}

/// A line for each word of one kind. Words that only capitals tell apart share the line of the first, as they share its key.
pub fn line_each(unmapped: &[Unmapped]) -> Vec<String> {
    let mut keys = BTreeSet::new();
    unmapped.iter().filter(|u| keys.insert(u.key())).map(Unmapped::line).collect()
}

/// So many words are told in a sentence; all of them stand on the sheet *Statistics*.
const TOLD: usize = 8;

/// The first few words in a sentence, and how many more there are.
pub fn list(unmapped: &[Unmapped], currency: Currency) -> Arg {
    let mut list: Vec<Arg> = unmapped.iter().take(TOLD).map(|u| u.said(currency).into()).collect();
    if unmapped.len() > TOLD {
        list.push(Phrase::new("unmapped.more").with("n", unmapped.len() - TOLD).into());
    }
    Arg::List(list)
}

/// Lines for `plan.toml` for the words that [`list`] tells.
pub fn first_lines(unmapped: &[Unmapped]) -> String {
    lines(&unmapped[..unmapped.len().min(TOLD)])
}

/// A text as it stands between the quotes of TOML.
pub fn quoted(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\u{22}' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.extend([format!("\\u{:04X}", u32::from(c))]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_can_be_pasted_whatever_the_word() {
        let word = |named, word: &str| Unmapped { named, word: word.to_owned(), rows: 1, spend: 0, deals: 0 };
        let words =
            [word(Named::Stage, "Handshake"), word(Named::Channel, "a\"b\\c\u{7}"), word(Named::Channel, "โปสเตอร์")];
        let text = lines(&words);
        assert_eq!(
            text,
            "[channels]\n\"a\\\"b\\\\c\\u0007\" = \"a\\\"b\\\\c\\u0007\"\n\"โปสเตอร์\" = \"โปสเตอร์\"\n[deal_stages]\n\"handshake\" = \"open\""
        );
        let table: toml::Table = text.parse().unwrap();
        assert_eq!(table["channels"]["a\"b\\c\u{7}"].as_str(), Some("a\"b\\c\u{7}"));
    }
}
