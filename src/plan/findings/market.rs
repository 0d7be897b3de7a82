//! The market that loses its customers faster than the others do, beyond chance.

use super::amount;
use crate::model::fact::Axis;
use crate::model::finding::{Finding, Place};
use crate::model::name::Name;
use crate::model::phrase::{Arg, Phrase};
use crate::model::statistics::comparison::Two;
use crate::model::statistics::difference::Method;
use crate::plan::gauge::{Cut, Gauge};
use crate::plan::status::FEWEST_CASES;

/// Chance that some market stands out although none differs.
const ALPHA: f64 = 0.05;

/// The market that lost the largest share of its customers in the baseline, if that is more than chance: its loss
/// against all others by Newcombe's interval, at a level divided by the number of markets (Bonferroni).
pub(super) fn finding(gauge: &Gauge<'_>) -> Option<Finding> {
    let baseline = gauge.settings.baseline();
    let overall = gauge.total("logo_churn", baseline)?;
    let read = |id: &str, market: Name| gauge.value(id, baseline, Cut { market: Some(market), channel: None }).ok();
    let markets = gauge.facts.names_on(Axis::Market).iter().copied().filter(|m| m.is_some());
    let known: Vec<Name> = markets.filter(|&m| read("customer_months", m).is_some_and(|n| n >= FEWEST_CASES)).collect();
    let churn = known.iter().filter_map(|&m| Some((m, read("logo_churn", m)?)));
    let (market, churn) = churn.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let own = (read("customers_churned", market)?, read("customer_months", market)?);
    let all = (gauge.total("customers_churned", baseline)?, gauge.total("customer_months", baseline)?);
    let two = Two::new(own, (all.0 - own.0, all.1 - own.1))?;
    let (low, _) = Method::Newcombe.interval(&two, ALPHA / known.len() as f64)?;
    if low <= 0.0 || churn <= overall {
        return None;
    }
    // A year of the recurring revenue that left beyond the share that leaves elsewhere.
    let lost = read("mrr_churned", market).unwrap_or(0.0) * 12.0 * (1.0 - overall / churn);
    let says = Phrase::new("finding.market_churn")
        .with("market", gauge.facts.names.text(market))
        .with("churn", Arg::Share(churn))
        .with("overall", Arg::Share(overall))
        .with("lost", amount(gauge, lost))
        .with("months", baseline);
    let place =
        Place::Row { table: "customer_market", axis: Axis::Market, name: market, column: "logo_churn".to_owned() };
    Some(Finding { kind: "market_churn", says, money: Some(lost), place })
}
