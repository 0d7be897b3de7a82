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

/// A metric over a scope. There are a hundred thousand of them: what is not there takes no room of its own.
#[derive(Clone, PartialEq, Debug)]
pub struct ScopeResult {
    /// Months and dimension.
    pub scope: Scope,
    value: Result<f64, Box<Missing>>,
    numerator: Perhaps,
    denominator: Perhaps,
    interval: (Perhaps, Perhaps),
}

/// The bits of a number, or [`Perhaps::NONE`].
#[derive(Clone, Copy, Debug)]
struct Perhaps(u64);

impl PartialEq for Perhaps {
    fn eq(&self, other: &Perhaps) -> bool {
        self.there() == other.there()
    }
}

impl Perhaps {
    /// Bits that no calculation gives: one that fails is there, to be refused when it is written.
    const NONE: Perhaps = Perhaps(u64::MAX);

    fn new(number: Option<f64>) -> Perhaps {
        number.map_or(Perhaps::NONE, |number| Perhaps(number.to_bits()))
    }

    fn there(self) -> Option<f64> {
        (self.0 != Perhaps::NONE.0).then_some(f64::from_bits(self.0))
    }
}

impl ScopeResult {
    /// `figure` over `scope`.
    pub fn new(scope: Scope, figure: Figure) -> ScopeResult {
        let (low, high) = figure.interval.unzip();
        ScopeResult {
            scope,
            value: figure.value.map_err(Box::new),
            numerator: Perhaps::new(figure.numerator),
            denominator: Perhaps::new(figure.denominator),
            interval: (Perhaps::new(low), Perhaps::new(high)),
        }
    }

    /// The value in shown units.
    ///
    /// # Errors
    /// Why there is none.
    pub fn value(&self) -> Result<f64, &Missing> {
        self.value.as_ref().map_or_else(|missing| Err(&**missing), |&value| Ok(value))
    }

    /// The numerator, when the formula is one quotient.
    pub fn numerator(&self) -> Option<f64> {
        self.numerator.there()
    }

    /// The denominator, when the formula is one quotient.
    pub fn denominator(&self) -> Option<f64> {
        self.denominator.there()
    }

    /// The interval, as [`Figure::interval`].
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.interval.0.there().zip(self.interval.1.there())
    }

    /// All of it.
    pub fn figure(&self) -> Figure {
        let (numerator, denominator, interval) = (self.numerator(), self.denominator(), self.interval());
        Figure { value: self.value().map_err(Clone::clone), numerator, denominator, interval }
    }
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
    pub fn get(&self, metric: &str, scope: &Scope) -> Option<Figure> {
        self.of(metric).iter().find(|r| r.scope == *scope).map(ScopeResult::figure)
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

#[cfg(test)]
mod tests {
    use super::Perhaps;

    #[test]
    fn a_number_that_failed_is_there() {
        let there = |number| Perhaps::new(number).there();
        assert_eq!((there(None), there(Some(0.0)), there(Some(-1.5))), (None, Some(0.0), Some(-1.5)));
        assert!(
            [f64::NAN, -f64::NAN, (-1.0_f64).sqrt(), f64::INFINITY - f64::INFINITY]
                .map(Some)
                .map(there)
                .iter()
                .all(Option::is_some)
        );
    }
}
