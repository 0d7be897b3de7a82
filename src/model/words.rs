//! Words of one language: every sentence a reader sees, from `templates/words/*.toml`.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use chrono::{Datelike, NaiveDate};

use super::money::{Currency, Money};
use super::month::Month;
use super::objective::Target;
use super::phrase::{Arg, Phrase};
use super::template::{Templates, toml_fault};
use super::unit::Unit;

/// Sentences by dotted key. A key that is missing in the language is said in English, one missing there as the key.
#[derive(Clone, Debug, Default)]
pub struct Words {
    sentences: BTreeMap<String, String>,
    language: String,
}

impl Words {
    /// The words of `language` (`en`), or what is wrong with the file.
    ///
    /// # Errors
    /// The message of the TOML reader, with its line, when a words file cannot be read; its path when there is none.
    pub fn load(templates: &Templates, language: &str) -> Result<Words, String> {
        let mut sentences = BTreeMap::new();
        let own = Some(language).filter(|&code| code != "en");
        for code in std::iter::once("en").chain(own) {
            let path = format!("words/{code}.toml");
            let text = templates.get(&path).ok_or_else(|| format!("templates/{path}: {}", ErrorKind::NotFound))?;
            let table: toml::Table = text.parse().map_err(|e| {
                let (line, message) = toml_fault(text, &e);
                format!("templates/{path}:{line}: {message}")
            })?;
            flatten("", &toml::Value::Table(table), &mut sentences);
        }
        Ok(Words { sentences, language: language.to_owned() })
    }

    /// The language's code.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether the key has a sentence.
    pub fn knows(&self, key: &str) -> bool {
        self.sentences.contains_key(key)
    }

    /// Every key, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.sentences.keys().map(String::as_str)
    }

    /// The sentence of `key` as it stands, or the key itself when nobody wrote it.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.sentences.get(key).map_or(key, String::as_str)
    }

    /// The sentence of `key`, else `otherwise`.
    pub fn word_or<'a>(&'a self, key: &str, otherwise: &'a str) -> &'a str {
        self.sentences.get(key).map_or(otherwise, String::as_str)
    }

    /// The phrase as a sentence. `{name}` is replaced by its argument; one without an argument stays, so that a test
    /// finds it.
    pub fn say(&self, phrase: &Phrase) -> String {
        self.fill(self.word(&phrase.key), &phrase.args)
    }

    /// `sentence` with its `{names}` replaced; `{count:contact|contacts}` is the first word when `count` shows as 1.
    pub fn fill(&self, sentence: &str, args: &[(&'static str, Arg)]) -> String {
        replaced(sentence, |name, forms| {
            let said = self.arg(args.iter().find(|(n, _)| *n == name).map(|(_, arg)| arg)?);
            Some(
                forms.map_or_else(|| said.clone(), |(one, several)| if said == "1" { one } else { several }.to_owned()),
            )
        })
    }

    /// The sentence of `key` for no case in particular: `… contacts skipped a stage`.
    pub fn outline(&self, key: &str) -> String {
        replaced(self.word(key), |_, forms| Some(forms.map_or("…", |(_, several)| several).to_owned()))
    }

    fn arg(&self, arg: &Arg) -> String {
        match arg {
            Arg::Text(text) => text.clone(),
            Arg::Word(key) => self.word(key).to_owned(),
            Arg::Money(money) => self.money(*money),
            Arg::Short(money) => self.short(*money),
            Arg::Figure(value, unit, currency) => self.figure(*value, *unit, *currency),
            Arg::Count(count) => self.number(*count as f64, 0),
            Arg::Number(value, decimals) => self.number(*value, *decimals),
            Arg::Share(share) => self.share(*share),
            Arg::Day(day) => self.day(*day),
            Arg::Month(month) => self.month(*month),
            Arg::Period(period) if period.first == period.last => self.month(period.first),
            Arg::Period(period) => {
                format!("{}{}{}", self.month(period.first), self.word_or("format.to", " – "), self.month(period.last))
            }
            Arg::List(list) => {
                list.iter().map(|a| self.arg(a)).collect::<Vec<_>>().join(self.word_or("format.list", ", "))
            }
            Arg::Phrase(phrase) => self.say(phrase),
        }
    }

    /// A number with the language's signs; −0 is 0.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut out = String::new();
        if value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            out.push('−');
        }
        for (i, digit) in whole.char_indices() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push_str(self.word_or("format.thousands", ","));
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push_str(self.word_or("format.decimal", "."));
            out.push_str(fraction);
        }
        out
    }

    /// Part and whole of few cases: `2 of 3`.
    pub fn counts(&self, (part, whole): (f64, f64)) -> String {
        let args = [("part", Arg::Number(part, 0)), ("whole", Arg::Number(whole, 0))];
        self.fill(self.word_or("format.counts", "{part} / {whole}"), &args)
    }

    /// A target as people write it: `to 25.0%`, `by 15.0%`.
    pub fn target(&self, target: Target, unit: Unit, currency: Currency) -> String {
        let points = |value| Phrase::new("finding.points").with("n", Arg::Number(value, 1));
        let phrase = |key: &str, arg: Arg| {
            Phrase::new(format!("smart.change.{key}")).with(if key == "to" { "target" } else { "amount" }, arg)
        };
        self.say(&match target {
            Target::To(value) => phrase("to", Arg::Figure(value, unit, currency)),
            Target::By(share) => phrase("alone", Arg::Share(share)),
            Target::ByPoints(share) => phrase("alone", points(share * 100.0).into()),
            Target::Within(low, high) => Phrase::new("smart.change.within")
                .with("low", Arg::Figure(low, unit, currency))
                .with("high", Arg::Figure(high, unit, currency)),
        })
    }

    /// A share as a percentage with one decimal.
    pub fn share(&self, share: f64) -> String {
        format!("{}%", self.number(share * 100.0, 1))
    }

    /// An amount; minor units are shown under 1,000.
    pub fn money(&self, money: Money) -> String {
        let decimals = if money.major().abs() < 1000.0 { money.currency.digits() as usize } else { 0 };
        self.signed(money.currency, money.major(), &self.number(money.major().abs(), decimals))
    }

    /// An amount with three figures: `$1.24M`.
    pub fn short(&self, money: Money) -> String {
        let major = money.major().abs();
        let (value, letter) = match major {
            m if m >= 999_500_000.0 => (m / 1e9, "format.billion"),
            m if m >= 999_500.0 => (m / 1e6, "format.million"),
            m if m >= 10_000.0 => (m / 1e3, "format.thousand"),
            _ => return self.money(money),
        };
        let decimals = if value >= 100.0 {
            0
        } else if value >= 10.0 {
            1
        } else {
            2
        };
        self.signed(money.currency, money.major(), &format!("{}{}", self.number(value, decimals), self.word(letter)))
    }

    fn signed(&self, currency: Currency, value: f64, digits: &str) -> String {
        let symbol = self.sentences.get(&format!("currency.{}", currency.code()));
        let sign = if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "−" } else { "" };
        symbol.map_or_else(|| format!("{sign}{} {digits}", currency.code()), |s| format!("{sign}{s}{digits}"))
    }

    /// A figure in its unit.
    pub fn figure(&self, value: f64, unit: Unit, currency: Currency) -> String {
        match unit {
            Unit::Money | Unit::MoneyPerDay => {
                #[expect(clippy::cast_possible_truncation, reason = "shown figures are far below i128")]
                let minor = (value * currency.scale() as f64).round() as i128;
                self.short(Money { minor, currency })
            }
            Unit::Ratio => self.share(value),
            Unit::Multiple => format!("{}×", self.number(value, 2)),
            Unit::Score => self.number(value * 100.0, 0),
            Unit::Count => self.number(value, 0),
            Unit::Months | Unit::Days | Unit::Hours => {
                self.fill(self.word(&format!("unit.{}", unit.id())), &[("n", Arg::Number(value, 1))])
            }
        }
    }

    /// A day: `31 December 2026`.
    pub fn day(&self, day: NaiveDate) -> String {
        let month = self.word(&format!("month.{}", day.month())).to_owned();
        let args = [
            ("day", Arg::Text(day.day().to_string())),
            ("month", month.into()),
            ("year", Arg::Text(day.year().to_string())),
        ];
        self.fill(self.word_or("format.day", "{day} {month} {year}"), &args)
    }

    /// A month: `Dec 2026`.
    pub fn month(&self, month: Month) -> String {
        let name = self.word(&format!("month_short.{}", month.number())).to_owned();
        let args = [("month", name.into()), ("year", Arg::Text(month.year().to_string()))];
        self.fill(self.word_or("format.month", "{month} {year}"), &args)
    }
}

