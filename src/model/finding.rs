//! A finding: a sentence that must be heard, the money it is about, and where its figure stands in the workbook.

use super::fact::Axis;
use super::name::Name;
use super::phrase::Phrase;
use super::stage::Stage;

/// A sentence that must be heard.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// What kind of finding it is, for machines: `bottleneck`, `idle_spend` …
    pub kind: &'static str,
    /// The sentence with its figures.
    pub says: Phrase,
    /// The money that it is about, over a year or over the months that the sentence names, in major units; `None` where
    /// no money can be reckoned from the facts.
    pub money: Option<f64>,
    /// Where its main figure stands.
    pub place: Place,
}

/// A cell of the workbook, named by what it shows: cells get their addresses only when the book is drawn.
#[derive(Clone, PartialEq, Debug)]
pub enum Place {
    /// In the table of that block name: the row of a name on the table's axis, the column of a measure or metric.
    Row {
        /// Name of the block in `templates/sheets`.
        table: &'static str,
        /// What its rows are.
        axis: Axis,
        /// The row.
        name: Name,
        /// Measure or metric of the column.
        column: String,
    },
    /// The same in the row of the total.
    Total {
        /// Name of the block in `templates/sheets`.
        table: &'static str,
        /// Measure or metric of the column.
        column: String,
    },
    /// Those who moved from one stage to the next, on the funnel's sheet.
    Step(Stage, Stage),
    /// The forecast of the objective of that id.
    Objective(String),
    /// A row and a column of a statistic.
    Statistic {
        /// Its id.
        id: &'static str,
        /// Row, from 0.
        row: usize,
        /// Id of the column.
        column: &'static str,
    },
    /// A cell with a name, as `what-if` lists them.
    Named(&'static str),
    /// A cell with a name that ends in this, as `what-if` lists them: that of the funnel's first stage.
    First(&'static str),
}
