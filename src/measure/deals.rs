//! Deals: created, won, lost, what they brought and how long they took.

use crate::model::fact::Spot;
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::note::Note;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::{Deal, DealKind, DealState};

use super::dimensions::Dimensions;
use super::tally::Tally;
use super::who::Who;

/// How many deals are fetched side by side.
const TOGETHER: usize = 32;

/// What closed deals add to.
const CLOSED: [&str; 9] = [
    "won_revenue",
    "won_margin",
    "deals_won",
    "new_revenue",
    "cycle_days",
    "cycle_deals",
    "deals_lost",
    "expansion_revenue",
    "refunds",
];

/// Counts deals by the month in which they were created and closed.
pub(super) fn count(tally: &mut Tally) {
    let mut blank = Vec::new();
    let records = tally.records;
    // Those of one place together: they add to the same facts.
    let places = records.deals.iter().map(|deal| Dimensions::of_deal(records, deal));
    let mut places: Vec<(Dimensions, usize)> = places.zip(0..).collect();
    places.sort_unstable();
    let created_measure = tally.measure("deals_created");
    let measures = CLOSED.map(|id| (id, tally.measure(id)));
    // They stand far apart in memory: some at a time, they are fetched side by side.
    let near = places.chunks(TOGETHER).flat_map(|places| {
        let near: Vec<Deal> = places.iter().map(|&(_, at)| records.deals[at]).collect();
        places.iter().copied().zip(near)
    });
    for ((dimensions, at), deal) in near {
        let deal = &deal;
        let industry = tally.people.of_buyer(records, deal.person, deal.account);
        let who = Who { industry, ..tally.people.owner(deal.owner) };
        tally.begin(Origin::new(RecordKind::Deal, at), who);
        if let Some(created) = deal.created_on.filter(|_| deal.kind != DealKind::Refund)
            && tally.counts("deals_created", created)
        {
            let spot = tally.spot(Month::of(created), dimensions);
            tally.add(created_measure, spot, 1);
        }
        count_cycle(tally, deal);
        match (deal.state, deal.closed_on) {
            // The reader refuses closed deals without a closing day, so none comes here.
            (DealState::Open, _) | (_, None) => {}
            (_, Some(closed_on)) if tally.counts("deals_closed", closed_on) => {
                if deal.state == DealState::Won && deal.amount.is_blank() {
                    blank.push((at, deal.id));
                }
                let spot = tally.spot(Month::of(closed_on), dimensions);
                count_closed(tally, deal, &measures, spot);
            }
            _ => {}
        }
    }
    if !blank.is_empty() {
        blank.sort_unstable_by_key(|&(at, _)| at);
        let blank: Vec<Name> = blank.into_iter().map(|(_, id)| id).collect();
        let named = tally.examples(&blank);
        tally.notes.push(Note::new("W405").with("count", blank.len()).with("named", named));
    }
}

/// Days from creation to winning; of a lost or an open deal, the days for which it was seen open.
fn count_cycle(tally: &mut Tally, deal: &Deal) {
    let window = tally.window;
    let Some(created) = deal.created_on.filter(|&d| window.contains(d) && deal.kind != DealKind::Refund) else {
        return;
    };
    let closed = deal.closed_on.filter(|&d| deal.state != DealState::Open && d <= window.last);
    let won = closed.is_some() && deal.state == DealState::Won;
    let days = i32::try_from((closed.unwrap_or(window.last) - created).num_days());
    if let Some(days) = days.ok().filter(|&d| d >= 0) {
        let ending = tally.funnel().cycles.entry(days).or_default();
        ending.ended += u64::from(won);
        ending.going += u64::from(!won);
    }
}

/// What a won deal books: its amount, a refund as money back whichever sign the export wrote, a blank as 0.
pub(super) fn booked(deal: &Deal) -> i128 {
    let amount = i128::from(deal.amount.or_zero());
    if deal.kind == DealKind::Refund { -amount.abs() } else { amount }
}

fn count_closed(tally: &mut Tally, deal: &Deal, measures: &[(&str, Option<Measure>)], spot: Spot) {
    let measure = |id: &str| measures.iter().find(|(known, _)| *known == id).and_then(|(_, measure)| *measure);
    let mut add = |id: &str, value: i128| tally.add(measure(id), spot, value);
    if deal.state == DealState::Lost {
        add("deals_lost", i128::from(deal.kind != DealKind::Refund));
        return;
    }
    let amount = booked(deal);
    add("won_revenue", amount);
    let margin = i128::from(deal.margin.or_zero());
    add("won_margin", if deal.kind == DealKind::Refund { -margin.abs() } else { margin });
    match deal.kind {
        DealKind::New => add("new_revenue", amount),
        DealKind::Expansion => add("expansion_revenue", amount),
        DealKind::Renewal => {}
        DealKind::Refund => return add("refunds", -amount),
    }
    add("deals_won", 1);
    let days = deal.closed_on.zip(deal.created_on).map(|(closed, created)| (closed - created).num_days());
    if let Some(days) = days.filter(|&d| d >= 0) {
        add("cycle_days", days.into());
        add("cycle_deals", 1);
    }
}
