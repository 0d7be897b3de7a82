//! Social channels by month.

use crate::model::month::Month;
use crate::model::name::Name;

use super::dimensions::Dimensions;
use super::tally::Tally;

/// In the order of a social day's counts.
const MEASURES: [&str; 5] = ["posts", "social_impressions", "likes", "comments", "shares"];

/// Counts social days.
pub(super) fn count(tally: &mut Tally) {
    let measures = MEASURES.map(|id| tally.measure(id));
    for social in &tally.records.social {
        if tally.counts("social", social.day) {
            let dimensions = Dimensions { market: Name::NONE, channel: social.channel, campaign: social.campaign };
            let spot = tally.spot(Month::of(social.day), dimensions);
            for (measure, count) in measures.into_iter().zip(social.counts) {
                tally.add(measure, spot, count.into());
            }
        }
    }
}