/// `sentence` with every `{name}` and `{name:one|several}` replaced by what `put` says of it; left where it says nothing.
fn replaced(sentence: &str, put: impl Fn(&str, Option<(&str, &str)>) -> Option<String>) -> String {
    let mut out = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((inside, tail)) = after.split_once('}') else { break };
        let (name, forms) =
            inside.split_once(':').map_or((inside, None), |(name, forms)| (name, forms.split_once('|')));
        match put(name, forms) {
            Some(said) => out.push_str(&said),
            None => out.extend(["{", inside, "}"]),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn flatten(prefix: &str, value: &toml::Value, out: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, inner) in table {
                let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(&path, inner, out);
            }
        }
        toml::Value::String(text) => {
            out.insert(prefix.to_owned(), text.clone());
        }
        other => {
            out.insert(prefix.to_owned(), other.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arg, Words};
    use crate::model::template::Templates;

    #[test]
    fn a_word_follows_its_number() {
        let words = Words::default();
        let said = |n: u64| words.fill("{n} {n:contact has|contacts have} no date, {other:a|b}", &[("n", n.into())]);
        assert_eq!(said(0), "0 contacts have no date, {other:a|b}");
        assert_eq!(said(1), "1 contact has no date, {other:a|b}");
        assert_eq!(said(1_200), "1,200 contacts have no date, {other:a|b}");
        assert_eq!(words.outline("{n} {n:contact|contacts} of {market}"), "… contacts of …");
    }

    #[test]
    fn a_rounded_number_takes_the_word_that_it_shows() {
        let words = Words::default();
        let said = |n: f64| words.fill("{n} {n:customer|customers}", &[("n", Arg::Number(n, 0))]);
        assert_eq!((said(1.2).as_str(), said(1.7).as_str()), ("1 customer", "2 customers"));
    }

    #[test]
    fn a_language_without_words_is_told() {
        assert!(Words::load(&Templates::default(), "en").is_ok());
        assert!(Words::load(&Templates::default(), "xx").is_err_and(|e| e.contains("words/xx.toml")));
    }
}
