//! A sentence before any language: a key of `templates/words` and what to put in.

use chrono::NaiveDate;

use super::money::{Currency, Money};
use super::month::{Month, Period};
use super::unit::Unit;

/// A sentence to be said by [`super::words::Words`].
#[derive(Clone, PartialEq, Debug)]
pub struct Phrase {
    /// Key in the words, such as `verdict.behind`.
    pub key: String,
    /// What `{name}` in the sentence stands for.
    pub args: Vec<(&'static str, Arg)>,
}

/// What may be put into a sentence; each kind is written in the language's own way.
#[derive(Clone, PartialEq, Debug)]
pub enum Arg {
    /// Text from outside, as it is.
    Text(String),
    /// A key of the words.
    Word(String),
    /// An amount, without minor units when it is large.
    Money(Money),
    /// An amount, short: `1.24M`.
    Short(Money),
    /// A figure of a metric in its unit.
    Figure(f64, Unit, Currency),
    /// A whole number of things.
    Count(i128),
    /// A plain number with so many decimals.
    Number(f64, usize),
    /// A share as a percentage.
    Share(f64),
    /// A day.
    Day(NaiveDate),
    /// A month.
    Month(Month),
    /// A span of months.
    Period(Period),
    /// Several, joined by commas.
    List(Vec<Arg>),
    /// Another sentence.
    Phrase(Box<Phrase>),
}

impl Phrase {
    /// A sentence without anything to put in.
    pub fn new(key: impl Into<String>) -> Phrase {
        Phrase { key: key.into(), args: Vec::new() }
    }

    /// The same with `{name}` standing for `arg`.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Phrase {
        self.args.push((name, arg.into()));
        self
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Arg {
        Arg::Count(i128::try_from(count).unwrap_or(i128::MAX))
    }
}

impl From<u64> for Arg {
    fn from(count: u64) -> Arg {
        Arg::Count(count.into())
    }
}

impl From<Money> for Arg {
    fn from(money: Money) -> Arg {
        Arg::Money(money)
    }
}

impl From<NaiveDate> for Arg {
    fn from(day: NaiveDate) -> Arg {
        Arg::Day(day)
    }
}

impl From<Month> for Arg {
    fn from(month: Month) -> Arg {
        Arg::Month(month)
    }
}

impl From<Period> for Arg {
    fn from(period: Period) -> Arg {
        Arg::Period(period)
    }
}

impl From<Phrase> for Arg {
    fn from(phrase: Phrase) -> Arg {
        Arg::Phrase(Box::new(phrase))
    }
}
