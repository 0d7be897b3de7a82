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

use crate::model::attribution::Attribution;

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

/// The rules by id, in the order of [`crate::model::attribution::MODELS`]. A new rule is a file and a line here.
pub const RULES: [(&str, Weigh); 12] = [
    ("first", first::weigh),
    ("last", last::weigh),
    ("last_non_direct", last_non_direct::weigh),
    ("linear", linear::weigh),
    ("u_shaped", u_shaped::weigh),
    ("w_shaped", w_shaped::weigh),
    ("full_path", full_path::weigh),
    ("j_shaped", j_shaped::weigh),
    ("inverse_j", inverse_j::weigh),
    ("time_decay", time_decay::weigh),
    ("position_decay", position_decay::weigh),
    ("custom", custom::weigh),
];

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::model::attribution::{Attribution, MODELS};

    #[test]
    fn the_hall_and_this_room_know_the_same_rules() {
        let rules = MODELS.into_iter().filter(|model| !Attribution::learns(model));
        assert_eq!(rules.collect::<Vec<_>>(), RULES.map(|rule| rule.0));
    }
}
