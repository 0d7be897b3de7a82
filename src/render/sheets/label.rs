//! The texts by which facts are told apart on sheets: criteria ignore case and read `*` and `?`, names do not.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::fact::{Axis, Facts};
use crate::model::name::Name;
use crate::render::book::cell::At;
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;
use crate::render::report::Report;

/// The text of each name on each axis, unique as criteria compare.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    texts: BTreeMap<(Axis, Name), String>,
    guarded: BTreeSet<Axis>,
}

impl Labels {
    /// The labels of all names that occur.
    pub fn of(report: &Report<'_>) -> Labels {
        let mut labels = Labels::default();
        for axis in Axis::ALL {
            let mut taken = BTreeSet::new();
            for &name in report.facts.names_on(axis) {
                let plain = plain(report, axis, report.facts.names.text(name));
                let mut text = plain.clone();
                let mut number = 2;
                while !taken.insert(folded(&text)) {
                    text = format!("{plain} ({number})");
                    number += 1;
                }
                if text.contains(['*', '?', '~']) || text.starts_with(['=', '<', '>']) {
                    labels.guarded.insert(axis);
                }
                labels.texts.insert((axis, name), text);
            }
        }
        labels
    }

    /// The text of a name.
    pub fn text(&self, axis: Axis, name: Name) -> &str {
        self.texts.get(&(axis, name)).map_or("", String::as_str)
    }

    /// The criterion that is met by the label in `cell` and nothing else.
    pub fn criterion(&self, axis: Axis, cell: At) -> Expression {
        if !self.guarded.contains(&axis) {
            return cell.in_column();
        }
        let escaped = ["~", "*", "?"].into_iter().fold(cell.in_column(), |text, sign| {
            Function::Substitute.of([text, Expression::text(sign), Expression::text(&format!("~{sign}"))])
        });
        Expression::text("=").join(Sign::Concatenate, escaped)
    }
}

fn plain(report: &Report<'_>, axis: Axis, text: &str) -> String {
    let words = report.words;
    let shown = match (text, axis) {
        ("", Axis::Objective) => words.word("name.no_objective"),
        ("", _) => words.word("name.none"),
        (Facts::UNATTRIBUTED, _) => words.word("name.unattributed"),
        (id, Axis::Objective) => {
            let objective = report.settings.objectives.iter().find(|o| o.id == id);
            objective.map(|o| o.title.as_str()).filter(|t| !t.is_empty()).unwrap_or(id)
        }
        (text, _) => text,
    };
    let clean: String = shown.chars().map(|c| if c.is_control() { ' ' } else { c }).take(100).collect();
    clean.trim().to_owned()
}

/// Two texts that fold alike are one criterion: case does not count, `010` is `10`, and of an id that is a number only
/// fifteen digits do.
fn folded(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_lowercase(), |number| format!("{number:.14e}"))
}
