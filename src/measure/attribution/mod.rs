//! Attribution models: rules give the touches of a journey integer weights, by which credit is split without a rest;
//! learned models share credit out by what many journeys show.

mod anchored;
mod custom;
mod first;
mod full_path;
mod half_power;
mod inverse_j;
mod j_shaped;
mod last;
mod last_non_direct;
mod linear;
pub mod markov;
mod position_decay;
pub mod shapley;
mod time_decay;
mod u_shaped;
mod w_shaped;

use crate::model::attribution::{Attribution, Linear};

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Journey<'a> {
    /// Seconds from each touch to the newest one, oldest touch first; never empty.
    pub ages: &'a [u32],
    /// Seconds from the newest touch to the conversion.
    pub wait: u32,
    /// The number of each touch's channel.
    pub channels: &'a [u32],
    /// The number of the channel that is direct, when there is one.
    pub direct: Option<u32>,
    /// The touch that lead creation belongs to: the last at or before it.
    pub lead: Option<usize>,
    /// The touch that opportunity creation belongs to.
    pub opportunity: Option<usize>,
    /// Half-life of `time_decay` in seconds, above zero.
    pub half_life: u64,
    /// The options of the models.
    pub options: &'a Attribution,
}

impl Journey<'_> {
    /// The newest touch, as an anchor.
    fn last(&self) -> Option<usize> {
        self.ages.len().checked_sub(1)
    }

    /// Weight for one touch alone.
    fn all_to(&self, touch: usize, weights: &mut Vec<u64>) {
        weights.resize(self.ages.len(), 0);
        if let Some(weight) = weights.get_mut(touch) {
            *weight = 1;
        }
    }
}

/// Appends one weight per touch of the journey to no weights; their sum is above zero and at most 2^61.
pub type Weigh = fn(&Journey<'_>, &mut Vec<u64>);

/// A model that follows a rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id.
    pub id: &'static str,
    /// The weights that it gives.
    pub weigh: Weigh,
    /// Whether it looks, under these options, at nothing but how many touches there are and which of them hold the milestones.
    pub is_shaped: fn(&Attribution) -> bool,
}

impl Rule {
    const fn shaped(id: &'static str, weigh: Weigh) -> Rule {
        Rule { id, weigh, is_shaped: |_| true }
    }

    const fn free(id: &'static str, weigh: Weigh) -> Rule {
        Rule { id, weigh, is_shaped: |_| false }
    }
}

/// The rules in the order of [`crate::model::attribution::MODELS`]. A new rule is a file and a line here.
pub const RULES: [Rule; 12] = [
    Rule::shaped("first", first::weigh),
    Rule::shaped("last", last::weigh),
    Rule::free("last_non_direct", last_non_direct::weigh),
    Rule { id: "linear", weigh: linear::weigh, is_shaped: |options| matches!(options.linear, Linear::Touch) },
    Rule::shaped("u_shaped", u_shaped::weigh),
    Rule::shaped("w_shaped", w_shaped::weigh),
    Rule::shaped("full_path", full_path::weigh),
    Rule::shaped("j_shaped", j_shaped::weigh),
    Rule::shaped("inverse_j", inverse_j::weigh),
    Rule::free("time_decay", time_decay::weigh),
    Rule::shaped("position_decay", position_decay::weigh),
    Rule::shaped("custom", custom::weigh),
];

#[cfg(test)]
mod tests {
    use super::{Journey, RULES};
    use crate::model::attribution::{Attribution, MODELS};

    #[test]
    fn a_shaped_rule_looks_at_nothing_but_the_shape() {
        let options = Attribution::default();
        let (lead, opportunity) = (Some(1), Some(2));
        let one = Journey {
            ages: &[900_000, 500_000, 300_000, 0],
            wait: 7,
            channels: &[0, 1, 2, 0],
            direct: None,
            lead,
            opportunity,
            half_life: 604_800,
            options: &options,
        };
        let other = Journey { ages: &[9, 9, 5, 0], wait: 0, channels: &[3, 3, 1, 3], direct: Some(3), ..one };
        for rule in RULES.iter().filter(|rule| (rule.is_shaped)(&options)) {
            let weights = [one, other].map(|journey| {
                let mut weights = Vec::new();
                (rule.weigh)(&journey, &mut weights);
                weights
            });
            assert_eq!(weights[0], weights[1], "{}", rule.id);
        }
    }

    #[test]
    fn the_hall_and_this_room_know_the_same_rules() {
        let rules = MODELS.into_iter().filter(|model| !Attribution::learns(model));
        assert_eq!(rules.collect::<Vec<_>>(), RULES.map(|rule| rule.id));
    }
}
