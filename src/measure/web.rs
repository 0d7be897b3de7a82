//! Web traffic by month: sessions (the first stage of the funnel), visitors, form submissions.

use crate::model::month::Month;

use super::dimensions::Dimensions;
use super::tally::Tally;

/// Counts web days.
pub(super) fn count(tally: &mut Tally) {
    let measures = ["sessions", "visitors", "submissions"].map(|id| tally.measure(id));
    for web in &tally.records.web {
        if tally.counts("web", web.day) {
            let dimensions = Dimensions { market: web.market, channel: web.channel, campaign: web.campaign };
            let spot = tally.spot(Month::of(web.day), dimensions);
            for (measure, count) in measures.into_iter().zip([web.sessions, web.visitors, web.submissions]) {
                tally.add(measure, spot, count.into());
            }
        }
    }
}
