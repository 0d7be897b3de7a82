//! Exchange rates that come as an export of their own.

use std::sync::Arc;

use crate::model::money::Currency;

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// Rows of rates.
pub(super) struct RateRows {
    month: Column,
    from: Column,
    to: Column,
    rate: Column,
}

impl RateRows {
    pub(super) fn new(mapping: &Mapping) -> RateRows {
        RateRows {
            month: mapping.column("month"),
            from: mapping.column("from"),
            to: mapping.column("to"),
            rate: mapping.column("rate"),
        }
    }
}

impl Filler for RateRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let month = self.month.month(row, store.zone)?;
        let code = |column: &Column| {
            let text = column.text(row).ok_or_else(|| column.fault("E203", row))?;
            Currency::parse(&text).ok_or_else(|| column.fault("E205", row))
        };
        let (from, to) = (code(&self.from)?, code(&self.to)?);
        let rate = self.rate.decimal(row)?.ok_or_else(|| self.rate.fault("E203", row))?;
        if rate.mantissa <= 0 {
            return Err(self.rate.fault("E202", row));
        }
        Arc::make_mut(&mut store.rates).add(month, from, to, rate);
        Ok(Outcome::Used)
    }
}
