//! A metric's formula with every name looked up: evaluated over thousands of scopes, it must not look one up again.

use crate::model::formula::{Formula, Missing, Operator};
use crate::model::measure::Measure;

/// What a name of a formula stands for.
pub(super) enum Meaning<'a> {
    /// A measure, with the stored units in one shown unit.
    Measure(Measure, f64),
    /// Another metric.
    Metric(&'a Formula),
    /// A setting.
    Constant(f64),
    /// Nothing that is given.
    Nothing,
}

/// A formula ready to be evaluated.
pub(super) enum Resolved<'a> {
    Measure(Measure, f64),
    Constant(f64),
    Missing(&'a str),
    Join(Box<Resolved<'a>>, Operator, Box<Resolved<'a>>, Divisor<'a>),
}

/// What stands on the right of an operator, and its text: many figures cannot be said because it is zero.
pub(super) struct Divisor<'a> {
    formula: &'a Formula,
    text: String,
}

impl Divisor<'_> {
    /// `left` and `right` joined.
    ///
    /// # Errors
    /// A division by zero.
    pub(super) fn join(&self, left: f64, operator: Operator, right: f64) -> Result<f64, Missing> {
        match operator {
            Operator::Divide if right == 0.0 => Err(Missing::DividesByZero(self.text.clone())),
            _ => operator.join(left, right, self.formula),
        }
    }
}

impl<'a> Resolved<'a> {
    /// `formula` with every name as `meaning` has it.
    pub(super) fn new(formula: &'a Formula, meaning: &impl Fn(&'a str) -> Meaning<'a>) -> Resolved<'a> {
        match formula {
            Formula::Name(name) => match meaning(name) {
                Meaning::Measure(measure, scale) => Resolved::Measure(measure, scale),
                Meaning::Metric(formula) => Resolved::new(formula, meaning),
                Meaning::Constant(value) => Resolved::Constant(value),
                Meaning::Nothing => Resolved::Missing(name),
            },
            Formula::Join(left, operator, right) => {
                let (left_side, right_side) = (Resolved::new(left, meaning), Resolved::new(right, meaning));
                let divisor = Divisor { formula: right, text: right.to_string() };
                Resolved::Join(Box::new(left_side), *operator, Box::new(right_side), divisor)
            }
        }
    }

    /// The number, where `sum` gives the stored sum of a measure.
    ///
    /// # Errors
    /// A name that nothing gives, or a division by zero.
    pub(super) fn number(&self, sum: &impl Fn(Measure) -> i128) -> Result<f64, Missing> {
        match self {
            Resolved::Measure(measure, scale) => Ok(sum(*measure) as f64 / scale),
            Resolved::Constant(value) => Ok(*value),
            Resolved::Missing(name) => Err(Missing::NotGiven((*name).to_owned())),
            Resolved::Join(left, operator, right, divisor) => {
                divisor.join(left.number(sum)?, *operator, right.number(sum)?)
            }
        }
    }

    /// Numerator and denominator with the operator between them, when the formula is one quotient at the top.
    pub(super) fn quotient(&self) -> Option<(&Resolved<'a>, &Resolved<'a>, &Divisor<'a>)> {
        match self {
            Resolved::Join(left, Operator::Divide, right, divisor) => Some((left, right, divisor)),
            _ => None,
        }
    }
}
