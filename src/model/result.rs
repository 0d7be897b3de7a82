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
pub struct MetricResult {
    /// Metric id.
    pub metric: String,
    /// Months and dimension.
    pub scope: Scope,
    /// The figure.
    pub figure: Figure,
}

/// All results, in the order metric, axis, name, period.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// The rows.
    pub rows: Vec<MetricResult>,
    /// What no formula over sums gives.
    pub statistics: Vec<Statistic>,
}

impl Results {
    /// The figure of `metric` over `scope`, if it was computed.
    pub fn get(&self, metric: &str, scope: &Scope) -> Option<&Figure> {
        let start = self.rows.partition_point(|r| r.metric.as_str() < metric);
        let own = self.rows[start..].iter().take_while(|r| r.metric == metric);
        own.into_iter().find(|r| r.scope == *scope).map(|r| &r.figure)
    }
}
