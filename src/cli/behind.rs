//! What stands behind a figure: its formula, the value of every measure in it, and the rows of the exports that add up
//! to each. They are counted a second time for the question alone, so that a run keeps none of this.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::measure;
use crate::measure::trace::Contribution;
use crate::model::catalog::Catalog;
use crate::model::fact::{Axis, Facts, Scope};
use crate::model::formula::{Formula, Missing};
use crate::model::given::wanting_in;
use crate::model::measure::MeasureKind;
use crate::model::month::{Month, Period};
use crate::model::name::Name;
use crate::model::origin::{Origin, Origins};
use crate::model::reading::FileReading;
use crate::model::record::Records;
use crate::render::digits::decimal;

use super::run::Found;

/// One figure with all that it is made of.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Behind {
    /// Metric or measure.
    pub id: String,
    /// The month, `2026-05`.
    pub month: String,
    /// Axis and name that it is limited to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<(&'static str, String)>,
    /// Currency of money.
    pub currency: String,
    /// The formula, for a metric.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// The figure in shown units; `None` when it cannot be measured.
    pub value: Option<f64>,
    /// What keeps it from being measured: a measure that no export gave, or a divisor that is 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanting: Option<String>,
    /// The measures in the formula, in reading order.
    pub measures: Vec<Sum>,
}

/// One measure and the rows that add up to it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Sum {
    /// The measure.
    pub measure: String,
    /// Its exact value in shown units.
    pub value: String,
    /// What each record adds.
    pub rows: Vec<Line>,
}

/// What one record adds to a measure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Line {
    /// Kind of record.
    pub record: &'static str,
    /// The customer, where a stock or a movement is one customer's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Its rows.
    pub at: Vec<Rows>,
    /// Of a credit: the rows of the touches that earned it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub touches: Vec<Rows>,
    /// Of a credit: the share of what the conversion gives in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// Exact value in shown units.
    pub value: String,
}

/// Rows of one table.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Rows {
    /// File.
    pub file: String,
    /// Sheet; empty for text files.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// Row numbers as a spreadsheet shows them.
    pub rows: Vec<u32>,
}

/// What a run found, with its records and their rows.
pub type Traced = (Found, Records, Origins);

/// What stands behind `id` in `month`, limited to one name on an axis.
///
/// # Errors
/// The name that no fact has on the axis.
pub fn behind(traced: &Traced, id: &str, month: Month, only: Option<(Axis, &str)>) -> Result<Behind, String> {
    let (found, records, origins) = traced;
    let formula = found.catalog.get(id).map_or_else(|| Formula::Name(id.to_owned()), |m| m.formula.clone());
    let mut measures = Vec::new();
    leaves(&formula, &found.catalog, &mut measures);
    let wanted: BTreeSet<String> = measures.iter().cloned().collect();
    let (facts, contributions) = measure::traced(records, &found.settings, &wanted);
    let known = |(axis, text): (Axis, &str)| match facts.names.find(text) {
        Some(name) if facts.names_on(axis).contains(&name) => Ok((axis, name)),
        _ => Err(text.to_owned()),
    };
    let only = only.map(known).transpose()?;
    let scope = Scope { period: Period { first: month, last: month }, only };
    let value = number(&formula, found, &facts, &scope);
    let table = Table { facts: &facts, records, origins, readings: &found.readings };
    let given = measures.iter().filter_map(|id| Some((id, facts.measures.kind(facts.measures.find(id)?)?)));
    Ok(Behind {
        id: id.to_owned(),
        month: month.to_string(),
        only: only.map(|(axis, name)| (axis.id(), facts.names.text(name).to_owned())),
        currency: facts.currency.code().to_owned(),
        formula: found.catalog.get(id).map(|m| m.formula.to_string()),
        wanting: value.as_ref().err().map(|missing| match missing {
            Missing::DividesByZero(name) | Missing::NotGiven(name) => name.clone(),
        }),
        value: value.ok(),
        measures: given.map(|(_, kind)| table.sum(kind, &contributions, &scope)).collect(),
    })
}

/// The measures below a formula, each once, in reading order.
fn leaves(formula: &Formula, catalog: &Catalog, found: &mut Vec<String>) {
    for name in formula.names() {
        match catalog.get(name) {
            Some(metric) if metric.formula != Formula::Name(name.to_owned()) => leaves(&metric.formula, catalog, found),
            _ if found.iter().any(|known| known == name) => {}
            _ => found.push(name.to_owned()),
        }
    }
}

