//! `cuts.csv`: the facts by industry, team and owner, long, with exact decimal values.

use super::facts_csv::{cell, decimal};
use crate::model::fact::Facts;

/// The name of the file.
pub const NAME: &str = "cuts.csv";

/// The cuts as RFC 4180 text, in their order: measure, month, axis, name, value.
pub fn table(facts: &Facts) -> String {
    let mut text = String::from("measure,month,axis,name,value\r\n");
    for cut in &facts.cuts {
        let Some(kind) = facts.measures.kind(cut.measure) else { continue };
        cell(&mut text, &kind.id);
        for part in [cut.month.to_string().as_str(), cut.axis.id(), facts.names.text(cut.name)] {
            text.push(',');
            cell(&mut text, part);
        }
        text.push(',');
        decimal(&mut text, cut.value, kind.scale(facts.currency.scale()), kind.dimension.money != 0);
        text.push_str("\r\n");
    }
    text
}
