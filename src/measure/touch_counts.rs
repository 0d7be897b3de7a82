//! Touchpoints by month and source: tens of millions of rows, so they are counted in a table before they become facts.

use chrono::NaiveDate;

use crate::model::month::Month;
use crate::model::origin::{Origin, RecordKind};
use crate::model::record::Touchpoint;

use super::dimensions::Dimensions;
use super::tally::Tally;
use super::who::Who;
use super::window::Window;

const DAY: u32 = 86_400;

/// Counts touchpoints.
pub(super) fn count(tally: &mut Tally, touchpoints: &[Touchpoint]) {
    let records = tally.records;
    if tally.traces() {
        return one_by_one(tally, touchpoints);
    }
    tally.begin(Origin::new(RecordKind::Touchpoint, 0), Who::default());
    let Window { first, last } = tally.window;
    let first = Month::of(first);
    let columns = columns(first, last);
    // A row for each month in which there was a touch.
    let mut table: Vec<Vec<u32>> = first.through(Month::of(last)).map(|_| Vec::new()).collect();
    for touch in touchpoints {
        match columns.get((touch.at / DAY) as usize) {
            Some(&Some(column)) => {
                let row = &mut table[usize::from(column)];
                if row.is_empty() {
                    row.resize(records.touch_sources.len(), 0);
                }
                if let Some(cell) = row.get_mut(touch.source as usize) {
                    *cell += 1;
                }
            }
            _ => {
                tally.counts("touchpoints", day_of(touch.at));
            }
        }
    }
    let measure = tally.measure("touchpoints");
    for (month, row) in first.through(Month::of(last)).zip(table) {
        for (&(channel, campaign), touches) in records.touch_sources.iter().zip(row).filter(|(_, n)| *n > 0) {
            let spot = tally.spot(month, Dimensions { channel, campaign, ..Dimensions::default() });
            tally.add(measure, spot, touches.into());
        }
    }
}

/// The same counts, each touchpoint a record of its own.
fn one_by_one(tally: &mut Tally, touchpoints: &[Touchpoint]) {
    let records = tally.records;
    let measure = tally.measure("touchpoints");
    for (at, touch) in touchpoints.iter().enumerate() {
        let day = day_of(touch.at);
        if tally.counts("touchpoints", day) {
            let (channel, campaign) = records.touch_sources.get(touch.source as usize).copied().unwrap_or_default();
            tally.begin(Origin::new(RecordKind::Touchpoint, at), Who::default());
            let spot = tally.spot(Month::of(day), Dimensions { channel, campaign, ..Dimensions::default() });
            tally.add(measure, spot, 1);
        }
    }
}

/// For every day since 1970 its column, if it has one.
fn columns(first: Month, last: NaiveDate) -> Vec<Option<u16>> {
    NaiveDate::default()
        .iter_days()
        .take_while(|&day| day <= last)
        .map(|day| u16::try_from(Month::of(day).since(first)).ok())
        .collect()
}

fn day_of(moment: u32) -> NaiveDate {
    NaiveDate::default() + chrono::Days::new((moment / DAY).into())
}
