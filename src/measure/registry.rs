//! The registry: what is known of contacts and buyers beside their rows, found once for all who count.

use crate::model::record::Records;
use crate::model::settings::Settings;

use super::stage_dates::ContactStages;
use super::who::People;

/// Records, and what follows from them about people.
pub(super) struct Registry<'a> {
    pub(super) records: &'a Records,
    pub(super) people: People,
    pub(super) stages: ContactStages<'a>,
}

impl<'a> Registry<'a> {
    pub(super) fn new(records: &'a Records, settings: &Settings) -> Registry<'a> {
        Registry { records, people: People::of(records), stages: ContactStages::new(records, settings.as_of()) }
    }
}
