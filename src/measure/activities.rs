//! Activities of people and teams by month, week and kind, their hours, and what teams have.

use crate::model::month::Month;
use crate::model::origin::{Origin, RecordKind};
use crate::model::work::Work;

use super::dimensions::Dimensions;
use super::tally::Tally;
use super::who::Who;

/// Counts activities; every kind is a measure of its own.
pub(super) fn count(tally: &mut Tally) {
    let records = tally.records;
    for (at, activity) in records.activities.iter().enumerate() {
        if tally.counts("activities", activity.day) {
            let (team, owner) = (Some(activity.team), Some(activity.owner));
            tally.begin(Origin::new(RecordKind::Activity, at), Who { team, owner, ..Who::default() });
            let dimensions = Dimensions { campaign: activity.campaign, ..Dimensions::default() };
            let spot = tally.spot(Month::of(activity.day), dimensions);
            let kind = as_id(records.names.text(activity.kind));
            if !kind.is_empty() {
                let measure = tally.measures().activity(&kind);
                tally.add(Some(measure), spot, activity.count.into());
                let team = tally.name(activity.team);
                let work = tally.work();
                let done = work.done.entry((team, measure, Month::of(activity.day))).or_default();
                done.count += i128::from(activity.count);
                done.hours += i128::from(activity.hours);
                *work.weeks.entry((measure, Work::monday(activity.day), team)).or_default() +=
                    i128::from(activity.count);
            }
            tally.add(tally.measure("hours"), spot, activity.hours.into());
        }
    }
}

/// Counts the hours and budgets of teams, of months to come too: a plan needs what lies ahead.
pub(super) fn capacity(tally: &mut Tally) {
    let records = tally.records;
    for row in &records.capacity {
        let team = tally.name(row.team);
        let means = tally.work().capacity.entry((team, row.month)).or_default();
        means.hours += i128::from(row.hours);
        means.budget += i128::from(row.budget);
    }
}

/// Counts the budgets of channels, of months to come too.
pub(super) fn budgets(tally: &mut Tally) {
    let records = tally.records;
    for row in &records.budgets {
        let channel = tally.name(row.channel);
        let line = tally.work().budget.entry((channel, row.month)).or_default();
        line.plan += i128::from(row.plan);
        line.committed += i128::from(row.committed);
    }
}

/// The kind as a formula can name it: `Email sent` is `email_sent`.
fn as_id(kind: &str) -> String {
    kind.trim().to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}
