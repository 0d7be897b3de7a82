//! Social channels by month.

use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::origin::{Origin, RecordKind};

use super::dimensions::Dimensions;
use super::tally::Tally;
use super::who::Who;

/// In the order of a social day's counts.
const MEASURES: [&str; 5] = ["posts", "social_impressions", "likes", "comments", "shares"];

/// Counts social days.
pub(super) fn count(tally: &mut Tally) {
    let measures = MEASURES.map(|id| tally.measure(id));
    let records = tally.records;
    for (at, social) in records.social.iter().enumerate() {
        if tally.counts("social", social.day) {
            tally.begin(Origin::new(RecordKind::Social, at), Who::default());
            let dimensions = Dimensions { market: Name::NONE, channel: social.channel, campaign: social.campaign };
            let spot = tally.spot(Month::of(social.day), dimensions);
            for (measure, count) in measures.into_iter().zip(social.counts) {
                tally.add(measure, spot, count.into());
            }
        }
    }
}
