//! How contacts move: entries by day, the days from stage to stage, and the moves in their true order.

use chrono::NaiveDate;

use crate::model::keyed::FunnelCounts;
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::settings::Settings;
use crate::model::stage::Stage;

use super::dimensions::Dimensions;
use super::key_counts::KeyCounts;
use super::stage_dates::StageDates;
use super::tally::Tally;

/// Of one plan: contacts and buyers on its stages, while they are counted.
pub(super) struct Route {
    stages: Vec<Stage>,
    pairs: Vec<(Stage, Stage)>,
    reached_or_later: Vec<(Stage, Option<Measure>)>,
    entries: KeyCounts<(Stage, NaiveDate)>,
    paces: KeyCounts<(Stage, Stage, NaiveDate, i32)>,
    moves: KeyCounts<(Option<Stage>, Option<Stage>)>,
    travellers: u64,
}

impl Route {
    pub(super) fn new(tally: &Tally<'_>, settings: &Settings) -> Route {
        let stages: Vec<Stage> = settings.stages.iter().copied().filter(|&s| s != Stage::Visit).collect();
        let measure = |stage: Stage| (stage, tally.measure(&format!("reached_or_later.{}", stage.id())));
        Route {
            pairs: pairs(&stages),
            stages,
            reached_or_later: Stage::ALL.into_iter().skip(1).map(measure).collect(),
            entries: KeyCounts::new(),
            paces: KeyCounts::new(),
            moves: KeyCounts::new(),
            travellers: 0,
        }
    }

    /// The stages in their order.
    pub(super) fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// Counts one contact or buyer.
    pub(super) fn count(&mut self, tally: &mut Tally, dates: &StageDates, dimensions: Dimensions) {
        if let Some(lead) = dates.on(Stage::Lead) {
            let spot = tally.spot(Month::of(lead), dimensions);
            for &(_, measure) in self.reached_or_later.iter().take_while(|&&(s, _)| dates.reached_or_later(s)) {
                tally.add(measure, spot, 1);
            }
        }
        let mut days = [(NaiveDate::MAX, Stage::Visit); Stage::ALL.len()];
        let entered = self.stages.iter().filter_map(|&s| Some((dates.on(s)?, s)));
        let passed = days.iter_mut().zip(entered).map(|(place, entry)| *place = entry).count();
        let Some(days) = days.get_mut(..passed).filter(|days| !days.is_empty()) else { return };
        for &(from, to) in &self.pairs {
            let (Some(entered), Some(reached)) = (dates.on(from), dates.on(to)) else { continue };
            if let Ok(pace) = i32::try_from((reached - entered).num_days()) {
                self.paces.add((from, to, entered, pace));
            }
        }
        // Stages of one day are passed in the order of the funnel.
        days.sort_unstable();
        let mut before = None;
        for &(day, stage) in days.iter() {
            self.entries.add((stage, day));
            self.moves.add((before, Some(stage)));
            before = Some(stage);
        }
        self.travellers += 1;
        self.moves.add((before, None));
    }

    /// Hands over what was counted.
    pub(super) fn finish(self, counts: &mut FunnelCounts) {
        self.entries.add_to(&mut counts.entries);
        self.paces.add_to(&mut counts.paces);
        self.moves.add_to(&mut counts.moves);
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
