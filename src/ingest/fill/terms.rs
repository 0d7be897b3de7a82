//! The terms on which cells are read, the same for all rows of a table: any thread can have them.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::ingest::currency::Rates;
use crate::model::money::Currency;

/// The plan's zone and currency, and how others become it.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// The time zone.
    pub zone: &'a str,
    /// The currency.
    pub currency: Currency,
    /// Exchange rates.
    pub rates: Arc<Rates>,
    /// Whether spans may be spread over their days.
    pub spread: bool,
    /// The period from the lines above the header.
    pub above: Option<(NaiveDate, NaiveDate)>,
}
