//! Dates as people write them: in words, in Thai, Indonesian and Korean, with the day or the month first.

use chrono::{NaiveDateTime, NaiveTime};

use super::convention::{Evidence, Shown};
use super::date::{DateFormat, DateOrder};
use super::date_number;
use super::date_token::{Token, tokens, without_remarks};
use super::date_words::{is_silent, is_weekday, korean_unit, month};

/// A date as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Written {
    /// Day and time as written.
    pub moment: NaiveDateTime,
    /// Whether a time was written.
    pub timed: bool,
    /// Offset from UTC in seconds, when written.
    pub offset: Option<i32>,
    /// Letters for a zone, when written: `CST`.
    pub abbreviation: Option<Abbreviation>,
}

/// Up to five capital letters that stand for a time zone, or rather for several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Abbreviation([u8; 5]);

impl Abbreviation {
    fn of(word: &str) -> Option<Abbreviation> {
        let mut letters = [0; 5];
        letters.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
        (word.len() >= 2 && word.bytes().all(|b| b.is_ascii_alphabetic())).then_some(Abbreviation(letters))
    }

    /// The letters, in lower case.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("").trim_end_matches('\0')
    }
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
    abbreviation: Option<Abbreviation>,
}

/// Reads a date by the column's convention, or one that says itself. `None` when it cannot be read, or either way.
pub(crate) fn written(text: &str, format: &DateFormat) -> Option<Written> {
    if let Some(written) = of_digits(text, format.since_1904) {
        return Some(written);
    }
    let parts = Parts::of(text)?;
    let (year, month, day) = parts.day(format)?;
    let day = date_number::day(year, month, day)?;
    let (offset, abbreviation) = (parts.offset, parts.abbreviation);
    let Some([mut hour, minute, second]) = parts.clock() else {
        return Some(Written { moment: day.and_time(NaiveTime::MIN), timed: false, offset, abbreviation: None });
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
    Some(Written { moment, timed: true, offset, abbreviation })
}

/// Which order of day and month a text shows, and whether its year has two digits.
pub(crate) fn evidence(text: &str) -> Shown {
    let Some(parts) = Parts::of(text) else { return Shown::default() };
    match parts.numbers[..] {
        [_, (_, 2)] if parts.month.is_some() && !parts.thai => Shown { evidence: None, short_year: true },
        [(first, 1 | 2), (second, _), (_, length)] if parts.month.is_none() => {
            Shown { evidence: order_evidence(first, second, parts.mark == Some('.')), short_year: length == 2 }
        }
        _ => Shown::default(),
    }
}

/// Letters that a text gives for its time zone, when it is a date otherwise.
pub(crate) fn abbreviation(text: &str) -> Option<String> {
    let parts = Parts::of(text)?;
    parts.abbreviation.map(|a| a.text().to_uppercase())
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

/// `45658`, `45658.5`: a day that a spreadsheet has turned into its number; `1772357400`: seconds since 1970.
fn of_digits(text: &str, since_1904: bool) -> Option<Written> {
    let text = text.trim();
    let whole = text.split(['.', ',']).next()?;
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return None;
    }
    match whole.len() {
        5 => {
            let moment = date_number::serial(text.replace(',', ".").parse().ok()?, since_1904)?;
            Some(Written { moment, timed: moment.time() != NaiveTime::MIN, offset: None, abbreviation: None })
        }
        10 | 13 if whole == text => date_number::epoch(text.parse().ok()?),
        _ => None,
    }
}

impl Parts {
    fn of(text: &str) -> Option<Parts> {
        if text.len() > 80 {
            return None;
        }
        let tokens = tokens(&without_remarks(text))?;
        let mut parts = Parts::default();
        let mut at = 0;
        while at < tokens.len() {
            at += parts.take(&tokens[at..])?;
        }
        Some(parts)
    }

    /// Takes the next tokens in; how many they were. `None`: this is no date.
    fn take(&mut self, tokens: &[Token]) -> Option<usize> {
        if let Some((time, used)) = clock_without_colons(tokens).filter(|_| self.time.is_none()) {
            self.time = Some(time);
            return Some(used);
        }
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
                    (1 | 2, [Token::Mark(':'), Token::Number { value: minutes, length: 2 }, ..]) => {
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
            "am" | "오전" | "ก่อนเที่ยง" | "午前" | "上午" => self.afternoon = Some(false),
            "pm" | "오후" | "หลังเที่ยง" | "午後" | "下午" => self.afternoon = Some(true),
            // Spanish writes `p. m.`, Australian English `p.m.`.
            "a" if self.time.is_some() => self.afternoon = Some(false),
            "p" if self.time.is_some() => self.afternoon = Some(true),
            "m" if self.afternoon.is_some() => {}
            "z" | "utc" | "gmt" => self.offset = Some(0),
            _ if is_silent(word) || is_weekday(word) => {}
            _ if self.time.is_some() && self.abbreviation.is_none() => {
                self.abbreviation = Some(Abbreviation::of(word)?);
            }
            _ => return None,
        }
        Some(())
    }

    fn clock(&self) -> Option<[u32; 3]> {
        let [_, _, _, hour, minute, second] = self.korean;
        self.time.or_else(|| hour.map(|h| [h, minute.unwrap_or(0), second.unwrap_or(0)]))
    }

    /// Year, month and day.
    fn day(&self, format: &DateFormat) -> Option<(u32, u32, u32)> {
        let order = format.order;
        if let [Some(year), Some(month), Some(day), ..] = self.korean {
            return Some((full_year(year, if year < 100 { 2 } else { 4 }, false)?, month, day));
        }
        match (self.month, &self.numbers[..]) {
            (Some(month), &[(year, 4), (day, 1 | 2)] | &[(day, 1 | 2), (year, 4)])
            | (None, &[(year, 4), (month, 1 | 2), (day, 1 | 2)]) => Some((year, month, day)),
            (Some(month), &[(day, 1 | 2), (year, length @ 2)]) => {
                Some((full_year(year, length, self.thai || format.buddhist)?, month, day))
            }
            (None, &[(number, 8)]) => Some((number / 10_000, number / 100 % 100, number % 100)),
            (None, &[(first, 1 | 2), (second, 1 | 2), (year, length @ (2 | 4))]) => {
                // Where the year comes first it does so in two digits too: 20-10-16.
                if length == 2 && order == DateOrder::Iso {
                    return Some((full_year(first, 2, format.buddhist)?, second, year));
                }
                let (month, day) = by_order(order, first, second, self.mark == Some('.'))?;
                Some((full_year(year, length, format.buddhist)?, month, day))
            }
            _ => None,
        }
    }
}

/// A time of day without colons, and of how many tokens: `18.05 น.`, `pukul 14.30`, `T173000`.
fn clock_without_colons(tokens: &[Token]) -> Option<([u32; 3], usize)> {
    match tokens {
        [
            Token::Number { value: hour, .. },
            Token::Mark('.'),
            Token::Number { value: minute, .. },
            Token::Word(word),
            ..,
        ] if matches!(word.as_str(), "น" | "uhr") => Some(([*hour, *minute, 0], 4)),
        [
            Token::Word(word),
            Token::Number { value: hour, .. },
            Token::Mark('.'),
            Token::Number { value: minute, .. },
            ..,
        ] if matches!(word.as_str(), "pukul" | "pkl" | "jam") => Some(([*hour, *minute, 0], 4)),
        [Token::Word(word), Token::Number { value, length: 6 }, ..] if word == "t" => {
            Some(([value / 10_000, value / 100 % 100, value % 100], 2))
        }
        _ => None,
    }
}

/// A year of two digits is of this century up to 50, so that a Thai 69 is refused as 1969 and not taken for 2069; beside
/// a Thai month, or in a column that the plan says so of, it is Buddhist.
pub(crate) fn full_year(year: u32, length: usize, buddhist: bool) -> Option<u32> {
    match (length, year) {
        (4, _) => Some(year),
        (2, _) if buddhist => Some(2500 + year),
        (2, 0..=50) => Some(2000 + year),
        (2, _) => Some(1900 + year),
        _ => None,
    }
}
