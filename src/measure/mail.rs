//! Mailings by the month in which they went out.

use crate::model::month::Month;

use super::dimensions::Dimensions;
use super::tally::Tally;

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
    for mailing in &tally.records.mailings {
        if tally.counts("mailings", mailing.sent_on) {
            let dimensions =
                Dimensions { market: mailing.market, channel: mailing.channel, campaign: mailing.campaign };
            let spot = tally.spot(Month::of(mailing.sent_on), dimensions);
            for (measure, count) in measures.into_iter().zip(mailing.counts) {
                tally.add(measure, spot, count.into());
            }
        }
    }
}
