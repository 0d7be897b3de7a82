//! `planbook what-if`: what was typed, and the answer as text and JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::model::catalog::distance;
use crate::model::money::{Currency, Money};
use crate::model::phrase::{Arg, Phrase};
use crate::model::words::Words;
use crate::render::book::Book;
use crate::render::book::cell::Content;
use crate::render::book::named::Takes;
use crate::render::book::value::day;
use crate::render::what_if::{Answer, Unknown, inputs};

/// The values that were set, by their names.
///
/// # Errors
/// A sentence when one is no name and value, is unknown, or is no value of its kind.
pub fn changes(sets: &[String], book: &Book, words: &Words) -> Result<Vec<(String, f64)>, String> {
    if book.scenarios.is_none() {
        return Err(words.word("what_if.none").to_owned());
    }
    let known = inputs(book);
    let change = |set: &String| {
        let refused = |name: &str, value: &str, wants: &'static str| {
            let wants = Arg::Word(format!("what_if.wants_{wants}"));
            words.say(&Phrase::new("what_if.value").with("name", name).with("value", value).with("wants", wants))
        };
        let Some((name, text)) = set.split_once('=') else { return Err(refused("--set", set, "pair")) };
        let (name, text) = (name.trim(), text.trim());
        let Some(&(_, takes)) = known.iter().find(|(k, _)| k == name) else {
            let known = known.iter().map(|(id, _)| id.clone()).collect();
            return Err(unknown(&Unknown { name: name.to_owned(), known }, words));
        };
        let value = amount(text).filter(|&v| takes.takes(v) && (takes.is_share() || !text.ends_with('%')));
        value.map(|v| (name.to_owned(), v)).ok_or_else(|| refused(name, text, takes.id()))
    };
    sets.iter().map(change).collect()
}

/// `25%`, `0.25`, `12_000`.
fn amount(text: &str) -> Option<f64> {
    let (text, scale) = text.strip_suffix('%').map_or((text, 1.0), |share| (share, 100.0));
    let number: f64 = text.trim().replace('_', "").parse().ok()?;
    number.is_finite().then_some(number / scale)
}

/// The sentence that nothing has this name, with the nearest and all there are.
pub fn unknown(unknown: &Unknown, words: &Words) -> String {
    let name = unknown.name.to_lowercase();
    let near = unknown.known.iter().map(|k| (distance(&k.to_lowercase(), &name), k)).min();
    let near = near.filter(|(far, k)| *far <= k.len() / 2);
    let near = near.map_or_else(
        || Arg::Text(String::new()),
        |(_, near)| Phrase::new("near.id").with("near", near.as_str()).into(),
    );
    let names = Arg::List(unknown.known.iter().map(|k| k.as_str().into()).collect());
    words.say(
        &Phrase::new("what_if.unknown").with("name", unknown.name.as_str()).with("near", near).with("names", names),
    )
}

/// A table: what, before, after.
pub fn text(answer: &Answer, words: &Words, currency: Currency) -> String {
    let shown = |value: Option<f64>, format: &str| match (value, format) {
        (None, _) => "–".to_owned(),
        (Some(v), "money") => words.money(Money::of_major(v, currency)),
        (Some(v), "ratio" | "ratio2" | "ratio_signed") => format!("{}%", words.number(v * 100.0, 2)),
        (Some(v), "count" | "switch" | "whole") => words.number(v, 0),
        (Some(v), "day") => day(v).map_or_else(|_| "–".to_owned(), |day| words.day(day)),
        (Some(v), _) => words.number(v, 2),
    };
    let mut rows = vec![["what", "before", "after"].map(|w| words.word(&format!("what_if.{w}")).to_owned())];
    let told = answer.figures.iter().filter(|f| !f.detail);
    rows.extend(told.map(|f| [f.label.clone(), shown(f.before, f.format), shown(f.after, f.format)]));
    let [first, second, third] =
        [0, 1, 2].map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    let mut out = format!("{}: {}\n\n", words.word("plan_input.scenario.label"), answer.scenario);
    for [what, before, after] in &rows {
        let _ = writeln!(out, "{what:<first$}  {before:>second$}  {after:>third$}");
    }
    out
}

/// The same for machines, with the cell of every figure and what was written where.
pub fn json(answer: &Answer) -> String {
    let written = |content: &Content| match content {
        Content::Number(number) => json!(number),
        Content::Text(text) => json!(text),
        _ => Value::Null,
    };
    let changed: Vec<Value> =
        answer.changed.iter().map(|(cell, content)| json!({"cell": cell, "value": written(content)})).collect();
    let figures: Vec<Value> = answer
        .figures
        .iter()
        .map(|f| {
            let takes = f.takes.map(Takes::id);
            json!({"name": f.id, "label": f.label, "cell": f.cell, "takes": takes, "before": f.before, "after": f.after})
        })
        .collect();
    format!("{:#}\n", json!({"scenario": answer.scenario, "changed": changed, "figures": figures}))
}
