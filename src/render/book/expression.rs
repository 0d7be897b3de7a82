//! The tree of a spreadsheet formula.

use std::ops::{Add, Div, Mul, Sub};

use super::cell::At;
use super::function::Function;

/// A formula.
#[derive(Clone, PartialEq, Debug)]
pub enum Expression {
    /// A number of mathematics, never one of the business.
    Number(f64),
    /// Text of ours; text from exports stands in cells.
    Text(String),
    /// A cell.
    Cell(Reference),
    /// A rectangle of cells.
    Range(Range),
    /// Two formulas joined.
    Join(Box<Expression>, Sign, Box<Expression>),
    /// A function.
    Call(Function, Vec<Expression>),
}

/// A reference to one cell; fixed parts carry a `$`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Reference {
    /// Which.
    pub at: At,
    /// `C$5`
    pub fixed_row: bool,
    /// `$C5`
    pub fixed_column: bool,
}

/// Cells from one corner to the other, on one sheet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Range {
    /// Upper left.
    pub first: Reference,
    /// Lower right.
    pub last: Reference,
}

/// What joins two formulas.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sign {
    /// `=`
    Equal,
    /// `<>`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `&`
    Concatenate,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Expression {
    /// `first:last`, both moving when copied.
    pub fn range(first: At, last: At) -> Expression {
        let moving = |at| Reference { at, fixed_row: false, fixed_column: false };
        Expression::Range(Range { first: moving(first), last: moving(last) })
    }

    /// `$first:$last`.
    pub fn fixed_range(first: At, last: At) -> Expression {
        let fixed = |at| Reference { at, fixed_row: true, fixed_column: true };
        Expression::Range(Range { first: fixed(first), last: fixed(last) })
    }

    /// `self sign other`.
    #[must_use]
    pub fn join(self, sign: Sign, other: Expression) -> Expression {
        Expression::Join(Box::new(self), sign, Box::new(other))
    }

    /// `"text"`.
    pub fn text(text: &str) -> Expression {
        Expression::Text(text.to_owned())
    }

    /// `IFERROR(self,"")`: not measurable is an empty cell.
    #[must_use]
    pub fn or_empty(self) -> Expression {
        Expression::Call(Function::IfError, vec![self, Expression::text("")])
    }

    /// `SUM(self)`.
    #[must_use]
    pub fn sum(self) -> Expression {
        Expression::Call(Function::Sum, vec![self])
    }

    /// Whether it is nothing but a link to another sheet than `sheet`.
    pub fn is_link_from(&self, sheet: u16) -> bool {
        matches!(self, Expression::Cell(reference) if reference.at.sheet != sheet)
    }
}

impl Add for Expression {
    type Output = Expression;

    fn add(self, other: Expression) -> Expression {
        self.join(Sign::Add, other)
    }
}

impl Sub for Expression {
    type Output = Expression;

    fn sub(self, other: Expression) -> Expression {
        self.join(Sign::Subtract, other)
    }
}

impl Mul for Expression {
    type Output = Expression;

    fn mul(self, other: Expression) -> Expression {
        self.join(Sign::Multiply, other)
    }
}

impl Div for Expression {
    type Output = Expression;

    fn div(self, other: Expression) -> Expression {
        self.join(Sign::Divide, other)
    }
}
