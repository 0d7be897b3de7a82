//! Costs, quotas and capacity by month: what is given by month counts whole in every month up to that of the as-of date.

use crate::model::origin::{Origin, RecordKind};
use crate::model::record::CostKind;

use super::dimensions::Dimensions;
use super::tally::Tally;
use super::who::Who;

/// Counts costs and quotas.
pub(super) fn count(tally: &mut Tally) {
    let records = tally.records;
    for (at, cost) in records.costs.iter().enumerate() {
        if tally.counts("costs", cost.month.first_day()) {
            let dimensions = Dimensions { market: cost.market, channel: cost.channel, campaign: cost.campaign };
            tally.begin(Origin::new(RecordKind::Cost, at), Who::default());
            let spot = tally.spot(cost.month, dimensions);
            tally.add(tally.measure(measure_of(cost.kind)), spot, cost.amount.into());
        }
    }
    // A quota of months to come is no fact yet, and nothing to complain about.
    let window = tally.window;
    for (at, quota) in records.quotas.iter().enumerate().filter(|(_, q)| window.contains(q.month.first_day())) {
        let who = tally.people.owner(quota.owner);
        tally.begin(Origin::new(RecordKind::Quota, at), who);
        let spot = tally.spot(quota.month, Dimensions::default());
        tally.add(tally.measure("quota"), spot, quota.quota.into());
    }
}

/// Counts the hours that teams had: of a month that has begun, all of them.
pub(super) fn count_capacity(tally: &mut Tally) {
    let (records, window) = (tally.records, tally.window);
    for (at, capacity) in records.capacity.iter().enumerate().filter(|(_, c)| window.contains(c.month.first_day())) {
        let who = Who { team: Some(capacity.team), ..Who::default() };
        tally.begin(Origin::new(RecordKind::Capacity, at), who);
        let spot = tally.spot(capacity.month, Dimensions::default());
        tally.add(tally.measure("capacity_hours"), spot, capacity.hours.into());
    }
}

fn measure_of(kind: CostKind) -> &'static str {
    match kind {
        CostKind::People => "cost_people",
        CostKind::Tools => "cost_tools",
        CostKind::Agency => "cost_agency",
        CostKind::Cogs => "cost_cogs",
    }
}
