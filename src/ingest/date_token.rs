//! The pieces of a written date: numbers, words and marks.

use std::borrow::Cow;

use super::numeral;

/// A piece of a written date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Token {
    Number { value: u32, length: usize },
    Word(String),
    Mark(char),
}

/// The text without what stands in brackets and only explains: `(일)`, `(Indochina Time)`.
pub(crate) fn without_remarks(text: &str) -> Cow<'_, str> {
    let Some((before, rest)) = text.split_once('(') else { return Cow::Borrowed(text) };
    match rest.split_once(')') {
        Some((remark, after)) if remark.chars().all(|c| is_letter(c) || c == ' ') => {
            Cow::Owned(format!("{before} {after}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// The pieces of a written date; `None` when a number is too long for one.
pub(crate) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let text = numeral::normal(text);
    let mut chars = text.chars().peekable();
    while let Some(&c) = chars.peek() {
        if c.is_ascii_digit() {
            let digits: String = std::iter::from_fn(|| chars.next_if(char::is_ascii_digit)).collect();
            // Longer than any part of a date: a fraction of a second, or no date at all.
            let value = digits.get(..digits.len().min(9))?.parse().ok()?;
            tokens.push(Token::Number { value, length: digits.len() });
        } else if is_letter(c) {
            let mut word = String::new();
            while let Some(c) = chars.next_if(|c| is_letter(*c) || (*c == '.' && word.ends_with(is_thai))) {
                word.extend(c.to_lowercase());
            }
            word.retain(|c| c != '.');
            tokens.push(Token::Word(word));
        } else {
            chars.next();
            if c != ' ' {
                tokens.push(Token::Mark(c));
            }
        }
    }
    Some(tokens)
}

fn is_thai(c: char) -> bool {
    ('\u{0e01}'..='\u{0e4e}').contains(&c)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_thai(c)
}
