//! Headers as they are compared: whatever a spreadsheet, a browser or a translator did to their spelling.

use std::collections::BTreeSet;

/// The form in which two headers are compared: lower case, no invisible characters, single spaces, straight quotes.
pub fn normal(header: &str) -> String {
    let mut out = String::with_capacity(header.len());
    for c in header.chars() {
        match c {
            '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' => {}
            '\u{2018}' | '\u{2019}' | '\u{02bc}' => out.push('\''),
            '\u{201c}' | '\u{201d}' => out.push('"'),
            '\u{2013}' | '\u{2014}' | '\u{2212}' => out.push('-'),
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A header as a source writes it. A `*` stands for any text: the currency in `Amount spent (*)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeaderPattern {
    /// As written in the template.
    pub shown: String,
    normal: String,
}

impl HeaderPattern {
    /// The pattern that `shown` writes.
    pub fn new(shown: &str) -> HeaderPattern {
        HeaderPattern { shown: shown.to_owned(), normal: normal(shown) }
    }

    /// Whether `header` (in its normal form) fits, and what its first `*` stands for (empty without one).
    pub fn fits<'h>(&self, header: &'h str) -> Option<&'h str> {
        let Some((before, after)) = self.normal.split_once('*') else {
            return (header == self.normal).then_some("");
        };
        let Some((between, last)) = after.rsplit_once('*') else {
            return header.strip_prefix(before)?.strip_suffix(after);
        };
        let mut rest = header.strip_prefix(before)?.strip_suffix(last)?;
        let mut first = None;
        for part in between.split('*') {
            let (stood, next) = rest.split_once(part)?;
            first = first.or(Some(stood));
            rest = next;
        }
        first
    }
}

/// The headers that some pattern fits: whole ones are found by one look-up, however many sources there are.
#[derive(Clone, Debug, Default)]
pub struct KnownHeaders<'p> {
    whole: BTreeSet<&'p str>,
    open: Vec<&'p HeaderPattern>,
}

impl<'p> KnownHeaders<'p> {
    /// Those of `patterns`.
    pub fn new(patterns: impl Iterator<Item = &'p HeaderPattern>) -> KnownHeaders<'p> {
        let (open, whole): (Vec<_>, Vec<_>) = patterns.partition(|p| p.normal.contains('*'));
        KnownHeaders { whole: whole.into_iter().map(|p| p.normal.as_str()).collect(), open }
    }

    /// Whether `header`, in its normal form, fits one.
    pub fn contains(&self, header: &str) -> bool {
        self.whole.contains(header) || self.open.iter().any(|p| p.fits(header).is_some())
    }
}
