//! Channel words: the names that exports give a channel; one with a `*` is a pattern.

use std::collections::BTreeMap;

use super::header::{HeaderPattern, normal};

/// Words and the channels that they mean.
#[derive(Clone, Debug, Default)]
pub struct ChannelWords {
    exact: BTreeMap<String, String>,
    /// The longest first: it says more.
    patterns: Vec<(HeaderPattern, String)>,
}

impl ChannelWords {
    /// Adds the words for a channel, which is known by its own name too unless another channel has that word.
    pub fn add(&mut self, channel: &str, words: &[String]) {
        self.exact.entry(normal(channel)).or_insert_with(|| channel.to_owned());
        for word in words {
            if word.contains('*') {
                self.patterns.push((HeaderPattern::new(word), channel.to_owned()));
            } else {
                self.exact.insert(normal(word), channel.to_owned());
            }
        }
        self.patterns.sort_by(|a, b| b.0.shown.len().cmp(&a.0.shown.len()).then(a.0.shown.cmp(&b.0.shown)));
    }

    /// The channel of a word in the form of [`normal`].
    pub fn channel(&self, word: &str) -> Option<&str> {
        let pattern = || self.patterns.iter().find(|(p, _)| p.fits(word).is_some()).map(|(_, channel)| channel);
        self.exact.get(word).or_else(pattern).map(String::as_str)
    }
}
