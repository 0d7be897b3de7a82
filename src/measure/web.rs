//! Web traffic by month: sessions (the first stage of the funnel), visitors, form submissions.

use crate::model::month::Month;
use crate::model::origin::{Origin, RecordKind};

use super::dimensions::Dimensions;
use super::tally::Tally;
use super::who::Who;

/// Counts web days.
pub(super) fn count(tally: &mut Tally) {
    let measures = ["sessions", "visitors", "submissions"].map(|id| tally.measure(id));
    let records = tally.records;
    for (at, web) in records.web.iter().enumerate() {
        if tally.counts("web", web.day) {
            tally.begin(Origin::new(RecordKind::Web, at), Who::default());
            let dimensions = Dimensions { market: web.market, channel: web.channel, campaign: web.campaign };
            let spot = tally.spot(Month::of(web.day), dimensions);
            for (measure, count) in measures.into_iter().zip([web.sessions, web.visitors, web.submissions]) {
                tally.add(measure, spot, count.into());
            }
        }
    }
}