fn number(formula: &Formula, found: &Found, facts: &Facts, scope: &Scope) -> Result<f64, Missing> {
    // On an axis of cuts, what was not counted there is not given: never the 0 of a sum over nothing.
    let occurs = |id: &str| match (facts.measures.find(id), scope.only) {
        (Some(measure), Some((axis, _))) if axis >= Axis::Industry => !facts.cuts_of(measure, axis).is_empty(),
        _ => facts.knows(id),
    };
    let given = |id: &str| found.settings.constant(id).is_some() || crate::model::given::given(facts, id, &occurs);
    if let Some(name) = wanting_in(formula, &found.catalog, &given) {
        return Err(Missing::NotGiven(name));
    }
    computed(formula, found, facts, scope)
}

fn computed(formula: &Formula, found: &Found, facts: &Facts, scope: &Scope) -> Result<f64, Missing> {
    formula.number(&mut |name| {
        if let Some(value) = facts.shown(name, scope).or_else(|| found.settings.constant(name)) {
            return Ok(value);
        }
        let metric = found.catalog.get(name).ok_or_else(|| Missing::NotGiven(name.to_owned()))?;
        computed(&metric.formula, found, facts, scope)
    })
}

struct Table<'a> {
    facts: &'a Facts,
    records: &'a Records,
    origins: &'a Origins,
    readings: &'a [FileReading],
}

impl Table<'_> {
    fn sum(&self, kind: &MeasureKind, contributions: &[Contribution], scope: &Scope) -> Sum {
        let measure = self.facts.measures.find(&kind.id);
        let own = || contributions.iter().filter(|c| Some(c.measure) == measure);
        let inside = |c: &&Contribution| {
            scope.period.contains(c.spot.month) && scope.only.is_none_or(|(axis, name)| c.name(axis) == Some(name))
        };
        let mut lines: BTreeMap<(Origin, &[Origin]), i128> = BTreeMap::new();
        for contribution in own().filter(inside) {
            *lines.entry((contribution.of, &contribution.touches)).or_default() += contribution.value;
        }
        let mut wholes: BTreeMap<Origin, i128> = BTreeMap::new();
        for contribution in own().filter(|c| !c.touches.is_empty()) {
            *wholes.entry(contribution.of).or_default() += contribution.value;
        }
        let scale = kind.scale(self.facts.currency.scale());
        let shown = |value: i128| {
            let mut text = Vec::new();
            decimal(&mut text, value, scale, kind.dimension.money != 0);
            String::from_utf8(text).unwrap_or_default()
        };
        let lines = lines.into_iter().filter(|&(_, value)| value != 0);
        let mut rows: Vec<Line> = lines
            .map(|((of, touches), value)| Line {
                record: of.kind.id(),
                name: self.name(of),
                at: self.rows(&[of]),
                touches: self.rows(touches),
                share: wholes.get(&of).filter(|w| **w != 0 && !touches.is_empty()).map(|&w| value as f64 / w as f64),
                value: shown(value),
            })
            .collect();
        rows.sort_by(|a, b| (&a.at, &a.touches, &a.name).cmp(&(&b.at, &b.touches, &b.name)));
        let value = measure.map_or(0, |m| self.facts.sum(m, scope));
        Sum { measure: kind.id.clone(), value: shown(value), rows }
    }

    /// The customer's name; other records are told by their rows.
    fn name(&self, of: Origin) -> String {
        match of.kind {
            crate::model::origin::RecordKind::Customer => self.records.names.text(Name(of.at)).to_owned(),
            _ => String::new(),
        }
    }

    fn rows(&self, records: &[Origin]) -> Vec<Rows> {
        let mut tables: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for at in records.iter().flat_map(|&of| self.origins.rows(of)) {
            tables.entry(at.table).or_default().push(at.row);
        }
        let known = tables.into_iter().filter_map(|(table, mut rows)| {
            rows.sort_unstable();
            rows.dedup();
            let reading = self.readings.get(table as usize)?;
            Some(Rows { file: reading.file.clone(), sheet: reading.sheet.clone(), rows })
        });
        known.collect()
    }
}
