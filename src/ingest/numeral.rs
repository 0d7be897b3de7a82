//! Numbers as people and vendors write them: signs, symbols, grouping, percent, and words for powers of ten.

use super::currency_sign::Sign;
use super::number::{Decimal, NumberFormat, Reading, is_missing};

/// Words for powers of ten, as suffixes in lower case; longer ones first where one ends another.
#[rustfmt::skip]
const POWERS: [(&str, u32); 39] = [
    ("만", 4), ("억", 8), ("천", 3), ("조", 12), ("miliar", 9), ("milyar", 9), ("triliun", 12), ("juta", 6), ("jt", 6),
    ("ribu", 3), ("rb", 3), ("crore", 7), ("cr", 7), ("lakh", 5), ("lac", 5), ("ล้าน", 6), ("แสน", 5), ("หมื่น", 4),
    ("พัน", 3), ("thousand", 3), ("million", 6), ("billion", 9), ("mio.", 6), ("mrd.", 9), ("tsd.", 3), ("milliard", 9),
    ("millones", 6), ("mrd", 9), ("tsd", 3), ("万", 4), ("億", 8), ("千", 3), ("mio", 6), ("mn", 6), ("bn", 9), ("k", 3), ("m", 6), ("b", 9), ("l", 5),
];

/// Reads what the fast path does not.
pub(crate) fn numeral(text: &str, format: NumberFormat) -> Reading<Decimal> {
    if is_missing(text) {
        return Reading::Missing;
    }
    let text = normal(text);
    if let Some(bound) = text.strip_prefix(['<', '>', '≤', '≥']) {
        return if signed(bound.trim(), format).is_some() { Reading::Missing } else { Reading::Unreadable };
    }
    let read = signed(&text, format).or_else(|| in_parts(&text, format));
    read.map_or(Reading::Unreadable, Reading::Given)
}

/// The digits and marks of a number, without sign, symbols and words: what decides its convention.
pub(crate) struct Bare {
    /// `1.234,56`
    pub digits: String,
    /// The currency sign beside it.
    pub beside: Option<Sign>,
}

/// What is left of a number without everything around its digits; `None` when it is no number.
pub(crate) fn bare(text: &str) -> Option<Bare> {
    if is_missing(text) {
        return None;
    }
    let text = normal(text);
    let stripped = Stripped::of(text.trim_start_matches(['<', '>', '≤', '≥']))?;
    Some(Bare { digits: stripped.digits, beside: stripped.beside })
}

/// The currency sign beside a number; `None` when it has none, or is no number.
pub(crate) fn sign(text: &str) -> Option<Sign> {
    let plain = |b: u8| b.is_ascii_digit() || b == b'-';
    let bytes = text.as_bytes();
    if bytes.first().is_none_or(|b| plain(*b)) && bytes.last().is_none_or(|b| plain(*b)) {
        return None;
    }
    bare(text)?.beside
}

/// `1억 2,000만`: parts by falling powers of ten, as Korean and Japanese write them.
fn in_parts(text: &str, format: NumberFormat) -> Option<Decimal> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |t| (true, t.trim()));
    let mut rest = Sign::off(text).map_or(text, |(_, rest)| rest);
    let (mut sum, mut last) = (0_i128, u32::MAX);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let mut unit = after.trim_start().chars();
        let power = match unit.next() {
            None => 0,
            Some('조' | '兆') => 12,
            Some('억' | '億') => 8,
            Some('만' | '万') => 4,
            Some('천' | '千') => 3,
            Some(_) => return None,
        };
        let decimal = digits(number, format.decimal).filter(|d| d.scale <= power && power < last)?;
        sum = sum.checked_add(decimal.mantissa.checked_mul(10_i128.checked_pow(power - decimal.scale)?)?)?;
        (last, rest) = (power, unit.as_str().trim());
    }
    (last != u32::MAX).then_some(Decimal { mantissa: if negative { -sum } else { sum }, scale: 0 })
}

fn signed(text: &str, format: NumberFormat) -> Option<Decimal> {
    let stripped = Stripped::of(text)?;
    let (digits_text, exponent) = exponent(&stripped.digits)?;
    let mut decimal = digits(digits_text, format.decimal)?;
    let up = stripped.power + exponent;
    if stripped.percent {
        decimal.scale += 2;
    }
    let scale = i64::from(decimal.scale) - up;
    if scale < 0 {
        let factor = 10_i128.checked_pow(u32::try_from(-scale).ok()?)?;
        decimal.mantissa = decimal.mantissa.checked_mul(factor)?;
    }
    decimal.scale = u32::try_from(scale.max(0)).ok().filter(|s| *s <= 36)?;
    if stripped.negative {
        decimal.mantissa = -decimal.mantissa;
    }
    Some(decimal)
}

/// `1.10032E+13` as its digits and its power of ten.
fn exponent(text: &str) -> Option<(&str, i64)> {
    match text.split_once('e') {
        None => Some((text, 0)),
        Some((mantissa, power)) => power.parse().ok().filter(|p: &i64| p.abs() <= 27).map(|p| (mantissa, p)),
    }
}

/// A number taken apart.
#[derive(Default)]
struct Stripped {
    digits: String,
    negative: bool,
    percent: bool,
    beside: Option<Sign>,
    power: i64,
}

