//! The days that a sentence names, and the times that it only hints at.

use chrono::NaiveDate;

use super::token::Tokens;
use crate::ingest::date_words::english_month;
use crate::model::objective::Every;

/// When an objective starts, is due and comes again.
#[derive(Default, Debug)]
pub(super) struct Times {
    pub(super) starts: Option<NaiveDate>,
    pub(super) due: Vec<NaiveDate>,
    /// What was written in place of a day.
    pub(super) vague: Option<String>,
    /// A day that no calendar has.
    pub(super) impossible: Option<String>,
    /// A day whose month may be either number.
    pub(super) either: Option<String>,
    pub(super) every: Option<Every>,
}

/// What stands at one place.
enum Found {
    Day(NaiveDate),
    Impossible,
    Either,
    Vague,
}

/// Takes every time out of the sentence.
pub(super) fn times(tokens: &mut Tokens) -> Times {
    let mut times = Times::default();
    recurring(tokens, &mut times);
    let mut i = 0;
    while i < tokens.all.len() {
        let Some((found, length)) = at(tokens, i) else {
            i += 1;
            continue;
        };
        let before = i.checked_sub(1).map_or("", |p| tokens.low(p)).to_owned();
        let from = if before == "the" && i > 1 { i - 2 } else { i.saturating_sub(1) };
        let lead = tokens.low(from).to_owned();
        let introduced = matches!(
            lead.as_str(),
            "by" | "before"
                | "until"
                | "till"
                | "on"
                | "due"
                | "in"
                | "during"
                | "through"
                | "to"
                | "from"
                | "since"
                | "starting"
                | "within"
                | "for"
                | "of"
                | "date"
                | "over"
        );
        let text = tokens.text(i, i + length);
        let start = matches!(lead.as_str(), "from" | "since" | "starting");
        match found {
            Found::Day(day) if start => times.starts = Some(day),
            Found::Day(day) if !times.due.contains(&day) => times.due.push(day),
            Found::Day(_) => {}
            Found::Impossible => times.impossible = Some(text),
            Found::Either => times.either = Some(text),
            Found::Vague => times.vague = Some(text),
        }
        tokens.take(if introduced { from } else { i }, i + length);
        if introduced && from > 0 && tokens.low(from - 1) == "due" {
            tokens.take(from - 1, from);
        }
        i += length;
    }
    times
}

/// `a week`, `per month`, `every quarter`, `weekly`.
fn recurring(tokens: &mut Tokens, times: &mut Times) {
    for i in 0..tokens.all.len() {
        let lead = matches!(tokens.low(i), "a" | "per" | "every" | "each");
        if let Some(every) = Every::parse(tokens.low(i + 1)).filter(|_| lead) {
            times.every = Some(every);
            tokens.take(i, i + 2);
        } else if tokens.low(i).ends_with("ly")
            && let Some(every) = Every::parse(tokens.low(i))
        {
            times.every = Some(every);
            tokens.take(i, i + 1);
        }
    }
}

fn at(tokens: &Tokens, i: usize) -> Option<(Found, usize)> {
    let word = tokens.low(i);
    if word.is_empty() {
        return None;
    }
    digits(word).map(|found| (found, 1)).or_else(|| in_words(tokens, i)).or_else(|| hinted(tokens, i))
}

/// `2026-12-31`, `31.12.2026`, `31/12/2026`.
fn digits(word: &str) -> Option<Found> {
    let parts: Vec<&str> = word.split(['-', '.', '/']).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    let [first, second, third] = numbers?[..] else { return None };
    let day = |year: u32, month: u32, day: u32| {
        let day = i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
        Some(day.map_or(Found::Impossible, Found::Day))
    };
    if first > 1900 {
        return day(first, second, third);
    }
    if third <= 1900 {
        return None;
    }
    if first > 12 || first == second || word.contains('.') {
        return day(third, second, first);
    }
    if second > 12 { day(third, first, second) } else { Some(Found::Either) }
}

