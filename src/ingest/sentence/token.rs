//! A sentence as words, each of which is taken by one part of the objective.

/// One word without the punctuation around it.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// As written.
    pub(super) text: String,
    /// In lower case.
    pub(super) low: String,
    /// Whether a comma, full stop, colon, semicolon or bracket ends the phrase here.
    pub(super) ends: bool,
    /// Whether a part of the objective has it.
    pub(super) taken: bool,
}

/// The words of a sentence.
pub(super) struct Tokens {
    pub(super) all: Vec<Token>,
}

impl Tokens {
    pub(super) fn of(sentence: &str) -> Tokens {
        let mut all: Vec<Token> = Vec::new();
        for word in sentence.replace(['\u{a0}', '\u{202f}'], " ").split_whitespace() {
            let opens = word.starts_with(['(', '"', '“', '—', '–']) || matches!(word, "-" | "·" | "|");
            if let Some(last) = all.last_mut().filter(|_| opens) {
                last.ends = true;
            }
            let text = word.trim_matches(['(', ')', '"', '“', '”', ',', ';', ':', '!', '?', '—', '–', '·', '|']);
            let text = text.strip_suffix('.').unwrap_or(text);
            if text.is_empty() || text == "-" {
                continue;
            }
            let ends = word.ends_with([',', ';', ':', '.', ')', '!', '?', '"', '”']);
            all.push(Token { text: text.to_owned(), low: text.to_lowercase(), ends, taken: false });
        }
        Tokens { all }
    }

    /// The word at `i` in lower case, if no part has it yet; empty beyond the end.
    pub(super) fn low(&self, i: usize) -> &str {
        self.all.get(i).filter(|t| !t.taken).map_or("", |t| &t.low)
    }

    /// The words from `from` up to `to`, as written.
    pub(super) fn text(&self, from: usize, to: usize) -> String {
        let words: Vec<&str> = self.all[from..to.min(self.all.len())].iter().map(|t| t.text.as_str()).collect();
        words.join(" ")
    }

    /// Gives the words from `from` up to `to` to a part.
    pub(super) fn take(&mut self, from: usize, to: usize) {
        let to = to.min(self.all.len());
        for token in &mut self.all[from.min(to)..to] {
            token.taken = true;
        }
    }

    /// Whether the phrase goes on from `i` to `i + 1`.
    pub(super) fn goes_on(&self, i: usize) -> bool {
        self.all.get(i).is_some_and(|t| !t.ends) && self.all.get(i + 1).is_some_and(|t| !t.taken)
    }
}
