//! `planbook explain`: what a word means, from the same templates that compute it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::attribution::MODELS;
use crate::model::catalog::{Catalog, Metric, distance};
use crate::model::formula::Operator;
use crate::model::measure::Measures;
use crate::model::objective::Better;
use crate::model::phrase::Arg;
use crate::model::template::Templates;
use crate::model::words::Words;

/// The definition of `word`, or `None` with the nearest known word when nobody knows it.
///
/// # Errors
/// The nearest words.
pub fn explain(word: &str, templates: &Templates, words: &Words) -> Result<String, Vec<String>> {
    let measures = Measures::default();
    let (catalog, _) = Catalog::load(templates, &BTreeMap::new(), &measures);
    let word = word.trim();
    if let Some(metric) = catalog.named(word).and_then(|id| catalog.get(id)) {
        return Ok(metric_text(metric, &catalog, words));
    }
    if let Some(kind) = measures.find(word).and_then(|m| measures.kind(m)) {
        let label = words.word_or(&format!("measure.{}", kind.id), &kind.id).to_owned();
        let sort = words.word(if kind.stock { "explain.stock" } else { "explain.flow" });
        return Ok(format!("{label} ({})\n{}: {sort}, {}\n", kind.id, words.word("explain.measure"), kind.unit.id()));
    }
    if MODELS.contains(&word) {
        let means = words.word(&format!("model_means.{word}")).to_owned();
        return Ok(format!("{} ({word})\n{means}\n", words.word(&format!("model.{word}"))));
    }
    if let Some(source) = templates.get(&format!("sources/{word}.toml")) {
        return Ok(source.to_owned());
    }
    let code = word.to_uppercase();
    if words.knows(&format!("note.{code}.says")) {
        let part = |part: &str| format!("note.{code}.{part}");
        let told = ["effect", "help"].into_iter().filter(|p| words.knows(&part(p)));
        let told = told.map(|p| format!("{}: {}\n", words.word(&format!("terminal.{p}")), words.outline(&part(p))));
        return Ok(format!("{code}: {}\n{}", words.outline(&part("says")), told.collect::<String>()));
    }
    let mut near: Vec<(usize, String)> =
        everything(templates, words).into_iter().flat_map(|(_, ids)| ids).map(|k| (distance(&k, word), k)).collect();
    near.sort();
    Err(near.into_iter().take(3).map(|(_, k)| k).collect())
}

/// Everything that can be explained, by kind.
pub fn list(templates: &Templates, words: &Words) -> String {
    let mut out = String::new();
    for (kind, ids) in everything(templates, words) {
        let _ = writeln!(out, "{}\n  {}\n", words.word(&format!("explain.{kind}")), ids.join("  "));
    }
    out
}

fn everything(templates: &Templates, words: &Words) -> Vec<(&'static str, Vec<String>)> {
    let measures = Measures::default();
    let (catalog, _) = Catalog::load(templates, &BTreeMap::new(), &measures);
    let counted = measures
        .iter()
        .map(|(_, k)| k.id.clone())
        .filter(|id| !id.starts_with("reached.") && !id.starts_with("matured"));
    let codes = words.keys().filter_map(|k| k.strip_prefix("note.")?.strip_suffix(".says").map(ToOwned::to_owned));
    vec![
        ("metrics", catalog.iter().map(|m| m.id.clone()).collect()),
        ("measures", counted.collect()),
        ("models", MODELS.map(ToOwned::to_owned).to_vec()),
        ("sources", templates.folder("sources").map(|(stem, _)| stem.to_owned()).collect()),
        ("codes", codes.collect()),
    ]
}

fn metric_text(metric: &Metric, catalog: &Catalog, words: &Words) -> String {
    let line = |key: &str, it: String| format!("  {:<12} {it}\n", words.word(key));
    let better = match metric.better {
        Better::Higher => "explain.higher",
        Better::Lower => "explain.lower",
    };
    let label = words.word_or(&format!("metric.{}", metric.id), &metric.label);
    let mut out = format!("{label} ({})\n{}\n", metric.id, metric.means);
    out += &line("explain.formula", metric.formula.to_string());
    out += &line("explain.reads", reads(metric, catalog, words));
    out += &line("explain.unit", metric.unit.id().to_owned());
    out += &line("explain.better", words.word(better).to_owned());
    out += &line("explain.class", metric.class.clone());
    if let Some(choice) = &metric.choice {
        for (name, definition) in &choice.definitions {
            let setting = format!("{} = \"{name}\"", choice.setting);
            let _ = writeln!(out, "  {setting}\n    {}\n    {}", definition.formula, definition.means);
        }
    }
    if !metric.source.is_empty() {
        out += &line("explain.source", metric.source.clone());
    }
    out
}

/// The sentence reading of a formula: labels for names, words for signs.
pub fn reads(metric: &Metric, catalog: &Catalog, words: &Words) -> String {
    let label = |name: &str| match catalog.get(name) {
        Some(inner) => words.word_or(&format!("metric.{name}"), &inner.label).to_owned(),
        None => words.word_or(&format!("measure.{name}"), name).to_owned(),
    };
    let sign = |operator: Operator| match operator {
        Operator::Add => "+".to_owned(),
        Operator::Subtract => "−".to_owned(),
        Operator::Multiply => "×".to_owned(),
        Operator::Divide => "÷".to_owned(),
    };
    metric.formula.print(&label, &sign)
}

/// The sentence that nobody knows `word`.
pub fn unknown(word: &str, near: &[String], words: &Words) -> String {
    let near = Arg::List(near.iter().map(|n| Arg::Text(n.clone())).collect());
    words.fill(words.word("explain.unknown"), &[("word", word.into()), ("near", near)])
}
