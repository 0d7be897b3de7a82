//! A measure or metric as a live formula: the spreadsheet reading of the same tree that gives the number.

use crate::model::fact::Axis;
use crate::model::formula::{Formula, Operator};
use crate::model::measure::MeasureKind;
use crate::model::unit::{Dimension, Unit};
use crate::render::book::cell::At;
use crate::render::book::expression::{Expression, Sign};
use crate::render::book::function::Function;

use super::draft::Draft;

/// Which months, as cells.
#[derive(Clone, Copy, Debug)]
pub enum Span {
    /// From the month in one cell to that in another.
    Between(At, At),
    /// The month in a cell of the row's label column.
    Row(At),
    /// The month in a cell of the header row.
    Header(At),
}

/// Which facts: months and, on one axis, the label in a cell.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Months.
    pub span: Span,
    /// The label of one axis.
    pub only: Option<(Axis, At)>,
    /// Beside a market, the label of a channel: only pairs that the fact sheet has.
    pub and: Option<At>,
}

impl Draft<'_> {
    /// The baseline, over everything.
    pub fn baseline(&self) -> Chosen {
        Chosen { span: Span::Between(self.assumptions.first, self.assumptions.last), only: None, and: None }
    }

    /// The formula of a measure or metric. `near` gives the cell that already shows another one for the same facts.
    pub fn figure(&self, id: &str, chosen: &Chosen, near: &dyn Fn(&str) -> Option<Expression>) -> Expression {
        if let Some(sum) = self.sum(id, chosen) {
            return sum;
        }
        match self.report.catalog.get(id) {
            Some(metric) => match &metric.formula {
                Formula::Name(name) => near(name).unwrap_or_else(|| self.figure(name, chosen, near)),
                formula @ Formula::Join(..) if metric.unit == Unit::Score => {
                    (self.tree(formula, chosen, near) * self.assumptions.points.fixed()).or_empty()
                }
                formula @ Formula::Join(..) => self.tree(formula, chosen, near).or_empty(),
            },
            None => Expression::text(""),
        }
    }

    /// Numerator and denominator of a metric that is a share of counts, both measures that add up.
    fn parts(&self, id: &str) -> Option<(&Formula, &Formula)> {
        let metric = self.report.catalog.get(id).filter(|m| m.unit == Unit::Ratio)?;
        let measures = &self.report.facts.measures;
        // Credit is counted in parts: a share of it is no so-many of so-many.
        let whole = |k: &MeasureKind| k.dimension == Dimension::new(0, 1, 0) && k.scale(1) == 1;
        let counts = |name: &str| measures.find(name).and_then(|m| measures.kind(m)).is_some_and(whole);
        metric.formula.quotient().filter(|(n, d)| n.names().into_iter().chain(d.names()).all(counts))
    }

    /// Whether a cell of the metric holds its plain value, for formulas beside it to use: a share may be told as
    /// counts, and a score stands in points.
    pub fn holds_value(&self, id: &str) -> bool {
        let score = self.report.catalog.get(id).is_some_and(|m| m.unit == Unit::Score);
        !score && self.parts(id).is_none()
    }

    /// As [`Draft::figure`], but a share of too few cases is told as counts: `2 of 3`.
    pub fn told(&self, id: &str, chosen: &Chosen, near: &dyn Fn(&str) -> Option<Expression>) -> Expression {
        let figure = || self.figure(id, chosen, near);
        let Some((n, d)) = self.parts(id) else { return figure() };
        let [n, d] = [n, d].map(|side| self.tree(side, chosen, near));
        let of = Expression::text(self.report.words.word("format.of"));
        let counts = n.clone().join(Sign::Concatenate, of).join(Sign::Concatenate, d.clone());
        let some = d.clone().join(Sign::Greater, Expression::Number(0.0));
        let few = d.join(Sign::Less, self.assumptions.few.fixed());
        Function::If.of([few, Function::If.of([some, counts, Expression::text("")]), figure()])
    }

    fn tree(&self, formula: &Formula, chosen: &Chosen, near: &dyn Fn(&str) -> Option<Expression>) -> Expression {
        match formula {
            Formula::Name(name) => self.named(name, chosen, near),
            Formula::Join(left, operator, right) => {
                // A sum needs only one of its parts, a difference its first: the rest counts when it is given.
                let lacks = |side: &Formula| !self.given.formula(side, self.report.catalog, self.report.facts);
                match operator {
                    Operator::Add | Operator::Subtract if lacks(right) => return self.tree(left, chosen, near),
                    Operator::Add if lacks(left) => return self.tree(right, chosen, near),
                    _ => {}
                }
                let (left, right) = (self.tree(left, chosen, near), self.tree(right, chosen, near));
                match operator {
                    Operator::Add => left + right,
                    Operator::Subtract => left - right,
                    Operator::Multiply => left * right,
                    Operator::Divide => left / right,
                }
            }
        }
    }

    fn named(&self, name: &str, chosen: &Chosen, near: &dyn Fn(&str) -> Option<Expression>) -> Expression {
        if let Some(cell) = near(name) {
            return cell;
        }
        if name == "gross_margin" {
            return self.assumptions.gross_margin.fixed();
        }
        if let Some(sum) = self.sum(name, chosen) {
            return sum;
        }
        match self.report.catalog.get(name) {
            Some(metric) => self.tree(&metric.formula, chosen, near),
            None => Expression::text(""),
        }
    }

    /// `SUMIFS` over the fact sheet; a stock counts in the first month only.
    fn sum(&self, id: &str, chosen: &Chosen) -> Option<Expression> {
        let cut = chosen.only.map(|(axis, _)| axis);
        let crossed = chosen.and.is_some();
        let column = if crossed { self.facts.pair_column(id)? } else { self.facts.column(id, cut)? };
        let facts = self.report.facts;
        let stock = facts.measures.find(id).and_then(|m| facts.measures.kind(m)).is_some_and(|k| k.stock);
        let months = if crossed { self.facts.pair_months() } else { self.facts.months(cut) };
        let bound = |sign: &str, at: At| Expression::text(sign).join(Sign::Concatenate, at.fixed());
        let mut arguments = vec![column];
        match chosen.span {
            Span::Between(first, _) if stock => arguments.extend([months, first.fixed()]),
            Span::Between(first, last) => {
                arguments.extend([months.clone(), bound(">=", first), months, bound("<=", last)]);
            }
            Span::Row(at) => arguments.extend([months, at.in_column()]),
            Span::Header(at) => arguments.extend([months, at.in_row()]),
        }
        if let Some((axis, at)) = chosen.only {
            let names = if crossed { self.facts.pair_names(axis) } else { self.facts.names(axis) };
            arguments.extend([names, self.labels.criterion(axis, at)]);
        }
        if let Some(at) = chosen.and {
            arguments.extend([self.facts.pair_names(Axis::Channel), self.labels.criterion(Axis::Channel, at)]);
        }
        Some(Function::SumIfs.of(arguments))
    }

    /// The number format of a measure or metric.
    pub fn format(&self, id: &str) -> &'static str {
        let facts = self.report.facts;
        if let Some(kind) = facts.measures.find(id).and_then(|m| facts.measures.kind(m)) {
            return format_of_measure(kind, kind.scale(facts.currency.scale()), false);
        }
        let Some(metric) = self.report.catalog.get(id) else { return "general" };
        match metric.unit {
            Unit::Money if metric.formula.quotient().is_some() && facts.currency.digits() > 0 => "money_each",
            unit => format_of_unit(unit),
        }
    }
}

/// A value as its cell shows it: a score in points of a hundred.
pub fn in_points(unit: Unit, value: Option<f64>) -> Option<f64> {
    value.map(|v| if unit == Unit::Score { v * super::about::POINTS } else { v })
}

/// The number format of a unit.
pub fn format_of_unit(unit: Unit) -> &'static str {
    unit.id()
}

/// The number format of a measure; facts show minor units.
pub fn format_of_measure(kind: &MeasureKind, scale: i64, fact: bool) -> &'static str {
    match kind.unit {
        Unit::Money if fact && scale > 1 => "money_fact",
        Unit::Count if scale > 1 => "part",
        unit => format_of_unit(unit),
    }
}

/// How many months from one to the other, both included.
pub fn months_between(first: &Expression, last: &Expression) -> Expression {
    let year = |e: &Expression| Function::Year.of([e.clone()]);
    let month = |e: &Expression| Function::Month.of([e.clone()]);
    let (twelve, one) = (Expression::Number(12.0), Expression::Number(1.0));
    (year(last) - year(first)) * twelve + month(last) - month(first) + one
}
