//! The weights of journeys of one shape: most rules look at nothing but how many touches there were and at which of them the
//! milestones stand, and most journeys have one of a few hundred such shapes.

use crate::model::split::Parts;

use super::attribution::{Journey, RULES};
use super::rule_credit::WHOLE;

/// Touches of the longest journey whose weights are kept.
const TOUCHES: usize = 23;
/// Milestones are at a touch or at none.
const PLACES: usize = TOUCHES + 1;

/// Up to a touch: the weights, and the part of one conversion.
pub(super) type Upto = (u64, i64);

/// The shapes that were met.
pub(super) struct Shapes {
    /// By shape: position + 1 of its first entry among `upto`, 0 when it was not met.
    starts: Vec<u32>,
    /// By shape, then by rule, then by touch.
    upto: Vec<Upto>,
    weights: Vec<u64>,
}

impl Shapes {
    /// None met.
    pub(super) fn new() -> Shapes {
        Shapes { starts: vec![0; PLACES * PLACES * PLACES], upto: Vec::new(), weights: Vec::new() }
    }

    /// What each rule gives to a journey of this shape up to each of its touches, rule by rule in the order of [`RULES`];
    /// nothing for a rule that looks at more. `None` for a journey too long to be kept.
    pub(super) fn of(&mut self, journey: &Journey<'_>) -> Option<&[Upto]> {
        let count = journey.ages.len();
        let place = |touch: Option<usize>| touch.map_or(0, |touch| touch + 1);
        let shape = (count * PLACES + place(journey.lead)) * PLACES + place(journey.opportunity);
        let start = self.starts.get_mut(shape).filter(|_| count <= TOUCHES)?;
        if *start == 0 {
            *start = u32::try_from(self.upto.len() + 1).ok()?;
            for rule in RULES {
                self.weights.clear();
                if (rule.is_shaped)(journey.options) {
                    (rule.weigh)(journey, &mut self.weights);
                }
                self.weights.resize(count, 0);
                let parts = Parts::new(WHOLE, self.weights.iter().map(|&weight| i128::from(weight)).sum());
                let mut running = 0;
                self.upto.extend(self.weights.iter().map(|weight| {
                    running += weight;
                    (running, narrow(parts.upto(running.into())))
                }));
            }
        }
        let start = *start as usize - 1;
        self.upto.get(start..start + RULES.len() * count)
    }
}

/// A part of one conversion as a word, which holds it.
pub(super) fn narrow(part: i128) -> i64 {
    i64::try_from(part).unwrap_or(i64::MAX)
}
