//! How contacts move: entries by day, the days from stage to stage, and the moves in their true order.

use crate::model::month::Month;
use crate::model::settings::Settings;
use crate::model::stage::Stage;

use super::dimensions::Dimensions;
use super::stage_dates::StageDates;
use super::tally::Tally;

/// The plan's stages that contacts enter, and the pairs of them whose conversion is followed by day.
pub(super) struct Route {
    stages: Vec<Stage>,
    pairs: Vec<(Stage, Stage)>,
}

impl Route {
    pub(super) fn new(settings: &Settings) -> Route {
        let stages: Vec<Stage> = settings.stages.iter().copied().filter(|&s| s != Stage::Visit).collect();
        Route { pairs: pairs(&stages), stages }
    }

    /// The stages in their order.
    pub(super) fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// Counts one contact or buyer.
    pub(super) fn count(&self, tally: &mut Tally, dates: &StageDates, dimensions: Dimensions) {
        if let Some(lead) = dates.on(Stage::Lead) {
            let spot = tally.spot(Month::of(lead), dimensions);
            for stage in Stage::ALL.into_iter().skip(1).take_while(|&s| dates.reached_or_later(s)) {
                let measure = tally.measure(&format!("reached_or_later.{}", stage.id()));
                tally.add(measure, spot, 1);
            }
        }
        let counts = tally.funnel();
        let mut days: Vec<_> = self.stages.iter().filter_map(|&s| Some((dates.on(s)?, s))).collect();
        for &(day, stage) in &days {
            *counts.entries.entry((stage, day)).or_default() += 1;
        }
        for &(from, to) in &self.pairs {
            let (Some(entered), Some(reached)) = (dates.on(from), dates.on(to)) else { continue };
            if let Ok(pace) = i32::try_from((reached - entered).num_days()) {
                *counts.paces.entry((from, to, entered, pace)).or_default() += 1;
            }
        }
        // Stages of one day are passed in the order of the funnel.
        days.sort_unstable();
        let mut before = None;
        for stage in days.iter().map(|&(_, stage)| Some(stage)) {
            *counts.moves.entry((before, stage)).or_default() += 1;
            before = stage;
        }
        if before.is_some() {
            counts.travellers += 1;
            *counts.moves.entry((before, None)).or_default() += 1;
        }
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
