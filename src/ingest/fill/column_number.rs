//! The number of a row in a column, exactly as its cells say it.

use super::cell::{count_before_share, is_blank};
use super::column::{Column, Origin};
use super::fault::Fault;
use crate::ingest::number::{Decimal, NumberFormat, Reading, number};
use crate::ingest::table::{Cell, Row};

impl Column {
    /// The number of the row.
    ///
    /// # Errors
    /// E202 when a cell is no number, E207 when a sum is too large.
    pub fn decimal(&self, row: &Row<'_>) -> Result<Option<Decimal>, Fault> {
        let Some(mut value) = self.whole(row)? else { return Ok(None) };
        for &cell in &self.less {
            let Some(off) = self.words_then_number(row, cell)? else { continue };
            value = add(value, Decimal { mantissa: -off.mantissa, ..off }).ok_or_else(|| self.fault("E207", row))?;
        }
        Ok(Some(value))
    }

    fn whole(&self, row: &Row<'_>) -> Result<Option<Decimal>, Fault> {
        let cells: &[usize] = match &self.origin {
            Origin::Nowhere | Origin::Join(..) => return Ok(None),
            Origin::Always => return self.read(&Cell::Text(&self.always), row),
            Origin::Cell(cell) => return self.words_then_number(row, *cell),
            Origin::Either(cells) | Origin::Sum(cells) => cells,
        };
        let mut sum: Option<Decimal> = None;
        for &cell in cells {
            let Some(value) = self.words_then_number(row, cell)? else { continue };
            sum = Some(sum.map_or(Some(value), |s| add(s, value)).ok_or_else(|| self.fault("E207", row))?);
            if matches!(self.origin, Origin::Either(_)) {
                break;
            }
        }
        Ok(sum)
    }

    /// The number of the row in units of `10^−digits`.
    ///
    /// # Errors
    /// E202 when a cell is no number, E207 when it is too large.
    pub fn scaled(&self, row: &Row<'_>, digits: u32) -> Result<Option<i64>, Fault> {
        let Some(value) = self.decimal(row)? else { return Ok(None) };
        value.rounded(digits).map(Some).ok_or_else(|| self.fault("E207", row))
    }

    /// A count that is 0 where the export says nothing.
    ///
    /// # Errors
    /// As [`Column::scaled`].
    pub fn count(&self, row: &Row<'_>) -> Result<i64, Fault> {
        Ok(self.scaled(row, 0)?.unwrap_or(0))
    }

    fn words_then_number(&self, row: &Row<'_>, cell: usize) -> Result<Option<Decimal>, Fault> {
        let Some(cell) = row.cells.get(cell) else { return Ok(None) };
        if let (Cell::Text(text), false) = (cell, self.words.is_empty())
            && let Some(ours) = self.words.get(&text.trim().to_lowercase())
        {
            return self.read(&Cell::Text(ours), row);
        }
        self.read(cell, row)
    }

    fn read(&self, cell: &Cell<'_>, row: &Row<'_>) -> Result<Option<Decimal>, Fault> {
        if is_blank(cell) {
            return match &self.otherwise {
                Some(text) => Ok(number(&Cell::Text(text), NumberFormat::default()).given()),
                None => Ok(None),
            };
        }
        match number(&count_before_share(cell), self.numbers) {
            Reading::Given(value) => Ok(Some(Decimal { scale: value.scale + self.decimals, ..value })),
            Reading::Missing => Ok(None),
            Reading::Unreadable => Err(self.fault("E202", row)),
        }
    }
}

/// The sum of two decimals; `None` when it is too large.
pub(super) fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let scale = a.scale.max(b.scale);
    let raised = |d: Decimal| d.mantissa.checked_mul(10_i128.checked_pow(scale - d.scale)?);
    Some(Decimal { mantissa: raised(a)?.checked_add(raised(b)?)?, scale })
}
