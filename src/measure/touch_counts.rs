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
    let earliest = touchpoints.iter().map(|t| t.at).min().map_or(last, day_of);
    let first = Month::of(earliest.clamp(first, last));
    let width = usize::try_from(Month::of(last).since(first) + 1).unwrap_or(0);
    let columns = columns(first, last);
    let mut table = vec![0_u32; width * records.touch_sources.len()];
    for touch in touchpoints {
        match columns.get((touch.at / DAY) as usize) {
            Some(&Some(column)) => {
                if let Some(cell) = table.get_mut(touch.source as usize * width + usize::from(column)) {
                    *cell += 1;
                }
            }
            _ => {
                tally.counts("touchpoints", day_of(touch.at));
            }
        }
    }
    let measure = tally.measure("touchpoints");
    for (source, row) in table.chunks_exact(width.max(1)).enumerate() {
        let (channel, campaign) = records.touch_sources.get(source).copied().unwrap_or_default();
        for (month, &touches) in first.through(Month::of(last)).zip(row).filter(|(_, n)| **n > 0) {
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
