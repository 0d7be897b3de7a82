//! Records → facts → results.

use crate::model::catalog::Catalog;
use crate::model::fact::Facts;
use crate::model::note::Notes;
use crate::model::record::Records;
use crate::model::result::Results;
use crate::model::settings::Settings;

/// Counts and sums of `records`, at month, market, channel, campaign and objective.
pub fn facts(records: &Records, _settings: &Settings) -> (Facts, Notes) {
    (Facts::new(records.currency), Notes::new())
}

/// Every metric by period and dimension.
pub fn results(_facts: &Facts, _catalog: &Catalog, _settings: &Settings) -> Results {
    Results::default()
}
