//! The funnel: entries to stages by month of entry, who of them reached later stages, and the days between.

use crate::model::fact::Spot;
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::note::Note;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::Contacts;
use crate::model::settings::Settings;
use crate::model::stage::Stage;

use super::buyers::buyers;
use super::dimensions::Dimensions;
use super::passages::Passages;
use super::passed::{Passed, Reached};
use super::progress::Route;
use super::stage_dates::StageDates;
use super::tally::Tally;
use super::who::Who;

/// What is odd about contacts; counted and told, not repaired.
#[derive(Default)]
struct Oddities {
    from_deals: u64,
    deals_alone: Vec<Name>,
    skipped: u64,
    returned: u64,
    entered_midway: u64,
}

/// Counts contacts, and deals that no contact stands for.
pub(super) fn count(tally: &mut Tally, settings: &Settings) {
    let records = tally.records;
    let window = tally.window;
    let referred = tally.measure("referred_customers");
    let mut route = Route::new(tally, settings);
    let mut passages = Passages::new(tally);
    let mut passed = Passed::default();
    let mut odd = Oddities::default();
    for &day in records.contacts.stages.iter().flatten().flatten() {
        tally.counts("stage_dates", day);
    }
    for row in 0..records.contacts.len() {
        count_contact(tally, row, (&mut passages, &mut route, &mut odd, &mut passed), referred);
    }
    for buyer in buyers(records, window) {
        let deal = &records.deals[buyer.first];
        let who = Who { industry: tally.people.of_buyer(records, deal.person, deal.account), ..Who::default() };
        tally.begin(Origin::new(RecordKind::Deal, buyer.first), who);
        let place = tally.spot(Month::of(window.last), buyer.dimensions);
        passed.look(&buyer.dates, window);
        passages.count(tally, &passed, place);
        route.count(&passed);
        odd.deals_alone.extend(buyer.deals);
    }
    route.finish(tally, &passages);
    passages.finish(tally);
    odd.tell(tally);
}

/// What is counted of a contact or buyer, each looking at the stages that it passed.
type Counts<'a> = (&'a mut Passages, &'a mut Route, &'a mut Oddities, &'a mut Passed);

fn count_contact(tally: &mut Tally, row: usize, (passages, route, odd, passed): Counts<'_>, referred: Option<Measure>) {
    let contacts = &tally.records.contacts;
    let (dates, from_deals) = tally.registry.stages.of_row(row);
    passed.look(&dates, tally.window);
    tally.begin(Origin::new(RecordKind::Contact, row), tally.people.of_contact(contacts, Some(row)));
    let place = tally.spot(Month::of(tally.window.last), Dimensions::of_contact(contacts, row));
    passages.count(tally, passed, place);
    first_contact(tally, &dates, row);
    if let Some(Reached { month, .. }) = passed.on(Stage::Customer)
        && Contacts::name(&contacts.referred_by, row) != Name::NONE
    {
        tally.add(referred, Spot { month, ..place }, 1);
    }
    odd.from_deals += u64::from(from_deals);
    route.count(passed);
    odd.watch(&dates, route.stages());
}

/// How soon sales spoke with a contact after it became a lead and an MQL, where the export says when.
fn first_contact(tally: &mut Tally, dates: &StageDates, row: usize) {
    let Some(&contacted) = tally.records.contacts.first_contacted_on.get(row) else { return };
    let contacted = contacted.filter(|&day| day <= tally.window.last);
    for stage in [Stage::Lead, Stage::Mql] {
        let Some(entered) = dates.on(stage) else { continue };
        let cell = tally.work().contacts.entry((stage, Month::of(entered))).or_default();
        cell.entered += 1;
        if let Some(days) = contacted.and_then(|day| i32::try_from((day - entered).num_days()).ok()) {
            *cell.days.entry(days.max(0)).or_default() += 1;
        }
    }
}

impl Oddities {
    /// Looks at the plan's stages of one contact.
    fn watch(&mut self, dates: &StageDates, plan: &[Stage]) {
        let mut days = plan.iter().map(|&s| dates.on(s)).skip_while(Option::is_none).peekable();
        if days.peek().is_none() {
            return;
        }
        self.entered_midway += u64::from(plan.first().is_some_and(|&s| dates.on(s).is_none()));
        let (mut last, mut gap, mut skipped, mut returned) = (None, false, false, false);
        for day in days {
            skipped |= gap && day.is_some();
            gap |= day.is_none();
            returned |= day.is_some() && day < last;
            last = last.max(day);
        }
        self.skipped += u64::from(skipped);
        self.returned += u64::from(returned);
    }

    fn tell(self, tally: &mut Tally) {
        let counts = tally.funnel();
        (counts.skipped, counts.returned, counts.midway) = (self.skipped, self.returned, self.entered_midway);
        let alone = u64::try_from(self.deals_alone.len()).unwrap_or(u64::MAX);
        for (code, count) in [
            ("A401", self.from_deals),
            ("A402", alone),
            ("W401", self.skipped),
            ("W402", self.returned),
            ("A405", self.entered_midway),
        ] {
            let mut note = Note::new(code).with("count", count);
            if code == "A402" {
                note = note.with("named", tally.examples(&self.deals_alone));
            }
            if count > 0 {
                tally.notes.push(note);
            }
        }
    }
}
