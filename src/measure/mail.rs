//! Mailings by the month in which they went out.

use crate::model::month::Month;
use crate::model::origin::{Origin, RecordKind};

use super::dimensions::Dimensions;
use super::tally::Tally;
use super::who::Who;

/// In the order of a mailing's counts.
const MEASURES: [&str; 8] = [
    "mail_sent",
    "mail_delivered",
    "mail_bounced",
    "mail_opened",
    "mail_clicked",
    "mail_replied",
    "mail_unsubscribed",
    "mail_complained",
];

/// Counts mailings.
pub(super) fn count(tally: &mut Tally) {
    let measures = MEASURES.map(|id| tally.measure(id));
    let records = tally.records;
    for (at, mailing) in records.mailings.iter().enumerate() {
        if tally.counts("mailings", mailing.sent_on) {
            tally.begin(Origin::new(RecordKind::Mailing, at), Who::default());
            let dimensions =
                Dimensions { market: mailing.market, channel: mailing.channel, campaign: mailing.campaign };
            let spot = tally.spot(Month::of(mailing.sent_on), dimensions);
            for (measure, count) in measures.into_iter().zip(mailing.counts) {
                tally.add(measure, spot, count.into());
            }
        }
    }
}
