//! What marketing sourced (the first touch was marketing) and influenced (any touch before the close was), in full.

use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::record::{Deal, DealKind, DealState, Records};

use super::deals::booked;
use super::dimensions::Dimensions;
use super::tally::Tally;
use super::touches::{Touch, Touches, end_of, source};

/// Channels, in lower case, that are not marketing's doing; nor is a channel that the export left blank.
const NOT_MARKETING: [&str; 8] =
    ["direct", "sales", "offline", "offline sources", "outbound", "(direct)", "unknown", "(none)"];

/// Counts closed deals by their touches up to the close, however long ago. Sourced stands at the first touch, influenced
/// at the first marketing touch; the two are never added.
pub(super) fn count(tally: &mut Tally, touches: &Touches) {
    let records = tally.records;
    let marketing: Vec<bool> = touches.sources.iter().map(|s| is_marketing(records, s.0)).collect();
    for deal in records.deals.iter().filter(|d| d.state != DealState::Open) {
        let Some(closed) = deal.closed_on.filter(|&d| tally.window.contains(d)) else { continue };
        let own = touches.until(deal.person, deal.closed_at.unwrap_or_else(|| end_of(closed)));
        let Some(&influencing) = own.iter().find(|&&t| marketing[source(t)]) else { continue };
        if deal.state == DealState::Won {
            add(tally, touches, influencing, deal, "influenced_revenue", booked(deal));
        }
        let Some(&first) = own.first().filter(|&&t| marketing[source(t)]) else { continue };
        let deals = i128::from(deal.kind != DealKind::Refund);
        add(tally, touches, first, deal, "sourced_deals_closed", deals);
        if deal.state == DealState::Won {
            add(tally, touches, first, deal, "sourced_deals_won", deals);
            add(tally, touches, first, deal, "sourced_revenue", booked(deal));
        }
    }
}

fn add(tally: &mut Tally, touches: &Touches, touch: Touch, deal: &Deal, id: &str, value: i128) {
    let (channel, campaign) = touches.sources[source(touch)];
    let market = Dimensions::of_deal(tally.records, deal).market;
    let month = deal.closed_on.map_or_else(|| Month::of(tally.window.last), Month::of);
    let spot = tally.spot(month, Dimensions { market, channel, campaign });
    tally.add(tally.measure(id), spot, value);
}

fn is_marketing(records: &Records, channel: Name) -> bool {
    channel.is_some() && !NOT_MARKETING.contains(&records.names.text(channel).to_lowercase().as_str())
}
