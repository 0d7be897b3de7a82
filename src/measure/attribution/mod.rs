//! Attribution models: each gives the touches of a journey integer weights; credit is split by them without a rest.

mod first;
mod half_power;
mod last;
mod linear;
mod time_decay;
mod u_shaped;

/// What a model may look at.
#[derive(Clone, Copy, Debug)]
pub struct Journey<'a> {
    /// Seconds from each touch to the newest one, oldest touch first; never empty.
    pub ages: &'a [u32],
    /// Half-life of `time_decay` in seconds, above zero.
    pub half_life: u64,
}

/// Appends one weight per touch of the journey; their sum is above zero and at most 2^61.
pub type Weigh = fn(&Journey<'_>, &mut Vec<u64>);

/// The models by id, in the order of [`crate::model::settings::MODELS`]. A new model is a file and a line here.
pub const MODELS: [(&str, Weigh); 5] = [
    ("first", first::weigh),
    ("last", last::weigh),
    ("linear", linear::weigh),
    ("u_shaped", u_shaped::weigh),
    ("time_decay", time_decay::weigh),
];

#[cfg(test)]
mod tests {
    use super::MODELS;

    #[test]
    fn the_hall_and_this_room_know_the_same_models() {
        assert_eq!(MODELS.map(|m| m.0), crate::model::settings::MODELS);
    }
}
