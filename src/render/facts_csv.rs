//! `facts.csv`: every fact, long, with exact decimal values.

use std::convert::Infallible;
use std::io::Write as _;

use crate::model::fact::Facts;
use crate::model::name::Name;

/// The name of the file.
pub const NAME: &str = "facts.csv";
/// How many bytes are given at a time: they stay in the processor's cache until they are written.
const BLOCK: usize = 1 << 18;

/// The facts as RFC 4180 text: measure, month, market, channel, campaign, objective, value.
pub fn table(facts: &Facts) -> String {
    let mut text = Vec::new();
    let Ok(()) = parts(facts, &mut |part| {
        text.extend_from_slice(part);
        Ok::<(), Infallible>(())
    });
    String::from_utf8(text).unwrap_or_default()
}

/// The same text, part by part: there can be millions of facts.
///
/// # Errors
/// The first of `give`; nothing more is given then.
pub fn parts<E>(facts: &Facts, give: &mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
    let names: Vec<Vec<u8>> = (0..facts.names.len())
        .map(|i| {
            let mut text = b",".to_vec();
            let name = u32::try_from(i).map_or("", |i| facts.names.text(Name(i)));
            cell(&mut text, name);
            text
        })
        .collect();
    let mut text = Vec::with_capacity(BLOCK + BLOCK / 4);
    text.extend_from_slice(b"measure,month,market,channel,campaign,objective,value\r\n");
    let mut start = Vec::new();
    // Facts are ordered by measure and month: both are written out once for many rows.
    let by_month = |measure| facts.of(measure).by_month();
    let runs = facts.measures.iter().flat_map(|(measure, kind)| by_month(measure).map(move |run| (kind, run)));
    for (kind, (month, of_month)) in runs {
        let (scale, money) = (kind.scale(facts.currency.scale()), kind.dimension.money != 0);
        start.clear();
        cell(&mut start, &kind.id);
        let _ = write!(start, ",{month}");
        for fact in of_month {
            text.extend_from_slice(&start);
            for name in [fact.spot.market, fact.spot.channel, fact.spot.campaign, fact.spot.objective] {
                text.extend_from_slice(&names[name.index()]);
            }
            text.push(b',');
            decimal(&mut text, fact.value, scale, money);
            text.extend_from_slice(b"\r\n");
            if text.len() >= BLOCK {
                give(&text)?;
                text.clear();
            }
        }
    }
    give(&text)
}

/// Adds a text cell. One that a spreadsheet would read as a formula gets an apostrophe in front.
pub(super) fn cell(text: &mut Vec<u8>, content: &str) {
    let active = content.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = content.contains(['"', ',', '\n', '\r']);
    text.extend_from_slice(if quoted { b"\"" } else { b"" });
    text.extend_from_slice(if active { b"'" } else { b"" });
    if quoted {
        text.extend_from_slice(content.replace('"', "\"\"").as_bytes());
        text.push(b'"');
    } else {
        text.extend_from_slice(content.as_bytes());
    }
}

/// Adds `value / scale` in decimal digits, exact; money keeps all its digits, anything else drops trailing zeros.
pub fn decimal(text: &mut Vec<u8>, value: i128, scale: i64, money: bool) {
    let digits = scale.ilog10() as usize;
    text.extend_from_slice(if value < 0 { b"-" } else { b"" });
    let (size, scale) = (value.unsigned_abs(), u128::from(scale.unsigned_abs()));
    // Nearly every value is one word long, and words divide twenty times as fast.
    let part = match (u64::try_from(size), u64::try_from(scale)) {
        (Ok(size), Ok(1)) => {
            whole_number(text, size, 1);
            0
        }
        (Ok(size), Ok(scale)) => {
            whole_number(text, size / scale, 1);
            size % scale
        }
        _ => {
            let _ = write!(text, "{}", size / scale);
            u64::try_from(size % scale).unwrap_or(0)
        }
    };
    if digits == 0 || (part == 0 && !money) {
        return;
    }
    text.push(b'.');
    whole_number(text, part, digits);
    while !money && text.last() == Some(&b'0') {
        text.pop();
    }
}

/// Adds `number` in at least `digits` digits; `write!` takes three times as long.
fn whole_number(text: &mut Vec<u8>, mut number: u64, digits: usize) {
    let mut written = [b'0'; 20];
    let mut start = written.len();
    while number > 0 {
        start -= 1;
        written[start] += (number % 10) as u8;
        number /= 10;
    }
    text.extend_from_slice(&written[start.min(written.len() - digits)..]);
}

#[cfg(test)]
mod tests {
    use super::{cell, decimal};

    #[test]
    fn values_are_exact_text() {
        let decimal = |value, scale, money| {
            let mut text = Vec::new();
            decimal(&mut text, value, scale, money);
            String::from_utf8(text).unwrap()
        };
        assert_eq!(decimal(-123_456, 100, true), "-1234.56");
        assert_eq!(decimal(-5, 100, true), "-0.05");
        assert_eq!(decimal(100, 100, true), "1.00");
        assert_eq!(decimal(1_333_333_333, 1_000_000_000, false), "1.333333333");
        assert_eq!(decimal(2_000_000_000, 1_000_000_000, false), "2");
        assert_eq!(decimal(1_500, 1_000, false), "1.5");
        assert_eq!(decimal(7, 1, false), "7");
        assert_eq!(decimal(i128::MAX, 1, false), i128::MAX.to_string());
    }

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let written = |content| {
            let mut text = Vec::new();
            cell(&mut text, content);
            String::from_utf8(text).unwrap()
        };
        assert_eq!(written("=1+1"), "'=1+1");
        assert_eq!(written("@x,\"y\""), "\"'@x,\"\"y\"\"\"");
        assert_eq!(written("two\nlines"), "\"two\nlines\"");
        assert_eq!(written("plain – text"), "plain – text");
    }
}
