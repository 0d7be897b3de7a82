//! `facts.csv`: every fact, long, with exact decimal values.

use std::fmt::Write as _;

use super::report::{Output, Report};
use crate::model::fact::Facts;
use crate::model::name::Name;

/// The file, in the order of the facts.
pub fn output(report: &Report<'_>) -> Output {
    Output { name: "facts.csv".to_owned(), bytes: table(report.facts).into_bytes() }
}

/// The facts as RFC 4180 text: measure, month, market, channel, campaign, objective, value.
pub fn table(facts: &Facts) -> String {
    let names: Vec<String> = (0..facts.names.len())
        .map(|i| {
            let mut text = String::from(",");
            let name = u32::try_from(i).map_or("", |i| facts.names.text(Name(i)));
            cell(&mut text, name);
            text
        })
        .collect();
    let mut text = String::from("measure,month,market,channel,campaign,objective,value\r\n");
    text.reserve(facts.rows.len() * 80);
    let mut before = None;
    let mut start = String::new();
    for fact in &facts.rows {
        let Some(kind) = facts.measures.kind(fact.measure) else { continue };
        // Facts are ordered by measure and month: both are written out once for many rows.
        if before != Some((fact.measure, fact.spot.month)) {
            before = Some((fact.measure, fact.spot.month));
            start.clear();
            cell(&mut start, &kind.id);
            let _ = write!(start, ",{}", fact.spot.month);
        }
        text.push_str(&start);
        for name in [fact.spot.market, fact.spot.channel, fact.spot.campaign, fact.spot.objective] {
            text.push_str(&names[name.index()]);
        }
        text.push(',');
        decimal(&mut text, fact.value, kind.scale(facts.currency.scale()), kind.dimension.money != 0);
        text.push_str("\r\n");
    }
    text
}

/// Adds a text cell. One that a spreadsheet would read as a formula gets an apostrophe in front.
pub(super) fn cell(text: &mut String, content: &str) {
    let active = content.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !content.contains(['"', ',', '\n', '\r']) {
        text.push_str(if active { "'" } else { "" });
        text.push_str(content);
        return;
    }
    text.push_str(if active { "\"'" } else { "\"" });
    text.push_str(&content.replace('"', "\"\""));
    text.push('"');
}

/// Adds `value / scale` in decimal digits, exact; money keeps all its digits, anything else drops trailing zeros.
pub fn decimal(text: &mut String, value: i128, scale: i64, money: bool) {
    let digits = scale.ilog10() as usize;
    text.push_str(if value < 0 { "-" } else { "" });
    let (size, scale) = (value.unsigned_abs(), u128::from(scale.unsigned_abs()));
    // Nearly every value is one word long, and words divide twenty times as fast.
    let (whole, part) = match (u64::try_from(size), u64::try_from(scale)) {
        (Ok(size), Ok(scale)) => (u128::from(size / scale), size % scale),
        _ => (size / scale, u64::try_from(size % scale).unwrap_or(0)),
    };
    let _ = match u64::try_from(whole) {
        Ok(whole) => write!(text, "{whole}"),
        Err(_) => write!(text, "{whole}"),
    };
    if digits == 0 || (part == 0 && !money) {
        return;
    }
    let _ = write!(text, ".{part:0digits$}");
    if !money {
        text.truncate(text.trim_end_matches('0').len());
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, decimal};

    #[test]
    fn values_are_exact_text() {
        let decimal = |value, scale, money| {
            let mut text = String::new();
            decimal(&mut text, value, scale, money);
            text
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
            let mut text = String::new();
            cell(&mut text, content);
            text
        };
        assert_eq!(written("=1+1"), "'=1+1");
        assert_eq!(written("@x,\"y\""), "\"'@x,\"\"y\"\"\"");
        assert_eq!(written("two\nlines"), "\"two\nlines\"");
        assert_eq!(written("plain – text"), "plain – text");
    }
}
