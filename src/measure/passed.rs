//! The stages that one contact or buyer passed, with what counting them asks again and again.

use chrono::{Datelike, NaiveDate};

use crate::model::month::Month;
use crate::model::stage::Stage;

use super::stage_dates::StageDates;
use super::window::Window;

/// One stage that was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Reached {
    pub(super) stage: Stage,
    pub(super) on: NaiveDate,
    pub(super) month: Month,
    /// Days since the first of the window.
    pub(super) day: usize,
}

/// The stages that somebody reached, in the order of the funnel, without visits, which are no person's.
#[derive(Debug, Default)]
pub(super) struct Passed {
    reached: [Option<Reached>; Stage::ALL.len()],
    all: Vec<Reached>,
}

impl Passed {
    /// Looks at `dates`, all of them inside the window.
    pub(super) fn look(&mut self, dates: &StageDates, window: Window) {
        let first = window.first.num_days_from_ce();
        self.all.clear();
        for (stage, reached) in Stage::ALL.into_iter().zip(&mut self.reached).skip(1) {
            *reached = dates.on(stage).and_then(|on| {
                let day = usize::try_from(on.num_days_from_ce() - first).ok()?;
                Some(Reached { stage, on, month: Month::of(on), day })
            });
            if let Some(reached) = *reached {
                self.all.push(reached);
            }
        }
    }

    /// The stages in order.
    pub(super) fn all(&self) -> &[Reached] {
        &self.all
    }

    /// When and where `stage` was reached.
    pub(super) fn on(&self, stage: Stage) -> Option<Reached> {
        self.reached[stage.index()]
    }
}
