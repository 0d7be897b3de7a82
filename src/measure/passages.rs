//! Entries to stages, who of them reached later stages, and the days between, while they are counted.

use chrono::{Days, NaiveDate};

use crate::model::fact::Spot;
use crate::model::measure::Measure;
use crate::model::name::Name;
use crate::model::record::Deal;
use crate::model::stage::Stage;
use crate::model::work::Work;

use super::day_counts::DayCounts;
use super::passed::Passed;
use super::tally::Tally;

const STAGES: usize = Stage::ALL.len();

/// What was counted of contacts and buyers.
pub(super) struct Passages {
    first: NaiveDate,
    nurtured: Option<Measure>,
    entries: [Option<Measure>; STAGES],
    /// By stage and later stage, where their conversion is counted.
    pairs: [[Option<Measure>; STAGES]; STAGES],
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
            days: DayCounts::new(STAGES, days),
            lags: DayCounts::new(STAGES * STAGES, days),
        }
    }

    /// Counts one contact or buyer, who stands at `place`.
    pub(super) fn count(&mut self, tally: &mut Tally, passed: &Passed, place: Spot) {
        for reached in passed.all() {
            tally.add_in(self.entries[reached.stage.index()], &place, reached.month, 1);
            self.days.add(reached.stage.index(), reached.day);
        }
        // Nurtured: known before it became an MQL, not on that very day.
        if let Some(mql) = passed.on(Stage::Mql).filter(|mql| passed.all().iter().any(|other| other.day < mql.day)) {
            tally.add_in(self.nurtured, &place, mql.month, 1);
        }
        for (at, entered) in passed.all().iter().enumerate() {
            for reached in &passed.all()[at + 1..] {
                let (from, to) = (entered.stage.index(), reached.stage.index());
                tally.add_in(self.pairs[from][to], &place, entered.month, 1);
                if let Some(days) = reached.day.checked_sub(entered.day) {
                    self.lags.add(from * STAGES + to, days);
                }
            }
        }
    }

    /// Entries to `stage` by day.
    pub(super) fn entries(&self, stage: Stage) -> impl Iterator<Item = (NaiveDate, u64)> {
        let days = self.days.of(stage.index());
        days.map(|(day, count)| (self.first + Days::new(day.unsigned_abs().into()), count))
    }

    /// Hands over what was counted.
    pub(super) fn finish(self, tally: &mut Tally) {
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
