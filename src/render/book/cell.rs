//! A cell: what it holds, how it is shown, what is noted on it, and where it stands.

use chrono::NaiveDate;

use super::expression::{Expression, Reference};

/// Where a cell stands, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct At {
    /// Number of the sheet.
    pub sheet: u16,
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u16,
}

impl At {
    /// A place.
    pub const fn new(sheet: u16, row: u32, column: u16) -> At {
        At { sheet, row, column }
    }

    /// `rows` down.
    #[must_use]
    pub const fn down(self, rows: u32) -> At {
        At::new(self.sheet, self.row + rows, self.column)
    }

    /// `columns` to the right.
    #[must_use]
    pub const fn right(self, columns: u16) -> At {
        At::new(self.sheet, self.row, self.column + columns)
    }

    /// `C5`: both move when the formula is copied.
    pub const fn moving(self) -> Expression {
        Expression::Cell(Reference { at: self, fixed_row: false, fixed_column: false })
    }

    /// `$C$5`.
    pub const fn fixed(self) -> Expression {
        Expression::Cell(Reference { at: self, fixed_row: true, fixed_column: true })
    }

    /// `$C5`: the column stays.
    pub const fn in_column(self) -> Expression {
        Expression::Cell(Reference { at: self, fixed_row: false, fixed_column: true })
    }

    /// `C$5`: the row stays.
    pub const fn in_row(self) -> Expression {
        Expression::Cell(Reference { at: self, fixed_row: true, fixed_column: false })
    }
}

/// What a cell holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Content {
    /// Nothing but its style.
    Empty,
    /// Text, never read as a formula.
    Text(String),
    /// A finite number.
    Number(f64),
    /// A day.
    Day(NaiveDate),
    /// A live formula.
    Formula(Expression),
}

impl From<&str> for Content {
    fn from(text: &str) -> Content {
        Content::Text(text.to_owned())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Content {
        Content::Text(text)
    }
}

impl From<f64> for Content {
    fn from(number: f64) -> Content {
        Content::Number(number)
    }
}

impl From<Option<f64>> for Content {
    fn from(number: Option<f64>) -> Content {
        number.map_or(Content::Empty, Content::Number)
    }
}

impl From<NaiveDate> for Content {
    fn from(day: NaiveDate) -> Content {
        Content::Day(day)
    }
}

impl From<Expression> for Content {
    fn from(expression: Expression) -> Content {
        Content::Formula(expression)
    }
}

/// How a cell is shown: a role of the look (`[role]`) and a number format of the look (`[format]`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Style {
    /// Role.
    pub role: &'static str,
    /// Number format.
    pub format: &'static str,
}

impl Style {
    /// Text in a role.
    pub const fn text(role: &'static str) -> Style {
        Style { role, format: "text" }
    }

    /// A figure in a role and a number format.
    pub const fn new(role: &'static str, format: &'static str) -> Style {
        Style { role, format }
    }
}

/// One cell.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    /// What it holds.
    pub content: Content,
    /// How it is shown.
    pub style: Style,
    /// A comment.
    pub note: Option<String>,
}

/// The text as far as a cell holds it: 32,767 characters at most.
pub fn clipped(text: &str) -> &str {
    text.char_indices().nth(32_000).map_or(text, |(end, _)| &text[..end])
}
