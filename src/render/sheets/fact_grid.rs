//! The blocks of the fact sheet as the rows of a grid: month, cut, name and, of a pair, its channel, then the measures.

use crate::model::fact::Axis;
use crate::model::name::Name;
use crate::render::book::cell::Style;
use crate::render::book::grid::{Column, Entries, Grid, Numbers};

use super::fact_rows::Block;
use super::facts::KEYS;
use super::label::Labels;

/// The header is one row.
const FIRST: u32 = 1;

/// Rows so far.
pub struct Rows {
    /// The grid.
    pub grid: Grid,
    /// Stored units of each measure.
    scales: Vec<i64>,
}

impl Rows {
    /// None yet, for measures with these styles and stored units.
    pub fn new(styles: &[(Style, i64)]) -> Rows {
        let label = |format, entries| Column { style: Style::new("fact_label", format), entries };
        let texts = (1..KEYS).map(|_| label("text", Entries::Texts(Vec::new())));
        let numbers = styles.iter().map(|&(style, _)| Column { style, entries: Entries::Numbers(Numbers::default()) });
        let columns = std::iter::once(label("month", Entries::Days(Vec::new()))).chain(texts).chain(numbers).collect();
        let grid = Grid { first: FIRST, columns, ..Grid::default() };
        Rows { grid, scales: styles.iter().map(|&(_, scale)| scale).collect() }
    }

    /// Adds a block by names on `axis`; its first and last row on the sheet. A block without rows has a blank one, for
    /// formulas to point at.
    pub fn add(&mut self, block: Block, (axis, label): (Option<Axis>, &str), labels: &Labels) -> (u32, u32) {
        let Grid { first, count, texts, columns } = &mut self.grid;
        let (start, blank) = (*count, block.rows.is_empty());
        let label = texts.intern(label);
        let mut text = |axis: Option<Axis>, name| axis.map_or(Name::NONE, |axis| texts.intern(labels.text(axis, name)));
        let channel = |channel: Name| if channel.is_some() { Some(Axis::Channel) } else { None };
        let named: Vec<_> =
            block.rows.iter().map(|row| (text(axis, row.name), text(channel(row.channel), row.channel))).collect();
        let mut measures = block.columns.into_iter().zip(&self.scales);
        for (number, column) in columns.iter_mut().enumerate() {
            match &mut column.entries {
                Entries::Days(days) => {
                    days.extend(block.rows.iter().map(|row| Some(row.month.first_day())));
                    days.extend(blank.then_some(None));
                }
                Entries::Texts(cells) => {
                    cells.extend(named.iter().map(|&(name, channel)| [label, name, channel][number - 1]));
                    cells.extend(blank.then_some(Name::NONE));
                }
                Entries::Numbers(numbers) => {
                    let Some((sums, &scale)) = measures.next() else { continue };
                    numbers.rows.extend(sums.iter().map(|(row, _)| start + row));
                    numbers.values.extend(sums.iter().map(|&(_, sum)| sum as f64 / scale as f64));
                }
            }
        }
        *count += u32::try_from(block.rows.len()).unwrap_or(0).max(1);
        (*first + start, *first + *count - 1)
    }
}
