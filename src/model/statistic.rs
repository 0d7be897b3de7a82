//! A statistic: a small table of what no short formula gives, with the sentence that says how it was computed.

use super::month::Month;
use super::phrase::Phrase;
use super::unit::Unit;

/// A table for the workbook's Statistics sheet and `results.json`: medians from histograms, Kaplan–Meier, removal
/// effects, odds. It is computed from facts; report sheets link to its cells.
#[derive(Clone, PartialEq, Debug)]
pub struct Statistic {
    /// Its id, such as `velocity`; its heading is the word `statistic.<id>`.
    pub id: &'static str,
    /// How it was computed, with its source.
    pub how: Phrase,
    /// Its columns, labels first.
    pub columns: Vec<StatisticColumn>,
    /// Its rows, each with one cell per column.
    pub rows: Vec<Vec<StatisticCell>>,
}

/// A column of a statistic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatisticColumn {
    /// Its id in `results.json`; its heading is the word `column.<id>`.
    pub id: &'static str,
    /// The unit of its figures; `None`: labels.
    pub unit: Option<Unit>,
}

/// A cell of a statistic.
#[derive(Clone, PartialEq, Debug)]
pub enum StatisticCell {
    /// A name from the exports or the plan.
    Text(String),
    /// A key of the words.
    Word(String),
    /// What the words say of it: a share of few cases as counts, a parameter in its own digits.
    Said(Phrase),
    /// A month.
    Month(Month),
    /// A figure in the unit of its column; a score is a share of one, as in results.
    Figure(f64),
    /// Nothing can be said here.
    Empty,
}

impl Statistic {
    /// A statistic without rows; `columns` are (id, unit), `None` for labels.
    pub fn new(id: &'static str, how: Phrase, columns: &[(&'static str, Option<Unit>)]) -> Statistic {
        let columns = columns.iter().map(|&(id, unit)| StatisticColumn { id, unit }).collect();
        Statistic { id, how, columns, rows: Vec::new() }
    }
}

impl StatisticCell {
    /// A share of counts; under thirty cases the counts themselves, and nothing of nothing.
    pub fn share(part: u64, whole: u64) -> StatisticCell {
        match whole {
            0 => StatisticCell::Empty,
            1..FEW => StatisticCell::Said(Phrase::new("format.counts").with("part", part).with("whole", whole)),
            _ => StatisticCell::Figure(part as f64 / whole as f64),
        }
    }
}

/// Under so many cases a share is told as counts: `2 of 3`.
const FEW: u64 = 30;

impl From<Option<f64>> for StatisticCell {
    fn from(figure: Option<f64>) -> StatisticCell {
        figure.filter(|f| f.is_finite()).map_or(StatisticCell::Empty, StatisticCell::Figure)
    }
}

impl From<f64> for StatisticCell {
    fn from(figure: f64) -> StatisticCell {
        Some(figure).into()
    }
}

impl From<u64> for StatisticCell {
    fn from(count: u64) -> StatisticCell {
        StatisticCell::Figure(count as f64)
    }
}

impl From<String> for StatisticCell {
    fn from(text: String) -> StatisticCell {
        StatisticCell::Text(text)
    }
}
