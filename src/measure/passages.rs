//! Entries to stages, who of them reached later stages, and the days between, while they are counted.

use chrono::{Days, NaiveDate};

use crate::model::fact::Spot;
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::record::Deal;
use crate::model::stage::Stage;
use crate::model::work::Work;

use super::day_counts::DayCounts;
use super::passage_sums::{Met, PassageSums};
use super::passed::Passed;
use super::tally::Tally;

const STAGES: usize = Stage::ALL.len();

/// A stage that was passed, which of the later ones were reached too, and whether others were reached on days before:
/// whatever is counted of somebody in the month of that stage follows from it. Most people pass a stage in one of a few
/// dozen ways, so it is these that are counted, and each becomes its measures once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Passage {
    stage: Stage,
    /// One bit for each stage.
    later: u16,
    nurtured: bool,
}

impl Passage {
    /// Passages there can be.
    pub(super) const ALL: usize = STAGES << (STAGES + 1);

    /// Its number, below [`Passage::ALL`].
    pub(super) fn index(self) -> usize {
        (self.stage.index() << 1 | usize::from(self.nurtured)) << STAGES | usize::from(self.later)
    }
}

/// What was counted of contacts and buyers.
pub(super) struct Passages {
    first: NaiveDate,
    nurtured: Option<Measure>,
    entries: [Option<Measure>; STAGES],
    /// By stage and later stage, where their conversion is counted.
    pairs: [[Option<Measure>; STAGES]; STAGES],
    reached_or_later: [Option<Measure>; STAGES],
    sums: PassageSums,
    /// By stage: entries on each day of the window.
    days: DayCounts,
    /// By stage and later stage: whole days between them.
    lags: DayCounts,
}

impl Passages {
    pub(super) fn new(tally: &mut Tally<'_>) -> Passages {
        let mut measures = [[None; STAGES]; STAGES];
        for (from, to) in pairs(tally) {
            // The pair is known even when nobody goes on.
            tally.lags().entry((from, to)).or_default();
            measures[from.index()][to.index()] = tally.measure(&format!("reached.{}.{}", from.id(), to.id()));
        }
        let days = tally.window.days();
        Passages {
            first: tally.window.first,
            nurtured: tally.measure("mqls_nurtured"),
            entries: Stage::ALL.map(|stage| tally.measure(stage.measure())),
            pairs: measures,
            reached_or_later: Stage::ALL.map(|stage| tally.measure(&format!("reached_or_later.{}", stage.id()))),
            sums: PassageSums::new(Month::of(tally.window.last)),
            days: DayCounts::new(STAGES, days),
            lags: DayCounts::new(STAGES * STAGES, days),
        }
    }

    /// Counts one contact or buyer, who stands at `place`.
    pub(super) fn count(&mut self, tally: &mut Tally, passed: &Passed, place: Spot) {
        let mut later = 0;
        for (at, entered) in passed.all().iter().enumerate().rev() {
            let from = entered.stage.index();
            self.days.add(from, entered.day);
            for reached in &passed.all()[at + 1..] {
                if let Some(days) = reached.day.checked_sub(entered.day) {
                    self.lags.add(from * STAGES + reached.stage.index(), days);
                }
            }
            // Nurtured: known before it became an MQL, not on that very day.
            let nurtured = entered.stage == Stage::Mql && passed.all().iter().any(|other| other.day < entered.day);
            self.meet(tally, Passage { stage: entered.stage, later, nurtured }, &place, entered.month);
            later |= 1 << from;
        }
    }

    /// Counts one passage. A trace wants its measures at once.
    fn meet(&mut self, tally: &mut Tally, passage: Passage, place: &Spot, month: Month) {
        if tally.traces() {
            for measure in self.measures(passage) {
                tally.add_in(Some(measure), place, month, 1);
            }
        } else {
            self.sums.add(tally, passage, place, month);
        }
    }

    /// What is counted of whoever passed so.
    fn measures(&self, Passage { stage, later, nurtured }: Passage) -> Vec<Measure> {
        let from = stage.index();
        let mut measures: Vec<Measure> = self.entries[from].into_iter().collect();
        measures.extend(self.nurtured.filter(|_| nurtured));
        let reached = (0..STAGES).filter(|to| later >> to & 1 == 1);
        measures.extend(reached.filter_map(|to| self.pairs[from][to]));
        if stage == Stage::Lead {
            // Visits are no person's.
            let furthest = (later | 1 << from).ilog2() as usize;
            measures.extend(self.reached_or_later[1..=furthest].iter().flatten());
        }
        measures
    }

    /// Entries to `stage` by day.
    pub(super) fn entries(&self, stage: Stage) -> impl Iterator<Item = (NaiveDate, u64)> {
        let days = self.days.of(stage.index());
        days.map(|(day, count)| (self.first + Days::new(day.unsigned_abs().into()), count))
    }

    /// Hands over what was counted.
    pub(super) fn finish(mut self, tally: &mut Tally) {
        let sums = std::mem::replace(&mut self.sums, PassageSums::new(Month::of(tally.window.last)));
        for Met { passage, spots, cuts } in sums.finish(tally) {
            for measure in self.measures(passage) {
                tally.add_all(measure, &spots, &cuts);
            }
        }
        for (stage, measure) in Stage::ALL.into_iter().zip(self.entries) {
            let Some(measure) = measure else { continue };
            for (day, count) in self.entries(stage) {
                let week = (measure, Work::monday(day), Name::NONE);
                *tally.work().weeks.entry(week).or_default() += i128::from(count);
            }
        }
        for (from, to) in Stage::ALL.into_iter().flat_map(|from| Stage::ALL.map(|to| (from, to))) {
            for (days, count) in self.lags.of(from.index() * STAGES + to.index()) {
                *tally.lags().entry((from, to)).or_default().entry(days).or_default() += count;
            }
        }
    }
}

/// All pairs of stages that one contact, or one buyer, could reach both, so that a pair without a fact is a conversion of
/// 0; sessions are no people, and contacts that no deal names could never become the customers of those deals.
fn pairs(tally: &mut Tally) -> Vec<(Stage, Stage)> {
    let contacts = &tally.records.contacts;
    let (named, alone): (Vec<&Deal>, Vec<&Deal>) =
        tally.records.deals.iter().partition(|d| contacts.row(d.person).is_some());
    let told = |stage: Stage, deals: &[&Deal]| match stage {
        Stage::Opportunity | Stage::Customer => !deals.is_empty(),
        Stage::Proposal => deals.iter().any(|d| d.proposal_on.is_some()),
        _ => false,
    };
    let of_contacts = Stage::ALL.map(|stage| {
        stage != Stage::Visit && (told(stage, &named) || contacts.stages[stage.index()].iter().any(Option::is_some))
    });
    let of_buyers = Stage::ALL.map(|stage| told(stage, &alone));
    let both = |from: Stage, to: Stage| {
        [of_contacts, of_buyers].iter().any(|occurs| occurs[from.index()] && occurs[to.index()])
    };
    let all = Stage::ALL.into_iter().flat_map(|from| Stage::ALL[from.index() + 1..].iter().map(move |&to| (from, to)));
    all.filter(|&(from, to)| both(from, to)).collect()
}
