//! The names that occur on each axis, found in one pass over the facts: sheets and the plan ask for them again and again.

use super::fact::{Axis, Facts};
use super::name::Name;

/// By axis, the names of its facts, sorted by their texts.
pub type FactNames = [Vec<Name>; Axis::ALL.len()];

/// Those of `facts`; on each axis the empty name first when it occurs.
pub fn fact_names(facts: &Facts) -> FactNames {
    let mut occurs = Axis::ALL.map(|_| vec![false; facts.names.len()]);
    let [market, channel, campaign, objective, ..] = &mut occurs;
    for spot in facts.rows.spots() {
        market[spot.market.index()] = true;
        channel[spot.channel.index()] = true;
        campaign[spot.campaign.index()] = true;
        objective[spot.objective.index()] = true;
    }
    for cut in &facts.cuts {
        occurs[cut.axis as usize][cut.name.index()] = true;
    }
    occurs.map(|occurs| {
        let mut names: Vec<Name> = (0..).map(Name).zip(occurs).filter(|&(_, o)| o).map(|(name, _)| name).collect();
        names.sort_by_key(|&name| facts.names.text(name));
        names
    })
}
