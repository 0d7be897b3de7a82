//! The period of a table from the lines above its header: `January 1, 2025 - December 31, 2025`, `# Start date: 20250101`.

use chrono::NaiveDate;

use crate::ingest::date::{DateFormat, moment};
use crate::ingest::number::Reading;
use crate::ingest::table::Cell;

/// First and last day; `None` when the lines do not say, or say `All time`.
pub fn period_above(preamble: &[String]) -> Option<(NaiveDate, NaiveDate)> {
    let (mut first, mut last) = (None, None);
    for line in preamble {
        let line = line.trim().trim_start_matches('#').trim().trim_matches('"');
        if let Some((label, text)) = line.split_once(':') {
            let label = label.to_lowercase();
            if label.ends_with("start date") || label.ends_with("report start") {
                first = day(text).or(first);
            } else if label.ends_with("end date") || label.ends_with("report end") {
                last = day(text).or(last);
            }
        }
        for dash in [" - ", " – ", " — ", " ~ "] {
            if let Some((Some(from), Some(to))) = line.split_once(dash).map(|(a, b)| (day(a), day(b))) {
                (first, last) = (Some(from), Some(to));
            }
        }
        if let Some((Some(from), Some(to))) = line.split_once('-').map(|(a, b)| (compact(a), compact(b))) {
            (first, last) = (Some(from), Some(to));
        }
    }
    Some((first?, last?)).filter(|(first, last)| first <= last)
}

fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let without_time = text.rsplit_once(',').map(|(day, _)| day);
    compact(text).or_else(|| written(text)).or_else(|| without_time.and_then(written))
}

fn written(text: &str) -> Option<NaiveDate> {
    match moment(&Cell::Text(text), &DateFormat::default(), "UTC") {
        Reading::Given(moment) => Some(moment.date()),
        Reading::Missing | Reading::Unreadable => None,
    }
}

/// `20250131`.
fn compact(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let number = Some(text).filter(|t| t.len() == 8)?.parse::<i32>().ok()?;
    let (month, day) = (u32::try_from(number / 100 % 100).ok()?, u32::try_from(number % 100).ok()?);
    NaiveDate::from_ymd_opt(number / 10_000, month, day)
}
