//! Touchpoints by month and source: tens of millions of rows, so they are counted in a table before they become facts.

use chrono::NaiveDate;

use crate::model::month::Month;

use super::dimensions::Dimensions;
use super::tally::Tally;
use super::touches::end_of;

const DAY: u32 = 86_400;

/// Months before the as-of month that have a column of their own; older touches go the slow way.
const WIDTH: i32 = 240;

/// Counts touchpoints up to the as-of date.
pub(super) fn count(tally: &mut Tally) {
    let records = tally.records;
    let measure = tally.measure("touchpoints");
    let end = end_of(tally.as_of);
    let Some(earliest) = records.touchpoints.iter().map(|t| t.at).min() else { return };
    let first = month_of(earliest).max(Month::of(tally.as_of) + (1 - WIDTH));
    let width = usize::try_from(Month::of(tally.as_of).since(first) + 1).unwrap_or(0);
    let columns = columns(first, tally.as_of);
    let mut table = vec![0_u32; width * records.touch_sources.len()];
    let dimensions = |source: usize| {
        let (channel, campaign) = records.touch_sources.get(source).copied().unwrap_or_default();
        Dimensions { channel, campaign, ..Dimensions::default() }
    };
    for touch in &records.touchpoints {
        let source = touch.source as usize;
        if touch.at > end {
            tally.counts("touchpoints", day_of(touch.at));
        } else if let Some(&Some(column)) = columns.get((touch.at / DAY) as usize)
            && let Some(cell) = table.get_mut(source * width + usize::from(column))
        {
            *cell += 1;
        } else {
            let spot = tally.spot(month_of(touch.at), dimensions(source));
            tally.add(measure, spot, 1);
        }
    }
    for (source, row) in table.chunks_exact(width.max(1)).enumerate() {
        for (month, &touches) in first.through(Month::of(tally.as_of)).zip(row).filter(|(_, n)| **n > 0) {
            let spot = tally.spot(month, dimensions(source));
            tally.add(measure, spot, touches.into());
        }
    }
}

/// For every day since 1970 its column, if it has one.
fn columns(first: Month, as_of: NaiveDate) -> Vec<Option<u16>> {
    NaiveDate::default()
        .iter_days()
        .take_while(|&day| day <= as_of)
        .map(|day| u16::try_from(Month::of(day).since(first)).ok())
        .collect()
}

fn day_of(moment: u32) -> NaiveDate {
    NaiveDate::default() + chrono::Days::new((moment / DAY).into())
}

fn month_of(moment: u32) -> Month {
    Month::of(day_of(moment))
}