impl Stripped {
    fn of(text: &str) -> Option<Stripped> {
        let mut found = Stripped::default();
        let (mut rest, mut signs) = (text.trim(), 0);
        // `1.234,-` and `5.–`: a dash for no cents.
        for dash in [",-", ".-", ",--"] {
            rest = rest.strip_suffix(dash).filter(|t| t.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(rest);
        }
        // Signs, symbols and words come in any order: `-$5`, `$-5`, `5-`, `1,5 jt`, `120만원`.
        loop {
            let before = rest.len();
            if let Some(inner) = rest.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
                (found.negative, signs, rest) = (true, signs + 1, inner.trim());
            }
            if let Some(t) = rest.strip_prefix('-').or_else(|| rest.strip_suffix('-')) {
                (found.negative, signs, rest) = (true, signs + 1, t.trim());
            }
            rest = rest.strip_prefix('+').unwrap_or(rest).trim();
            if let Some(t) = rest.strip_suffix('%').filter(|_| !found.percent) {
                (found.percent, rest) = (true, t.trim());
            }
            rest = found.without_currency(rest);
            rest = found.without_power(rest);
            if rest.len() == before {
                break;
            }
        }
        found.digits = rest.to_ascii_lowercase();
        (signs <= 1 && rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',')).then_some(found)
    }

    fn without_currency<'a>(&mut self, text: &'a str) -> &'a str {
        let Some((sign, rest)) = Sign::off(text) else { return text };
        // `US$5 USD` says it twice; `$5 EUR` is no amount.
        if self.beside.is_some_and(|known| !known.agrees(sign)) {
            return text;
        }
        self.beside = self.beside.or(Some(sign));
        rest
    }

    fn without_power<'a>(&mut self, text: &'a str) -> &'a str {
        if self.power > 0 || text.ends_with(|c: char| c.is_ascii_digit()) {
            return text;
        }
        let lower = text.to_lowercase();
        for (word, power) in POWERS {
            let Some(left) = lower.strip_suffix(word) else { continue };
            let Some(rest) = text.get(..left.len()).filter(|t| t.ends_with(|c: char| c.is_ascii_digit() || c == ' '))
            else {
                continue;
            };
            // `M` after rupiah is miliar, a thousand million.
            self.power = if word == "m" && self.beside.is_some_and(Sign::is_rupiah) { 9 } else { i64::from(power) };
            return rest.trim();
        }
        text
    }
}

/// Digits, grouped or not, with at most one `decimal`; no sign.
pub(crate) fn digits(text: &str, decimal: char) -> Option<Decimal> {
    let (whole, fraction) = text.split_once(decimal).unwrap_or((text, ""));
    let mut value = Decimal { mantissa: 0, scale: 0 };
    let mut count = 0;
    let mut push = |value: &mut Decimal, digit: char| {
        count += 1;
        value.mantissa = value.mantissa * 10 + i128::from(digit.to_digit(10)?);
        (count <= 36).then_some(())
    };
    if !well_grouped(whole) || (whole.is_empty() && fraction.is_empty()) || text.ends_with(decimal) {
        return None;
    }
    for digit in whole.chars().filter(char::is_ascii_digit) {
        push(&mut value, digit)?;
    }
    for digit in fraction.chars() {
        push(&mut value, digit)?;
        value.scale += 1;
    }
    Some(value)
}

/// Whether digits are ungrouped, in threes (`1,234,567`), or Indian (`1,23,456`), by one mark throughout.
fn well_grouped(whole: &str) -> bool {
    let Some(mark) = whole.chars().find(|c| !c.is_ascii_digit()) else { return true };
    if !matches!(mark, ',' | '.' | ' ' | '\'') {
        return false;
    }
    let groups: Vec<&str> = whole.split(mark).collect();
    let (first, rest) = (groups[0], &groups[1..]);
    let Some((last, middle)) = rest.split_last() else { return false };
    let digits = groups.iter().all(|g| g.bytes().all(|b| b.is_ascii_digit()));
    let indian = !middle.is_empty() && middle.iter().all(|g| g.len() == 2) && (1..=2).contains(&first.len());
    digits && last.len() == 3 && (1..=3).contains(&first.len()) && (indian || middle.iter().all(|g| g.len() == 3))
}

/// Blanks of any kind, and marks that have no width.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Thai, Arabic, Indian and full-width digits and signs as ASCII, every minus as `-`, every blank as a space.
pub(crate) fn normal(text: &str) -> String {
    text.trim_matches(is_blank).chars().map(plain_char).filter(|c| *c == ' ' || !is_blank(*c)).collect()
}

/// One character as ASCII where it has an ASCII meaning.
pub(crate) fn plain_char(c: char) -> char {
    match c {
        '\u{0e50}'..='\u{0e59}' => moved(c, 0x0e50, '0'),
        '\u{0660}'..='\u{0669}' => moved(c, 0x0660, '0'),
        '\u{06f0}'..='\u{06f9}' => moved(c, 0x06f0, '0'),
        '\u{0966}'..='\u{096f}' => moved(c, 0x0966, '0'),
        '\u{ff01}'..='\u{ff5e}' => moved(c, 0xff01, '!'),
        '\u{2212}' | '\u{2010}'..='\u{2013}' => '-',
        '\u{2019}' | '\u{2018}' | '\u{00b4}' => '\'',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

fn moved(c: char, from: u32, to: char) -> char {
    char::from_u32(c as u32 - from + to as u32).unwrap_or(c)
}
