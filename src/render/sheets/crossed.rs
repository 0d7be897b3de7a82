//! A measure or metric over one market and one channel at once: the number by which a live formula is judged.

use crate::model::fact::{Axis, Fact, Scope};
use crate::model::formula::Missing;
use crate::model::month::Period;
use crate::model::name::Name;

use super::draft::Draft;

/// The number of a measure or metric over one market and one channel, or all of them.
pub(super) fn number(draft: &Draft<'_>, id: &str, period: Period, of: (Option<Name>, Option<Name>)) -> Option<f64> {
    let facts = draft.report.facts;
    if let (Some(measure), (Some(market), Some(channel))) = (facts.measures.find(id), of) {
        let kind = facts.measures.kind(measure)?;
        let last = if kind.stock { period.first } else { period.last };
        let months = Period { last, ..period };
        let pair = |f: &Fact| (f.spot.market, f.spot.channel) == (market, channel);
        let sum: i128 = facts.of(measure).during(months).iter().filter(pair).map(|f| f.value).sum();
        return Some(sum as f64 / kind.scale(facts.currency.scale()) as f64);
    }
    let metric = draft.report.catalog.get(id).filter(|_| of.0.is_some() && of.1.is_some());
    let Some(metric) = metric else {
        let market = of.0.map(|name| (Axis::Market, name));
        let only = market.or_else(|| of.1.map(|name| (Axis::Channel, name)));
        return draft.number(id, &Scope { period, only });
    };
    let value = |name: &str| {
        let constant = draft.report.settings.constant(name);
        constant.or_else(|| number(draft, name, period, of)).ok_or_else(|| Missing::NotGiven(name.to_owned()))
    };
    metric.formula.number(&mut { value }).ok()
}
