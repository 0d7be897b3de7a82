//! Spend that serves no objective, when there are objectives.

use super::amount;
use crate::model::annual_plan::Scorecard;
use crate::model::fact::{Axis, Fact};
use crate::model::finding::{Finding, Place};
use crate::model::money::Money;
use crate::model::name::Name;
use crate::model::phrase::{Arg, Phrase};
use crate::plan::gauge::Gauge;

/// The baseline's spend of campaigns that no objective names.
pub(super) fn finding(gauge: &Gauge<'_>, cards: &[Scorecard]) -> Option<Finding> {
    let baseline = gauge.settings.baseline();
    let all = gauge.total("spend", baseline)?;
    let measure = gauge.facts.measures.find("spend")?;
    let inside = |f: &Fact| !f.spot.objective.is_some();
    let minor: i128 = gauge.facts.of(measure).during(baseline).iter().filter(inside).map(|f| f.value).sum();
    let idle = Money { minor, currency: gauge.facts.currency }.major();
    if cards.is_empty() || idle <= 0.0 || all <= 0.0 {
        return None;
    }
    let says = Phrase::new("finding.idle_spend")
        .with("spend", amount(gauge, idle))
        .with("share", Arg::Share(idle / all))
        .with("months", baseline);
    let place =
        Place::Row { table: "return_objectives", axis: Axis::Objective, name: Name::NONE, column: "spend".to_owned() };
    Some(Finding { kind: "idle_spend", says, money: Some(idle), place })
}
