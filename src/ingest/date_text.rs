//! Dates as people write them: in words, in Thai, Indonesian and Korean, with the day or the month first.

use chrono::{NaiveDateTime, NaiveTime};

use super::convention::Evidence;
use super::date::{self, DateOrder};
use super::numeral;

/// A date as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Written {
    /// Day and time as written.
    pub moment: NaiveDateTime,
    /// Whether a time was written.
    pub timed: bool,
    /// Offset from UTC in seconds, when written.
    pub offset: Option<i32>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Token {
    Number { value: u32, length: usize },
    Word(String),
    Mark(char),
}

/// What a text says about a day and a time, before anything is decided.
#[derive(Default, Debug)]
struct Parts {
    /// Numbers of the date in order, with their lengths.
    numbers: Vec<(u32, usize)>,
    /// The mark between them.
    mark: Option<char>,
    month: Option<u32>,
    thai: bool,
    korean: [Option<u32>; 6],
    time: Option<[u32; 3]>,
    afternoon: Option<bool>,
    offset: Option<i32>,
}

/// Reads a date by the column's order, or one that says itself. `None` when it cannot be read, or either way.
pub(crate) fn written(text: &str, order: DateOrder) -> Option<Written> {
    if let Some(serial) = serial(text) {
        return Some(Written { moment: serial, timed: serial.time() != NaiveTime::MIN, offset: None });
    }
    let parts = Parts::of(text)?;
    let (year, month, day) = parts.day(order)?;
    let day = date::day(year, month, day)?;
    let Some([mut hour, minute, second]) = parts.clock() else {
        return Some(Written { moment: day.and_time(NaiveTime::MIN), timed: false, offset: parts.offset });
    };
    let mut day = day;
    match parts.afternoon {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    if (hour, minute, second) == (24, 0, 0) {
        (hour, day) = (0, day.succ_opt()?);
    }
    let moment = day.and_hms_opt(hour, minute, second.min(59))?;
    Some(Written { moment, timed: true, offset: parts.offset })
}

/// Which order of day and month a text shows.
pub(crate) fn evidence(text: &str) -> Option<Evidence> {
    let parts = Parts::of(text)?;
    let [(first, first_length), (second, _), _] = parts.numbers[..] else { return None };
    if parts.month.is_some() || first_length > 2 {
        return None;
    }
    order_evidence(first, second, parts.mark == Some('.'))
}

/// Which order two numbers before a year show. No locale writes the month first with dots.
pub(crate) fn order_evidence(first: u32, second: u32, dotted: bool) -> Option<Evidence> {
    match (first > 12, second > 12) {
        (true, false) => Some(Evidence::First),
        (false, true) => Some(Evidence::Second),
        (false, false) if dotted => Some(Evidence::First),
        (false, false) if first != second => Some(Evidence::Either),
        _ => None,
    }
}

/// Month and day of two numbers before a year; `None` when they could be either and no order is known.
pub(crate) fn by_order(order: DateOrder, first: u32, second: u32, dotted: bool) -> Option<(u32, u32)> {
    match order {
        DateOrder::DayFirst => Some((second, first)),
        DateOrder::MonthFirst => Some((first, second)),
        DateOrder::Iso if first > 12 || first == second || dotted => Some((second, first)),
        DateOrder::Iso if second > 12 => Some((first, second)),
        DateOrder::Iso => None,
    }
}

/// `45658`, `45658.5`: a day that a spreadsheet has turned into its number.
fn serial(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    let whole = text.split('.').next()?;
    let digits = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if whole.len() == 5 && digits { date::serial(text.parse().ok()?) } else { None }
}

impl Parts {
    fn of(text: &str) -> Option<Parts> {
        if text.len() > 80 {
            return None;
        }
        let tokens = tokens(text)?;
        let mut parts = Parts::default();
        let mut at = 0;
        while at < tokens.len() {
            at += parts.take(&tokens[at..])?;
        }
        Some(parts)
    }

    /// Takes the next tokens in; how many they were. `None`: this is no date.
    fn take(&mut self, tokens: &[Token]) -> Option<usize> {
        match tokens {
            [Token::Number { value: hour, .. }, Token::Mark(':'), Token::Number { value: minute, .. }, rest @ ..] => {
                let (second, used) = match rest {
                    [Token::Mark(':'), Token::Number { value, .. }, Token::Mark('.'), Token::Number { .. }, ..] => {
                        (*value, 7)
                    }
                    [Token::Mark(':'), Token::Number { value, .. }, ..] => (*value, 5),
                    _ => (0, 3),
                };
                if self.time.replace([*hour, *minute, second]).is_some() {
                    return None;
                }
                Some(used)
            }
            [Token::Mark(sign @ ('+' | '-')), Token::Number { value, length }, rest @ ..] if self.time.is_some() => {
                let (seconds, used) = match (length, rest) {
                    (4, _) => (value / 100 * 3600 + value % 100 * 60, 2),
                    (1 | 2, [Token::Mark(':'), Token::Number { value: minutes, .. }, ..]) => {
                        (value * 3600 + minutes * 60, 4)
                    }
                    (1 | 2, _) => (value * 3600, 2),
                    _ => return None,
                };
                let seconds = i32::try_from(seconds).ok().filter(|s| *s <= 15 * 3600)?;
                self.offset = Some(if *sign == '-' { -seconds } else { seconds });
                Some(used)
            }
            [Token::Number { value, .. }, Token::Word(word), ..] if korean_unit(word).is_some() => {
                self.korean[korean_unit(word)?] = Some(*value);
                Some(2)
            }
            [Token::Number { value, length }, ..] => {
                self.numbers.push((*value, *length));
                (self.numbers.len() <= 3).then_some(1)
            }
            [Token::Word(word), ..] => self.word(word).map(|()| 1),
            [Token::Mark(mark @ ('/' | '-' | '.')), ..] => {
                self.mark = self.mark.or(Some(*mark));
                Some(1)
            }
            [Token::Mark(','), ..] => Some(1),
            _ => None,
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        if let Some(month) = month(word) {
            self.thai = word.starts_with(|c| ('\u{0e00}'..='\u{0e7f}').contains(&c));
            return self.month.replace(month).is_none().then_some(());
        }
        match word {
            "am" | "오전" => self.afternoon = Some(false),
            "pm" | "오후" => self.afternoon = Some(true),
            "z" | "utc" | "gmt" => self.offset = Some(0),
            "t" | "at" | "น" | "เวลา" | "st" | "nd" | "rd" | "th" | "of" | "pukul" => {}
            _ if is_weekday(word) => {}
            _ => return None,
        }
        Some(())
    }

    fn clock(&self) -> Option<[u32; 3]> {
        let [_, _, _, hour, minute, second] = self.korean;
        self.time.or_else(|| hour.map(|h| [h, minute.unwrap_or(0), second.unwrap_or(0)]))
    }

    /// Year, month and day.
    fn day(&self, order: DateOrder) -> Option<(u32, u32, u32)> {
        if let [Some(year), Some(month), Some(day), ..] = self.korean {
            return Some((full_year(year, 4, false)?, month, day));
        }
        match (self.month, &self.numbers[..]) {
            (Some(month), &[(year, 4), (day, 1 | 2)] | &[(day, 1 | 2), (year, 4)])
            | (None, &[(year, 4), (month, 1 | 2), (day, 1 | 2)]) => Some((year, month, day)),
            (Some(month), &[(day, 1 | 2), (year, length @ 2)]) => {
                Some((full_year(year, length, self.thai)?, month, day))
            }
            (None, &[(number, 8)]) => Some((number / 10_000, number / 100 % 100, number % 100)),
            (None, &[(first, 1 | 2), (second, 1 | 2), (year, length @ (2 | 4))]) => {
                // Two-digit years need an order: 20-10-16 could begin with the year.
                if length == 2 && order == DateOrder::Iso {
                    return None;
                }
                let (month, day) = by_order(order, first, second, self.mark == Some('.'))?;
                Some((full_year(year, length, false)?, month, day))
            }
            _ => None,
        }
    }
}

/// A year of two digits is of this century up to 68; beside a Thai month it is Buddhist.
fn full_year(year: u32, length: usize, thai: bool) -> Option<u32> {
    match (length, year) {
        (4, _) => Some(year),
        (2, _) if thai => Some(2500 + year),
        (2, 0..=68) => Some(2000 + year),
        (2, _) => Some(1900 + year),
        _ => None,
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
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

fn korean_unit(word: &str) -> Option<usize> {
    ["년", "월", "일", "시", "분", "초"].iter().position(|unit| *unit == word)
}

fn is_weekday(word: &str) -> bool {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "tues", "thur", "thurs"];
    word.strip_suffix("day").is_some() && days.iter().any(|d| word.starts_with(d)) || days.contains(&word)
}

/// Month names, January first: English, Indonesian, Thai; short and long, without dots.
const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januari", "มค", "มกราคม"],
    &["feb", "february", "februari", "กพ", "กุมภาพันธ์"],
    &["mar", "march", "maret", "มีค", "มีนาคม"],
    &["apr", "april", "เมย", "เมษายน"],
    &["may", "mei", "พค", "พฤษภาคม"],
    &["jun", "june", "juni", "มิย", "มิถุนายน"],
    &["jul", "july", "juli", "กค", "กรกฎาคม"],
    &["aug", "august", "agu", "agt", "agustus", "สค", "สิงหาคม"],
    &["sep", "sept", "september", "กย", "กันยายน"],
    &["oct", "october", "okt", "oktober", "ตค", "ตุลาคม"],
    &["nov", "november", "พย", "พฤศจิกายน"],
    &["dec", "december", "des", "desember", "ธค", "ธันวาคม"],
];

fn month(word: &str) -> Option<u32> {
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(number, _)| number)
}
