//! Activities of people and teams by month and kind, and their hours.

use crate::model::month::Month;

use super::dimensions::Dimensions;
use super::tally::Tally;

/// Counts activities; every kind is a measure of its own.
pub(super) fn count(tally: &mut Tally) {
    let records = tally.records;
    for activity in &records.activities {
        if tally.counts("activities", activity.day) {
            let dimensions = Dimensions { campaign: activity.campaign, ..Dimensions::default() };
            let spot = tally.spot(Month::of(activity.day), dimensions);
            let kind = as_id(records.names.text(activity.kind));
            if !kind.is_empty() {
                let measure = tally.measures().activity(&kind);
                tally.add(Some(measure), spot, activity.count.into());
            }
            tally.add(tally.measure("hours"), spot, activity.hours.into());
        }
    }
}

/// The kind as a formula can name it: `Email sent` is `email_sent`.
fn as_id(kind: &str) -> String {
    kind.trim().to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}
