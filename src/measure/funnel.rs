//! The funnel: entries to stages by month of entry, who of them reached later stages, and the days between.

use chrono::NaiveDate;

use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::name::Name;
use crate::model::note::Note;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::{Contacts, Deal};
use crate::model::settings::Settings;
use crate::model::stage::Stage;
use crate::model::work::Work;

use super::buyers::buyers;
use super::dimensions::Dimensions;
use super::key_counts::KeyCounts;
use super::progress::Route;
use super::stage_dates::{ContactStages, StageDates};
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

/// A pair of stages whose conversion is counted.
struct Pair {
    from: Stage,
    to: Stage,
    measure: Option<Measure>,
}

/// Counts contacts, and deals that no contact stands for.
pub(super) fn count(tally: &mut Tally, settings: &Settings) {
    let records = tally.records;
    let pairs = pairs(tally);
    let entries = Stage::ALL.map(|s| tally.measure(s.measure()));
    let referred = tally.measure("referred_customers");
    let stages = ContactStages::new(records, tally.window.last);
    let mut route = Route::new(tally, settings);
    let mut passages =
        Passages { nurtured: tally.measure("mqls_nurtured"), weeks: KeyCounts::new(), lags: KeyCounts::new() };
    let mut odd = Oddities::default();
    for &day in records.contacts.stages.iter().flatten().flatten() {
        tally.counts("stage_dates", day);
    }
    for row in rows_by_place(&records.contacts) {
        let (dates, from_deals) = stages.of_row(row);
        let dimensions = Dimensions::of_contact(&records.contacts, row);
        let who = tally.people.of_contact(&records.contacts, Some(row));
        tally.begin(Origin::new(RecordKind::Contact, row), who);
        passages.count(tally, &dates, dimensions, (&entries, &pairs));
        first_contact(tally, &dates, row);
        if let Some(day) = dates.on(Stage::Customer)
            && Contacts::name(&records.contacts.referred_by, row) != Name::NONE
        {
            let spot = tally.spot(Month::of(day), dimensions);
            tally.add(referred, spot, 1);
        }
        odd.from_deals += u64::from(from_deals);
        route.count(tally, &dates, dimensions);
        odd.watch(&dates, route.stages());
    }
    for buyer in buyers(records, tally.window) {
        let deal = &records.deals[buyer.first];
        let who = Who { industry: tally.people.of_buyer(records, deal.person, deal.account), ..Who::default() };
        tally.begin(Origin::new(RecordKind::Deal, buyer.first), who);
        passages.count(tally, &buyer.dates, buyer.dimensions, (&entries, &pairs));
        route.count(tally, &buyer.dates, buyer.dimensions);
        odd.deals_alone.extend(buyer.deals);
    }
    route.finish(tally.funnel());
    passages.finish(tally);
    odd.tell(tally);
}

/// The rows of contacts, those of one place and month together: they add to the same facts.
fn rows_by_place(contacts: &Contacts) -> Vec<usize> {
    let mut rows: Vec<(Dimensions, Option<NaiveDate>, usize)> = (0..contacts.len())
        .map(|row| (Dimensions::of_contact(contacts, row), contacts.stage(row, Stage::Lead), row))
        .collect();
    rows.sort_unstable();
    rows.into_iter().map(|(.., row)| row).collect()
}

/// Entries to stages, and the conversions and days between them, while they are counted.
struct Passages {
    nurtured: Option<Measure>,
    weeks: KeyCounts<(Measure, NaiveDate)>,
    lags: KeyCounts<(Stage, Stage, i32)>,
}

impl Passages {
    fn count(
        &mut self,
        tally: &mut Tally,
        dates: &StageDates,
        dimensions: Dimensions,
        (entries, pairs): (&[Option<Measure>], &[Pair]),
    ) {
        for (stage, &measure) in Stage::ALL.into_iter().zip(entries).skip(1) {
            if let Some(day) = dates.on(stage) {
                let spot = tally.spot(Month::of(day), dimensions);
                tally.add(measure, spot, 1);
                if let Some(measure) = measure {
                    self.weeks.add((measure, Work::monday(day)));
                }
            }
        }
        // Nurtured: known before it became an MQL, not on that very day.
        if let Some(day) = dates.on(Stage::Mql).filter(|&day| dates.first().is_some_and(|first| first < day)) {
            let spot = tally.spot(Month::of(day), dimensions);
            tally.add(self.nurtured, spot, 1);
        }
        for pair in pairs {
            let (Some(entered), Some(reached)) = (dates.on(pair.from), dates.on(pair.to)) else { continue };
            let spot = tally.spot(Month::of(entered), dimensions);
            tally.add(pair.measure, spot, 1);
            if let Ok(days) = i32::try_from((reached - entered).num_days())
                && days >= 0
            {
                self.lags.add((pair.from, pair.to, days));
            }
        }
    }

    /// Hands over what was counted.
    fn finish(self, tally: &mut Tally) {
        for ((measure, week), count) in self.weeks.counts() {
            *tally.work().weeks.entry((measure, week, Name::NONE)).or_default() += i128::from(count);
        }
        for ((from, to, days), count) in self.lags.counts() {
            *tally.lags().entry((from, to)).or_default().entry(days).or_default() += count;
        }
    }
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

/// All pairs of stages that one contact, or one buyer, could reach both, so that a pair without a fact is a conversion of
/// 0; sessions are no people, and contacts that no deal names could never become the customers of those deals.
fn pairs(tally: &mut Tally) -> Vec<Pair> {
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
    let mut pair = |from: Stage, to: Stage| {
        // The pair is known even when nobody goes on.
        tally.lags().entry((from, to)).or_default();
        let measure = tally.measure(&format!("reached.{}.{}", from.id(), to.id()));
        Pair { from, to, measure }
    };
    let all = Stage::ALL.into_iter().flat_map(|from| Stage::ALL[from.index() + 1..].iter().map(move |&to| (from, to)));
    all.filter(|&(from, to)| both(from, to)).map(|(from, to)| pair(from, to)).collect()
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
