//! How contacts move: entries by day, the days from stage to stage, and the moves in their true order.

use chrono::{Days, NaiveDate};

use crate::model::settings::Settings;
use crate::model::stage::Stage;

use super::key_counts::KeyCounts;
use super::passages::Passages;
use super::passed::{Passed, Reached};
use super::tally::Tally;

/// Stages, and beyond them the place before the first and after the last.
const PLACES: usize = Stage::ALL.len() + 1;

/// Of one plan: contacts and buyers on its stages, while they are counted.
pub(super) struct Route {
    first: NaiveDate,
    stages: Vec<Stage>,
    pairs: Vec<(Stage, Stage)>,
    paces: KeyCounts<Pace>,
    moves: [[u64; PLACES]; PLACES],
    travellers: u64,
    days: Vec<Reached>,
}

/// From stage to stage, entered on a day since the first of the window, and the days from there: a packed key sorts fast.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Pace(u64);

/// What is added to the days of a pace, which can be below 0: no window has as many.
const ABOVE: u64 = 1 << 23;

impl Pace {
    fn new(from: Reached, to: Reached) -> Pace {
        let stages = (from.stage.index() << 8 | to.stage.index()) as u64;
        Pace(stages << 48 | (from.day as u64) << 24 | (to.day as u64 + ABOVE - from.day as u64))
    }

    fn key(self, first: NaiveDate) -> Option<(Stage, Stage, NaiveDate, i32)> {
        let part = |shift: u32, bits: u32| usize::try_from(self.0 >> shift & ((1 << bits) - 1)).ok();
        let (from, to) = (*Stage::ALL.get(part(56, 8)?)?, *Stage::ALL.get(part(48, 8)?)?);
        let day = first + Days::new(part(24, 24)? as u64);
        Some((from, to, day, i32::try_from(part(0, 24)?).ok()? - i32::try_from(ABOVE).ok()?))
    }
}

impl Route {
    pub(super) fn new(tally: &Tally<'_>, settings: &Settings) -> Route {
        let stages: Vec<Stage> = settings.stages.iter().copied().filter(|&s| s != Stage::Visit).collect();
        Route {
            first: tally.window.first,
            pairs: pairs(&stages),
            stages,
            paces: KeyCounts::new(),
            moves: [[0; PLACES]; PLACES],
            travellers: 0,
            days: Vec::new(),
        }
    }

    /// The stages in their order.
    pub(super) fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// Counts one contact or buyer.
    pub(super) fn count(&mut self, passed: &Passed) {
        self.days.clear();
        self.days.extend(passed.all().iter().filter(|reached| self.stages.contains(&reached.stage)));
        if self.days.is_empty() {
            return;
        }
        for &(from, to) in &self.pairs {
            if let (Some(entered), Some(reached)) = (passed.on(from), passed.on(to)) {
                self.paces.add(Pace::new(entered, reached));
            }
        }
        // Stages of one day are passed in the order of the funnel.
        self.days.sort_by_key(|reached| reached.day);
        let mut before = PLACES - 1;
        for reached in &self.days {
            let stage = reached.stage.index();
            self.moves[before][stage] += 1;
            before = stage;
        }
        self.travellers += 1;
        self.moves[before][PLACES - 1] += 1;
    }

    /// Hands over what was counted, entries as `passages` know them.
    pub(super) fn finish(self, tally: &mut Tally, passages: &Passages) {
        let counts = tally.funnel();
        for &stage in &self.stages {
            for (day, count) in passages.entries(stage) {
                *counts.entries.entry((stage, day)).or_default() += count;
            }
        }
        let paces = self.paces.counts().into_iter().filter_map(|(pace, n)| Some((pace.key(self.first)?, n)));
        if counts.paces.is_empty() {
            counts.paces = paces.collect();
        } else {
            for (key, count) in paces {
                *counts.paces.entry(key).or_default() += count;
            }
        }
        for (before, row) in self.moves.into_iter().enumerate() {
            for (after, count) in row.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                let of = |place: usize| Stage::ALL.get(place).copied();
                *counts.moves.entry((of(before), of(after))).or_default() += count;
            }
        }
        counts.travellers += self.travellers;
    }
}

/// Each stage with the next, and the first with the last.
pub(super) fn pairs(stages: &[Stage]) -> Vec<(Stage, Stage)> {
    let mut pairs: Vec<(Stage, Stage)> = stages.iter().copied().zip(stages.iter().copied().skip(1)).collect();
    if let (Some(&first), Some(&last), true) = (stages.first(), stages.last(), stages.len() > 2) {
        pairs.push((first, last));
    }
    pairs
}
