//! The catalogue of metrics: `templates/metrics/*.toml` and the plan's own, checked.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::choice::{Choice, Definition};
use super::formula::{Formula, FormulaError};
use super::measure::Measures;
use super::note::{Note, Notes, Place};
use super::objective::Better;
use super::phrase::{Arg, Phrase};
use super::template::{Templates, toml_fault};
use super::unit::{Dimension, Unit};

/// One metric: a block of a template.
#[derive(Clone, PartialEq, Debug)]
pub struct Metric {
    /// Its id.
    pub id: String,
    /// Short name.
    pub label: String,
    /// value, efficiency, response, activity, conversion or customer.
    pub class: String,
    /// The formula.
    pub formula: Formula,
    /// How it is shown.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// One sentence of meaning.
    pub means: String,
    /// Where the definition comes from; empty: METRICS.md.
    pub source: String,
    /// The file that defines it.
    pub file: String,
    /// Whether it grows over months (money and counts of flows) rather than standing at a level.
    pub accumulates: bool,
    /// Its definitions, where the field disagrees.
    pub choice: Option<Choice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    label: String,
    class: String,
    formula: String,
    unit: String,
    better: String,
    means: String,
    #[serde(default)]
    source: String,
    choice: Option<ChoiceBlock>,
}

/// `[metric.choice]`: which setting decides, what the block's own definition is called, and the others.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoiceBlock {
    setting: String,
    this: String,
    or: BTreeMap<String, DefinitionBlock>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DefinitionBlock {
    formula: String,
    means: String,
    #[serde(default)]
    source: String,
}

/// All metrics by id.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    metrics: BTreeMap<String, Metric>,
}

impl Catalog {
    /// Reads and checks every metric. `own` are blocks of `plan.toml` by id; they may replace ours.
    ///
    /// A metric that cannot be read, names something unknown or itself, or whose units disagree is left out with a
    /// note (E301 to E304).
    pub fn load(templates: &Templates, own: &BTreeMap<String, String>, measures: &Measures) -> (Catalog, Notes) {
        let mut notes = Notes::new();
        let mut metrics = BTreeMap::new();
        for (stem, text) in templates.folder("metrics") {
            let file = format!("templates/metrics/{stem}.toml");
            match text.parse::<toml::Table>() {
                Ok(table) => read_table(table, &file, &mut metrics, &mut notes),
                Err(e) => {
                    let (row, reason) = toml_fault(text, &e);
                    notes.push(Note::new("E301").with("reason", reason).at(Place { row, ..Place::file(file) }));
                }
            }
        }
        for (id, text) in own {
            if let Ok(value) = text.parse::<toml::Table>() {
                let table = toml::Table::from_iter([(id.clone(), toml::Value::Table(value))]);
                read_table(table, "plan.toml", &mut metrics, &mut notes);
            }
        }
        let mut catalog = Catalog { metrics };
        catalog.check(measures, &mut notes);
        (catalog, notes)
    }

    /// Takes the definitions that the plan names: setting → name. What no metric knows changes nothing.
    pub fn choose(&mut self, chosen: &BTreeMap<String, String>) {
        for metric in self.metrics.values_mut() {
            let Some(choice) = &mut metric.choice else { continue };
            let Some((name, definition)) =
                chosen.get(&choice.setting).and_then(|n| choice.definitions.get_key_value(n))
            else {
                continue;
            };
            metric.formula = definition.formula.clone();
            metric.means.clone_from(&definition.means);
            metric.source.clone_from(&definition.source);
            choice.chosen.clone_from(name);
        }
    }

    /// The settings that choose definitions, each with the names that it may take.
    pub fn choices(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut choices: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for choice in self.metrics.values().filter_map(|m| m.choice.as_ref()) {
            choices.entry(&choice.setting).or_default().extend(choice.definitions.keys().map(String::as_str));
        }
        choices
    }

    /// The metric of that id.
    pub fn get(&self, id: &str) -> Option<&Metric> {
        self.metrics.get(id)
    }

    /// The id of the metric that `text` names, by id or by label in any case.
    pub fn named(&self, text: &str) -> Option<&str> {
        let text = text.trim().to_lowercase();
        let found = self
            .metrics
            .values()
            .find(|m| m.id == text)
            .or_else(|| self.metrics.values().find(|m| m.label.to_lowercase() == text))?;
        Some(&found.id)
    }

