//! Passages while they are counted by place, month and the way in which a stage was passed: first as they come, then place by
//! place, so that what is added lies close together.

use crate::model::fact::Spot;
use crate::model::month::Month;
use crate::model::number_sums::NumberSums;

use super::passages::Passage;
use super::tally::Tally;

/// How many passages wait to be put in the order of their places.
const WAITING: usize = 1 << 18;

/// How often each passage was met where.
pub(super) struct PassageSums {
    last: Month,
    /// By passage: its position among `met` and 1, 0 where it was not met.
    slots: Vec<u16>,
    met: Vec<Met>,
    /// Position of the place, months back from the last, position among `met`.
    waiting: Vec<(u32, u16, u16)>,
}

/// A passage and how often it was met, by the numbers of places in months and by those of cuts.
pub(super) struct Met {
    pub(super) passage: Passage,
    pub(super) spots: NumberSums,
    pub(super) cuts: NumberSums,
}

impl PassageSums {
    /// Of people up to the month `last`.
    pub(super) fn new(last: Month) -> PassageSums {
        PassageSums { last, slots: vec![0; Passage::ALL], met: Vec::new(), waiting: Vec::new() }
    }

    /// Meets `passage` at `place` in `month` once more.
    pub(super) fn add(&mut self, tally: &mut Tally, passage: Passage, place: &Spot, month: Month) {
        let slot = &mut self.slots[passage.index()];
        if *slot == 0 {
            self.met.push(Met { passage, spots: NumberSums::default(), cuts: NumberSums::default() });
            *slot = u16::try_from(self.met.len()).unwrap_or(u16::MAX);
        }
        let at = *slot - 1;
        for number in tally.cuts(month).into_iter().flatten() {
            self.met[usize::from(at)].cuts.add(number, 1);
        }
        let back = u16::try_from(self.last.since(month)).unwrap_or(u16::MAX);
        self.waiting.push((tally.place(place), back, at));
        if self.waiting.len() >= WAITING {
            self.settle(tally);
        }
    }

    /// What was met.
    pub(super) fn finish(mut self, tally: &mut Tally) -> Vec<Met> {
        self.settle(tally);
        self.met
    }

    /// Adds what waits, place by place.
    fn settle(&mut self, tally: &mut Tally) {
        let mut next = vec![0_usize; tally.places() + 1];
        for &(place, ..) in &self.waiting {
            next[place as usize + 1] += 1;
        }
        for place in 1..next.len() {
            next[place] += next[place - 1];
        }
        let mut sorted = vec![(0, 0, 0); self.waiting.len()];
        for waiting in self.waiting.drain(..) {
            let at = &mut next[waiting.0 as usize];
            sorted[*at] = waiting;
            *at += 1;
        }
        for (place, back, at) in sorted {
            let number = tally.number(place, self.last + -i32::from(back));
            self.met[usize::from(at)].spots.add(number, 1);
        }
    }
}
