//! What a metric or measure reads over months, one market and one channel.

use std::collections::BTreeMap;

use crate::model::catalog::Catalog;
use crate::model::fact::{Axis, Facts};
use crate::model::formula::{Formula, Missing, Operator};
use crate::model::month::{Month, Period};
use crate::model::name::Name;
use crate::model::objective::{Better, Objective};
use crate::model::phrase::Arg;
use crate::model::result::Results;
use crate::model::settings::Settings;
use crate::model::stage::Stage;
use crate::model::unit::{Dimension, Unit};

use super::status::FEWEST_CASES;

/// How a metric behaves over time, which decides what may be compared with what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Course {
    /// Grows over months: revenue, leads.
    Accumulates,
    /// Stands at a value at the end of each month: MRR.
    Stock,
    /// A level that does not depend on the length of the span: conversion, CAC.
    Level,
}

/// A metric or measure as the plan needs it.
#[derive(Clone, PartialEq, Debug)]
pub struct Kind {
    /// How it is shown.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// Its behaviour over time.
    pub course: Course,
}

/// One market and one channel, or all of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cut {
    /// Only this market.
    pub market: Option<Name>,
    /// Only this channel.
    pub channel: Option<Name>,
}

impl Cut {
    /// The market and channel of an objective, in any case; one that no fact has is left open.
    pub fn of(facts: &Facts, objective: &Objective) -> Cut {
        Cut {
            market: named(facts, Axis::Market, &objective.market),
            channel: named(facts, Axis::Channel, &objective.channel),
        }
    }
}

/// The name on `axis` that reads like `text` in any case; the empty text is no name.
pub fn named(facts: &Facts, axis: Axis, text: &str) -> Option<Name> {
    let wanted = Some(text.to_lowercase()).filter(|t| !t.is_empty())?;
    facts.names_on(axis).iter().copied().find(|&n| facts.names.text(n).to_lowercase() == wanted)
}

/// Reads metrics from facts.
#[derive(Clone, Copy)]
pub struct Gauge<'a> {
    /// The waist.
    pub facts: &'a Facts,
    /// Definitions.
    pub catalog: &'a Catalog,
    /// The plan's settings.
    pub settings: &'a Settings,
    /// For each metric with results, the measure it wants and no export gave, if any. A measure without facts is 0
    /// where the others of its export are there, and a gap else: measuring has settled which.
    pub wanting: &'a BTreeMap<&'a str, Option<&'a str>>,
}

/// The measure that each metric wants, as the results say.
pub fn wanting(results: &Results) -> BTreeMap<&str, Option<&str>> {
    results.metrics.iter().map(|own| (own.metric.as_str(), own.wanting.as_deref())).collect()
}