    /// All, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Metric> {
        self.metrics.values()
    }

    /// The known id nearest to `id`, for "did you mean".
    pub fn nearest<'a>(&'a self, id: &str, measures: &'a Measures) -> Option<&'a str> {
        let known = self.metrics.keys().map(String::as_str).chain(measures.iter().map(|(_, k)| k.id.as_str()));
        known.map(|k| (distance(k, id), k)).filter(|&(d, k)| d <= k.len().max(id.len()) / 2).min().map(|(_, k)| k)
    }

    fn check(&mut self, measures: &Measures, notes: &mut Notes) {
        loop {
            let wrong = self.metrics.values().find_map(|m| self.fault(m, measures).map(|note| (m.id.clone(), note)));
            let Some((id, note)) = wrong else { break };
            notes.push(note);
            self.metrics.remove(&id);
        }
        let accumulating: Vec<String> =
            self.metrics.values().filter(|m| self.accumulates(m, measures)).map(|m| m.id.clone()).collect();
        for id in accumulating {
            if let Some(metric) = self.metrics.get_mut(&id) {
                metric.accumulates = true;
            }
        }
    }

    fn fault(&self, metric: &Metric, measures: &Measures) -> Option<Note> {
        let place = || Place::file(metric.file.as_str());
        let named = |code| Note::new(code).with("metric", metric.id.as_str()).at(place());
        let others = metric.choice.iter().flat_map(|c| c.definitions.values()).map(|d| &d.formula);
        [&metric.formula].into_iter().chain(others).find_map(|formula| match self.dimension(formula, measures, 0) {
            Ok(d) if metric.unit.accepts(d) => None,
            Ok(_) => Some(named("E304").with("unit", metric.unit.id()).with("formula", formula.to_string())),
            Err(part) => Some(match self.nearest(&part, measures) {
                _ if part.contains(' ') => named("E303").with("part", part),
                near => named("E302").with("name", part).with("near", hint(near)),
            }),
        })
    }

    fn dimension(&self, formula: &Formula, measures: &Measures, depth: u8) -> Result<Dimension, String> {
        formula.dimension(&|name| {
            if let Some(kind) = measures.find(name).and_then(|m| measures.kind(m)) {
                return Some(kind.dimension);
            }
            if name == "gross_margin" {
                return Some(Dimension::default());
            }
            let inner = self.metrics.get(name).filter(|_| depth < 16)?;
            self.dimension(&inner.formula, measures, depth + 1).ok()
        })
    }

    /// Sums and differences of flows accumulate; anything with a quotient, product or stock is a level.
    fn accumulates(&self, metric: &Metric, measures: &Measures) -> bool {
        fn sums(formula: &Formula, catalog: &Catalog, measures: &Measures) -> bool {
            use super::formula::Operator::{Add, Subtract};
            match formula {
                Formula::Name(name) => match (measures.find(name).and_then(|m| measures.kind(m)), catalog.get(name)) {
                    (Some(kind), _) => !kind.stock,
                    (None, Some(metric)) => sums(&metric.formula, catalog, measures),
                    (None, None) => false,
                },
                Formula::Join(l, Add | Subtract, r) => sums(l, catalog, measures) && sums(r, catalog, measures),
                Formula::Join(..) => false,
            }
        }
        sums(&metric.formula, self, measures)
    }
}

fn read_table(table: toml::Table, file: &str, metrics: &mut BTreeMap<String, Metric>, notes: &mut Notes) {
    for (id, value) in table {
        let refused =
            |reason: String| Note::new("E301").with("reason", format!("[{id}] {reason}")).at(Place::file(file));
        let block: Block = match value.try_into() {
            Ok(block) => block,
            Err(e) => {
                notes.push(refused(e.message().to_owned()));
                continue;
            }
        };
        let unit = Unit::parse(&block.unit);
        let better = match block.better.as_str() {
            "higher" => Some(Better::Higher),
            "lower" => Some(Better::Lower),
            _ => None,
        };
        let formula = Formula::parse(&block.formula).and_then(|formula| {
            let own = Definition { formula: formula.clone(), means: block.means.clone(), source: block.source.clone() };
            Ok((formula, block.choice.map(|choice| read_choice(choice, own)).transpose()?))
        });
        match (formula, unit, better) {
            (Ok((formula, choice)), Some(unit), Some(better)) => {
                let metric = Metric {
                    choice,
                    label: block.label,
                    class: block.class,
                    formula,
                    unit,
                    better,
                    means: block.means,
                    source: block.source,
                    file: file.to_owned(),
                    accumulates: false,
                    id: id.clone(),
                };
                metrics.insert(id, metric);
            }
            (Err(e), ..) => notes.push(refused(format!("formula, byte {}: {}", e.at + 1, e.found))),
            (_, None, _) => notes.push(refused(format!("unit = {:?}", block.unit))),
            (.., None) => notes.push(refused(format!("better = {:?}", block.better))),
        }
    }
}

fn read_choice(block: ChoiceBlock, own: Definition) -> Result<Choice, FormulaError> {
    let mut definitions = BTreeMap::from([(block.this.clone(), own)]);
    for (name, other) in block.or {
        let formula = Formula::parse(&other.formula)?;
        definitions.insert(name, Definition { formula, means: other.means, source: other.source });
    }
    Ok(Choice { setting: block.setting, chosen: block.this, definitions })
}

/// The known id nearest to a mistaken one, as the end of a sentence; nothing when none is near.
pub fn hint(near: Option<&str>) -> Arg {
    near.map_or_else(|| Arg::Text(String::new()), |near| Phrase::new("near.id").with("near", near).into())
}

/// Edits (insert, delete, replace) that turn `a` into `b`.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