fn ordinal(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let rest = &word[digits.len()..];
    let day: u32 = digits.parse().ok()?;
    ((1..=31).contains(&day) && matches!(rest, "" | "st" | "nd" | "rd" | "th")).then_some(day)
}

fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|y| (2000..2100).contains(y))
}

/// `31 December 2026`, `December 31, 2026`, `the 31st of December 2026`; without day or year it is only a hint.
fn in_words(tokens: &Tokens, i: usize) -> Option<(Found, usize)> {
    let of = usize::from(tokens.low(i + 1) == "of");
    let exact = |day: u32, month: u32, year: i32| {
        NaiveDate::from_ymd_opt(year, month, day).map_or(Found::Impossible, Found::Day)
    };
    if let (Some(day), Some(month)) = (ordinal(tokens.low(i)), english_month(tokens.low(i + 1 + of))) {
        return Some(match year(tokens.low(i + 2 + of)) {
            Some(year) => (exact(day, month, year), 3 + of),
            None => (Found::Vague, 2 + of),
        });
    }
    let month = english_month(tokens.low(i))?;
    let led = i.checked_sub(1).is_some_and(|p| {
        matches!(tokens.low(p), "by" | "in" | "until" | "till" | "before" | "end" | "of" | "during" | "from")
    });
    match (ordinal(tokens.low(i + 1)), year(tokens.low(i + 2)), year(tokens.low(i + 1))) {
        (Some(day), Some(year), None) => Some((exact(day, month, year), 3)),
        (Some(_), ..) | (_, _, Some(_)) => Some((Found::Vague, 2)),
        // `may` is also a verb.
        _ => led.then_some((Found::Vague, 1)),
    }
}

/// `next year`, `the end of the quarter`, `Q4 2026`, `in six months`, `soon`.
fn hinted(tokens: &Tokens, i: usize) -> Option<(Found, usize)> {
    let low = |n: usize| tokens.low(i + n);
    let unit = |word: &str| {
        matches!(
            word.trim_end_matches('s'),
            "year" | "quarter" | "month" | "week" | "day" | "summer" | "winter" | "spring" | "autumn" | "season"
        )
    };
    let before = i.checked_sub(1).map_or("", |p| tokens.low(p));
    let length = match low(0) {
        "end" => {
            let mut n = 1;
            while matches!(low(n), "of" | "the" | "this" | "next" | "fiscal") {
                n += 1;
            }
            let ended = unit(low(n)) || year(low(n)).is_some() || quarter(low(n)) || english_month(low(n)).is_some();
            (ended && n > 1).then(|| n + 1 + usize::from(!unit(low(n)) && year(low(n + 1)).is_some()))?
        }
        "next" | "this" | "coming" | "current" | "the" => {
            let fiscal = usize::from(matches!(low(1), "fiscal" | "coming" | "next" | "current"));
            unit(low(1 + fiscal)).then_some(2 + fiscal)?
        }
        "year-end" | "soon" | "asap" | "eventually" | "shortly" | "someday" | "quickly" | "eoy" => 1,
        "as" if low(1) == "soon" && low(2) == "as" => 4,
        word if quarter(word) => 1 + usize::from(year(low(1)).is_some()),
        word if year(word).is_some() => {
            matches!(before, "by" | "in" | "of" | "during" | "for" | "end" | "through" | "over").then_some(1)?
        }
        _ => {
            let led = matches!(before, "in" | "within" | "over" | "for");
            let word = low(0);
            let number = word.parse::<u32>().is_ok() || super::vocabulary::NUMBERS.iter().any(|n| n.0 == word);
            (led && number && unit(low(1))).then_some(2)?
        }
    };
    Some((Found::Vague, length))
}

fn quarter(word: &str) -> bool {
    matches!(word, "q1" | "q2" | "q3" | "q4" | "h1" | "h2")
}