impl Gauge<'_> {
    /// The value of the metric or measure `id`, in shown units.
    ///
    /// # Errors
    /// A division by zero, or a measure that no export gave.
    pub fn value(&self, id: &str, period: Period, cut: Cut) -> Result<f64, Missing> {
        match self.wanting.get(id) {
            Some(Some(measure)) => Err(Missing::NotGiven((*measure).to_owned())),
            known => self.read(id, period, cut, known.is_some()),
        }
    }

    /// The value over all markets and channels, if there is one.
    pub fn total(&self, id: &str, period: Period) -> Option<f64> {
        self.value(id, period, Cut::default()).ok()
    }

    /// An amount in shown units, as an argument of a sentence.
    pub fn figure(&self, value: f64, unit: Unit) -> Arg {
        Arg::Figure(value, unit, self.facts.currency)
    }

    /// The objective with an activity named as a person would (`calls`, `phone calls`) under the id of its measure.
    pub fn activity(&self, objective: &Objective) -> Objective {
        let mut objective = objective.clone();
        let name = objective.metric.trim().to_lowercase().replace([' ', '-'], "_");
        let forms = [format!("activity_{name}"), format!("activity_{}", name.trim_end_matches('s'))];
        let known = forms.into_iter().find(|id| self.facts.measures.find(id).is_some());
        if let Some(id) = known.filter(|_| self.kind(&objective.metric).is_none()) {
            objective.metric = id;
        }
        objective
    }

    /// What a metric or measure is called.
    pub fn label(&self, id: &str) -> Arg {
        match self.catalog.get(id) {
            Some(metric) => Arg::Text(metric.label.clone()),
            None if id.starts_with("activity_") => Arg::Text(id.trim_start_matches("activity_").replace('_', " ")),
            None => Arg::Word(format!("measure.{id}")),
        }
    }

    /// The team of that name among those that recorded work or have capacity, in any case.
    pub fn team(&self, team: &str) -> Option<Name> {
        let wanted = Some(team.to_lowercase()).filter(|t| !t.is_empty())?;
        let work = &self.facts.work;
        let mut teams = work.done.keys().map(|k| k.0).chain(work.capacity.keys().map(|k| k.0));
        teams.find(|&t| self.facts.names.text(t).to_lowercase() == wanted)
    }

    /// One value for each month of `period`.
    pub fn monthly(&self, id: &str, period: Period, cut: Cut) -> Vec<(Month, Option<f64>)> {
        let value = |month| self.value(id, Period { first: month, last: month }, cut).ok();
        period.first.through(period.last).map(|month| (month, value(month))).collect()
    }

    /// The denominator of `id` over `period` when it is a number of cases.
    pub fn cases(&self, id: &str, period: Period, cut: Cut) -> Option<f64> {
        let (_, denominator) = self.catalog.get(id)?.formula.quotient()?;
        let measure = |name: &str| self.facts.measures.find(name).and_then(|m| self.facts.measures.kind(m));
        let counted = denominator.names().iter().all(|n| measure(n).is_some_and(|k| k.unit == Unit::Count));
        counted.then(|| denominator.number(&mut |n| self.read(n, period, cut, true)).ok()).flatten()
    }

    /// Part and whole of a share of so few cases that it is told as counts; `None` of any other figure.
    pub fn few(&self, id: &str, period: Period, cut: Cut) -> Option<(f64, f64)> {
        let metric = self.catalog.get(id).filter(|m| m.unit == Unit::Ratio)?;
        let (part, whole) = metric.formula.quotient()?;
        let measures = &self.facts.measures;
        let cases = |name: &str| measures.find(name).and_then(|m| measures.kind(m)).filter(|k| k.scale(1) == 1);
        let counted = |side: &Formula| {
            let dimension = side.dimension(&|name| cases(name).map(|kind| kind.dimension));
            let number = side.number(&mut |name| self.value(name, period, cut)).ok();
            number.filter(|_| dimension == Ok(Dimension::new(0, 1, 0)))
        };
        counted(part).zip(counted(whole)).filter(|&(_, whole)| whole > 0.0 && whole < FEWEST_CASES)
    }

    /// What `id` is; `None` when neither a metric nor a measure has that id.
    pub fn kind(&self, id: &str) -> Option<Kind> {
        if let Some(metric) = self.catalog.get(id) {
            let course = if metric.accumulates { Course::Accumulates } else { self.course(&metric.formula) };
            return Some(Kind { unit: metric.unit, better: metric.better, course });
        }
        let kind = self.facts.measures.kind(self.facts.measures.find(id)?)?;
        let better = if kind.id == "spend" || kind.id.starts_with("cost_") { Better::Lower } else { Better::Higher };
        let course = if kind.stock { Course::Stock } else { Course::Accumulates };
        Some(Kind { unit: kind.unit, better, course })
    }

    /// The last month whose cohorts are old enough to compare: as-of less the 90th percentile of the lag, for a
    /// metric that follows cohorts; the as-of month for any other.
    pub fn mature(&self, id: &str) -> Month {
        let as_of = self.settings.as_of_month();
        let names = self.catalog.get(id).map_or_else(Vec::new, |m| m.formula.names());
        let lag = names.iter().filter_map(|n| n.strip_prefix("reached.")?.split_once('.')).find_map(|(from, to)| {
            let days = self.facts.lags.get(&(Stage::parse(from)?, Stage::parse(to)?))?;
            percentile(days, 0.9)
        });
        as_of + -lag.map_or(0, |days| (days + 29) / 30)
    }

    /// `given`: a measure without facts is 0.
    fn read(&self, id: &str, period: Period, cut: Cut, given: bool) -> Result<f64, Missing> {
        if let Some(metric) = self.catalog.get(id) {
            return metric.formula.number(&mut |name| self.read(name, period, cut, given));
        }
        if let Some(constant) = self.settings.constant(id) {
            return Ok(constant);
        }
        let missing = || Missing::NotGiven(id.to_owned());
        let measure = self.facts.measures.find(id).ok_or_else(missing)?;
        let kind = self.facts.measures.kind(measure).ok_or_else(missing)?;
        let facts = self.facts.of(measure);
        if facts.is_empty() && !given {
            return Err(missing());
        }
        let last = if kind.stock { period.first } else { period.last };
        let months = Period { first: period.first, last };
        let inside = |only: Option<Name>, name| only.is_none_or(|o| o == name);
        let sum: i128 = facts
            .during(months)
            .iter()
            .filter(|f| inside(cut.market, f.spot.market) && inside(cut.channel, f.spot.channel))
            .map(|f| f.value)
            .sum();
        Ok(sum as f64 / kind.scale(self.facts.currency.scale()) as f64)
    }

    fn course(&self, formula: &Formula) -> Course {
        match formula {
            Formula::Join(left, Operator::Add | Operator::Subtract, right) => {
                if [left, right].iter().any(|side| self.course(side) == Course::Stock) {
                    Course::Stock
                } else {
                    Course::Level
                }
            }
            Formula::Name(name) => match self.catalog.get(name) {
                Some(metric) => self.course(&metric.formula),
                None if self.is_only_stock(formula) => Course::Stock,
                None => Course::Level,
            },
            Formula::Join(..) => Course::Level,
        }
    }

    fn is_only_stock(&self, formula: &Formula) -> bool {
        let measures = &self.facts.measures;
        let stock = |name: &&str| measures.find(name).and_then(|m| measures.kind(m)).is_some_and(|k| k.stock);
        formula.names().iter().all(stock)
    }
}

/// The smallest number of days that at least `share` of the cases do not exceed.
fn percentile(days: &BTreeMap<i32, u64>, share: f64) -> Option<i32> {
    let all: u64 = days.values().sum();
    let mut seen = 0;
    days.iter().find_map(|(&day, &count)| {
        seen += count;
        (seen as f64 >= share * all as f64).then_some(day)
    })
}
