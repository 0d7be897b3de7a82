//! Mailings.

use crate::model::record::Mailing;

use super::column::Column;
use super::fault::Fault;
use super::mapping::Mapping;
use super::store::{Store, day_key};
use super::{Filler, Outcome};
use crate::ingest::table::Row;

/// In the order of [`Mailing::counts`].
const COUNTS: [&str; 8] =
    ["sent", "delivered", "bounced", "opened", "clicked", "replied", "unsubscribed", "complained"];

/// Rows of mailings.
pub(super) struct MailingRows {
    sent_on: Column,
    campaign: Column,
    market: Column,
    counts: [Column; 8],
}

impl MailingRows {
    pub(super) fn new(mapping: &Mapping) -> MailingRows {
        MailingRows {
            sent_on: mapping.column("sent_on"),
            campaign: mapping.column("campaign"),
            market: mapping.column("market"),
            counts: COUNTS.map(|name| mapping.column(name)),
        }
    }
}

impl Filler for MailingRows {
    fn row(&mut self, row: &Row<'_>, store: &mut Store<'_>) -> Result<Outcome, Fault> {
        let sent_on = self.sent_on.required_day(row, store.zone)?;
        let mut counts = [0; 8];
        for (count, column) in counts.iter_mut().zip(&self.counts) {
            *count = column.count(row)?;
        }
        // An export without the column of deliveries or of bounces still says both.
        let [sent, delivered, bounced, ..] = &mut counts;
        match (self.counts[1].is_given(), self.counts[2].is_given()) {
            (false, _) => *delivered = *sent - *bounced,
            (true, false) => *bounced = *sent - *delivered,
            (true, true) => {}
        }
        let campaign = store.name(self.campaign.text(row));
        let market = store.market(self.market.text(row));
        let [sent, _, _, opened, clicked, ..] = counts;
        let key = [day_key(sent_on), campaign.0.into(), market.0.into(), 0, 0, 0];
        let outcome = store.claim(2, key, &[sent, opened, clicked]);
        if outcome != Outcome::Used {
            return Ok(outcome);
        }
        store.days.see(sent_on);
        let channel = store.channel(Some("Email"), None);
        store.records.mailings.push(Mailing { sent_on, channel, campaign, market, counts });
        Ok(Outcome::Used)
    }
}
