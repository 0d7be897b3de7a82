//! What marketing sourced (by the plan's rule) and influenced (any touch before the close was marketing), in full.

use chrono::NaiveDate;

use crate::model::attribution::Sourced;
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::{Deal, DealKind, DealState, Person, Records};
use crate::model::settings::Settings;

use super::attribution_facts::TOGETHER;
use super::deals::booked;
use super::dimensions::Dimensions;
use super::parties::Parties;
use super::tally::Tally;
use super::touches::{Touch, Touches, end_of, place, source};
use super::who::Who;

/// Channels, in lower case, that are not marketing's doing; nor is a channel that the export left blank.
const NOT_MARKETING: [&str; 8] =
    ["direct", "sales", "offline", "offline sources", "outbound", "(direct)", "unknown", "(none)"];

/// Where something stands: channel and campaign, as names of the records.
type Source = (Name, Name);

/// Counts closed deals by the touches of their persons up to the close, however long ago. Sourced stands at what sourced
/// it, influenced at the first marketing touch; the two are never added.
pub(super) fn count(tally: &mut Tally, touches: &Touches, parties: &Parties, settings: &Settings) {
    let records = tally.records;
    let marketing: Vec<bool> = touches.sources.iter().map(|s| is_marketing(records, s.0)).collect();
    let mut room = Vec::new();
    let ids = ["influenced_revenue", "sourced_deals_closed", "sourced_deals_won", "sourced_revenue"];
    let [influenced_revenue, deals_closed, deals_won, revenue] = ids.map(|id| tally.measure(id));
    let closed: Vec<(usize, &Deal)> =
        records.deals.iter().enumerate().filter(|(_, deal)| deal.state != DealState::Open).collect();
    let near = closed.chunks(TOGETHER).flat_map(|near| {
        touches.fetch(near.iter().map(|(_, deal)| deal.person));
        near
    });
    for &(at, deal) in near {
        let industry = tally.people.of_buyer(records, deal.person, deal.account);
        tally.begin(Origin::new(RecordKind::Deal, at), Who { industry, ..Who::default() });
        let Some(closed) = deal.closed_on.filter(|&d| tally.window.contains(d)) else { continue };
        let end = deal.closed_at.unwrap_or_else(|| end_of(closed));
        let people = parties.of_deal(deal);
        let before = match *people {
            [person] => touches.until(person, end),
            _ => {
                room.clear();
                room.extend(people.iter().flat_map(|&person| touches.until(person, end)));
                room.sort_unstable_by_key(place);
                &room
            }
        };
        let is_marketing_touch = |touch: &&Touch| marketing[source(**touch)];
        let influencing = before.iter().find(is_marketing_touch);
        let sourcing = match settings.attribution.sourced {
            Sourced::FirstTouch => before.first().filter(is_marketing_touch).map(|&t| touches.sources[source(t)]),
            Sourced::LeadSource => lead_source(records, deal),
            Sourced::BeforeSales => {
                let sales = sales_began(records, deal, people).map(end_of);
                let early = influencing.filter(|&&touch| sales.is_some_and(|sales| touch.at <= sales));
                early.map(|&t| touches.sources[source(t)])
            }
        };
        if let Some(&touch) = influencing.filter(|_| deal.state == DealState::Won) {
            add(tally, touches.sources[source(touch)], deal, &[(influenced_revenue, booked(deal))]);
        }
        let Some(sourcing) = sourcing else { continue };
        let deals = i128::from(deal.kind != DealKind::Refund);
        let won = [(deals_closed, deals), (deals_won, deals), (revenue, booked(deal))];
        add(tally, sourcing, deal, if deal.state == DealState::Won { &won } else { &won[..1] });
    }
}

/// The source that the CRM names for the deal, else for its contact, when it is marketing.
fn lead_source(records: &Records, deal: &Deal) -> Option<Source> {
    let from = Dimensions::of_deal(records, deal);
    is_marketing(records, from.channel).then_some((from.channel, from.campaign))
}

/// The day of sales' first activity: when sales first contacted one of the deal's persons, else when the deal was created.
fn sales_began(records: &Records, deal: &Deal, people: &[Person]) -> Option<NaiveDate> {
    let contacts = &records.contacts;
    let contacted = |&person| contacts.first_contacted_on.get(contacts.row(person)?).copied().flatten();
    people.iter().filter_map(contacted).chain(deal.created_on).min()
}

fn add(tally: &mut Tally, (channel, campaign): Source, deal: &Deal, values: &[(Option<Measure>, i128)]) {
    let market = Dimensions::of_deal(tally.records, deal).market;
    let month = deal.closed_on.map_or_else(|| Month::of(tally.window.last), Month::of);
    let spot = tally.spot(month, Dimensions { market, channel, campaign });
    for &(measure, value) in values {
        tally.add(measure, spot, value);
    }
}

fn is_marketing(records: &Records, channel: Name) -> bool {
    channel.is_some() && !NOT_MARKETING.contains(&records.names.text(channel).to_lowercase().as_str())
}
