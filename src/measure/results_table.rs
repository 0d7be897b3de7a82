//! The table of results: every metric over all facts and every name, by baseline, fiscal year and month.

use crate::model::catalog::Catalog;
use crate::model::catalog::Metric;
use crate::model::fact::{Axis, Facts, Scope};
use crate::model::formula::Missing;
use crate::model::given::wanting;
use crate::model::in_order::worked;
use crate::model::month::Period;
use crate::model::name::Name;
use crate::model::result::{Figure, MetricResults, Results, ScopeResult};
use crate::model::settings::Settings;

use super::evaluation::{Evaluation, Table};
use super::scope_sums::ScopeSums;

/// Metrics in the order of their ids, each over all facts first, then axis by axis, names by their texts.
pub(super) fn results(facts: &Facts, catalog: &Catalog, settings: &Settings) -> Results {
    let Some(sums) = ScopeSums::new(facts, settings.threads) else { return Results::default() };
    let table = Table::new(facts, catalog, settings, &sums);
    let periods = Periods::new(facts, settings);
    let axes = Axis::ALL.map(|axis| {
        let mut names: Vec<Name> = sums.names_on(axis).collect();
        names.sort_by_key(|&name| facts.names.text(name));
        (axis, names)
    });
    let of = |metric: &&Metric| {
        let (metric, mut rows) = (*metric, Vec::new());
        if let Some(name) = wanting(metric, facts, catalog, settings) {
            let value = Err(Missing::NotGiven(name.clone()));
            let figure = Figure { value, numerator: None, denominator: None, interval: None };
            rows.push(ScopeResult::new(Scope::total(settings.baseline()), figure));
            return MetricResults { metric: metric.id.clone(), wanting: Some(name), rows };
        }
        let evaluation = Evaluation::new(&table, metric);
        evaluation.rows(None, &periods.total, &mut rows);
        for (axis, names) in axes.iter().filter(|(axis, _)| evaluation.stands_on(*axis)) {
            let periods = if Periods::few(*axis) { &periods.campaign } else { &periods.name };
            for &name in names {
                evaluation.rows(Some((*axis, name)), periods, &mut rows);
            }
        }
        rows.shrink_to_fit();
        let not_given = |row: &ScopeResult| match row.value() {
            Err(Missing::NotGiven(name)) => Some(name.clone()),
            _ => None,
        };
        let wanting = rows.iter().rev().find_map(not_given);
        MetricResults { metric: metric.id.clone(), wanting, rows }
    };
    let all: Vec<&Metric> = catalog.iter().collect();
    let mut metrics = worked(settings.threads, &all, &of);
    metrics.retain(|own| !own.rows.is_empty());
    Results { metrics, statistics: Vec::new() }
}

/// The periods that get a row, each once, in order of time.
struct Periods {
    total: Vec<Period>,
    name: Vec<Period>,
    campaign: Vec<Period>,
}

impl Periods {
    /// Whether names of the axis are so many that each gets the baseline only.
    fn few(axis: Axis) -> bool {
        matches!(axis, Axis::Campaign | Axis::Industry | Axis::Team | Axis::Owner)
    }

    fn new(facts: &Facts, settings: &Settings) -> Periods {
        let last = settings.as_of_month();
        let baseline = settings.baseline();
        let first = facts.months.map_or(last, |m| m.first);
        let mut each: Vec<Period> = first.through(last).map(|m| Period { first: m, last: m }).collect();
        each.push(baseline);
        let mut total = each.clone();
        total.push(baseline.moved(-baseline.months()));
        total.push(Period { first: settings.fiscal_year(last).first, last });
        for periods in [&mut each, &mut total] {
            periods.sort_unstable();
            periods.dedup();
        }
        Periods { total, name: each, campaign: vec![baseline] }
    }
}
