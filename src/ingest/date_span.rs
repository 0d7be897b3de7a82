//! Months, quarters and weeks in cells where a day is looked for: `2026-03`, `Mar 2026`, `Q1 2026`, `2026-W05`.

use chrono::{NaiveDate, Weekday};

use super::date_number;
use super::date_text::full_year;
use super::date_token::{Token, tokens};
use super::date_words::{is_silent, korean_unit, month};

/// First and last day of a span of the calendar; `None` when the text names none. `buddhist`: as for dates.
pub(crate) fn span(text: &str, buddhist: bool) -> Option<(NaiveDate, NaiveDate)> {
    if text.len() > 40 {
        return None;
    }
    let tokens: Vec<Token> = tokens(text)?.into_iter().filter(|t| !matches!(t, Token::Mark('-' | '/' | '.'))).collect();
    let tokens: Vec<&Token> = tokens.iter().filter(|t| !matches!(t, Token::Word(w) if is_silent(w))).collect();
    match tokens.as_slice() {
        [Token::Number { value: year, length: 4 }, Token::Number { value: month, length: 1 | 2 }]
        | [Token::Number { value: month, length: 1 | 2 }, Token::Number { value: year, length: 4 }] => {
            months(*year, *month, 1)
        }
        [Token::Number { value, length: 6 }] => months(value / 100, value % 100, 1),
        [Token::Word(name), Token::Number { value, length }] if month(name).is_some() => {
            let thai = name.starts_with(|c| ('\u{0e00}'..='\u{0e7f}').contains(&c));
            months(full_year(*value, *length, thai || buddhist)?, month(name)?, 1)
        }
        [Token::Number { value: year, length: 4 }, Token::Word(name)] if month(name).is_some() => {
            months(*year, month(name)?, 1)
        }
        [Token::Number { value: year, length: 4 }, Token::Word(of), Token::Number { value, .. }, rest @ ..]
            if korean_unit(of) == Some(0) =>
        {
            match rest {
                [Token::Word(unit)] if korean_unit(unit) == Some(1) => months(*year, *value, 1),
                [Token::Word(unit)] if unit == "분기" => quarter(*year, *value),
                _ => None,
            }
        }
        [Token::Word(letter), Token::Number { value, length: 1 | 2 }, Token::Number { value: year, length: 4 }]
        | [Token::Number { value: year, length: 4 }, Token::Word(letter), Token::Number { value, length: 1 | 2 }] => {
            match letter.as_str() {
                "q" => quarter(*year, *value),
                "w" | "week" | "kw" => week(*year, *value),
                _ => None,
            }
        }
        _ => None,
    }
}

fn quarter(year: u32, number: u32) -> Option<(NaiveDate, NaiveDate)> {
    (1..=4).contains(&number).then(|| months(year, number * 3 - 2, 3)).flatten()
}

/// `count` months from the first of `month` on.
fn months(year: u32, month: u32, count: u32) -> Option<(NaiveDate, NaiveDate)> {
    let first = date_number::day(year, month, 1)?;
    Some((first, first.checked_add_months(chrono::Months::new(count))?.pred_opt()?))
}

/// A week by ISO 8601: Monday to Sunday, the first of a year is the one with its first Thursday.
fn week(year: u32, number: u32) -> Option<(NaiveDate, NaiveDate)> {
    let year = i32::try_from(year).ok().filter(|y| (1900..2200).contains(y))?;
    let day = |weekday| NaiveDate::from_isoywd_opt(year, number, weekday);
    Some((day(Weekday::Mon)?, day(Weekday::Sun)?))
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn spans_of_the_calendar() {
        for (text, first, last) in [
            ("2026-03", "2026-03-01", "2026-03-31"),
            ("03/2026", "2026-03-01", "2026-03-31"),
            ("202602", "2026-02-01", "2026-02-28"),
            ("Mar 2026", "2026-03-01", "2026-03-31"),
            ("Mar-26", "2026-03-01", "2026-03-31"),
            ("2026년 3월", "2026-03-01", "2026-03-31"),
            ("มี.ค. 2569", "2026-03-01", "2026-03-31"),
            ("ก.พ. 67", "2024-02-01", "2024-02-29"),
            ("Q1 2026", "2026-01-01", "2026-03-31"),
            ("2026-Q4", "2026-10-01", "2026-12-31"),
            ("2026년 2분기", "2026-04-01", "2026-06-30"),
            ("2026-W05", "2026-01-26", "2026-02-01"),
        ] {
            let found = span(text, false).map(|(a, b)| (a.to_string(), b.to_string()));
            assert_eq!(found, Some((first.to_owned(), last.to_owned())), "{text}");
        }
        for text in ["2026", "2026-13", "Q5 2026", "2026-W54", "2026-03-01", "hello", "12"] {
            assert_eq!(span(text, false), None, "{text}");
        }
    }
}
