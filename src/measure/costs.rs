//! Costs and quotas by month: what is given by month counts whole in every month up to that of the as-of date.

use crate::model::record::CostKind;

use super::dimensions::Dimensions;
use super::tally::Tally;

/// Counts costs and quotas.
pub(super) fn count(tally: &mut Tally) {
    for cost in &tally.records.costs {
        if tally.counts("costs", cost.month.first_day()) {
            let dimensions = Dimensions { market: cost.market, channel: cost.channel, campaign: cost.campaign };
            let spot = tally.spot(cost.month, dimensions);
            tally.add(tally.measure(measure_of(cost.kind)), spot, cost.amount.into());
        }
    }
    // A quota of months to come is no fact yet, and nothing to complain about.
    let window = tally.window;
    for quota in tally.records.quotas.iter().filter(|q| window.contains(q.month.first_day())) {
        let spot = tally.spot(quota.month, Dimensions::default());
        tally.add(tally.measure("quota"), spot, quota.quota.into());
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
