//! `facts.csv`: every fact, long, with exact decimal values.

use std::convert::Infallible;
use std::io::Write as _;

use super::digits::decimal;
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

#[cfg(test)]
mod tests {
    use super::cell;

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
