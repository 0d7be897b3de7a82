//! `facts.csv`: every fact, long, with exact decimal values.

use std::convert::Infallible;

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
    let spots = Spots::of(facts);
    let mut text = Vec::with_capacity(BLOCK + BLOCK / 4);
    text.extend_from_slice(b"measure,month,market,channel,campaign,objective,value\r\n");
    let mut start = Vec::new();
    for (measure, kind) in facts.measures.iter() {
        let (scale, money) = (kind.scale(facts.currency.scale()), kind.dimension.money != 0);
        start.clear();
        cell(&mut start, &kind.id);
        for (place, value) in facts.of(measure).placed() {
            text.extend_from_slice(&start);
            text.extend_from_slice(spots.text(place));
            decimal(&mut text, value, scale, money);
            text.extend_from_slice(b"\r\n");
            if text.len() >= BLOCK {
                give(&text)?;
                text.clear();
            }
        }
    }
    give(&text)
}

/// What stands between measure and value at each spot. Many measures have facts at one.
struct Spots {
    text: Vec<u8>,
    /// Where each begins, and where the last one ends.
    starts: Vec<usize>,
}

impl Spots {
    fn of(facts: &Facts) -> Spots {
        let names: Vec<Vec<u8>> = (0..)
            .map(Name)
            .take(facts.names.len())
            .map(|name| {
                let mut text = b",".to_vec();
                cell(&mut text, facts.names.text(name));
                text
            })
            .collect();
        let (mut text, mut starts, mut month) = (Vec::new(), vec![0], (None, String::new()));
        for spot in facts.rows.spots() {
            if month.0 != Some(spot.month) {
                month = (Some(spot.month), format!(",{}", spot.month));
            }
            text.extend_from_slice(month.1.as_bytes());
            for name in [spot.market, spot.channel, spot.campaign, spot.objective] {
                text.extend_from_slice(&names[name.index()]);
            }
            text.push(b',');
            starts.push(text.len());
        }
        Spots { text, starts }
    }

    fn text(&self, place: usize) -> &[u8] {
        &self.text[self.starts[place]..self.starts[place + 1]]
    }
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
