//! The evaluation of a metric: its formula's number over a scope, with numerator, denominator and interval.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::model::catalog::{Catalog, Metric};
use crate::model::fact::{Axis, Facts, Scope};
use crate::model::formula::{Formula, Operator};
use crate::model::given::given;
use crate::model::measure::Measure;
use crate::model::month::Period;
use crate::model::name::Name;
use crate::model::result::{Figure, ScopeResult};
use crate::model::settings::Settings;
use crate::model::statistics::poisson;
use crate::model::unit::Dimension;

use super::resolved::{Meaning, Resolved};
use super::scope_sums::{ScopeSums, Sums};

/// Chance that an interval misses.
const ALPHA: f64 = 0.05;

/// What names in formulas stand for.
pub(super) struct Table<'a> {
    measures: BTreeMap<&'a str, (Measure, f64)>,
    facts: &'a Facts,
    catalog: &'a Catalog,
    settings: &'a Settings,
    sums: &'a ScopeSums,
    /// Intervals of events by the bits of their number: months and names have the same few again and again.
    events: Mutex<BTreeMap<u64, Option<(f64, f64)>>>,
}

impl<'a> Table<'a> {
    pub(super) fn new(
        facts: &'a Facts,
        catalog: &'a Catalog,
        settings: &'a Settings,
        sums: &'a ScopeSums,
    ) -> Table<'a> {
        let scale = facts.currency.scale();
        let measures = facts.measures.iter().map(|(m, k)| (k.id.as_str(), (m, k.scale(scale) as f64))).collect();
        Table { measures, facts, catalog, settings, sums, events: Mutex::default() }
    }

    /// What `name` stands for. A measure that no fact has is 0 here: whether that may be said is settled before.
    fn meaning(&self, name: &str) -> Meaning<'a> {
        if let Some(&(measure, scale)) = self.measures.get(name) {
            return Meaning::Measure(measure, scale);
        }
        match self.catalog.get(name) {
            Some(metric) => Meaning::Metric(&metric.formula),
            None => self.settings.constant(name).map_or(Meaning::Nothing, Meaning::Constant),
        }
    }

    /// The measures that `formula` rests on.
    fn measures_of(&self, formula: &Formula) -> Vec<Measure> {
        let of = |name: &str| match (self.measures.get(name), self.catalog.get(name)) {
            (Some(&(measure, _)), _) => vec![measure],
            (None, Some(metric)) => self.measures_of(&metric.formula),
            (None, None) => Vec::new(),
        };
        formula.names().into_iter().flat_map(of).collect()
    }

    /// What chance makes of a quotient; `None` where its parts are no sums of whole cases: a difference of counts, such as
    /// promoters less detractors, is no part of a whole.
    fn chance(&self, (part, whole): (&Formula, &Formula)) -> Option<Chance> {
        let (cases, time) = (Dimension::new(0, 1, 0), Dimension::new(0, 1, 1));
        match (self.cases(part)?, self.cases(whole)?) {
            (part, whole) if part == whole && (part == cases || part == time) => Some(Chance::Share),
            (part, whole) if part == cases && whole == time => Some(Chance::Rate),
            _ => None,
        }
    }

    /// The interval of `count` events over `exposure`.
    fn rate(&self, count: f64, exposure: f64) -> Option<(f64, f64)> {
        let known = || self.events.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known().get(&count.to_bits()).copied();
        let (low, high) = found.unwrap_or_else(|| {
            let interval = poisson::Method::Exact.events(count, ALPHA);
            known().insert(count.to_bits(), interval);
            interval
        })?;
        (exposure > 0.0).then(|| (low / exposure, high / exposure))
    }

    /// The dimension of a sum of measures that count whole cases.
    fn cases(&self, formula: &Formula) -> Option<Dimension> {
        match formula {
            Formula::Name(name) => match (self.facts.measures.find(name), self.catalog.get(name)) {
                (Some(measure), _) => {
                    let kind = self.facts.measures.kind(measure)?;
                    (kind.scale(1) == 1).then_some(kind.dimension)
                }
                (None, Some(metric)) => self.cases(&metric.formula),
                (None, None) => None,
            },
            Formula::Join(left, Operator::Add, right) => {
                let (left, right) = (self.cases(left)?, self.cases(right)?);
                (left == right).then_some(left)
            }
            Formula::Join(..) => None,
        }
    }
}

/// What chance makes of a quotient of counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Chance {
    /// Those who did among those who could: the plan's interval of a share.
    Share,
    /// Events while others were at risk for months: the exact Poisson interval (Garwood 1936).
    Rate,
}

/// One metric, made ready for many scopes.
pub(super) struct Evaluation<'a> {
    table: &'a Table<'a>,
    measures: Vec<Measure>,
    formula: Resolved<'a>,
    chance: Option<Chance>,
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(table: &'a Table<'a>, metric: &'a Metric) -> Evaluation<'a> {
        let chance = metric.formula.quotient().and_then(|parts| table.chance(parts));
        let measures = table.measures_of(&metric.formula);
        let formula = Resolved::new(&metric.formula, &|name| table.meaning(name));
        Evaluation { table, measures, formula, chance }
    }

    /// Whether the metric can be said by names on `axis`: every measure of it that occurs at all has names there. Costs
    /// that nobody booked to channels would make a channel look cheap.
    pub(super) fn stands_on(&self, axis: Axis) -> bool {
        let Table { facts, sums, .. } = self.table;
        let named = |id: &str| facts.measures.find(id).is_some_and(|m| sums.occurs_on(axis, m));
        let occurring = self.measures.iter().filter(|&&m| sums.of(None).is_some_and(|s| s.knows(m)));
        occurring.into_iter().all(|&m| given(facts, facts.measures.id(m), &named))
    }

    /// Appends a row per period, unless no fact of the scope has anything to do with the metric.
    pub(super) fn rows(&self, only: Option<(Axis, Name)>, periods: &[Period], rows: &mut Vec<ScopeResult>) {
        let Some(sums) = self.table.sums.of(only).filter(|s| self.measures.iter().any(|&m| s.knows(m))) else {
            return;
        };
        let row = |&period| ScopeResult::new(Scope { period, only }, self.figure(sums, period));
        rows.extend(periods.iter().map(row));
    }

    fn figure(&self, sums: &Sums, period: Period) -> Figure {
        let sum = |measure| self.table.sums.sum(sums, measure, period);
        let Some((numerator, denominator, divisor)) = self.formula.quotient() else {
            return Figure { value: self.formula.number(&sum), numerator: None, denominator: None, interval: None };
        };
        let (n, d) = (numerator.number(&sum), denominator.number(&sum));
        let (numerator, denominator) = (n.as_ref().ok().copied(), d.as_ref().ok().copied());
        let value = n.and_then(|n| divisor.join(n, Operator::Divide, d?));
        let interval = match (self.chance, numerator, denominator) {
            (Some(Chance::Share), Some(n), Some(d)) => self.table.settings.interval.interval(n, d, ALPHA),
            (Some(Chance::Rate), Some(n), Some(d)) => self.table.rate(n, d),
            _ => None,
        };
        Figure { value, numerator, denominator, interval }
    }
}
