//! Matured conversion: of those who have had time enough, who went on within it. Counted only where the plan chooses this
//! reading, because the time of each pair of stages is known only when everybody has been counted.

use crate::model::fact::Lags;
use crate::model::lag::rank;
use crate::model::measure::Measure;
use crate::model::month::Month;
use crate::model::origin::{Origin, RecordKind};
use crate::model::settings::Settings;
use crate::model::stage::Stage;

use super::buyers::buyers;
use super::dimensions::Dimensions;
use super::stage_conversion::old_enough;
use super::stage_dates::StageDates;
use super::tally::Tally;
use super::who::Who;

/// The setting of `plan.toml`, and its value, that ask for it.
const CHOICE: (&str, &str) = ("funnel.conversion", "matured");

/// Two stages, the days in which a cohort matures, and the measures of those who had them and of those who went on.
struct Pair {
    from: Stage,
    to: Stage,
    age: i32,
    entered: Option<Measure>,
    reached: Option<Measure>,
}

/// Counts contacts and buyers once more, after the lags of all of them are known.
pub(super) fn count(tally: &mut Tally, settings: &Settings) {
    if settings.choices.get(CHOICE.0).is_none_or(|chosen| chosen != CHOICE.1) {
        return;
    }
    let ages: Vec<(Stage, Stage, i32)> = {
        let lags = tally.lags();
        lags.keys().filter_map(|&(from, to)| Some((from, to, age(lags, settings, (from, to))?))).collect()
    };
    let pair = |(from, to, age): (Stage, Stage, i32)| {
        let measure = |kind: &str| tally.measure(&format!("{kind}.{}.{}", from.id(), to.id()));
        Pair { from, to, age, entered: measure("matured_entered"), reached: measure("matured") }
    };
    let pairs: Vec<Pair> = ages.into_iter().map(pair).collect();
    let records = tally.records;
    let stages = &tally.registry.stages;
    for row in 0..records.contacts.len() {
        let who = tally.people.of_contact(&records.contacts, Some(row));
        tally.begin(Origin::new(RecordKind::Contact, row), who);
        add(tally, &stages.of_row(row).0, Dimensions::of_contact(&records.contacts, row), &pairs);
    }
    for buyer in buyers(records, tally.window) {
        let deal = &records.deals[buyer.first];
        let who = Who { industry: tally.people.of_buyer(records, deal.person, deal.account), ..Who::default() };
        tally.begin(Origin::new(RecordKind::Deal, buyer.first), who);
        add(tally, &buyer.dates, buyer.dimensions, &pairs);
    }
}

fn add(tally: &mut Tally, dates: &StageDates, dimensions: Dimensions, pairs: &[Pair]) {
    for pair in pairs {
        let Some(entered) = dates.on(pair.from).filter(|&day| old_enough(tally.window.last, day, pair.age)) else {
            continue;
        };
        let spot = tally.spot(Month::of(entered), dimensions);
        tally.add(pair.entered, spot, 1);
        let within = dates.on(pair.to).is_some_and(|day| (day - entered).num_days() <= i64::from(pair.age));
        tally.add(pair.reached, spot, within.into());
    }
}

/// The age at which a cohort is compared: as the plan says, else that within which nine of ten who moved had moved.
pub(super) fn age(lags: &Lags, settings: &Settings, pair: (Stage, Stage)) -> Option<i32> {
    settings.matured_days.or_else(|| {
        let days = lags.get(&pair)?;
        rank(days, (days.values().sum::<u64>() * 9).div_ceil(10))
    })
}
