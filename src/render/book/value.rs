//! Values of the engine: what a cell shows once its formula is worked out.

use std::sync::Arc;

/// A value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// An empty cell.
    Empty,
    /// A number; days are counted from 1899-12-30.
    Number(f64),
    /// Text.
    Text(Arc<str>),
    /// True or false.
    Truth(bool),
    /// An error.
    Error(Fault),
}

/// The errors that formulas give.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// `#DIV/0!`
    DivideByZero,
    /// `#VALUE!`
    Value,
    /// `#NUM!`
    Number,
    /// A formula that needs itself.
    Circle,
}

impl Fault {
    /// As cells show it.
    pub fn text(self) -> &'static str {
        match self {
            Fault::DivideByZero => "#DIV/0!",
            Fault::Value | Fault::Circle => "#VALUE!",
            Fault::Number => "#NUM!",
        }
    }
}

impl Value {
    /// Text.
    pub fn text(text: &str) -> Value {
        Value::Text(Arc::from(text))
    }

    /// The value as a number in arithmetic: empty is 0, text is an error.
    ///
    /// # Errors
    /// `#VALUE!` for text that is no number, or the error itself.
    pub fn number(&self) -> Result<f64, Fault> {
        match self {
            Value::Empty => Ok(0.0),
            Value::Number(number) => Ok(*number),
            Value::Text(text) => text.trim().parse().map_err(|_| Fault::Value),
            Value::Truth(truth) => Ok(f64::from(u8::from(*truth))),
            Value::Error(fault) => Err(*fault),
        }
    }

    /// The value as a file keeps it.
    pub fn written(&self) -> String {
        match self {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.to_string(),
            Value::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Value::Empty => String::new(),
            Value::Error(fault) => fault.text().to_owned(),
        }
    }

    /// The value as text in a concatenation.
    ///
    /// # Errors
    /// The error itself.
    pub fn joined(&self) -> Result<String, Fault> {
        match self {
            Value::Empty => Ok(String::new()),
            Value::Number(number) => Ok(number.to_string()),
            Value::Text(text) => Ok(text.to_string()),
            Value::Truth(truth) => Ok(if *truth { "TRUE" } else { "FALSE" }.to_owned()),
            Value::Error(fault) => Err(*fault),
        }
    }
}

/// A day's number in a spreadsheet.
pub fn serial(day: chrono::NaiveDate) -> f64 {
    let zero = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or(day);
    (day - zero).num_days() as f64
}

/// The day of a number.
///
/// # Errors
/// `#NUM!` when there is no such day.
pub fn day(number: f64) -> Result<chrono::NaiveDate, Fault> {
    #[expect(clippy::cast_possible_truncation, reason = "a number too large saturates and is no day")]
    let days = chrono::TimeDelta::try_days(number.floor() as i64).ok_or(Fault::Number)?;
    let zero = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).ok_or(Fault::Number)?;
    zero.checked_add_signed(days).ok_or(Fault::Number)
}

impl From<Result<f64, Fault>> for Value {
    fn from(result: Result<f64, Fault>) -> Value {
        match result {
            Ok(number) if number.is_finite() => Value::Number(number),
            Ok(_) => Value::Error(Fault::Number),
            Err(fault) => Value::Error(fault),
        }
    }
}
