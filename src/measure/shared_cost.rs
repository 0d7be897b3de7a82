//! People, tools and agencies that no campaign names, shared among the places where marketing worked, so that every
//! channel, campaign, market and objective bears its part and the parts add up to what was paid.

use std::collections::BTreeMap;

use crate::model::fact::{Fact, Facts, Spot};
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::settings::{CostKey, Settings};
use crate::model::split::split;

use super::trace::Contribution;

/// What is shared. Cost of goods belongs to what was sold, not to marketing.
pub(super) const POOLS: [&str; 3] = ["cost_people", "cost_tools", "cost_agency"];

/// The measure of what each place bears.
pub(super) const SHARED: &str = "team_cost";

/// The facts with [`SHARED`] among them, and what each cost record adds to it.
pub(super) fn shared(
    mut facts: Facts,
    mut contributions: Vec<Contribution>,
    settings: &Settings,
) -> (Facts, Vec<Contribution>) {
    let pools: Vec<Measure> = POOLS.iter().filter_map(|id| facts.measures.find(id)).collect();
    let Some(measure) = facts.measures.find(SHARED) else { return (facts, contributions) };
    let costs: Vec<Fact> = pools.iter().flat_map(|&m| facts.of(m)).collect();
    if costs.is_empty() {
        return (facts, contributions);
    }
    let worked = Places::new(&facts, settings);
    let cells: BTreeMap<(Measure, Spot), Shares> =
        costs.iter().map(|cost| ((cost.measure, cost.spot), worked.of(&cost.spot))).collect();
    // Every place has a fact already: of what costs are shared by, or the cost itself.
    let places: BTreeMap<Spot, usize> = facts.rows.spots().iter().copied().zip(0..).collect();
    let mut own: BTreeMap<usize, i128> = BTreeMap::new();
    for cost in &costs {
        let Some(shares) = cells.get(&(cost.measure, cost.spot)) else { continue };
        for (spot, value) in shares.along(0, cost.value) {
            if let Some(&place) = places.get(&spot) {
                *own.entry(place).or_default() += value;
            }
        }
    }
    facts.rows.put(measure, own.into_iter().filter(|&(_, value)| value != 0));
    // Each cost record is shared along the running sum of its cell, so that the records add up to the cell's shares.
    let mut running: BTreeMap<(Measure, Spot), i128> = BTreeMap::new();
    let mut borne = Vec::new();
    for cost in &contributions {
        let key = (cost.measure, cost.spot);
        let Some(shares) = cells.get(&key) else { continue };
        let before = running.entry(key).or_default();
        let parts = shares.along(*before, cost.value).into_iter();
        borne.extend(parts.map(|(spot, value)| Contribution { measure, spot, value, ..cost.clone() }));
        *before += cost.value;
    }
    borne.retain(|c| c.value != 0);
    contributions.extend(borne);
    (facts, contributions)
}

/// Places and their weights for one cell of costs.
struct Shares(Vec<(Spot, u64)>);

impl Shares {
    /// What `value` more adds to each place when `before` is already shared.
    fn along(&self, before: i128, value: i128) -> Vec<(Spot, i128)> {
        let weights: Vec<u64> = self.0.iter().map(|p| p.1).collect();
        let (old, new) = (split(before, &weights), split(before + value, &weights));
        self.0.iter().zip(old).zip(new).map(|((&(spot, _), old), new)| (spot, new - old)).collect()
    }
}

/// Where marketing worked, month by month, and how much by the plan's key.
struct Places(BTreeMap<Month, Vec<(Spot, u64)>>);

/// The weight of an objective when each bears the same: divided among its places with nothing to speak of left over.
const EVEN: u64 = 1_000_000_000_000;

impl Places {
    fn new(facts: &Facts, settings: &Settings) -> Places {
        let id = match settings.cost_key {
            CostKey::Spend | CostKey::Evenly => "spend",
            CostKey::Leads => "leads",
            CostKey::Hours => "hours",
        };
        let mut places: BTreeMap<Month, Vec<(Spot, u64)>> = BTreeMap::new();
        for fact in facts.of_id(id).iter().filter(|f| f.value > 0) {
            let weight = u64::try_from(fact.value).unwrap_or(u64::MAX);
            places.entry(fact.spot.month).or_default().push((fact.spot, weight));
        }
        if settings.cost_key == CostKey::Evenly {
            for places in places.values_mut() {
                evenly(places);
            }
        }
        Places(places)
    }

    /// The places that share a cost: those that agree with every name that the cost has itself. A cost of a campaign, and
    /// one that agrees with no place, stays where it is.
    fn of(&self, cost: &Spot) -> Shares {
        let agrees = |own: Name, other: Name| !own.is_some() || own == other;
        let of_month = self.0.get(&cost.month).into_iter().flatten().filter(|_| !cost.campaign.is_some());
        let fits = |place: &&(Spot, u64)| agrees(cost.market, place.0.market) && agrees(cost.channel, place.0.channel);
        let places: Vec<(Spot, u64)> = of_month.filter(fits).copied().collect();
        Shares(if places.is_empty() { vec![(*cost, 1)] } else { places })
    }
}

/// The same weight for every objective; where none is served, for every place.
fn evenly(places: &mut Vec<(Spot, u64)>) {
    if places.iter().any(|(spot, _)| spot.objective.is_some()) {
        places.retain(|(spot, _)| spot.objective.is_some());
    }
    let mut counts: BTreeMap<Name, u64> = BTreeMap::new();
    for (spot, _) in places.iter() {
        *counts.entry(spot.objective).or_default() += 1;
    }
    for (spot, weight) in places {
        *weight = EVEN / counts.get(&spot.objective).copied().unwrap_or(1);
    }
}
