//! An amount column with the currency of its rows.

use crate::model::money::Currency;
use crate::model::month::Month;

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::Store;
use super::terms::Terms;
use crate::ingest::number::Decimal;
use crate::ingest::table::Row;

/// A column of money.
#[derive(Clone, Debug, Default)]
pub struct Amount {
    column: Column,
    currency: Column,
    /// The currency that the header names.
    captured: Option<Currency>,
    /// The currency that the lines above the table, or the source, say of amounts that name none.
    fixed: Option<Currency>,
    vat_off: u32,
}

impl Amount {
    /// The column `name` of `mapping`; its currency stands in the column `currency`, in the header, or in the source.
    pub fn new(mapping: &Mapping, name: &str) -> Amount {
        let column = mapping.column(name);
        // The tax is that of the platform's bill; revenue that it claims is the advertiser's own.
        let vat_off = if name == "spend" { mapping.vat_off } else { 0 };
        let captured = Currency::parse(&column.captured);
        Amount { column, currency: mapping.column("currency"), captured, fixed: mapping.currency, vat_off }
    }

    /// Whether the table has it.
    pub fn is_given(&self) -> bool {
        self.column.is_given()
    }

    /// The currency that the row names: in a cell of its own, in the header, by a sign, or above the table.
    pub fn currency(&self, row: &Row<'_>) -> Option<Currency> {
        let named = self.currency.text(row).and_then(|code| Currency::parse(&code)).or(self.captured);
        named.or_else(|| self.by_sign(row, self.fixed)).or(self.fixed)
    }

    /// The currency that a sign beside the amount stands for; `usual` where it may be that one.
    fn by_sign(&self, row: &Row<'_>, usual: Option<Currency>) -> Option<Currency> {
        let sign = self.column.sign(row)?;
        usual.filter(|c| sign.may_be(*c)).or_else(|| sign.likeliest())
    }

    /// Whether the row has an amount.
    pub fn is_in(&self, row: &Row<'_>) -> bool {
        matches!(self.column.decimal(row), Ok(Some(_)))
    }

    /// The amount in minor units of the plan's currency, converted by the rate of `month`.
    ///
    /// # Errors
    /// E202 when the cell is no number, E207 when it is too large, E205 when the row's currency is no currency code,
    /// E206 when there is no rate for the month.
    pub fn read(&self, row: &Row<'_>, month: Option<Month>, store: &Store<'_>) -> Result<Option<i64>, Fault> {
        self.read_on(row, month, &store.terms())
    }

    /// [`Amount::read`] where there is no store at hand.
    ///
    /// # Errors
    /// As [`Amount::read`].
    pub fn read_on(&self, row: &Row<'_>, month: Option<Month>, terms: &Terms<'_>) -> Result<Option<i64>, Fault> {
        self.read_divided(row, month, terms, (1, 1))
    }

    /// [`Amount::read`] times a fraction, rounded once, half to even: a yearly price as a monthly one.
    ///
    /// # Errors
    /// As [`Amount::read`].
    pub fn read_divided(
        &self,
        row: &Row<'_>,
        month: Option<Month>,
        terms: &Terms<'_>,
        (times, by): (i64, i64),
    ) -> Result<Option<i64>, Fault> {
        let Some(value) = self.column.decimal(row)? else { return Ok(None) };
        let named = match self.currency.text(row).as_deref().map(Currency::parse) {
            Some(Some(own)) => Some(own),
            Some(None) => return Err(self.currency.fault("E205", row)),
            None => self.captured,
        };
        let own = match (named, self.column.sign(row)) {
            (Some(named), Some(sign)) if !sign.may_be(named) => {
                let fault = self.column.fault("E235", row);
                return Err(Fault { found: format!("{}, {named}", fault.found), ..fault });
            }
            (Some(named), _) => named,
            (None, _) => {
                let usual = self.fixed.unwrap_or(terms.currency);
                self.by_sign(row, Some(usual)).unwrap_or(usual)
            }
        };
        let large = || self.column.fault("E207", row);
        let hidden = if self.column.minor { own.digits() } else { 0 };
        let value = Decimal { scale: value.scale + hidden, ..value };
        let (times, by) = if self.vat_off == 0 {
            (times, by)
        } else {
            (times.saturating_mul(100), by.saturating_mul(100 + i64::from(self.vat_off)))
        };
        let minor = value.rounded(own.digits()).and_then(|m| times_fraction(m, times, by)).ok_or_else(large)?;
        if own == terms.currency {
            return Ok(Some(minor));
        }
        let converted = month.and_then(|m| terms.rates.convert(minor, own, terms.currency, m));
        converted.map(Some).ok_or_else(|| {
            let fault = self.column.fault("E206", row);
            let month = month.map(|m| m.to_string()).unwrap_or_default();
            Fault {
                found: [format!("{} {own}", fault.found), month].join(", ").trim_end_matches(", ").to_owned(),
                foreign: Some((own, minor)),
                ..fault
            }
        })
    }
}

fn times_fraction(minor: i64, times: i64, by: i64) -> Option<i64> {
    if (times, by) == (1, 1) {
        return Some(minor);
    }
    let (numerator, by) = (i128::from(minor).checked_mul(times.into())?, i128::from(by.max(1)));
    let (quotient, rest) = (numerator.div_euclid(by), numerator.rem_euclid(by));
    let up = rest * 2 > by || (rest * 2 == by && quotient % 2 != 0);
    i64::try_from(quotient + i128::from(up)).ok()
}
