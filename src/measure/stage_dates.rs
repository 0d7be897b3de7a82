//! The day on which each contact first reached each stage, as far as contacts and their deals say.

use chrono::NaiveDate;

use crate::model::record::{Deal, DealKind, DealState, Person, Records};
use crate::model::stage::Stage;

use super::window::Window;

/// The first day on each stage, by [`Stage::index`]; none of them after the as-of date or centuries before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StageDates([Option<NaiveDate>; 11]);

impl StageDates {
    /// The day on which `stage` was reached.
    pub fn on(&self, stage: Stage) -> Option<NaiveDate> {
        self.0[stage.index()]
    }

    /// Whether `stage` or any later one was reached.
    pub fn reached_or_later(&self, stage: Stage) -> bool {
        self.0[stage.index()..].iter().any(Option::is_some)
    }

    /// What a deal without a contact says: opportunity when created, customer when won as a first purchase.
    pub(super) fn of_deal(deal: &Deal, window: Window) -> StageDates {
        let mut dates = StageDates::default();
        if deal.kind != DealKind::Refund {
            dates.set(Stage::Opportunity, deal.created_on, window);
            dates.set(Stage::Proposal, deal.proposal_on, window);
        }
        if deal.state == DealState::Won && deal.kind == DealKind::New {
            dates.set(Stage::Customer, deal.closed_on, window);
        }
        dates
    }

    /// The first day of all.
    pub(super) fn first(&self) -> Option<NaiveDate> {
        self.0.iter().flatten().min().copied()
    }

    /// Of each stage the earlier day.
    pub(super) fn earliest(self, other: StageDates) -> StageDates {
        let mut dates = self;
        for (own, day) in dates.0.iter_mut().zip(other.0) {
            *own = earlier(*own, day);
        }
        dates
    }

    fn set(&mut self, stage: Stage, day: Option<NaiveDate>, window: Window) {
        self.0[stage.index()] = day.filter(|&d| window.contains(d));
    }
}

/// The stages that a contact's deals can tell.
const TOLD_BY_DEALS: [Stage; 3] = [Stage::Opportunity, Stage::Proposal, Stage::Customer];

/// Stage dates of all contacts.
#[derive(Debug)]
pub struct ContactStages<'a> {
    records: &'a Records,
    window: Window,
    /// The stages that an export gave, with their days by row.
    given: Vec<(Stage, &'a [Option<NaiveDate>])>,
    /// Earliest days among the deals of each contact row, in the order of [`TOLD_BY_DEALS`].
    told: Vec<[Option<NaiveDate>; 3]>,
}

impl<'a> ContactStages<'a> {
    /// Reads the deals of `records` once. Nothing after `as_of` counts.
    pub fn new(records: &'a Records, as_of: NaiveDate) -> ContactStages<'a> {
        let window = Window::until(as_of);
        let mut told = vec![[None; 3]; records.contacts.len()];
        // An expansion, renewal or refund makes nobody an opportunity or a customer for the first time.
        for deal in records.deals.iter().filter(|d| d.kind == DealKind::New) {
            let Some(told) = records.contacts.row(deal.person).and_then(|row| told.get_mut(row)) else {
                continue;
            };
            let won = deal.closed_on.filter(|_| deal.state == DealState::Won);
            for (earliest, day) in told.iter_mut().zip([deal.created_on, deal.proposal_on, won]) {
                *earliest = earlier(*earliest, day.filter(|&d| window.contains(d)));
            }
        }
        let columns = Stage::ALL.into_iter().zip(&records.contacts.stages);
        let given = columns.map(|(stage, days)| (stage, days.as_slice())).filter(|(_, days)| !days.is_empty());
        ContactStages { records, window, given: given.collect(), told }
    }

    /// The stage dates of contact `row`, and whether any of them was taken from its deals.
    pub fn of_row(&self, row: usize) -> (StageDates, bool) {
        let mut dates = StageDates::default();
        for &(stage, days) in &self.given {
            dates.set(stage, days.get(row).copied().flatten(), self.window);
        }
        let taken = self.take_told(row, &mut dates);
        (dates, taken)
    }

    /// Takes days that only the deals of `row` tell; whether there were any.
    fn take_told(&self, row: usize, dates: &mut StageDates) -> bool {
        let mut taken = false;
        for (stage, day) in TOLD_BY_DEALS.into_iter().zip(self.told.get(row).copied().unwrap_or_default()) {
            let own = &mut dates.0[stage.index()];
            taken |= own.is_none() & day.is_some();
            *own = if own.is_some() { *own } else { day };
        }
        taken
    }

    /// The day on which `person` reached `stage`, if a contacts export named it.
    pub(super) fn on(&self, person: Person, stage: Stage) -> Option<NaiveDate> {
        let row = self.records.contacts.row(person)?;
        let own = self.records.contacts.stage(row, stage).filter(|&day| self.window.contains(day));
        own.or_else(|| {
            let told = self.told.get(row)?;
            told[TOLD_BY_DEALS.iter().position(|&told| told == stage)?]
        })
    }
}

/// The earlier of two days, as far as they are given.
pub(super) fn earlier(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    a.into_iter().chain(b).min()
}
