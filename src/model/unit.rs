//! Units of measures and metrics: exponents of money, count and time, and how a figure is shown.

/// Exponents of money, count and time. `spend` is (1, 0, 0), `leads` (0, 1, 0), their ratio (1, −1, 0).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Dimension {
    /// Exponent of money.
    pub money: i8,
    /// Exponent of count.
    pub count: i8,
    /// Exponent of time.
    pub time: i8,
}

impl Dimension {
    /// From the three exponents.
    pub const fn new(money: i8, count: i8, time: i8) -> Dimension {
        Dimension { money, count, time }
    }

    /// The dimension of a product (`sign` 1) or a quotient (`sign` −1).
    #[must_use]
    pub fn times(self, other: Dimension, sign: i8) -> Dimension {
        Dimension::new(self.money + sign * other.money, self.count + sign * other.count, self.time + sign * other.time)
    }
}

/// How a figure is read and shown: the `unit` of a metric's template.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// Money, in all or per something: `spend`, `cac`.
    Money,
    /// Money per day: sales velocity.
    MoneyPerDay,
    /// A number of things.
    Count,
    /// A share, shown as a percentage: conversion, churn, ROI.
    Ratio,
    /// A multiple, shown as `3.2×`: ROAS, LTV:CAC.
    Multiple,
    /// A score of −100 to 100: NPS.
    Score,
    /// Months.
    Months,
    /// Days.
    Days,
    /// Hours.
    Hours,
}

impl Unit {
    /// The unit of that id in a template.
    pub fn parse(id: &str) -> Option<Unit> {
        Some(match id {
            "money" => Unit::Money,
            "money_per_day" => Unit::MoneyPerDay,
            "count" => Unit::Count,
            "ratio" => Unit::Ratio,
            "multiple" => Unit::Multiple,
            "score" => Unit::Score,
            "months" => Unit::Months,
            "days" => Unit::Days,
            "hours" => Unit::Hours,
            _ => return None,
        })
    }

    /// The id in templates and outputs.
    pub fn id(self) -> &'static str {
        match self {
            Unit::Money => "money",
            Unit::MoneyPerDay => "money_per_day",
            Unit::Count => "count",
            Unit::Ratio => "ratio",
            Unit::Multiple => "multiple",
            Unit::Score => "score",
            Unit::Months => "months",
            Unit::Days => "days",
            Unit::Hours => "hours",
        }
    }

    /// Whether a formula of dimension `d` may be called this: `leads / spend` is not money.
    pub fn accepts(self, d: Dimension) -> bool {
        match self {
            Unit::Money => d.money == 1 && d.count <= 0 && d.time <= 0,
            Unit::MoneyPerDay => d.money == 1 && d.time == -1,
            Unit::Count => d.money == 0 && d.count == 1,
            // A rate per month is a ratio too: churn.
            Unit::Ratio => d.money == 0 && d.count == 0 && matches!(d.time, -1 | 0),
            Unit::Multiple | Unit::Score => d == Dimension::default(),
            Unit::Months | Unit::Days | Unit::Hours => d.money == 0 && d.count <= 0 && d.time == 1,
        }
    }
}
