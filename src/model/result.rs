//! Results: every metric by period and dimension, with how it came about.

use super::fact::Scope;
use super::formula::Missing;
use super::statistic::Statistic;

/// One figure.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    /// The value in shown units, or why there is none.
    pub value: Result<f64, Missing>,
    /// The numerator, when the formula is one quotient.
    pub numerator: Option<f64>,
    /// The denominator, when the formula is one quotient.
    pub denominator: Option<f64>,
    /// 95 % interval, when the figure is a share of counts (Wilson, or as the plan says) or a rate of events while at risk
    /// (exact Poisson).
    pub interval: Option<(f64, f64)>,
}

/// A metric over a scope.
#[derive(Clone, PartialEq, Debug)]
pub struct ScopeResult {
    /// Months and dimension.
    pub scope: Scope,
    /// The figure.
    pub figure: Figure,
}

/// A metric over all its scopes, in the order axis, name, period.
#[derive(Clone, PartialEq, Debug)]
pub struct MetricResults {
    /// Metric id.
    pub metric: String,
    /// A measure that a figure wants and no export gave.
    pub wanting: Option<String>,
    /// The figures.
    pub rows: Vec<ScopeResult>,
}

/// All results.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// By metric, in the order of their ids; none without rows.
    pub metrics: Vec<MetricResults>,
    /// What no formula over sums gives.
    pub statistics: Vec<Statistic>,
}

impl Results {
    /// The figure of `metric` over `scope`, if it was computed.
    pub fn get(&self, metric: &str, scope: &Scope) -> Option<&Figure> {
        self.of(metric).iter().find(|r| r.scope == *scope).map(|r| &r.figure)
    }

    /// All figures of `metric`.
    pub fn of(&self, metric: &str) -> &[ScopeResult] {
        let own = self.metrics.binary_search_by(|own| own.metric.as_str().cmp(metric));
        own.map_or(&[], |own| &self.metrics[own].rows)
    }

    /// How many figures there are.
    pub fn count(&self) -> usize {
        self.metrics.iter().map(|own| own.rows.len()).sum()
    }
}
