//! Native charts, before any file format.

use super::cell::At;

/// A chart over ranges of the book.
#[derive(Clone, PartialEq, Debug)]
pub struct Chart {
    /// Bar, column, line …
    pub kind: ChartKind,
    /// Title.
    pub title: String,
    /// What a reader who cannot see it is told.
    pub alt: String,
    /// Upper left cell.
    pub row: u32,
    /// Upper left cell.
    pub column: u16,
    /// Pixels to the right of that cell's edge.
    pub offset: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Series.
    pub series: Vec<Series>,
    /// Whether columns and bars start at 0, which they do unless values may be negative.
    pub from_zero: bool,
    /// Whether its categories are months.
    pub months: bool,
    /// Number format of the value axis, a name of the look.
    pub format: &'static str,
}

/// Kinds of charts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Horizontal bars.
    Bar,
    /// Vertical columns.
    Column,
    /// Stacked columns.
    Stacked,
    /// Lines.
    Line,
}

/// One series: cells of a row or column.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    /// The cell with its name.
    pub name: At,
    /// First and last cell of the categories.
    pub categories: (At, At),
    /// First and last cell of the values.
    pub values: (At, At),
}

/// Small columns in one cell.
#[derive(Clone, PartialEq, Debug)]
pub struct Sparkline {
    /// Where it stands.
    pub row: u32,
    /// Where it stands.
    pub column: u16,
    /// First and last cell of the values.
    pub values: (At, At),
    /// Top of a scale that starts at 0; `None`: values may be negative and the scale is the program's.
    pub top: Option<f64>,
}
