//! `cuts.csv`: the facts by industry, team and owner, long, with exact decimal values.

use super::digits::decimal;
use super::facts_csv::cell;
use crate::model::fact::Facts;

/// The name of the file.
pub const NAME: &str = "cuts.csv";

/// The cuts as RFC 4180 text, in their order: measure, month, axis, name, value.
pub fn table(facts: &Facts) -> Vec<u8> {
    let mut text = b"measure,month,axis,name,value\r\n".to_vec();
    for cut in &facts.cuts {
        let Some(kind) = facts.measures.kind(cut.measure) else { continue };
        cell(&mut text, &kind.id);
        for part in [cut.month.to_string().as_str(), cut.axis.id(), facts.names.text(cut.name)] {
            text.push(b',');
            cell(&mut text, part);
        }
        text.push(b',');
        decimal(&mut text, cut.value, kind.scale(facts.currency.scale()), kind.dimension.money != 0);
        text.extend_from_slice(b"\r\n");
    }
    text
}
