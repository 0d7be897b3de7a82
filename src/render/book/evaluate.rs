//! The number reading of a formula: a small spreadsheet engine over a book, so that every formula carries its value.

use chrono::{Datelike, Months, NaiveDate};

use super::Book;
use super::cell::{At, Content};
use super::criteria::{Criterion, Selections, places};
use super::expression::{Expression, Range, Sign};
use super::function::Function;
use super::shown::Values;
use super::value::{Fault, Value, day, serial};
use crate::model::statistics::distribution::{gamma_quantile, poisson_from};

/// Works out formulas, each once.
#[derive(Debug)]
pub struct Engine<'a> {
    book: &'a Book,
    known: Values,
    selections: Selections,
}

impl<'a> Engine<'a> {
    /// Nothing worked out yet.
    pub fn new(book: &'a Book) -> Engine<'a> {
        Engine { book, known: Values::default(), selections: Selections::default() }
    }

    /// What every formula of the book shows.
    pub fn values(mut self) -> Values {
        for sheet in &self.book.sheets {
            for (&(row, column), cell) in sheet.cells.iter() {
                if matches!(cell.content, Content::Formula(_)) {
                    self.value(At::new(sheet.number, row, column));
                }
            }
        }
        self.known
    }

    /// What the cell shows.
    pub fn value(&mut self, at: At) -> Value {
        let Some(sheet) = self.book.sheet(at.sheet) else { return Value::Empty };
        let expression = match sheet.constant(at.row, at.column) {
            Ok(value) => return value,
            Err(expression) => expression,
        };
        if let Some(value) = self.known.get(at) {
            return value.clone();
        }
        self.known.put(at, Value::Error(Fault::Circle));
        let value = match self.evaluate(expression) {
            Value::Empty => Value::Number(0.0),
            value => value,
        };
        self.known.put(at, value.clone());
        value
    }

    /// The value of a formula.
    pub fn evaluate(&mut self, expression: &Expression) -> Value {
        match expression {
            Expression::Number(number) => Value::Number(*number),
            Expression::Text(text) => Value::text(text),
            Expression::Cell(reference) => self.value(reference.at),
            Expression::Range(_) => Value::Error(Fault::Value),
            Expression::Join(left, sign, right) => {
                let (left, right) = (self.evaluate(left), self.evaluate(right));
                join(&left, *sign, &right)
            }
            Expression::Call(function, arguments) => self.call(*function, arguments),
        }
    }

    fn call(&mut self, function: Function, arguments: &[Expression]) -> Value {
        match (function, arguments) {
            (Function::If, [condition, yes, no]) => match self.evaluate(condition).number() {
                Ok(number) => self.evaluate(if number == 0.0 { no } else { yes }),
                Err(fault) => Value::Error(fault),
            },
            (Function::IfError, [first, otherwise]) => match self.evaluate(first) {
                Value::Error(_) => self.evaluate(otherwise),
                value => value,
            },
            (Function::SumIfs, [Expression::Range(values), criteria @ ..]) => match self.criteria(criteria) {
                Ok(criteria) => {
                    self.settle(*values);
                    Value::Number(self.selections.sum(self.book, *values, &criteria))
                }
                Err(fault) => Value::Error(fault),
            },
            (Function::CountIfs, criteria) => match self.criteria(criteria) {
                Ok(criteria) => Value::Number(self.selections.count(self.book, &criteria) as f64),
                Err(fault) => Value::Error(fault),
            },
            (Function::Sum | Function::Min | Function::Max | Function::Count, _) => {
                self.fold(function, arguments).into()
            }
            (Function::Substitute, [text, part, by]) => {
                let [text, part, by] = [text, part, by].map(|a| self.evaluate(a).joined());
                match (text, part, by) {
                    (Ok(text), Ok(part), Ok(by)) => Value::text(&text.replace(&part, &by)),
                    (Err(fault), ..) | (_, Err(fault), _) | (.., Err(fault)) => Value::Error(fault),
                }
            }
            (Function::GammaInverse, [chance, shape, scale]) => {
                let of = |[chance, shape, scale]: [f64; 3]| Some(gamma_quantile(chance, shape)? * scale);
                self.three([chance, shape, scale], of).into()
            }
            (Function::FutureValue, [rate, periods, paid, first]) => {
                let all = [rate, periods, paid, first].map(|argument| self.evaluate(argument).number());
                let [Ok(rate), Ok(periods), Ok(paid), Ok(first)] = all else {
                    return Value::Error(all.into_iter().find_map(Result::err).unwrap_or(Fault::Value));
                };
                Ok(-future_value(rate, periods, paid, first)).into()
            }
            (Function::Poisson, [count, mean, _]) => {
                let of =
                    |[count, mean, _]: [f64; 3]| (count >= 0.0).then(|| 1.0 - poisson_from(count.floor() + 1.0, mean));
                self.three([count, mean, count], of).into()
            }
            _ => self.scalar(function, arguments).into(),
        }
    }

    fn criteria(&mut self, arguments: &[Expression]) -> Result<Vec<(Range, Criterion)>, Fault> {
        let mut criteria = Vec::new();
        for pair in arguments.chunks(2) {
            let [Expression::Range(range), criterion] = pair else { return Err(Fault::Value) };
            match self.evaluate(criterion) {
                Value::Error(fault) => return Err(fault),
                value => criteria.push((*range, Criterion::read(&value))),
            }
            self.settle(*range);
        }
        Ok(criteria)
    }

    /// Works out the formulas of a column that criteria ask.
    fn settle(&mut self, range: Range) {
        if self.selections.waits(self.book, range) {
            let values: Vec<Value> = places(range).map(|at| self.value(at)).collect();
            self.selections.read(range, &values);
        }
    }

    fn three(&mut self, of: [&Expression; 3], value: impl Fn([f64; 3]) -> Option<f64>) -> Result<f64, Fault> {
        let [first, second, third] = of.map(|argument| self.evaluate(argument).number());
        value([first?, second?, third?]).ok_or(Fault::Number)
    }

    fn scalar(&mut self, function: Function, arguments: &[Expression]) -> Result<f64, Fault> {
        let first = arguments.first().map_or(Err(Fault::Value), |a| self.evaluate(a).number())?;
        let second = arguments.get(1).map_or(Ok(0.0), |a| self.evaluate(a).number())?;
        #[expect(clippy::cast_possible_truncation, reason = "decimals are a small whole number")]
        let scale = 10_f64.powi(second as i32);
        match function {
            Function::Abs => Ok(first.abs()),
            Function::SquareRoot if first < 0.0 => Err(Fault::Number),
            Function::SquareRoot => Ok(first.sqrt()),
            Function::Power => Some(first.powf(second)).filter(|p| p.is_finite()).ok_or(Fault::Number),
            Function::Round => Ok((first * scale).round() / scale),
            // Programs take a number within their 15 shown digits of a whole one for that whole one.
            Function::RoundUp => {
                let scaled = (first * scale).abs();
                let near = scaled.round();
                let whole = if (scaled - near).abs() <= near * 1e-14 { near } else { scaled.ceil() };
                Ok(whole.copysign(first) / scale)
            }
            Function::Year => day(first).map(|d| f64::from(d.year())),
            Function::Month => day(first).map(|d| f64::from(d.month())),
            Function::MonthsOn => day(first).and_then(|d| months_on(d, second)).map(serial),
            _ => Err(Fault::Value),
        }
    }

    fn fold(&mut self, function: Function, arguments: &[Expression]) -> Result<f64, Fault> {
        let mut numbers = Vec::new();
        for argument in arguments {
            match argument {
                Expression::Range(range) => self.numbers(*range, &mut numbers)?,
                Expression::Cell(reference) => match self.value(reference.at) {
                    Value::Number(number) => numbers.push(number),
                    Value::Error(fault) => return Err(fault),
                    _ => {}
                },
                other => numbers.push(self.evaluate(other).number()?),
            }
        }
        let extreme = |better: fn(f64, f64) -> f64| numbers.iter().copied().reduce(better).unwrap_or(0.0);
        Ok(match function {
            Function::Min => extreme(f64::min),
            Function::Max => extreme(f64::max),
            Function::Count => numbers.len() as f64,
            _ => numbers.iter().sum(),
        })
    }

    fn numbers(&mut self, range: Range, numbers: &mut Vec<f64>) -> Result<(), Fault> {
        for row in range.first.at.row..=range.last.at.row {
            for column in range.first.at.column..=range.last.at.column {
                match self.value(At::new(range.first.at.sheet, row, column)) {
                    Value::Number(number) => numbers.push(number),
                    Value::Error(fault) => return Err(fault),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

fn future_value(rate: f64, periods: f64, paid: f64, first: f64) -> f64 {
    if rate.abs() > 0.0 {
        let grown = (1.0 + rate).powf(periods);
        first * grown + paid * (grown - 1.0) / rate
    } else {
        first + paid * periods
    }
}

fn months_on(day: NaiveDate, months: f64) -> Result<NaiveDate, Fault> {
    #[expect(clippy::cast_possible_truncation, reason = "a number too large saturates and is no month")]
    let count = Months::new((months.abs() as i64).try_into().map_err(|_| Fault::Number)?);
    let there = if months < 0.0 { day.checked_sub_months(count) } else { day.checked_add_months(count) };
    there.ok_or(Fault::Number)
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::Text(_))
}

fn join(left: &Value, sign: Sign, right: &Value) -> Value {
    if sign == Sign::Concatenate {
        return match (left.joined(), right.joined()) {
            (Ok(l), Ok(r)) => Value::text(&(l + &r)),
            (Err(fault), _) | (_, Err(fault)) => Value::Error(fault),
        };
    }
    if matches!(sign, Sign::Equal | Sign::Unequal) && (is_text(left) || is_text(right)) {
        let equal = match (left, right) {
            (Value::Error(fault), _) | (_, Value::Error(fault)) => return Value::Error(*fault),
            (Value::Number(_) | Value::Truth(_), _) | (_, Value::Number(_) | Value::Truth(_)) => false,
            _ => left.joined().map(|l| l.to_lowercase()) == right.joined().map(|r| r.to_lowercase()),
        };
        return Value::Truth(equal == (sign == Sign::Equal));
    }
    let (l, r) = match (left.number(), right.number()) {
        (Ok(l), Ok(r)) => (l, r),
        (Err(fault), _) | (_, Err(fault)) => return Value::Error(fault),
    };
    match sign {
        Sign::Add => Ok(l + r).into(),
        Sign::Subtract => Ok(l - r).into(),
        Sign::Multiply => Ok(l * r).into(),
        Sign::Divide if r == 0.0 => Value::Error(Fault::DivideByZero),
        Sign::Divide => Ok(l / r).into(),
        Sign::Less => Value::Truth(l < r),
        Sign::LessOrEqual => Value::Truth(l <= r),
        Sign::Greater => Value::Truth(l > r),
        Sign::GreaterOrEqual => Value::Truth(l >= r),
        Sign::Unequal => Value::Truth(l - r != 0.0),
        Sign::Equal | Sign::Concatenate => Value::Truth(l - r == 0.0),
    }
}
